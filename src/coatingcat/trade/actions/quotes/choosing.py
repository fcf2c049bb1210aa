"""A buyer takes a quote to the checkout: its prices in place of the cart's, its project in place of an empty page."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import today
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.checkouts import answered, held_draft
from coatingcat.trade.models import CheckoutDraft, Inquiry, Quote, QuoteLine
from coatingcat.trade.refusals import LinesUnfit, NotAllowed
from coatingcat.trade.rules import UnfitLine, nearest_valid, unfit
from coatingcat.trade.rules.quotes import can_be_accepted


@transaction.atomic
def choose_quote(*, by: UUID, quote: Quote, packs: Sequence[int]) -> CheckoutDraft:
    """Let the buyer's checkout be about a quote: so many packs of each line. Nothing is ordered or accepted yet.

    What the inquiry tells of the project goes along. Raises NotAllowed for a quote that does not stand any more,
    LinesUnfit below its smallest quantity or between its lots. Needs the purpose ORDER_FULFILMENT.
    """
    if quote.inquiry.buyer_id != by or not can_be_accepted(quote.stands, quote.valid_until, today()):
        raise NotAllowed
    lines = list(quote.lines.order_by("position").prefetch_related("steps"))
    wrong = tuple(fault for fault in map(_unfit, lines, packs) if fault is not None)
    if wrong or len(lines) != len(packs):
        raise LinesUnfit(wrong)
    draft = held_draft(by)
    draft.quote, draft.packs = quote, list(packs)
    if draft.yearly_demand is None:
        _bring_project(draft, quote.inquiry)
    answered(draft)
    return draft


def _unfit(line: QuoteLine, packs: int) -> UnfitLine | None:
    terms = {"minimum": line.minimum, "multiple": line.multiple}
    why = unfit(packs, **terms)
    return UnfitLine(None, f"{line.name}, {line.pack}", packs, why, nearest_valid(packs, **terms)) if why else None


def _bring_project(draft: CheckoutDraft, inquiry: Inquiry) -> None:
    """The answers the buyer gave with the inquiry, sealed anew."""
    for name in ("background", "yearly_demand", "demand_unit"):
        told = getattr(inquiry, name)
        setattr(draft, name, Clear(told.open()) if told is not None else None)


@transaction.atomic
def leave_quote(*, by: UUID) -> bool:
    """The checkout is about the cart again; whether it was about a quote."""
    draft = CheckoutDraft.objects.select_for_update(of=("self",)).filter(subject_id=by, quote__isnull=False).first()
    if draft is not None:
        draft.quote, draft.packs = None, None
        answered(draft)
    return draft is not None
