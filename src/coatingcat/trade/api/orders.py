"""Orders of the buyer's company: what was placed, what became of it, placing and taking back."""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query
from pydantic import Field

from coatingcat.ground.api import NEXT, Amount, Body, Shape, amount, demand_match, etag_of, page_of, told
from coatingcat.members.machines import Answer, Cursor, Limit, Operations, caller_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.actions import cancel_order, place_order
from coatingcat.trade.actions.deliveries import accept_goods
from coatingcat.trade.api.carts import draft_seen
from coatingcat.trade.api.shared import LINE, TO_QUOTE, Line, OrderCode, line_of, refusals_told
from coatingcat.trade.api.standing import acted_on
from coatingcat.trade.models import Delivery, Order, OrderStep
from coatingcat.trade.queries.companies import orders_in_sight
from coatingcat.trade.words import State, Why

orders = Operations(Text("订单", "Orders"))

StateFilter = Annotated[str, Query(pattern="^(|" + "|".join(State) + ")$", description=told("状态", "The state"))]


class OrderRow(Shape):
    """An order, without its people."""

    code: str
    state: State
    seller: str | None = Field(description=told("供应商；空为平台", "Who sells; null: the operator"))
    total: Amount | None = Field(description=TO_QUOTE)
    placed_at: datetime
    confirmed_at: datetime | None


class StepShape(Shape):
    """One thing that happened, as both sides read it."""

    what: str
    side: str = Field(description=told("由哪一方；空为系统", "On which side; empty: by itself"))
    at: datetime


class DeliveryShape(Shape):
    """Goods on their way."""

    number: int
    state: str
    carrier: str
    tracking: str
    shipped_at: datetime
    delivered_at: datetime | None


class OrderWhole(OrderRow):
    """An order with lines, deliveries and timeline."""

    lines: list[Line]
    deliveries: list[DeliveryShape]
    steps: list[StepShape]


class PlacedOrders(Shape):
    """What one submission became."""

    orders: list[OrderWhole]


class OrderPage(Shape):
    items: list[OrderRow]
    next: str = Field(description=NEXT)


class Placing(Body):
    """What the buyer agrees to, as `GET /checkout` shows it."""

    seen: str = Field(pattern="^[0-9a-f]{64}$", description=told("GET /checkout 中的 seen", "`seen` of GET /checkout"))


class Taking(Body):
    """Why an order is taken back."""

    why: Why


ROW = {
    "code": "CC-7K3M9-QXD4T",
    "state": "placed",
    "seller": None,
    "total": {"amount": "482.00", "currency": "CNY"},
    "placed_at": "2026-11-26T10:00:00+08:00",
    "confirmed_at": None,
}
WHOLE = {
    **ROW,
    "lines": [LINE],
    "deliveries": [],
    "steps": [{"what": "CONFIRMED", "side": "SELLER", "at": "2026-11-26T11:00:00+08:00"}],
}


