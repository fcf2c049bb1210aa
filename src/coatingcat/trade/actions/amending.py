"""One side proposes to change a placed order; the other accepts or refuses. Who accepts changes it in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from coatingcat.ground.clock import now
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.invoices import issue_supplement
from coatingcat.trade.actions.moving import locked, move_order, settle_state
from coatingcat.trade.actions.orders import end_by_cancellation
from coatingcat.trade.actions.parties import let_read, tell_other_side
from coatingcat.trade.actions.rebilling import credit_all, credit_change, rises_of
from coatingcat.trade.actions.steps import note_step
from coatingcat.trade.models import Amendment, AmendmentLine, Order, OrderLine, Stock
from coatingcat.trade.queries.billing import supplement_of
from coatingcat.trade.refusals import NotAllowed, NothingChosen, OutOfStock, Shortage, TooManyPacks
from coatingcat.trade.rules import AMENDABLE, BEFORE_SHIPPING, line_total, unit_price
from coatingcat.trade.rules.taxes import Tax
from coatingcat.trade.words import AMENDMENT_DAYS, AmendmentState, AmendmentWhy, Side, State, Step, Why

_TAKE = """
UPDATE trade_stock SET allocated = allocated + %(packs)s
WHERE offer_id = %(offer)s AND onhand - allocated >= %(packs)s RETURNING offer_id
"""
_PUT_BACK = "UPDATE trade_stock SET allocated = allocated - %(packs)s WHERE offer_id = %(offer)s"


@dataclass(frozen=True, slots=True)
class Change:
    """A line of an order as it is to be: packs, and the price of one in the order's currency."""

    quantity: int
    price: Decimal | None = None
    """None: the price stays."""


@transaction.atomic
def propose_amendment(
    *,
    order: Order,
    by: UUID,
    side: Side,
    submission: UUID,
    why: AmendmentWhy,
    changes: Mapping[int, Change] | None = None,
    promised_on: date | None = None,
    cancels: bool = False,
    note: Clear[str] | None = None,
    at: datetime | None = None,
) -> Amendment:
    """Propose new quantities and prices by line, a new day, or to cancel everything; once for each submission.

    Raises NotAllowed in the wrong state, for a price from the buyer, or while another change waits; TooManyPacks for fewer
    packs than were shipped; NothingChosen if nothing would change. Nothing is written then.
    """
    moment = at or now()
    order = locked(order)
    earlier = Amendment.objects.filter(order=order, submission=submission).first()
    if earlier is not None:
        return earlier
    _demand_amendable(order, cancels=cancels)
    lines = [] if cancels else _changed(order, changes or {}, side)
    is_new_day = promised_on is not None and promised_on != order.promised_on
    if not (cancels or lines or is_new_day):
        raise NothingChosen
    made = Amendment.objects.create(
        order=order,
        number=order.amendments.count() + 1,
        submission=submission,
        side=side.name,
        by_id=by,
        at=moment,
        why=why.name,
        note=note,
        cancels=cancels,
        promised_before=order.promised_on,
        promised_on=promised_on if is_new_day and not cancels else None,
        total_before=order.total,
        lapses_at=moment + timedelta(days=AMENDMENT_DAYS),
    )
    for line in lines:
        line.amendment = made
        line.save(force_insert=True)
    let_read(order=order, row=made, by=by)
    _note(made, order, Step.AMENDMENT_PROPOSED, side, by, moment)
    return made


def _demand_amendable(order: Order, *, cancels: bool) -> None:
    if State(order.state) not in (BEFORE_SHIPPING if cancels else AMENDABLE):
        raise NotAllowed
    if order.amendments.filter(state=AmendmentState.PROPOSED.value).exists():
        raise NotAllowed


def _changed(order: Order, changes: Mapping[int, Change], side: Side) -> list[AmendmentLine]:
    """The lines that would differ, before and after."""
    lines = {line.pk: line for line in order.lines.all()}
    if not changes.keys() <= lines.keys():
        raise NotAllowed
    found = []
    for pk, change in sorted(changes.items()):
        line = lines[pk]
        price = line.unit_price if change.price is None else change.price
        if change.price is not None and change.price != line.unit_price:
            _demand_price(order, change.price, side)
        if change.quantity < line.shipped:
            raise TooManyPacks
        if (change.quantity, price) != (line.quantity, line.unit_price):
            found.append(
                AmendmentLine(
                    line=line,
                    quantity_before=line.quantity,
                    quantity=change.quantity,
                    price_before=line.unit_price,
                    price=price,
                )
            )
    return found


def _demand_price(order: Order, price: Decimal, side: Side) -> None:
    """Whoever executes the order may name another price, in its currency."""
    if side is Side.BUYER or not order.currency or price <= 0:
        raise NotAllowed


@transaction.atomic
def accept_amendment(*, amendment: Amendment, by: UUID, side: Side, at: datetime | None = None) -> None:
    """The other side accepts: stock, lines, totals and day change together, or nothing does. In the same transaction what
    was billed beyond the order as it is now is taken off by a credit note, and what billed packs cost more is billed.

    Raises NotAllowed for the side that proposed it, or if it waits no more; TooManyPacks if more has been shipped since;
    OutOfStock if the additional packs are not there.
    """
    moment = at or now()
    order = locked(amendment.order)
    _answer(amendment, AmendmentState.ACCEPTED, by, side, moment)
    lines = list(amendment.lines.select_related("line__offer").order_by("line__sku", "line_id"))
    if amendment.cancels or _leaves_nothing(order, lines):
        credit_all(amendment, order, by, moment)
        _cancel(order, by, side, moment)
    else:
        _demand_amendable_still(order)
        rises = rises_of(order, lines)
        credit_change(amendment, order, lines, by, moment)
        _apply(order, lines, amendment.promised_on)
        issue_supplement(order=order, submission=supplement_of(amendment.pk), rises=rises, by=by, at=moment)
        settle_state(order, moment)
    _note(amendment, order, Step.AMENDMENT_ACCEPTED, side, by, moment)


