"""What follows once an order is its seller's to execute: at placing, or when its company has approved it."""

from coatingcat.ground.bus import emit
from coatingcat.ground.jobs import later
from coatingcat.trade.events import OrderPlaced
from coatingcat.trade.models import Order


def hand_to_seller(order: Order) -> None:
    """Letters and events of an order that is placed; in the transaction that placed it."""
    later("outreach.confirm_order", order_id=order.pk)
    emit(OrderPlaced(order.pk, order.buyer_id, order.placed_at))
