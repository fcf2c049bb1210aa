"""What follows once an order is its seller's to execute: at placing, or when its company has approved it."""

from coatingcat.ground.bus import emit
from coatingcat.ground.jobs import later
from coatingcat.trade.actions.admitting import admit_to_order
from coatingcat.trade.actions.parties import tell_other_side
from coatingcat.trade.events import OrderPlaced
from coatingcat.trade.models import Order
from coatingcat.trade.words import Side


def hand_to_seller(order: Order) -> None:
    """Let its seller see an order that is placed, with letters and events; in the transaction that placed it.

    Raises ShareRefused if the seller may not be shown the people it names, having no contract in force, say.
    """
    if order.seller is not None:
        admit_to_order(order=order, recipient=order.seller.recipient, by=order.buyer_id, about=order.pk)
        tell_other_side(order=order, side=Side.BUYER, letter="order_received")
    later("outreach.confirm_order", order_id=order.pk)
    emit(OrderPlaced(order.pk, order.buyer_id, order.placed_at))
