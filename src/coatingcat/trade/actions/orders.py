"""Confirming and cancelling an order: each one transaction, each a list of named steps."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.keeping import end_consignees_key
from coatingcat.trade.actions.moving import move_order
from coatingcat.trade.actions.parties import let_read, tell_other_side
from coatingcat.trade.actions.steps import note_step
from coatingcat.trade.events import OrderCancelled, OrderConfirmed
from coatingcat.trade.models import Cancellation, Order
from coatingcat.trade.queries.scopes import was_placed
from coatingcat.trade.rules import UNBOUND
from coatingcat.trade.words import Side, State, Step, Why

_PUT_BACK = "UPDATE trade_stock SET allocated = allocated - %(packs)s WHERE offer_id = %(offer)s"


@transaction.atomic
def confirm_order(
    *,
    order: Order,
    by: UUID | None = None,
    side: Side = Side.OPERATOR,
    promised_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Who executes an order accepts it, for a day if one is named. Raises NotAllowed if it waits no more; nothing
    changes then."""
    moment = at or now()
    move_order(order, State.CONFIRMED, confirmed_at=moment, promised_on=promised_on)
    note_step(order=order, what=Step.CONFIRMED, side=side, by=by, at=moment)
    later("outreach.order_confirmed", order_id=order.pk)
    emit(OrderConfirmed(order.pk, order.buyer_id, moment))


@transaction.atomic
def cancel_order(
    *,
    order: Order,
    by: UUID,
    why: Why,
    note: Clear[str] | None = None,
    side: Side = Side.BUYER,
    at: datetime | None = None,
) -> None:
    """Take an order back, or refuse it: a record, and the packs go back on the shelf. Raises NotAllowed; nothing
    changes then.

    With the transaction over, the consignee's key gets its last day (ECL 31); a buyer's lives on for other orders.
    """
    moment = at or now()
    move_order(order, State.CANCELLED, UNBOUND, ended_at=moment)
    end_by_cancellation(order=order, by=by, why=why, note=note, side=side, at=moment)
    if side is Side.BUYER and was_placed(order):
        tell_other_side(order=order, side=side, letter="order_taken_back")


def end_by_cancellation(
    *, order: Order, by: UUID, why: Why, side: Side, at: datetime, note: Clear[str] | None = None
) -> None:
    """What a cancellation leaves behind, whoever made it; the order has been moved already."""
    made = Cancellation.objects.create(order=order, by_id=by, side=side.name, at=at, why=why.value, note=note)
    note_step(order=order, what=Step.CANCELLED if side is Side.BUYER else Step.REFUSED, side=side, by=by, at=at)
    _put_stock_back(order)
    end_consignees_key(order)
    if note and was_placed(order):
        let_read(order=order, row=made, by=by)
    later("outreach.order_cancelled", order_id=order.pk)
    emit(OrderCancelled(order.pk, order.buyer_id, at))


def _put_stock_back(order: Order) -> None:
    lines = order.lines.filter(is_allocated=True, offer__isnull=False).order_by("sku")
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(_PUT_BACK, {"packs": line.open, "offer": line.offer_id})