@orders.read(
    "/orders",
    scope=Scope.ORDERS_READ,
    summary=Text("列出本公司的订单", "List orders of your company"),
    answer=OrderPage,
    example={"items": [ROW], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, state: StateFilter = "") -> OrderPage:
    """Orders that whoever made the key may see, latest first. Two queries."""
    rows = orders_in_sight(caller_of(request).subject_id).filter(company=caller_of(request).company)
    rows = rows.filter(state=state) if state else rows
    rows = rows.select_related("seller__company").defer("background", "yearly_demand", "demand_unit")
    page = page_of(rows, by=["-placed_at", "-id"], cursor=cursor, limit=limit)
    return OrderPage(items=[OrderRow(**_row(one)) for one in page.rows], next=page.next)


@orders.read(
    "/orders/{order_code:code}",
    scope=Scope.ORDERS_READ,
    summary=Text("读取订单", "Read an order"),
    answer=OrderWhole,
    example=WHOLE,
    finds=True,
)
def one(request: HttpRequest, code: OrderCode) -> Answer:
    """An order with lines, deliveries and what happened to it. Five queries."""
    return answered(_found(request, code))


@orders.write(
    "POST",
    "/orders",
    scope=Scope.ORDERS_WRITE,
    summary=Text("下单", "Place an order"),
    answer=PlacedOrders,
    example={"orders": [WHOLE]},
    status=201,
)
def place(request: HttpRequest, body: Placing) -> PlacedOrders:
    """The cart with the answers of the checkout becomes orders, one for each seller and currency, if all is still as it
    was seen."""
    return placed_as(request, bytes.fromhex(body.seen))


def placed_as(request: HttpRequest, seen: bytes) -> PlacedOrders:
    """The orders of the caller's checkout, if it is still as it was seen."""
    caller = caller_of(request)
    with purpose(Purpose.ORDER_FULFILMENT, actor=caller.actor), refusals_told():
        placed = place_order(by=caller.subject_id, key=draft_seen(caller.subject_id), seen=seen)
    return PlacedOrders(orders=[_whole(order) for order in placed])


@orders.write(
    "POST",
    "/orders/{order_code:code}/cancellation",
    scope=Scope.ORDERS_WRITE,
    summary=Text("取消订单", "Take an order back"),
    answer=OrderWhole,
    example={**WHOLE, "state": "cancelled"},
    finds=True,
    matches=True,
)
def cancellation(request: HttpRequest, code: OrderCode, body: Taking) -> Answer:
    """Until it is confirmed the buyer takes an order back alone."""
    order = _found(request, code)
    demand_match(request, _etag(order))
    with refusals_told():
        cancel_order(order=order, by=caller_of(request).subject_id, why=body.why)
    return answered(order)


@orders.write(
    "POST",
    "/orders/{order_code:code}/acceptance",
    scope=Scope.ORDERS_WRITE,
    summary=Text("验收货物", "Accept what was delivered"),
    answer=OrderWhole,
    example={**WHOLE, "state": "completed"},
    finds=True,
)
def acceptance(request: HttpRequest, code: OrderCode) -> Answer:
    """Once all has arrived and no return is open; the order is completed."""
    order = acted_on(request, code)
    with refusals_told():
        accept_goods(order=order, by=caller_of(request).subject_id)
    return answered(_found(request, code))


def _found(request: HttpRequest, code: str) -> Order:
    caller = caller_of(request)
    own = orders_in_sight(caller.subject_id).filter(company=caller.company, code=code)
    found = own.select_related("seller__company", "consignee").first()
    if found is None:
        raise Http404
    return found


def answered(order: Order) -> Answer:
    """An order with everything but its people, and its version."""
    return Answer(_whole(order), {"ETag": _etag(order)})


def _whole(order: Order) -> OrderWhole:
    order.refresh_from_db(fields=["state", "confirmed_at"])
    return OrderWhole(
        **_row(order),
        lines=[line_of(line) for line in order.lines.order_by("position")],
        deliveries=[_delivery(one) for one in order.deliveries.order_by("number")],
        steps=[_step(one) for one in order.steps.order_by("at", "id").defer("note")],
    )


def _etag(order: Order) -> str:
    return etag_of(order.pk, order.state, amount(order.money))


def _row(order: Order) -> dict[str, Any]:
    return {
        "code": order.code,
        "state": State(order.state),
        "seller": order.seller.company.name if order.seller else None,
        "total": amount(order.money),
        "placed_at": order.placed_at,
        "confirmed_at": order.confirmed_at,
    }


def _step(step: OrderStep) -> StepShape:
    return StepShape(what=step.what, side=step.side, at=step.at)


def _delivery(one: Delivery) -> DeliveryShape:
    return DeliveryShape(
        number=one.number,
        state=one.state,
        carrier=one.carrier_name,
        tracking=one.tracking,
        shipped_at=one.shipped_at,
        delivered_at=one.delivered_at,
    )
