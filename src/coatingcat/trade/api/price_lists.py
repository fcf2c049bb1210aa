"""A seller's price lists: whom each is for, and the ladders in it; the same forms and actions as on the pages."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import Path
from pydantic import Field

from coatingcat.ground.api import NEXT, Amount, Body, Problem, Shape, Word, page_of, told
from coatingcat.ground.api.shapes import amount, digits
from coatingcat.members.machines import Cursor, Limit, Operations
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text
from coatingcat.trade.actions.price_lists import end_list, open_list, take_ladders
from coatingcat.trade.api.offers import OfferPrice
from coatingcat.trade.api.shared import at_seller, demand_faultless, demand_valid, typed
from coatingcat.trade.api.standing import Decimals
from coatingcat.trade.forms.price_lists import ListForm
from coatingcat.trade.models import Offer, PriceList
from coatingcat.trade.queries.price_lists import lists_at, steps_in
from coatingcat.trade.refusals import AlreadyListed
from coatingcat.trade.rules.ladders import MAX_STEPS, Steps, ladder_text
from coatingcat.trade.rules.offer_file import LIST_COLUMNS
from coatingcat.trade.words import FILE_LIST, MAX_QUANTITY

price_lists = Operations(Text("供应商价目表", "Price lists of sellers"))

ListId = Annotated[int, Path(ge=1, le=2**53 - 1, description=told("价目表的编号", "Number of the list"), examples=[7])]


class PriceListShape(Shape):
    """A list: for one company, for a group of companies, or, where neither is named, for everybody."""

    id: int
    name: str
    currency: str = Field(examples=["CNY"])
    company: str | None = Field(
        description=told("企业的登记号；空为不限于一家", "Registration number of a company; null: not for a single one")
    )
    group: str = Field(description=told("企业分组；空为无", "Group of companies; empty: none"))
    valid_from: date
    valid_to: date | None = Field(description=told("最后一天；空为长期", "Last day; null: open"))
    order_minimum: Amount | None = Field(
        description=told("每张订单的最低金额，不含税；空为无", "Least sum of an order, without VAT; null: none")
    )
    offers: int = Field(description=told("有价的条目数", "How many offers it prices"))


class PriceListPage(Shape):
    items: list[PriceListShape]
    next: str = Field(description=NEXT)


class LadderShape(Shape):
    """What a list says of one offer."""

    sku: str
    prices: list[OfferPrice]


class LadderPage(Shape):
    items: list[LadderShape]
    next: str = Field(description=NEXT)


class ListOpening(Body):
    """`company` or `group`, not both; with neither it is for everybody."""

    name: Word = Field(min_length=1, max_length=80, examples=["2027"])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["CNY"])
    company: Word = Field(default="", max_length=40, examples=["91110000600037341L"])
    group: Word = Field(default="", max_length=20)
    valid_from: date
    valid_to: date | None = None
    order_minimum: Decimals | None = Field(
        default=None,
        description=told("每张订单的最低金额，不含税", "Least sum of an order, without VAT"),
        examples=["500.00"],
    )


class LadderStep(Body):
    minimum: Annotated[int, Field(strict=True, ge=1, le=MAX_QUANTITY)] = Field(
        description=told("起订包装数", "From so many packs"), examples=[10]
    )
    price: Decimals = Field(examples=["118.00"])


class Ladder(Body):
    """From few packs to many, and cheaper with each step; without steps the list says nothing of the offer any more."""

    sku: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", examples=["SKU-00001"])
    prices: list[LadderStep] = Field(max_length=MAX_STEPS)


class Ladders(Body):
    ladders: list[Ladder] = Field(min_length=1, max_length=500)


class LaddersKept(Shape):
    """How many ladders were changed, and how many stood so already."""

    changed: int
    unchanged: int


_LIST = {
    "id": 7,
    "name": "2027",
    "currency": "CNY",
    "company": "91110000600037341L",
    "group": "",
    "valid_from": "2027-01-01",
    "valid_to": None,
    "order_minimum": {"amount": "500.00", "currency": "CNY"},
    "offers": 1,
}
_LADDER = {"sku": "SKU-00001", "prices": [{"minimum": 10, "price": {"amount": "118.00", "currency": "CNY"}}]}


@price_lists.read(
    "/supply/price-lists",
    scope=Scope.OFFERS_WRITE,
    summary=Text("列出本公司的价目表", "List price lists of your company"),
    answer=PriceListPage,
    example={"items": [_LIST], "next": ""},
)
def lists(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> PriceListPage:
    """Those that ended included, as they were opened."""
    page = page_of(lists_at(at_seller(request).seller), by=["id"], cursor=cursor, limit=limit)
    return PriceListPage(items=[_shape(one) for one in page.rows], next=page.next)


@price_lists.write(
    "POST",
    "/supply/price-lists",
    scope=Scope.OFFERS_WRITE,
    summary=Text("新建价目表", "Open a price list"),
    answer=PriceListShape,
    example={**_LIST, "offers": 0},
    status=201,
)
def opening(request: HttpRequest, body: ListOpening) -> PriceListShape:
    """Empty at first; orders that were placed keep their prices."""
    seller = at_seller(request).seller
    sent = body.model_dump()
    form = ListForm({"tier" if name == "group" else name: typed(value) for name, value in sent.items()})
    demand_valid(form, {"tier": "group"})
    try:
        made = open_list(seller=seller, **form.cleaned_data)
    except AlreadyListed:
        reason = gettext("You have a list of this name in this currency already.")
        raise Problem(409, "conflict", reason) from None
    return _shape(_found(request, made.pk))


@price_lists.read(
    "/supply/price-lists/{int:list_id}/ladders",
    scope=Scope.OFFERS_WRITE,
    summary=Text("读取价目表中的价格阶梯", "Read the ladders of a price list"),
    answer=LadderPage,
    example={"items": [_LADDER], "next": ""},
    finds=True,
)
def ladders(request: HttpRequest, list_id: ListId, cursor: Cursor = "", limit: Limit = 50) -> LadderPage:
    """By SKU. Three queries."""
    listed = _found(request, list_id)
    offers = Offer.objects.filter(pk__in=listed.rows.values("offer"))
    page = page_of(offers, by=["sku"], cursor=cursor, limit=limit)
    steps = steps_in(listed, page.rows)
    items = [LadderShape(sku=one.sku, prices=_prices(steps[one.pk], listed.currency)) for one in page.rows]
    return LadderPage(items=items, next=page.next)


@price_lists.write(
    "PUT",
    "/supply/price-lists/{int:list_id}/ladders",
    scope=Scope.OFFERS_WRITE,
    summary=Text("设定价格阶梯", "Set ladders of a price list"),
    answer=LaddersKept,
    example={"changed": 1, "unchanged": 40},
    finds=True,
)
def setting(request: HttpRequest, list_id: ListId, body: Ladders) -> LaddersKept:
    """All of them or none; offers that are not named stay as they are."""
    listed, text = _changeable(request, list_id), _as_file(body)
    looked = take_ladders(listed=listed, text=text, dry_run=True)
    demand_faultless(looked.faults, "ladders", {"ladder": "prices"})
    taken = take_ladders(listed=listed, text=text)
    demand_faultless(taken.faults, "ladders", {"ladder": "prices"})
    return LaddersKept(changed=len(taken.changed), unchanged=taken.unchanged)


@price_lists.write(
    "POST",
    "/supply/price-lists/{int:list_id}/ending",
    scope=Scope.OFFERS_WRITE,
    summary=Text("停用价目表", "End a price list"),
    answer=PriceListShape,
    example={**_LIST, "valid_to": "2027-03-31"},
    finds=True,
)
def ending(request: HttpRequest, list_id: ListId) -> PriceListShape:
    """It holds to the end of today."""
    end_list(listed=_changeable(request, list_id))
    return _shape(_found(request, list_id))


def _found(request: HttpRequest, list_id: int) -> PriceList:
    found = lists_at(at_seller(request).seller).filter(pk=list_id).first()
    if found is None:
        raise Http404
    return found


def _changeable(request: HttpRequest, list_id: int) -> PriceList:
    """Raises Problem (409) for what the offers say: the next file of offers would take it back."""
    listed = _found(request, list_id)
    if listed.name == FILE_LIST:
        told_why = gettext("These prices come from the offers file. Change them there, and take it in.")
        raise Problem(409, "conflict", told_why)
    return listed


def _as_file(body: Ladders) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(LIST_COLUMNS)
    for one in body.ladders:
        writer.writerow([one.sku, ladder_text((step.minimum, Decimal(step.price)) for step in one.prices)])
    return file.getvalue()


def _prices(steps: Steps, currency: str) -> list[OfferPrice]:
    return [
        OfferPrice(minimum=minimum, price=Amount(amount=digits(price), currency=currency)) for minimum, price in steps
    ]


def _shape(listed: PriceList) -> PriceListShape:
    return PriceListShape(
        id=listed.pk,
        name=listed.name,
        currency=listed.currency,
        company=listed.company.registration_number if listed.company else None,
        group=listed.tier,
        valid_from=listed.valid_from,
        valid_to=listed.valid_to,
        order_minimum=amount(listed.minimum_money),
        offers=getattr(listed, "offers", 0),
    )
