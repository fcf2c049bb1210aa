"""Offers as buyers read them, and as the seller keeps them."""

from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import Path, Query
from pydantic import Field

from coatingcat.ground.api import (
    NEXT,
    Amount,
    Body,
    Fault,
    Problem,
    Shape,
    amount,
    demand_match,
    etag_of,
    page_of,
    told,
)
from coatingcat.ground.api.shapes import digits
from coatingcat.members.machines import Answer, Cursor, Limit, Operations, caller_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text
from coatingcat.trade.actions.offers import change_offer, count_stock
from coatingcat.trade.api.shared import TO_QUOTE, at_seller, refusals_told
from coatingcat.trade.models import Offer, Stock
from coatingcat.trade.queries.prices import Priced, offers_priced

offers = Operations(Text("条目与库存", "Offers and stock"))

Sku = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", examples=["SKU-00001"])]
Product = Annotated[
    str, Query(max_length=96, pattern=r"^[A-Za-z0-9._-]*$", description=told("产品编号", "Number of the product"))
]


class OfferPrice(Shape):
    """From so many packs one pack costs so much."""

    minimum: int
    price: Amount


class OfferTerms(Shape):
    """A pack of a product at a price, without VAT."""

    sku: str
    product: str = Field(description=told("产品编号", "Number of the product"))
    pack_size: str = Field(examples=["25"])
    pack_unit: str
    price: Amount | None = Field(description=TO_QUOTE)
    minimum: int = Field(description=told("起订包装数", "The fewest packs of an order"))
    multiple: int = Field(description=told("按此数的整数倍订购", "Packs are ordered in multiples of it"))
    lead_days: int | None = Field(description=told("发货前的工作日", "Working days until it leaves the warehouse"))
    in_stock: bool | None = Field(description=told("空为按单生产", "null: made to order"))


class OfferShape(OfferTerms):
    """An offer as it costs your company: `price` for as few packs as can be ordered, `prices` from how many on."""

    prices: list[OfferPrice]


class OwnOffer(OfferTerms):
    """An offer as its seller keeps it, at its list price."""

    is_active: bool
    onhand: int | None = Field(
        description=told("在库包装数；空为按单生产", "Packs in the warehouse; null: made to order")
    )
    allocated: int | None = Field(description=told("已预留给订单", "Promised to orders"))


class OfferPage(Shape):
    items: list[OfferShape]
    next: str = Field(description=NEXT)


class OwnOfferPage(Shape):
    items: list[OwnOffer]
    next: str = Field(description=NEXT)


Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]


class Price(Body):
    amount: str = Field(pattern=r"^\d{1,10}(\.\d{1,4})?$", examples=["118.00"])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["CNY"])


class OfferChange(Body):
    """What is left out stays; a price of null is on request."""

    price: Price | None = None
    minimum: Count | None = None
    multiple: Count | None = None
    lead_days: Annotated[int, Field(strict=True, ge=0, le=3650)] | None = None
    is_active: Annotated[bool, Field(strict=True)] | None = None


class StockCount(Body):
    onhand: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)] | None = Field(
        description=told("在库包装数；空为按单生产", "Packs in the warehouse; null: made to order"), examples=[240]
    )


_TERMS = {
    "sku": "SKU-00001",
    "product": "PUR-0007",
    "pack_size": "25",
    "pack_unit": "kg",
    "price": {"amount": "120.50", "currency": "CNY"},
    "minimum": 4,
    "multiple": 4,
    "lead_days": 5,
    "in_stock": True,
}
_OFFER = {**_TERMS, "prices": [{"minimum": 1, "price": {"amount": "120.50", "currency": "CNY"}}]}
_OWN = {**_TERMS, "is_active": True, "onhand": 240, "allocated": 12}


