"""An order as it is executed: with deliveries, changes, returns and its timeline, for both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from coatingcat.privacy.words import Text
from coatingcat.trade.access import Counter
from coatingcat.trade.models import (
    Amendment,
    BatchCertificate,
    Delivery,
    DeliveryLine,
    Order,
    OrderLine,
    OrderStep,
    Return,
    ReturnLine,
)
from coatingcat.trade.queries.companies import orders_in_sight
from coatingcat.trade.queries.scopes import orders_at
from coatingcat.trade.words import DeliveryState, Side, State, Step

R = TypeVar("R", Delivery, Return)
_WITH_CERTIFICATE = Prefetch("certificate", BatchCertificate.objects.defer("content"))
_LINES = DeliveryLine.objects.select_related("line").prefetch_related(_WITH_CERTIFICATE)
_PLACED = Text("已下单", "Placed")
_ICONS = {
    Step.APPROVED: "check",
    Step.CONFIRMED: "check",
    Step.REFUSED: "close",
    Step.CANCELLED: "close",
    Step.SHIPPED: "truck",
    Step.DELIVERED: "check",
    Step.COMPLETED: "check",
    Step.INVOICED: "document",
    Step.PAID: "check",
}
"""What stands before a step; a change is a pen, and what is about a return goes back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline: what, on which side and when, and below the page of the order what it leads to."""

    what: Text
    side: Side | None
    at: datetime
    icon: str
    note: object = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the way of an order."""

    name: Text
    is_done: bool
    is_present: bool


_WAY = (
    (State.PLACED, _PLACED),
    (State.CONFIRMED, Text("已确认", "Confirmed")),
    (State.DELIVERING, Text("发货中", "On its way")),
    (State.DELIVERED, Text("已送达", "Delivered")),
    (State.COMPLETED, Text("已完成", "Completed")),
)


def order_in_sight(subject_id: UUID, code: str) -> Order | None:
    """An order that this person may see, with all that hangs on it; None if it is somebody else's or none."""
    return whole(orders_in_sight(subject_id)).filter(code=code).first()


def order_at(counter: Counter, code: str) -> Order | None:
    """An order of this counter, with all that hangs on it; None if it is another's or none."""
    return whole(orders_at(counter)).filter(code=code).first()


def whole(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with lines, deliveries, changes, returns and steps: a fixed number of queries, however many there are."""
    return orders.select_related("consignee", "cancellation", "seller__company", "company", "bill_to").prefetch_related(
        "lines",
        "parcels",
        "steps",
        Prefetch("deliveries", Delivery.objects.prefetch_related(Prefetch("lines", _LINES), "parcels")),
        Prefetch("amendments", Amendment.objects.prefetch_related("lines__line")),
        Prefetch(
            "returns", Return.objects.prefetch_related(Prefetch("lines", ReturnLine.objects.select_related("line")))
        ),
    )


def timeline(order: Order) -> list[Entry]:
    """What happened to an order, as both sides see it: sides, never persons."""
    placed = Entry(_PLACED, Side.BUYER, order.placed_at, "cart")
    return [placed, *(_entry(step) for step in order.steps.all())]


def _entry(step: OrderStep) -> Entry:
    what = step.as_step
    return Entry(what.value, step.as_side, step.at, _ICONS.get(what, "edit"), step.note)


def stages(order: Order) -> list[Stage]:
    """The way of an order with where it is; nothing for one that was cancelled or waits in its own company."""
    states = [state for state, _ in _WAY]
    if State(order.state) not in states:
        return []
    here = states.index(State(order.state))
    return [Stage(name, at < here or here == len(_WAY) - 1, at == here) for at, (_, name) in enumerate(_WAY)]


def delivery_of(order: Order, number: int) -> Delivery | None:
    return next((one for one in order.deliveries.all() if one.number == number), None)


def amendment_of(order: Order, number: int) -> Amendment | None:
    return next((one for one in order.amendments.all() if one.number == number), None)


def return_of(order: Order, code: str) -> Return | None:
    return next((one for one in order.returns.all() if one.code == code), None)


def submitted_before(records: Iterable[R], submission: str | None) -> R | None:
    """What an earlier sending of the same form made; None if it is the first."""
    return next((one for one in records if submission and str(one.submission) == submission), None)


def certificate_of(order: Order, certificate_id: UUID) -> BatchCertificate | None:
    """A certificate of a batch that was delivered with this order, with its content."""
    return BatchCertificate.objects.filter(pk=certificate_id, line__delivery__order=order).first()


def lines_to_ship(order: Order) -> Sequence[OrderLine]:
    return [line for line in order.lines.all() if line.open]


def lines_to_return(order: Order) -> Sequence[OrderLine]:
    return [line for line in order.lines.all() if line.returnable]


def has_arrived_all(order: Order) -> bool:
    """Whether nothing is on its way."""
    return all(one.state == DeliveryState.DELIVERED for one in order.deliveries.all())
