"""Goods leave the house, arrive, and are accepted: each one transaction, each a list of named steps (F.6, F.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from coatingcat.ground.clock import now
from coatingcat.ground.files import Accepted
from coatingcat.privacy.gate import Actor
from coatingcat.trade.actions.handover import Handed, hand_over
from coatingcat.trade.actions.keeping import end_again, end_consignees_key
from coatingcat.trade.actions.moving import locked, move_order, settle_state
from coatingcat.trade.actions.parties import tell_buyer, tell_other_side
from coatingcat.trade.actions.steps import note_step
from coatingcat.trade.models import BatchCertificate, Delivery, DeliveryLine, Order, OrderLine, Return
from coatingcat.trade.refusals import NotAllowed, NothingChosen, TooManyPacks
from coatingcat.trade.rules import CLAIMABLE, SHIPPABLE
from coatingcat.trade.words import (
    ACCEPT_DAYS,
    DeliveryState,
    ReturnState,
    Settlement,
    Side,
    State,
    Step,
    Transport,
)

_LEAVE = """
UPDATE trade_stock SET onhand = onhand - %(packs)s, allocated = allocated - %(packs)s WHERE offer_id = %(offer)s
"""
_LEAVE_UNPROMISED = """
UPDATE trade_stock SET onhand = onhand - %(packs)s
WHERE offer_id = %(offer)s AND onhand - allocated >= %(packs)s RETURNING offer_id
"""
OPEN_RETURNS = [state.value for state in (ReturnState.ASKED, ReturnState.AGREED, ReturnState.RECEIVED)]


@dataclass(frozen=True, slots=True)
class Packed:
    """So many packs of a line of the order, of one batch."""

    line_id: int
    quantity: int
    batch: str = ""
    best_before: date | None = None
    certificate: Accepted | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """How goods travel; `handed` only where a carrier takes them."""

    transport: Transport
    handed: Handed | None = None
    tracking: str = ""
    expected_on: date | None = None


@transaction.atomic
def ship(
    *,
    order: Order,
    packed: Sequence[Packed],
    sending: Sending,
    submission: UUID,
    actor: Actor,
    side: Side,
    replaces: Return | None = None,
    at: datetime | None = None,
) -> Delivery:
    """Ship packs of a confirmed order, or replace what was claimed, once for each submission.

    The packs leave the stock and are no longer promised. A carrier is told what it needs by privacy's door; own
    transport and collection tell nobody. Raises NothingChosen, TooManyPacks for more than is still open, NotAllowed in the
    wrong state or for a carrier without a contract, ShareRefused if the door says no; nothing is written then.
    """
    moment = at or now()
    order = locked(order)
    earlier = Delivery.objects.filter(order=order, submission=submission).first()
    if earlier is not None:
        return earlier
    _demand_shippable(order, replaces)
    if not packed:
        raise NothingChosen
    lines = {line.pk: line for line in order.lines.select_related("offer")}
    _take_from_lines(lines, packed, is_replacement=replaces is not None)
    _take_from_stock(lines, packed, is_replacement=replaces is not None)
    delivery = _write_delivery(order, packed, sending, submission, replaces, moment)
    if sending.transport is Transport.CARRIER:
        if sending.handed is None:
            raise NotAllowed
        parcel = hand_over(order=order, handed=sending.handed, submission=submission, actor=actor, delivery=delivery)
        Delivery.objects.filter(pk=delivery.pk).update(carrier_name=parcel.carrier_name)
    if replaces is not None:
        _settle_by_replacement(order, replaces, actor.subject_id, side, moment)
    settle_state(order, moment)
    note_step(order=order, what=Step.SHIPPED, side=side, by=actor.subject_id, at=moment, about=delivery.pk)
    letter = "parcel_handed_over" if sending.transport is Transport.CARRIER else "order_on_its_way"
    tell_buyer(order=order, letter=letter, page=f"deliveries/{delivery.number}/")
    return delivery


def _demand_shippable(order: Order, replaces: Return | None) -> None:
    if replaces is None:
        if State(order.state) not in SHIPPABLE:
            raise NotAllowed
        return
    if State(order.state) not in CLAIMABLE or replaces.order_id != order.pk:
        raise NotAllowed
    if Delivery.objects.filter(replaces=replaces).exists():  # made good before; other returns' packs are not for it
        raise NotAllowed


def _take_from_lines(lines: dict[int, OrderLine], packed: Sequence[Packed], *, is_replacement: bool) -> None:
    """Count what leaves on each line, in one guarded statement each: no two hands ship the last pack."""
    counted, of = ("replaced", "returned") if is_replacement else ("shipped", "quantity")
    for one in packed:
        if one.line_id not in lines or one.quantity < 1:
            raise NotAllowed
        room = {f"{counted}__lte": F(of) - one.quantity}
        if not OrderLine.objects.filter(pk=one.line_id, **room).update(**{counted: F(counted) + one.quantity}):
            raise TooManyPacks


def _take_from_stock(lines: dict[int, OrderLine], packed: Sequence[Packed], *, is_replacement: bool) -> None:
    """In the order of SKUs, as placing does, so that no two wait for each other."""
    with connection.cursor() as cursor:
        for one in sorted(packed, key=lambda one: lines[one.line_id].sku):
            line = lines[one.line_id]
            values = {"packs": one.quantity, "offer": line.offer_id}
            if not line.is_allocated or line.offer_id is None:
                continue
            cursor.execute(_LEAVE_UNPROMISED if is_replacement else _LEAVE, values)
            if is_replacement and not cursor.rowcount:
                raise TooManyPacks


def _write_delivery(
    order: Order,
    packed: Sequence[Packed],
    sending: Sending,
    submission: UUID,
    replaces: Return | None,
    at: datetime,
) -> Delivery:
    delivery = Delivery.objects.create(
        order=order,
        number=order.deliveries.count() + 1,
        submission=submission,
        replaces=replaces,
        transport=sending.transport.name,
        tracking=sending.tracking,
        expected_on=sending.expected_on,
        shipped_at=at,
    )
    for one in packed:
        line = DeliveryLine.objects.create(
            delivery=delivery,
            line_id=one.line_id,
            quantity=one.quantity,
            batch=one.batch,
            best_before=one.best_before,
        )
        if one.certificate is not None:
            paper = one.certificate
            BatchCertificate.objects.create(line=line, content_type=paper.content_type, content=paper.data)
    return delivery


def _settle_by_replacement(order: Order, found: Return, by: UUID | None, side: Side, at: datetime) -> None:
    """The return or claim is made good by this delivery."""
    waiting = [ReturnState.RECEIVED.value if found.sort == "RETURN" else ReturnState.AGREED.value]
    settled = {"state": ReturnState.SETTLED.value, "settled_at": at, "settlement": Settlement.REPLACEMENT.name}
    if not Return.objects.filter(pk=found.pk, state__in=waiting).update(**settled):
        raise NotAllowed
    end_again(order, at)
    note_step(order=order, what=Step.RETURN_SETTLED, side=side, by=by, at=at, about=found.pk)


@transaction.atomic
def arrive(*, delivery: Delivery, by: UUID | None, side: Side, at: datetime | None = None) -> None:
    """A delivery reached its consignee, as the buyer or the seller says. Once all has, the order is delivered.

    Raises NotAllowed if that was said before; nothing changes then.
    """
    moment = at or now()
    order = locked(delivery.order)
    arrived = {"state": DeliveryState.DELIVERED.value, "delivered_at": moment}
    if not Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SHIPPED.value).update(**arrived):
        raise NotAllowed
    if delivery.replaces_id is None:
        for line_id, packs in delivery.lines.order_by("line_id").values_list("line_id", "quantity"):
            OrderLine.objects.filter(pk=line_id).update(delivered=F("delivered") + packs)
    note_step(order=order, what=Step.DELIVERED, side=side, by=by, at=moment, about=delivery.pk)
    settle_state(order, moment)
    tell_other_side(order=order, side=side, letter="delivery_arrived", page=f"deliveries/{delivery.number}/")


@transaction.atomic
def accept_goods(*, order: Order, by: UUID, at: datetime | None = None) -> None:
    """The buyer accepts what was delivered: the transaction is completed. Raises NotAllowed while something is open."""
    _complete(locked(order), by, Side.BUYER, at or now())


def _complete(order: Order, by: UUID | None, side: Side | None, at: datetime) -> None:
    if order.returns.filter(state__in=OPEN_RETURNS).exists():
        raise NotAllowed
    move_order(order, State.COMPLETED, ended_at=at)
    note_step(order=order, what=Step.COMPLETED, side=side, by=by, at=at)
    end_consignees_key(order)
    tell_other_side(order=order, side=side, letter="order_completed")


def complete_delivered() -> int:
    """Complete what was delivered a week ago without a word from the buyer; returns how many orders."""
    waiting = Order.objects.filter(
        state=State.DELIVERED.value, delivered_at__lte=now() - timedelta(days=ACCEPT_DAYS)
    ).exclude(returns__state__in=OPEN_RETURNS)
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            order = locked(Order(pk=pk))
            if order.state == State.DELIVERED and not order.returns.filter(state__in=OPEN_RETURNS).exists():
                _complete(order, None, None, now())
                done += 1
    return done
