"""What a buyer answers to a quote: no, other terms, or an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now, today
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.inquiries import note_quote_move
from coatingcat.trade.actions.inquiries.moving import tell_seller
from coatingcat.trade.actions.quotes.moving import move_quote, standing_quotes, tell_sellers
from coatingcat.trade.events import QuoteMoved
from coatingcat.trade.models import CounterLine, Inquiry, Quote, QuoteAnswer, QuoteLine
from coatingcat.trade.refusals import NotAllowed, QuoteNotWhole
from coatingcat.trade.rules.inquiries import may_follow
from coatingcat.trade.rules.quotes import quote_sources_of
from coatingcat.trade.words import InquiryState, QuoteState, QuoteWhy, Side


@dataclass(frozen=True, slots=True)
class Countered:
    """What the buyer would pay for one pack of a line, and for how many packs."""

    price: Decimal
    packs: int


@transaction.atomic
def decline_quote(*, quote: Quote, why: QuoteWhy, note: Clear[str] | None = None) -> QuoteAnswer:
    """Say no to a quote, with a reason. Raises NotAllowed if it does not stand any more; nothing is written then."""
    moment = now()
    move_quote(quote, QuoteState.DECLINED, ended_at=moment)
    answer = QuoteAnswer.objects.create(quote=quote, why=why.name, note=note, at=moment)
    tell_sellers(quote, "quote_declined")
    emit(QuoteMoved(quote.pk, QuoteState.DECLINED.value, moment))
    return answer


@transaction.atomic
def counter_quote(
    *,
    quote: Quote,
    by: UUID,
    lines: Mapping[QuoteLine, Countered],
    wanted_by: date | None = None,
    note: Clear[str] | None = None,
) -> QuoteAnswer:
    """Ask for other terms: with that the offer has lapsed (Civil Code 478(4)), and the seller may write a new version.

    Raises QuoteNotWhole for a counter-offer that asks for nothing, NotAllowed if the quote does not stand any more or
    its last day is over; nothing is written then.
    """
    if not lines and wanted_by is None and note is None:
        raise QuoteNotWhole
    if any(line.quote_id != quote.pk for line in lines) or quote.valid_until < today():
        raise NotAllowed
    # The inquiry is held before its quote moves, as whoever writes, offers and accepts does: two at once never in a ring.
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=quote.inquiry_id)
    move_quote(quote, QuoteState.COUNTERED)
    answer = QuoteAnswer.objects.create(quote=quote, wanted_by=wanted_by, note=note)
    CounterLine.objects.bulk_create(
        CounterLine(answer=answer, line=line, price=wish.price, packs=wish.packs) for line, wish in lines.items()
    )
    if may_follow(inquiry.sort, inquiry.stands, InquiryState.QUALIFIED):  # the seller's time for a quote runs anew
        note_quote_move(inquiry=inquiry, to=InquiryState.QUALIFIED, side=Side.BUYER, by=by)
    tell_sellers(quote, "quote_countered")
    emit(QuoteMoved(quote.pk, QuoteState.COUNTERED.value, answer.at))
    return answer


@transaction.atomic
def accept_quote(*, quote: Quote, by: UUID) -> None:
    """The buyer orders at a quote: for the action that places the order, in its transaction.

    The rival quotes of the same request are passed over, and their sellers told that another was chosen, no more.
    Raises NotAllowed if the quote does not stand any more or its last day is over.
    """
    # All are held in one order, so that two acceptances at once wait for each other and never in a ring; what lets only
    # one of them through are the guarded move and `quote_one_accepted`.
    asked = Inquiry.objects.select_for_update(of=("self",)).filter(request=quote.request, buyer_id=by).order_by("pk")
    inquiries = {inquiry.pk: inquiry for inquiry in asked}
    own = inquiries.pop(quote.inquiry_id, None)
    if own is None or not may_follow(own.sort, own.stands, InquiryState.ACCEPTED):
        raise NotAllowed
    _accept(quote, today())
    note_quote_move(inquiry=own, to=InquiryState.ACCEPTED, side=Side.BUYER, by=by)
    for rival in standing_quotes(inquiry__in=inquiries):
        _pass_over(rival)
    for inquiry in inquiries.values():
        _end(inquiry, by)
    emit(QuoteMoved(quote.pk, QuoteState.ACCEPTED.value, now()))


def _accept(quote: Quote, day: date) -> None:
    sources = [state.value for state in quote_sources_of(QuoteState.ACCEPTED)]
    open_ones = Quote.objects.filter(pk=quote.pk, state__in=sources, valid_until__gte=day)
    if not open_ones.update(state=QuoteState.ACCEPTED.value, ended_at=now()):
        raise NotAllowed
    quote.state = QuoteState.ACCEPTED.value


def _pass_over(rival: Quote) -> None:
    move_quote(rival, QuoteState.PASSED_OVER, ended_at=now())
    tell_sellers(rival, "quote_passed_over")
    emit(QuoteMoved(rival.pk, QuoteState.PASSED_OVER.value, now()))


def _end(inquiry: Inquiry, by: UUID) -> None:
    """Who has quoted is told so by letter; who has not yet need not go on."""
    for end in (InquiryState.CLOSED, InquiryState.WITHDRAWN):
        if may_follow(inquiry.sort, inquiry.stands, end):
            step = note_quote_move(inquiry=inquiry, to=end, side=Side.BUYER, by=by)
            if end is InquiryState.WITHDRAWN:
                tell_seller(inquiry, "inquiry_withdrawn", step.number)
            return
