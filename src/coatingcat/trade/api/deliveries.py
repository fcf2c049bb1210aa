"""Deliveries of orders: what left the house, with which batch, by whom it travels, and that it has arrived."""

from datetime import date, datetime

from django.http import Http404, HttpRequest
from pydantic import Field

from coatingcat.ground.api import Shape, told
from coatingcat.members.machines import Operations, caller_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text
from coatingcat.trade.actions import deliveries as verbs
from coatingcat.trade.api.shared import OrderCode, refusals_told
from coatingcat.trade.api.standing import (
    Number,
    acted_on,
    seen,
)
from coatingcat.trade.models import Delivery, DeliveryLine, Order
from coatingcat.trade.queries.execution import delivery_of
from coatingcat.trade.words import Side

deliveries = Operations(Text("发货与收货", "Deliveries"))


class DeliveredLine(Shape):
    """Packs of a line, of one batch."""

    position: int
    sku: str
    name: str
    packs: int
    batch: str
    best_before: date | None
    has_certificate: bool = Field(description=told("是否附有检验报告", "Whether a certificate of analysis is with it"))


class DeliveryWhole(Shape):
    """What left the house together."""

    number: int
    state: str = Field(examples=["shipped"])
    transport: str = Field(examples=["CARRIER"])
    carrier: str
    tracking: str
    expected_on: date | None
    shipped_at: datetime
    delivered_at: datetime | None
    is_replacement: bool
    lines: list[DeliveredLine]


class DeliveryList(Shape):
    items: list[DeliveryWhole]


DELIVERY = {
    "number": 1,
    "state": "shipped",
    "transport": "CARRIER",
    "carrier": "SF Express",
    "tracking": "SF1234567890",
    "expected_on": "2026-12-01",
    "shipped_at": "2026-11-28T09:00:00+08:00",
    "delivered_at": None,
    "is_replacement": False,
    "lines": [
        {
            "position": 1,
            "sku": "SKU-00001",
            "name": "Desmodur N 75 BA",
            "packs": 2,
            "batch": "B-2026-11",
            "best_before": "2027-11-30",
            "has_certificate": False,
        }
    ],
}
ARRIVED = {**DELIVERY, "state": "delivered", "delivered_at": "2026-11-30T10:00:00+08:00"}


@deliveries.read(
    "/orders/{order_code:code}/deliveries",
    scope=Scope.ORDERS_READ,
    summary=Text("列出订单的发货", "List deliveries of an order"),
    answer=DeliveryList,
    example={"items": [DELIVERY]},
    finds=True,
)
def listed(request: HttpRequest, code: OrderCode) -> DeliveryList:
    """What has left the seller's house for one of your orders."""
    return DeliveryList(items=[shaped(one) for one in seen(request, code).deliveries.all()])


@deliveries.write(
    "POST",
    "/orders/{order_code:code}/deliveries/{int:number}/arrival",
    scope=Scope.ORDERS_WRITE,
    summary=Text("确认收到一次发货", "Say that a delivery has arrived"),
    answer=DeliveryWhole,
    example=ARRIVED,
    finds=True,
)
def arrival(request: HttpRequest, code: OrderCode, number: Number) -> DeliveryWhole:
    """As the buyer says."""
    order = acted_on(request, code)
    with refusals_told():
        verbs.arrive(delivery=delivery_in(order, number), by=caller_of(request).subject_id, side=Side.BUYER)
    return read_again(order, number)


def delivery_in(order: Order, number: int) -> Delivery:
    """Raises Http404."""
    found = delivery_of(order, number)
    if found is None:
        raise Http404
    return found


def read_again(order: Order, number: int) -> DeliveryWhole:
    """A delivery after what was done to it."""
    return shaped(
        Delivery.objects.prefetch_related("lines__line", "lines__certificate").get(order=order, number=number)
    )


def shaped(it: Delivery) -> DeliveryWhole:
    """A delivery as it is answered."""
    return DeliveryWhole(
        number=it.number,
        state=it.state,
        transport=it.transport,
        carrier=it.carrier_name,
        tracking=it.tracking,
        expected_on=it.expected_on,
        shipped_at=it.shipped_at,
        delivered_at=it.delivered_at,
        is_replacement=it.replaces_id is not None,
        lines=[_line(one) for one in it.lines.all()],
    )


def _line(one: DeliveryLine) -> DeliveredLine:
    return DeliveredLine(
        position=one.line.position,
        sku=one.line.sku,
        name=one.line.name,
        packs=one.quantity,
        batch=one.batch,
        best_before=one.best_before,
        has_certificate=getattr(one, "certificate", None) is not None,
    )
