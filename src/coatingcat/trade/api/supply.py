"""Orders as those read them who execute them: a seller its own, an agent what is assigned to it."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from pydantic import Field

from coatingcat.ground.api import NEXT, Amount, Shape, amount, demand_match, etag_of, page_of, told
from coatingcat.members.machines import Answer, Cursor, Limit, Operations
from coatingcat.members.machines.operations import REASON
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import purpose, warm
from coatingcat.privacy.words import Purpose, Reason, Text
from coatingcat.trade.access import Counter
from coatingcat.trade.actions import confirm_order
from coatingcat.trade.api.orders import StateFilter
from coatingcat.trade.api.shared import (
    LINE,
    TO_QUOTE,
    Line,
    OrderCode,
    at_supply,
    line_of,
    opened,
    reason_of,
    refusals_told,
)
from coatingcat.trade.models import Order
from coatingcat.trade.queries.scopes import orders_at
from coatingcat.trade.words import State

supply = Operations(Text("供应商与代理商的订单", "Orders of suppliers and agents"))


class SupplyRow(Shape):
    """An order to execute, without its people."""

    code: str
    state: State
    company: str | None = Field(description=told("买方企业", "The buyer's company"))
    total: Amount | None = Field(description=TO_QUOTE)
    placed_at: datetime
    confirmed_at: datetime | None


class ConsigneeShape(Shape):
    """Who gets the goods; each value only as far as it was handed to your company."""

    name: str | None
    phone: str | None
    email: str | None
    address: str | None


class SupplyWhole(SupplyRow):
    """An order to execute, with its lines; consignee and project are null without a reason."""

    lines: list[Line]
    consignee: ConsigneeShape | None
    background: str | None
    yearly_demand: str | None
    demand_unit: str | None


class SupplyPage(Shape):
    items: list[SupplyRow]
    next: str = Field(description=NEXT)


_ROW = {
    "code": "CC-7K3M9-QXD4T",
    "state": "placed",
    "company": "Seaworthy Coatings",
    "total": {"amount": "482.00", "currency": "CNY"},
    "placed_at": "2026-11-26T10:00:00+08:00",
    "confirmed_at": None,
}
_WHOLE = {
    **_ROW,
    "lines": [LINE],
    "consignee": {"name": "王收货", "phone": "+8613800138000", "email": None, "address": "上海市码头路 7 号"},
    "background": None,
    "yearly_demand": "1200",
    "demand_unit": "kg",
}
_REASON = REASON | {
    "schema": {"type": "string", "enum": ["DELIVERY", "DELIVERY_PROBLEM", "RETURN"]},
}


@supply.read(
    "/supply/orders",
    scope=Scope.ORDERS_READ,
    summary=Text("列出待履行的订单", "List orders to execute"),
    answer=SupplyPage,
    example={"items": [_ROW], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, state: StateFilter = "") -> SupplyPage:
    """A seller's own orders, or those assigned to an agent now; latest first."""
    rows = orders_at(at_supply(request)).select_related("company")
    rows = rows.filter(state=state) if state else rows
    rows = rows.defer("background", "yearly_demand", "demand_unit")
    page = page_of(rows, by=["-placed_at", "-id"], cursor=cursor, limit=limit)
    return SupplyPage(items=[SupplyRow(**_row(one)) for one in page.rows], next=page.next)


@supply.read(
    "/supply/orders/{order_code:code}",
    scope=Scope.ORDERS_READ,
    summary=Text("读取待履行的订单", "Read an order to execute"),
    answer=SupplyWhole,
    example=_WHOLE,
    finds=True,
    parameters=[_REASON],
)
def one(request: HttpRequest, code: OrderCode) -> Answer:
    """With a reason the values that were handed to the company; each look is written down and shown to the person."""
    counter = at_supply(request)
    return _answer(_found(counter, code), counter, reason_of(request, Purpose.ORDER_FULFILMENT))


@supply.write(
    "POST",
    "/supply/orders/{order_code:code}/confirmation",
    scope=Scope.ORDERS_WRITE,
    summary=Text("确认订单", "Confirm an order"),
    answer=SupplyWhole,
    example={**_WHOLE, "state": "confirmed", "consignee": None, "yearly_demand": None, "demand_unit": None},
    finds=True,
    matches=True,
)
def confirmation(request: HttpRequest, code: OrderCode) -> Answer:
    """The seller accepts an order; the buyer is told."""
    counter = at_supply(request, to_act=True)
    order = _found(counter, code)
    demand_match(request, _etag(order))
    with refusals_told():
        confirm_order(order=order, by=counter.actor.subject_id, side=counter.side)
    order.refresh_from_db(fields=["state", "confirmed_at"])
    return _answer(order, counter, None)


def _found(counter: Counter, code: str) -> Order:
    found = orders_at(counter).select_related("company", "consignee").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _answer(order: Order, counter: Counter, reason: Reason | None) -> Answer:
    people: dict[str, Any] = dict.fromkeys(("consignee", "background", "yearly_demand", "demand_unit"))
    if reason is not None:
        with purpose(Purpose.ORDER_FULFILMENT, actor=counter.actor, reason=reason, about=order.code):
            warm([order], "consignee.name", "yearly_demand")
            people = _people(order)
    shape = SupplyWhole(**_row(order), **people, lines=[line_of(line) for line in order.lines.order_by("position")])
    return Answer(shape, {"ETag": _etag(order)})


def _people(order: Order) -> dict[str, Any]:
    consignee = order.consignee
    return {
        "consignee": ConsigneeShape(
            name=opened(consignee.name),
            phone=opened(consignee.phone),
            email=opened(consignee.email),
            address=opened(consignee.address),
        ),
        "background": opened(order.background),
        "yearly_demand": opened(order.yearly_demand),
        "demand_unit": opened(order.demand_unit),
    }


def _etag(order: Order) -> str:
    return etag_of(order.pk, order.state, amount(order.money))


def _row(order: Order) -> dict[str, Any]:
    return {
        "code": order.code,
        "state": State(order.state),
        "company": order.company.name if order.company else None,
        "total": amount(order.money),
        "placed_at": order.placed_at,
        "confirmed_at": order.confirmed_at,
    }