@offers.read(
    "/offers",
    scope=Scope.OFFERS_READ,
    summary=Text("列出可订购的条目", "List what can be ordered"),
    answer=OfferPage,
    example={"items": [_OFFER], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, product: Product = "") -> OfferPage:
    """Active offers in the order of their SKUs, at the prices agreed with your company. Two queries."""
    rows = Offer.objects.select_related("stock").filter(is_active=True)
    rows = rows.filter(product_id=product) if product else rows
    page = page_of(rows, by=["sku"], cursor=cursor, limit=limit)
    priced = offers_priced([one.pk for one in page.rows], caller_of(request).subject_id)
    return OfferPage(items=[_priced(priced[one.pk]) for one in page.rows], next=page.next)


@offers.read(
    "/supply/offers",
    scope=Scope.OFFERS_WRITE,
    summary=Text("列出本公司的条目", "List offers of your company"),
    answer=OwnOfferPage,
    example={"items": [_OWN], "next": ""},
)
def own(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> OwnOfferPage:
    """The seller's offers, those no longer sold included. One query."""
    rows = Offer.objects.select_related("stock").filter(seller=at_seller(request).seller)
    page = page_of(rows, by=["sku"], cursor=cursor, limit=limit)
    return OwnOfferPage(items=[_own(one) for one in page.rows], next=page.next)


@offers.read(
    "/supply/offers/{sku}",
    scope=Scope.OFFERS_WRITE,
    summary=Text("读取本公司的一个条目", "Read an offer of your company"),
    answer=OwnOffer,
    example=_OWN,
    finds=True,
)
def one(request: HttpRequest, sku: Sku) -> Answer:
    """An offer with its stock and its version."""
    return _answer(_found(request, sku))


@offers.write(
    "PATCH",
    "/supply/offers/{sku}",
    scope=Scope.OFFERS_WRITE,
    summary=Text("修改条目", "Change an offer"),
    answer=OwnOffer,
    example=_OWN,
    finds=True,
    matches=True,
)
def change(request: HttpRequest, sku: Sku, body: OfferChange) -> Answer:
    """Other terms for orders from now on."""
    offer = _found(request, sku)
    demand_match(request, _etag(offer))
    terms = _terms(body)
    with refusals_told():
        changed = change_offer(offer=offer, seen=offer, **terms) if terms else offer
    return _answer(changed)


@offers.write(
    "PUT",
    "/supply/offers/{sku}/stock",
    scope=Scope.STOCK_WRITE,
    summary=Text("更新库存", "Count the stock of an offer"),
    answer=OwnOffer,
    example=_OWN,
    finds=True,
    matches=True,
)
def stock(request: HttpRequest, sku: Sku, body: StockCount) -> Answer:
    """How many packs there are; never fewer than are promised to orders."""
    offer = _found(request, sku)
    demand_match(request, _etag(offer))
    held: Stock | None = getattr(offer, "stock", None)
    with refusals_told():
        changed = count_stock(offer=offer, onhand=body.onhand, seen=held.onhand if held else None)
    return _answer(changed)


def _found(request: HttpRequest, sku: str) -> Offer:
    seller = at_seller(request).seller
    found = Offer.objects.select_related("stock").filter(seller=seller, sku=sku).first()
    if found is None:
        raise Http404
    return found


def _terms(body: OfferChange) -> dict[str, Any]:
    sent = body.model_dump(exclude_unset=True)
    terms: dict[str, Any] = {
        name: sent[name] for name in ("minimum", "multiple", "lead_days", "is_active") if name in sent
    }
    if "price" in sent:
        price = body.price
        if price is not None and not Decimal(price.amount):
            reason = gettext("A price is above zero.")
            raise Problem(422, "validation", reason, [Fault(field="price.amount", reason=reason, remedy="null")])
        terms |= {"price": None, "currency": ""} if price is None else {
            "price": Decimal(price.amount),
            "currency": price.currency,
        }  # fmt: skip
    nothing = [name for name in ("minimum", "multiple", "is_active") if name in terms and terms[name] is None]
    if nothing:
        reason = gettext("It cannot be empty.")
        raise Problem(
            422, "validation", reason, [Fault(field=nothing[0], reason=reason, remedy=gettext("Leave it out."))]
        )
    return terms


def _etag(offer: Offer) -> str:
    held: Stock | None = getattr(offer, "stock", None)
    terms = (offer.price, offer.currency, offer.minimum, offer.multiple, offer.lead_days, offer.is_active)
    return etag_of(offer.sku, *terms, held.onhand if held else "")


def _answer(offer: Offer) -> Answer:
    return Answer(_own(offer), {"ETag": _etag(offer)})


def _own(offer: Offer) -> OwnOffer:
    held: Stock | None = getattr(offer, "stock", None)
    return OwnOffer(
        **_shape(offer),
        is_active=offer.is_active,
        onhand=held.onhand if held else None,
        allocated=held.allocated if held else None,
    )


def _priced(one: Priced) -> OfferShape:
    ladder = [
        OfferPrice(minimum=step.minimum, price=Amount(amount=digits(step.price.amount), currency=step.price.currency))
        for step in one.ladder
    ]
    return OfferShape(**_shape(one.offer) | {"price": amount(one.price(one.offer.lowest))}, prices=ladder)


def _shape(offer: Offer) -> dict[str, Any]:
    held: Stock | None = getattr(offer, "stock", None)
    return {
        "sku": offer.sku,
        "product": offer.product_id,
        "pack_size": f"{offer.pack_size.normalize():f}",
        "pack_unit": offer.pack_unit,
        "price": amount(offer.money),
        "minimum": offer.minimum,
        "multiple": offer.multiple,
        "lead_days": offer.lead_days,
        "in_stock": held.free > 0 if held else None,
    }