def _answer(amendment: Amendment, state: AmendmentState, by: UUID | None, side: Side | None, at: datetime) -> None:
    """Guarded: a change is answered once, in time, and by the side that did not propose it."""
    if side is not None and (side is Side.BUYER) == (amendment.as_side is Side.BUYER):
        raise NotAllowed
    waiting = Amendment.objects.filter(pk=amendment.pk, state=AmendmentState.PROPOSED.value)
    if side is not None:
        waiting = waiting.filter(lapses_at__gt=at)
    if not waiting.update(state=state.value, answered_at=at, answered_by_id=by):
        raise NotAllowed


def _leaves_nothing(order: Order, lines: Sequence[AmendmentLine]) -> bool:
    """Whether no line would have a pack left: that is a cancellation by another way."""
    wanted = dict(order.lines.values_list("pk", "quantity")) | {line.line_id: line.quantity for line in lines}
    return not any(wanted.values())


def _cancel(order: Order, by: UUID, side: Side, at: datetime) -> None:
    move_order(order, State.CANCELLED, BEFORE_SHIPPING, ended_at=at)
    end_by_cancellation(order=order, by=by, why=Why.AGREED, side=side, at=at)


def _demand_amendable_still(order: Order) -> None:
    if State(order.state) not in AMENDABLE:
        raise NotAllowed


def _apply(order: Order, lines: Sequence[AmendmentLine], promised_on: date | None) -> None:
    for changed in lines:
        _rewrite(changed, order.currency)  # first, as it refuses what was shipped since the change was proposed
        _move_stock(changed.line, changed.quantity - changed.line.quantity)
    total = sum((line.line_total for line in order.lines.all() if line.line_total is not None), Decimal(0))
    order.total = total if order.currency else None
    ground = order.as_tax_ground
    tax = Tax(order.tax_rate, ground).on(order.money) if ground else None  # at the rate it was ordered at
    order.tax = tax.amount if tax else None
    if promised_on is not None:
        order.promised_on = promised_on
    order.save(update_fields=["total", "tax", "promised_on"])


def _move_stock(line: OrderLine, more: int) -> None:
    if not more or not line.is_allocated or line.offer_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_TAKE if more > 0 else _PUT_BACK, {"packs": abs(more), "offer": line.offer_id})
        if not cursor.rowcount:
            free = Stock.objects.get(pk=line.offer_id).free
            raise OutOfStock((Shortage(line.offer_id, f"{line.name}, {line.pack}", more, free),))


def _rewrite(changed: AmendmentLine, currency: str) -> None:
    """The line as it is now; guarded by what has been shipped meanwhile."""
    total = line_total(unit_price(changed.price, currency), changed.quantity)
    found = OrderLine.objects.filter(pk=changed.line_id, shipped__lte=changed.quantity).update(
        quantity=changed.quantity,
        unit_price=changed.price,
        line_total=total.amount if total else None,
        currency=currency if changed.price is not None else "",
    )
    if not found:
        raise TooManyPacks


@transaction.atomic
def refuse_amendment(*, amendment: Amendment, by: UUID, side: Side, at: datetime | None = None) -> None:
    """The order stays as it was. Raises NotAllowed for the side that proposed it, or if it waits no more."""
    moment = at or now()
    order = locked(amendment.order)
    _answer(amendment, AmendmentState.REFUSED, by, side, moment)
    _note(amendment, order, Step.AMENDMENT_REFUSED, side, by, moment)


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: UUID, side: Side, at: datetime | None = None) -> None:
    """The side that proposed it takes it back. Raises NotAllowed for the other, or if it waits no more."""
    moment = at or now()
    order = locked(amendment.order)
    other = Side.SELLER if amendment.as_side is Side.BUYER else Side.BUYER
    if (side is Side.BUYER) == (other is Side.BUYER):
        raise NotAllowed
    _answer(amendment, AmendmentState.WITHDRAWN, by, other, moment)
    _note(amendment, order, Step.AMENDMENT_WITHDRAWN, side, by, moment)


ANSWERS = {"accept": accept_amendment, "refuse": refuse_amendment, "withdraw": withdraw_amendment}
"""What either side may do about a change that waits."""


def lapse_amendments() -> int:
    """End the changes that nobody answered in time; returns how many."""
    done = 0
    over = Amendment.objects.filter(state=AmendmentState.PROPOSED.value, lapses_at__lte=now())
    for amendment in over.select_related("order"):
        with transaction.atomic():
            order = locked(amendment.order)
            try:
                _answer(amendment, AmendmentState.LAPSED, None, None, now())
            except NotAllowed:  # answered meanwhile
                continue
            _note(amendment, order, Step.AMENDMENT_LAPSED, None, None, now())
            done += 1
    return done


_LETTERS = {Step.AMENDMENT_PROPOSED: "change_proposed", Step.AMENDMENT_ACCEPTED: "change_accepted"}


def _note(amendment: Amendment, order: Order, what: Step, side: Side | None, by: UUID | None, at: datetime) -> None:
    note_step(order=order, what=what, side=side, by=by, at=at, about=amendment.pk)
    letter = _LETTERS.get(what, "change_ended")
    tell_other_side(order=order, side=side, letter=letter, page=f"amendments/{amendment.number}/")
