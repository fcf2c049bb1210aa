"""Shipping orders: all of one or a part, with batch and tracking, by a carrier or otherwise, and that it arrived."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from ninja import Path
from pydantic import Field

from coatingcat.ground.api import Body, Shape, Word, told
from coatingcat.ground.ids import code_pattern
from coatingcat.members.machines import Operations
from coatingcat.members.machines.once import submission_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.words import Text
from coatingcat.trade.actions import deliveries as verbs
from coatingcat.trade.api.deliveries import (
    ARRIVED,
    DELIVERY,
    DeliveryList,
    DeliveryWhole,
    delivery_in,
    read_again,
    shaped,
)
from coatingcat.trade.api.shared import OrderCode, by_whom, demand_valid, refusals_told, typed
from coatingcat.trade.api.standing import Decimals, Number, OfLine, called, executed, placed_lines
from coatingcat.trade.forms.deliveries import ShippingForm
from coatingcat.trade.models import Order, Return
from coatingcat.trade.queries.execution import lines_to_ship, return_of
from coatingcat.trade.refusals import NotAllowed, TooManyPacks
from coatingcat.trade.rules import SHIPPABLE
from coatingcat.trade.words import CARRIER, State

shipping = Operations(Text("供应商发货", "Shipping"))

ReturnCode = Annotated[str, Path(pattern=f"^{code_pattern('RT')}$", examples=["RT-7K3M9-QXD4T"])]
Ways = Literal["CARRIER", "OWN", "COLLECTED"]


class Carrier(Shape):
    """Somebody who may be handed a parcel: with a contract in force about the data of its consignee."""

    key: str = Field(examples=["carrier-1"])
    name: str


class CarrierList(Shape):
    items: list[Carrier]


class PackedLine(OfLine):
    batch: Word = Field(default="", max_length=40, examples=["B-2026-11"])
    best_before: date | None = None


class Shipping(Body):
    """A delivery. A carrier is told name, number, address and parcel of the consignee, and no more."""

    transport: Ways
    carrier: Word = Field(default="", max_length=120, description=told("承运人代码", "Key of the carrier"))
    parcel_packs: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None
    weight_kg: Decimals | None = Field(default=None, examples=["52.5"])
    tracking: Word = Field(default="", max_length=40, examples=["SF1234567890"])
    expected_on: date | None = None
    lines: list[PackedLine] = Field(min_length=1, max_length=200)


_TAKES = (
    ("quantity", "packs"),
    ("batch", "batch"),
    ("best_before", "best_before"),
)


@shipping.read(
    "/supply/carriers",
    scope=Scope.ORDERS_WRITE,
    summary=Text("列出可用的承运人", "List carriers"),
    answer=CarrierList,
    example={"items": [{"key": "carrier-1", "name": "SF Express"}]},
)
def carriers(request: HttpRequest) -> CarrierList:
    """Whom a parcel can be handed to; empty: none has a contract in force, so goods travel otherwise."""
    return CarrierList(items=[Carrier(key=key, name=name) for key, name in known_carriers()])


@shipping.read(
    "/supply/orders/{order_code:code}/deliveries",
    scope=Scope.ORDERS_READ,
    summary=Text("列出待履行订单的发货", "List deliveries of an order to execute"),
    answer=DeliveryList,
    example={"items": [DELIVERY]},
    finds=True,
)
def sent(request: HttpRequest, code: OrderCode) -> DeliveryList:
    """What has left the house for it."""
    return DeliveryList(items=[shaped(one) for one in executed(request, code)[1].deliveries.all()])


@shipping.write(
    "POST",
    "/supply/orders/{order_code:code}/deliveries",
    scope=Scope.ORDERS_WRITE,
    summary=Text("发货", "Ship"),
    answer=DeliveryWhole,
    example=DELIVERY,
    status=201,
    finds=True,
)
def ship(request: HttpRequest, code: OrderCode, body: Shipping) -> DeliveryWhole:
    """All of a confirmed order or a part of it; the buyer is told, and a carrier is handed what it needs."""
    return _ship(request, code, body, None)


@shipping.write(
    "POST",
    "/supply/orders/{order_code:code}/returns/{return_code:return_code}/replacement",
    scope=Scope.ORDERS_WRITE,
    summary=Text("补发退货或索赔的货物", "Ship a replacement"),
    answer=DeliveryWhole,
    example={**DELIVERY, "number": 2, "is_replacement": True},
    status=201,
    finds=True,
)
def replacement(request: HttpRequest, code: OrderCode, return_code: ReturnCode, body: Shipping) -> DeliveryWhole:
    """In place of what a return or claim is about, exactly those packs; this settles it."""
    return _ship(request, code, body, return_code)


@shipping.write(
    "POST",
    "/supply/orders/{order_code:code}/deliveries/{int:number}/arrival",
    scope=Scope.ORDERS_WRITE,
    summary=Text("登记送达", "Say that a delivery was handed to its consignee"),
    answer=DeliveryWhole,
    example=ARRIVED,
    finds=True,
)
def delivered(request: HttpRequest, code: OrderCode, number: Number) -> DeliveryWhole:
    """As the seller, or an agent for it, says."""
    counter, order = executed(request, code, to_act=True)
    with refusals_told():
        verbs.arrive(delivery=delivery_in(order, number), by=by_whom(counter), side=counter.side)
    return read_again(order, number)


def _ship(request: HttpRequest, code: str, body: Shipping, return_code: str | None) -> DeliveryWhole:
    counter, order = executed(request, code, to_act=True)
    claimed = None if return_code is None else _claimed(order, return_code)
    placed = placed_lines(order, body.lines)
    with refusals_told():
        if claimed is None and State(order.state) not in SHIPPABLE:
            raise NotAllowed
        form = ShippingForm(_typed(request, body, placed), lines=_lines(order, claimed), carriers=known_carriers())
        demand_valid(form, called(placed, ("quantity", "batch", "best_before")))
        if sum(one.packs for one in body.lines) != sum(one.quantity for one in form.packed()):
            raise TooManyPacks  # of a line of which nothing is left
        made = verbs.ship(
            order=order,
            packed=form.packed(),
            sending=form.sending(),
            submission=form.cleaned_data["submission"],
            actor=counter.actor,
            side=counter.side,
            replaces=claimed,
        )
    return read_again(order, made.number)


def _lines(order: Order, claimed: Return | None) -> list[Any]:
    if claimed is None:
        return list(lines_to_ship(order))
    wanted = {one.line_id for one in claimed.lines.all()}
    return [line for line in order.lines.all() if line.pk in wanted]


def _typed(request: HttpRequest, body: Shipping, placed: dict[int, Any]) -> dict[str, str]:
    names = ("transport", "carrier", "parcel_packs", "weight_kg", "tracking", "expected_on")
    data = {name: typed(getattr(body, name)) for name in names}
    for key, (_, _, one) in placed.items():
        data |= {f"{field}_{key}": typed(getattr(one, name)) for field, name in _TAKES}
    return {**data, "submission": str(submission_of(request))}


def _claimed(order: Order, code: str) -> Return:
    found = return_of(order, code)
    if found is None:
        raise Http404
    return found


def known_carriers() -> list[tuple[str, str]]:
    """Key and name of carriers with a contract in force, as a form offers them."""
    language = get_language()
    return [(known.key, known.name.in_language(language)) for known in recipients_like(CARRIER)]
