"""An inquiry moves on: one guarded step, what was written with it, and a letter to whoever has to know."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.trade.actions.parties import tell_counter
from coatingcat.trade.events import InquiryMoved
from coatingcat.trade.models import Inquiry, InquiryStep
from coatingcat.trade.models.messages import InquiryMessage
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.inquiries import FIRST_ANSWERS, OVER, moves_of, times_after
from coatingcat.trade.words import DeclineWhy, InquiryState, Side

_S = InquiryState
_STAMPS = {_S.SHIPPED: "shipped_at", _S.DELIVERED: "delivered_at", _S.ACCEPTED: "accepted_at"}
_BUYER_HEARS = {
    _S.QUALIFIED: "inquiry_taken_up",
    _S.DECLINED: "inquiry_declined",
    _S.APPROVED: "sample_approved",
    _S.SHIPPED: "sample_shipped",
    _S.ANSWERED: "inquiry_answered",
    _S.QUOTED: "inquiry_quoted",
}
"""What a buyer is written about a step of the other side; the rest is on the page."""
_SELLER_HEARS = {_S.WITHDRAWN: "inquiry_withdrawn", _S.QUALIFIED: "inquiry_asked_again"}
"""What a seller's people are written about a step of the buyer."""


@transaction.atomic
def move_inquiry(
    *,
    inquiry: Inquiry,
    to: InquiryState,
    side: Side,
    by: UUID,
    submission: UUID | None = None,
    why: DeclineWhy | None = None,
    note: Clear[str] | None = None,
    file: Clear[Content] | None = None,
    at: datetime | None = None,
) -> InquiryStep:
    """Move an inquiry on, for one side. `why`: compulsory to decline, and only then; `note`, `file`: written with it.

    `submission`: the key of the form; the same again gives the step that it made. Raises NotAllowed if the inquiry
    does not stand where this side may make the move from; nothing is written then.
    """
    earlier = _made_before(inquiry, submission)
    if earlier is not None:
        return earlier
    if to not in moves_of(inquiry.sort, inquiry.stands, side) or (to is _S.DECLINED) != (why is not None):
        raise NotAllowed
    step = _step(inquiry, to, side=side, by=by, why=why, at=at or now())
    if note is not None:
        InquiryMessage.objects.create(
            inquiry=inquiry,
            step=step,
            submission=submission or step.pk,
            side=side.name,
            by=by,
            text=note,
            file=file,
            written_at=step.at,
        )
    _tell(inquiry, step, side)
    return step


def note_quote_move(*, inquiry: Inquiry, to: InquiryState, side: Side, by: UUID | None) -> InquiryStep:
    """What became of the quote for an inquiry, inside the transaction of the quote's own action. Raises NotAllowed."""
    return _step(inquiry, to, side=side, by=by, why=None, at=now())


def end_inquiry(*, inquiry: Inquiry, to: InquiryState, side: Side | None = None) -> InquiryStep:
    """The program ends it: its time is over, or its buyer is being erased. For actions, in their transaction."""
    return _step(inquiry, to, side=side, by=None, why=None, at=now())


def _made_before(inquiry: Inquiry, submission: UUID | None) -> InquiryStep | None:
    if submission is None:
        return None
    message = InquiryMessage.objects.select_related("step").filter(inquiry=inquiry, submission=submission).first()
    return message.step if message else None


def _step(
    inquiry: Inquiry, to: InquiryState, *, side: Side | None, by: UUID | None, why: DeclineWhy | None, at: datetime
) -> InquiryStep:
    """Guarded: of two hands that move it at once, only the first succeeds; the database refuses what no rule allows."""
    old = inquiry.stands
    times = times_after(inquiry.sort, old, to, inquiry.times, at)
    values: dict[str, Any] = {
        "state": to.name,
        "why": why.name if why else "",
        "clock_since": times.since,
        "half_at": times.half_at,
        "due_at": times.due_at,
    }
    if times != inquiry.times:
        values["reminded_at"] = None
    if inquiry.answered_at is None and to in FIRST_ANSWERS:
        values["answered_at"] = at
    if to in _STAMPS:
        values[_STAMPS[to]] = at
    if to in OVER:
        values["ended_at"] = at
    if not Inquiry.objects.filter(pk=inquiry.pk, state=old.name).update(**values):
        raise NotAllowed
    for name, value in values.items():
        setattr(inquiry, name, value)
    emit(InquiryMoved(inquiry.pk, to.name, at))
    return add_step(inquiry, to, side=side, by=by, at=at)


def add_step(inquiry: Inquiry, to: InquiryState, *, side: Side | None, by: UUID | None, at: datetime) -> InquiryStep:
    last = InquiryStep.objects.filter(inquiry=inquiry).aggregate(last=Max("number"))["last"] or 0
    return InquiryStep.objects.create(
        inquiry=inquiry, number=last + 1, state=to.name, side=side.name if side else "", by=by, at=at
    )


def _tell(inquiry: Inquiry, step: InquiryStep, side: Side) -> None:
    if side is Side.BUYER:
        letter = _SELLER_HEARS.get(step.stands)
        if letter:
            tell_seller(inquiry, letter, step.number)
        return
    letter = _BUYER_HEARS.get(step.stands)
    if letter:
        tell_buyer(inquiry, letter, step.number)


def tell_buyer(inquiry: Inquiry, letter: str, number: int) -> None:
    """A letter with the way to the page; it says nothing that only the page should say."""
    path = f"inquiries/{inquiry.code}/{number}/"
    later("outreach.tell", letter=letter, subject_id=inquiry.buyer_id, path=path)


def tell_seller(inquiry: Inquiry, letter: str, number: int) -> None:
    """A letter to those who answer it, agents included; the operator's order desk has its queue."""
    tell_counter(inquiry, letter=letter, path=f"supply/inquiries/{inquiry.code}/{number}/")
