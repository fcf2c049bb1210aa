"""Returns and claims: asked, answered within the public clock, received, settled (F.6)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max

from coatingcat.ground.clock import now
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.trade.actions.invoices import issue_credit_note
from coatingcat.trade.actions.keeping import end_again
from coatingcat.trade.actions.messages import write_message
from coatingcat.trade.actions.moving import locked
from coatingcat.trade.actions.parties import let_read, tell_other_side
from coatingcat.trade.actions.steps import note_step
from coatingcat.trade.models import Invoice, Order, OrderLine, Return, ReturnLine
from coatingcat.trade.queries.billing import to_credit
from coatingcat.trade.refusals import NotAllowed, NothingChosen, TooLate, TooManyPacks
from coatingcat.trade.rules import CLAIMABLE
from coatingcat.trade.words import (
    CLAIM_DAYS,
    RETURN_ANSWER_HOURS,
    RETURN_DAYS,
    CreditWhy,
    ReturnRefusal,
    ReturnSort,
    ReturnState,
    ReturnWhy,
    Settlement,
    Side,
    State,
    Step,
)

_RESTOCK = "UPDATE trade_stock SET onhand = onhand + %(packs)s WHERE offer_id = %(offer)s"
_LETTERS = {
    Step.RETURN_ASKED: "return_asked",
    Step.RETURN_AGREED: "return_agreed",
    Step.RETURN_REFUSED: "return_refused",
    Step.RETURN_SETTLED: "return_settled",
}


@transaction.atomic
def ask_return(
    *,
    order: Order,
    by: UUID,
    submission: UUID,
    sort: ReturnSort,
    why: ReturnWhy,
    packs: Mapping[int, int],
    note: Clear[str],
    photo: Clear[Content] | None = None,
    at: datetime | None = None,
) -> Return:
    """Ask to send packs of lines back, or claim what is wrong with them; once for each submission. A photo goes into the
    conversation about the order, under the number of the return.

    Raises NotAllowed before anything arrived, TooLate after the days for it, TooManyPacks for more than arrived and is in no
    other return, NothingChosen without a pack. Nothing is written then.
    """
    moment = at or now()
    order = locked(order)
    earlier = Return.objects.filter(order=order, submission=submission).first()
    if earlier is not None:
        return earlier
    wanted = {line_id: quantity for line_id, quantity in packs.items() if quantity}
    if not wanted:
        raise NothingChosen
    _demand_in_time(order, why, moment)
    _hold(order, wanted)
    made = Return.objects.create(
        order=order,
        submission=submission,
        sort=sort.name,
        why=why.name,
        by_id=by,
        at=moment,
        due_at=moment + timedelta(hours=RETURN_ANSWER_HOURS),
        note=note,
    )
    for line_id, quantity in wanted.items():
        ReturnLine.objects.create(returned=made, line_id=line_id, quantity=quantity)
    let_read(order=order, row=made, by=by)
    if photo is not None:
        words = Clear(made.code)
        write_message(about=order, side=Side.BUYER, by=by, submission=submission, text=words, file=photo, tells=False)
    _note(made, order, Step.RETURN_ASKED, Side.BUYER, by, moment)
    return made


def _demand_in_time(order: Order, why: ReturnWhy, at: datetime) -> None:
    if State(order.state) not in CLAIMABLE:
        raise NotAllowed
    last = order.deliveries.aggregate(last=Max("delivered_at"))["last"]
    if last is None:
        raise NotAllowed
    days = RETURN_DAYS if why is ReturnWhy.NOT_NEEDED else CLAIM_DAYS
    if at > last + timedelta(days=days):
        raise TooLate


def _hold(order: Order, wanted: Mapping[int, int]) -> None:
    """Count the packs on their lines, in one guarded statement each."""
    for line_id, packs in sorted(wanted.items()):
        mine = OrderLine.objects.filter(pk=line_id, order=order, returned__lte=F("delivered") - packs)
        if packs < 0 or not mine.update(returned=F("returned") + packs):
            raise TooManyPacks


def _release(found: Return) -> None:
    for line_id, packs in found.lines.order_by("line_id").values_list("line_id", "quantity"):
        OrderLine.objects.filter(pk=line_id).update(returned=F("returned") - packs)


@transaction.atomic
def agree_to_return(*, found: Return, by: UUID, side: Side, at: datetime | None = None) -> None:
    """Who executes the order agrees. Raises NotAllowed if it waits for no answer any more."""
    moment = at or now()
    order = locked(found.order)
    _move(found, ReturnState.AGREED, {ReturnState.ASKED}, answered_at=moment)
    _note(found, order, Step.RETURN_AGREED, side, by, moment)


@transaction.atomic
def refuse_return(
    *,
    found: Return,
    by: UUID,
    side: Side,
    why: ReturnRefusal,
    note: Clear[str] | None = None,
    at: datetime | None = None,
) -> None:
    """Who executes the order does not agree, and says why. Raises NotAllowed if it waits for no answer any more."""
    moment = at or now()
    order = locked(found.order)
    _move(found, ReturnState.REFUSED, {ReturnState.ASKED}, answered_at=moment, refusal=why.name)
    _release(found)
    end_again(order, moment)
    _note(found, order, Step.RETURN_REFUSED, side, by, moment, note)


@transaction.atomic
def withdraw_return(*, found: Return, by: UUID, at: datetime | None = None) -> None:
    """The buyer takes it back before it is answered. Raises NotAllowed afterwards."""
    moment = at or now()
    order = locked(found.order)
    _move(found, ReturnState.WITHDRAWN, {ReturnState.ASKED}, answered_at=moment)
    _release(found)
    _note(found, order, Step.RETURN_WITHDRAWN, Side.BUYER, by, moment)


@transaction.atomic
def receive_return(*, found: Return, by: UUID, side: Side, restock: bool, at: datetime | None = None) -> None:
    """The goods came back; those kept in stock may go on the shelf again. Raises NotAllowed for a claim, or if nothing
    is on its way back."""
    moment = at or now()
    order = locked(found.order)
    if found.as_sort is not ReturnSort.RETURN:
        raise NotAllowed
    _move(found, ReturnState.RECEIVED, {ReturnState.AGREED}, received_at=moment, is_restocked=restock)
    if restock:
        _restock(found)
    _note(found, order, Step.RETURN_RECEIVED, side, by, moment)


def _restock(found: Return) -> None:
    lines = found.lines.filter(line__is_allocated=True, line__offer__isnull=False).order_by("line__sku")
    with connection.cursor() as cursor:
        for offer_id, packs in lines.values_list("line__offer_id", "quantity"):
            cursor.execute(_RESTOCK, {"packs": packs, "offer": offer_id})


@transaction.atomic
def credit_return(*, found: Return, by: UUID, side: Side, at: datetime | None = None) -> Invoice | None:
    """Settle it with a credit: of what was billed of its packs the credit note is issued with it; what was not billed yet
    never will be. A replacement settles it by being shipped (`ship(…, replaces=…)`).

    Raises NotAllowed before the goods came back, or for a claim before it was agreed to; nothing is written then.
    """
    moment = at or now()
    order = locked(found.order)
    ready = ReturnState.RECEIVED if found.as_sort is ReturnSort.RETURN else ReturnState.AGREED
    _move(found, ReturnState.SETTLED, {ready}, settled_at=moment, settlement=Settlement.CREDIT.name)
    end_again(order, moment)
    _note(found, order, Step.RETURN_SETTLED, side, by, moment)
    return issue_credit_note(
        order=order,
        submission=found.pk,
        why=CreditWhy.RETURNED,
        by=by,
        packs=to_credit(order, dict(found.lines.values_list("line_id", "quantity"))),
        at=moment,
    )


def _move(found: Return, new: ReturnState, allowed: set[ReturnState], **also: object) -> None:
    """Guarded: of two hands only the first succeeds."""
    sources = [state.value for state in allowed]
    if not Return.objects.filter(pk=found.pk, state__in=sources).update(state=new.value, **also):
        raise NotAllowed
    found.refresh_from_db()


def _note(
    found: Return,
    order: Order,
    what: Step,
    side: Side,
    by: UUID,
    at: datetime,
    note: Clear[str] | None = None,
) -> None:
    step = note_step(order=order, what=what, side=side, by=by, at=at, about=found.pk, note=note)
    let_read(order=order, row=step, by=by)
    letter = _LETTERS.get(what)
    if letter:
        tell_other_side(order=order, side=side, letter=letter, page=f"returns/{found.code}/")
