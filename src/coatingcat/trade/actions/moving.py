"""An order moves from state to state by the table, guarded, in the transaction of whatever moves it."""

from collections.abc import Collection
from datetime import date, datetime

from coatingcat.trade.models import Order
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules import progress, sources_of
from coatingcat.trade.words import State


def locked(order: Order) -> Order:
    """The order as it is now, held until the end of the transaction: what happens to one order happens in turn."""
    return Order.objects.select_for_update(of=("self",)).select_related("consignee", "seller").get(pk=order.pk)


def move_order(
    order: Order,
    new: State,
    allowed: Collection[State] = tuple(State),
    **also: datetime | date | None,
) -> None:
    """Guarded: only from a state that leads to the new one, so that of two hands only the first succeeds.

    Raises NotAllowed; nothing changes then.
    """
    sources = [state.value for state in sources_of(new) if state in allowed]
    if not Order.objects.filter(pk=order.pk, state__in=sources).update(state=new.value, **also):
        raise NotAllowed
    order.state = new.value
    for name, value in also.items():
        setattr(order, name, value)


def settle_state(order: Order, at: datetime) -> None:
    """Move a confirmed order to where its lines say it stands; an order that is delivered or over stays."""
    if State(order.state) not in {State.CONFIRMED, State.DELIVERING}:
        return
    new = progress(order.lines.values_list("quantity", "shipped", "delivered"))
    if new is State(order.state):
        return
    if new is State.DELIVERED:
        move_order(order, new, delivered_at=at)
    else:
        move_order(order, new)
