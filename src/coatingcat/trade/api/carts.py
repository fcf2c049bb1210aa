"""The cart and the answers of a checkout: the same as on the pages, so that a person can go on where a program stopped."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from pydantic import Field

from coatingcat.ground.api import Amount, Body, Fault, Problem, Shape, Word, amount, told
from coatingcat.members.machines import Operations, caller_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.actions import add_to_cart, name_consignee, remove_line, tell_project
from coatingcat.trade.api.shared import TO_QUOTE, demand_valid, refusals_told
from coatingcat.trade.forms import ConsigneeForm, PapersForm
from coatingcat.trade.models import Offer, Owner
from coatingcat.trade.queries import Basket, Item, basket_of, draft_of
from coatingcat.trade.queries.papers import papers_of
from coatingcat.trade.queries.quoted import basket_for
from coatingcat.trade.refusals import AnswersChanged
from coatingcat.trade.words import DEMAND_UNITS, MAX_PO

carts = Operations(Text("购物车与结算", "Cart and checkout"))


class CartLineShape(Shape):
    """A line as offer, price and stock stand now."""

    sku: str
    name: str
    quantity: int
    unit_price: Amount | None = Field(description=TO_QUOTE)
    total: Amount | None = Field(description=TO_QUOTE)
    in_stock: int | None = Field(
        description=told("可订包装数；空为按单生产", "Packs that are free; null: made to order")
    )
    fits: bool = Field(description=told("数量是否可以订购", "Whether so many can be ordered"))


class CartShape(Shape):
    lines: list[CartLineShape]
    totals: list[Amount] = Field(description=told("每种货币的合计，未含税", "A sum for each currency, without VAT"))
    can_be_ordered: bool


class CheckoutShape(CartShape):
    """What an order would be."""

    is_answered: bool = Field(description=told("收货人与项目是否已填写", "Whether consignee and project are told"))
    seen: str = Field(
        description=told("下单时原样发送；空为尚不能下单", "Send it with the order as it is; empty: not ready yet"),
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )


class Wanted(Body):
    sku: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", examples=["SKU-00001"])
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)] = Field(
        description=told("包装数", "Packs"), examples=[4]
    )


class CartBody(Body):
    """What the cart holds from now on; what it held before is gone."""

    lines: list[Wanted] = Field(max_length=200)


class ConsigneeBody(Body):
    """Who gets the goods; told about it by e-mail unless it is the buyer."""

    is_buyer: Annotated[bool, Field(strict=True)] = False
    name: Word = Field(min_length=1, max_length=120, examples=["王收货"])
    phone: Word = Field(min_length=1, max_length=40, examples=["+8613800138000"])
    email: Word = Field(min_length=3, max_length=254, examples=["goods@dock.example"])
    address: Word = Field(min_length=1, max_length=500, examples=["上海市码头路 7 号"])


class CheckoutBody(Body):
    """Who gets the goods and what they are for."""

    consignee: ConsigneeBody
    background: Word = Field(default="", max_length=2000)
    yearly_demand: str = Field(pattern=r"^\d{1,9}(\.\d{1,3})?$", examples=["1200"])
    demand_unit: str = Field(pattern="^(" + "|".join(DEMAND_UNITS) + ")$", examples=["kg"])
    po_number: Word = Field(
        default="",
        max_length=MAX_PO,
        description=told("买方自己的订单号", "Your own order number"),
        examples=["PO-4711"],
    )


_LINE = {
    "sku": "SKU-00001",
    "name": "Desmodur N 75 BA",
    "quantity": 4,
    "unit_price": {"amount": "120.50", "currency": "CNY"},
    "total": {"amount": "482.00", "currency": "CNY"},
    "in_stock": 228,
    "fits": True,
}
_CART = {"lines": [_LINE], "totals": [{"amount": "482.00", "currency": "CNY"}], "can_be_ordered": True}
_CHECKOUT = {
    **_CART,
    "is_answered": True,
    "seen": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


@carts.read(
    "/cart", scope=Scope.ORDERS_WRITE, summary=Text("读取购物车", "Read the cart"), answer=CartShape, example=_CART
)
def cart(request: HttpRequest) -> CartShape:
    """The cart of whoever made the key, as offers stand now."""
    return CartShape(**_cart(_basket(request)))


@carts.write(
    "PUT",
    "/cart",
    scope=Scope.ORDERS_WRITE,
    summary=Text("替换购物车", "Fill the cart anew"),
    answer=CartShape,
    example=_CART,
)
def fill(request: HttpRequest, body: CartBody) -> CartShape:
    """These lines and no others, if each of them is an offer and of a quantity that can be ordered."""
    wares = _wares(body)
    owner = Owner(caller_of(request).subject_id)
    for item in _basket(request).items:
        remove_line(owner=owner, line_id=item.line_id)
    with refusals_told():
        for wanted in body.lines:
            add_to_cart(owner=owner, ware=wares[wanted.sku], quantity=wanted.quantity)
    return CartShape(**_cart(_basket(request)))


@carts.read(
    "/checkout",
    scope=Scope.ORDERS_WRITE,
    summary=Text("查看将要下的订单", "See what would be ordered"),
    answer=CheckoutShape,
    example=_CHECKOUT,
)
def checkout(request: HttpRequest) -> CheckoutShape:
    """Cart, prices and whether all is answered; `seen` stands for exactly this."""
    return _checkout(request)


@carts.write(
    "PUT",
    "/checkout",
    scope=Scope.ORDERS_WRITE,
    summary=Text("填写收货人与项目", "Tell consignee and project"),
    answer=CheckoutShape,
    example=_CHECKOUT,
)
def answer(request: HttpRequest, body: CheckoutBody) -> CheckoutShape:
    """Personal values are sealed as they come in, and are not answered again."""
    with purpose(Purpose.ORDER_FULFILMENT, actor=caller_of(request).actor), refusals_told():
        answer_checkout(request, body)
    return _checkout(request)


def answer_checkout(request: HttpRequest, body: CheckoutBody) -> None:
    """Keep who gets the goods, what they are for, and the buyer's own number; the invoice goes to its company.

    Raises Problem (422). Needs the purpose ORDER_FULFILMENT.
    """
    by = caller_of(request).subject_id
    papers = papers_of(by)
    consignee = ConsigneeForm(body.consignee.model_dump())
    answers = body.model_dump(include={"background", "yearly_demand", "demand_unit", "po_number"})
    answers["bill_to"] = papers.companies[0][0] if papers.companies else ""
    project = PapersForm(answers, companies=papers.companies, needs_po=papers.needs_po)
    demand_valid(consignee, {name: f"consignee.{name}" for name in consignee.fields})
    demand_valid(project)
    name_consignee(by=by, **consignee.cleaned_data)
    tell_project(by=by, **project.cleaned_data)


def draft_seen(subject_id: UUID) -> UUID:
    """The number of the submission that the next order is. Raises AnswersChanged if nothing is answered."""
    draft = draft_of(subject_id)
    if draft is None:
        raise AnswersChanged
    return draft.pk


def _basket(request: HttpRequest) -> Basket:
    return basket_of(Owner(caller_of(request).subject_id))


def _wares(body: CartBody) -> dict[str, Offer]:
    found = {one.sku: one for one in Offer.objects.filter(sku__in=[w.sku for w in body.lines], is_active=True)}
    reason, remedy = gettext("Nothing is offered under this SKU."), gettext("See /offers for what is.")
    faults = [
        Fault(field=f"lines.{number}.sku", reason=reason, remedy=remedy)
        for number, wanted in enumerate(body.lines)
        if wanted.sku not in found
    ]
    if faults:
        raise Problem(422, "validation", reason, faults)
    return found


def _checkout(request: HttpRequest) -> CheckoutShape:
    by = caller_of(request).subject_id
    draft = draft_of(by)
    basket = basket_for(by, draft)
    is_ready = draft is not None and draft.is_answered and basket.can_be_ordered
    return CheckoutShape(
        **_cart(basket),
        is_answered=draft is not None and draft.is_answered,
        seen=basket.seen(draft).hex() if draft is not None and is_ready else "",
    )


def _cart(basket: Basket) -> dict[str, Any]:
    return {
        "lines": [_line(item) for item in basket.items],
        "totals": [amount(one) for one in basket.totals],
        "can_be_ordered": basket.can_be_ordered,
    }


def _line(item: Item) -> CartLineShape:
    return CartLineShape(
        sku=item.offer.sku if item.offer else "",
        name=item.ware.name,
        quantity=item.quantity,
        unit_price=amount(item.price),
        total=amount(item.total),
        in_stock=item.free,
        fits=item.unfit is None,
    )
