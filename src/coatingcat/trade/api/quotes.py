"""Quotes as buyers read and answer them: no, other terms, or an order at them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path
from pydantic import Field

from coatingcat.ground.api import NEXT, Amount, Body, Shape, Word, amount, page_of, told
from coatingcat.ground.api.shapes import digits
from coatingcat.ground.ids import code_pattern
from coatingcat.members.machines import Cursor, Limit, Operations, caller_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.actions.quotes import Countered, choose_quote, counter_quote, decline_quote
from coatingcat.trade.api.carts import CheckoutBody, answer_checkout
from coatingcat.trade.api.orders import WHOLE, PlacedOrders, placed_as
from coatingcat.trade.api.shared import demand_valid, opened, refusals_told, typed
from coatingcat.trade.api.standing import Decimals, OfLine, Position, number, placed_lines
from coatingcat.trade.forms.quotes import CounterForm, DeclineForm
from coatingcat.trade.models import Quote, QuoteLine
from coatingcat.trade.queries import draft_of
from coatingcat.trade.queries.quoted import basket_for
from coatingcat.trade.queries.quotes import quote_of, quotes_in_sight
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import QuoteWhy

quotes = Operations(Text("报价", "Quotes"))

QuoteCode = Annotated[str, Path(pattern=f"^{code_pattern('QU')}$", examples=["QU-7K3M9-QXD4T"])]


class QuotePrice(Shape):
    """From so many packs one pack costs so much, without VAT."""

    minimum: int
    price: Amount


class QuotedShape(Shape):
    """A line of a quote."""

    position: int
    product: str | None
    name: str
    pack_size: str = Field(examples=["25"])
    pack_unit: str
    packs: int = Field(description=told("所询的包装数", "As many packs as were asked for"))
    multiple: int = Field(description=told("按此数的整数倍订购", "Packs are ordered in multiples of it"))
    prices: list[QuotePrice]


class QuoteRow(Shape):
    """One version of what a seller offers."""

    code: str
    inquiry: str
    version: int
    state: str
    seller: str | None = Field(description=told("供应商；空为平台", "Who offers; null: the operator"))
    incoterm: str
    place: str
    currency: str
    freight: Amount | None = Field(description=told("空为含在价格内", "null: within the prices"))
    lead_days: int
    payment: str = Field(examples=["NET_30"])
    valid_until: date
    offered_at: datetime | None
    lines: list[QuotedShape]


class QuoteWhole(QuoteRow):
    """Also what the seller says to it."""

    note: str | None


class QuotePage(Shape):
    items: list[QuoteRow]
    next: str = Field(description=NEXT)


class QuoteRefusal(Body):
    """The seller reads the reason, never whose quote was better."""

    why: Literal["PRICE", "LEAD_TIME", "TERMS", "QUANTITY", "NOT_NEEDED", "OTHER"]
    note: Word = Field(default="", max_length=1000)


class CounterLineBody(OfLine):
    price: Decimals = Field(description=told("每包装单价", "Of one pack"), examples=["36.00"])


class CounterBody(Body):
    """At least a price, a day or a few words; lines that are not named stay."""

    lines: list[CounterLineBody] = Field(default_factory=list, max_length=20)
    wanted_by: date | None = None
    note: Word = Field(default="", max_length=1000)


class OrderedLine(Body):
    position: Position
    packs: Annotated[int, Field(strict=True, ge=1, le=100_000)]


class QuoteOrder(CheckoutBody):
    """Who gets the goods, what they are for, and how many packs; every line is ordered, as many as were asked for
    unless it is named."""

    lines: list[OrderedLine] = Field(default_factory=list, max_length=20)


QUOTE: dict[str, Any] = {
    "code": "QU-7K3M9-QXD4T",
    "inquiry": "IQ-7K3M9-QXD4T",
    "version": 1,
    "state": "offered",
    "seller": "Selling Chemicals",
    "incoterm": "DAP",
    "place": "Shanghai",
    "currency": "CNY",
    "freight": None,
    "lead_days": 5,
    "payment": "NET_30",
    "valid_until": "2026-12-31",
    "offered_at": "2026-11-27T10:00:00+08:00",
    "lines": [
        {
            "position": 1,
            "product": "PUR-0007",
            "name": "Desmodur N 75 BA",
            "pack_size": "25",
            "pack_unit": "kg",
            "packs": 10,
            "multiple": 1,
            "prices": [{"minimum": 1, "price": {"amount": "40.00", "currency": "CNY"}}],
        }
    ],
}
WHOLE_QUOTE = {**QUOTE, "note": "Ex stock, subject to prior sale"}


@quotes.read(
    "/quotes",
    scope=Scope.QUOTES_READ,
    summary=Text("列出收到的报价", "List quotes"),
    answer=QuotePage,
    example={"items": [QUOTE], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> QuotePage:
    """What the company was offered, for inquiries of whoever made the key and of colleagues, latest first."""
    caller = caller_of(request)
    return quote_page(quotes_in_sight(caller.subject_id).filter(inquiry__company=caller.company), cursor, limit)


@quotes.read(
    "/quotes/{quote_code:code}",
    scope=Scope.QUOTES_READ,
    summary=Text("读取报价", "Read a quote"),
    answer=QuoteWhole,
    example=WHOLE_QUOTE,
    finds=True,
)
def one(request: HttpRequest, code: QuoteCode) -> QuoteWhole:
    """One version, with its prices; what the seller says to it, if whoever made the key asked for it."""
    caller = caller_of(request)
    found = quotes_in_sight(caller.subject_id).filter(code=code, inquiry__company=caller.company).first()
    if found is None:
        raise Http404
    return _opened(request, found) if found.inquiry.buyer_id == caller.subject_id else whole_quote(found, None)


@quotes.write(
    "POST",
    "/quotes/{quote_code:code}/refusal",
    scope=Scope.QUOTES_WRITE,
    summary=Text("谢绝报价", "Decline a quote"),
    answer=QuoteWhole,
    example={**WHOLE_QUOTE, "state": "declined"},
    finds=True,
)
def decline(request: HttpRequest, code: QuoteCode, body: QuoteRefusal) -> QuoteWhole:
    """With a reason; the seller is told."""
    found = _own(request, code)
    form = DeclineForm({"why": body.why, "remark": body.note})
    demand_valid(form, {"remark": "note"})
    with refusals_told():
        decline_quote(quote=found, why=QuoteWhy[form.cleaned_data["why"]], note=form.cleaned_data["remark"])
    return _answered(request, code)


@quotes.write(
    "POST",
    "/quotes/{quote_code:code}/counter-offer",
    scope=Scope.QUOTES_WRITE,
    summary=Text("还价", "Ask for other terms"),
    answer=QuoteWhole,
    example={**WHOLE_QUOTE, "state": "countered"},
    finds=True,
)
def counter(request: HttpRequest, code: QuoteCode, body: CounterBody) -> QuoteWhole:
    """With that the offer has lapsed; the seller may answer with a new version."""
    found = _own(request, code)
    placed = placed_lines(found, body.lines)
    data = {name: typed(getattr(body, name)) for name in ("wanted_by", "note")}
    for key, (_, _, wish) in placed.items():
        data |= {f"price-{key}": wish.price, f"packs-{key}": str(wish.packs)}
    form = CounterForm(data, lines={key: (line.name, line.packs) for key, (_, line, _) in placed.items()})
    names = {f"{name}-{key}": f"lines.{at}.{name}" for key, (at, _, _) in placed.items() for name in ("price", "packs")}
    demand_valid(form, names)
    given = form.cleaned_data
    wishes = {line: Countered(given[f"price-{key}"], given[f"packs-{key}"]) for key, (_, line, _) in placed.items()}
    by = caller_of(request).subject_id
    with refusals_told():
        counter_quote(quote=found, by=by, lines=wishes, wanted_by=given["wanted_by"], note=given["note"])
    return _answered(request, code)


@quotes.write(
    "POST",
    "/quotes/{quote_code:code}/order",
    scope=Scope.ORDERS_WRITE,
    summary=Text("按报价下单", "Order at a quote"),
    answer=PlacedOrders,
    example={"orders": [WHOLE]},
    status=201,
    finds=True,
)
def order(request: HttpRequest, code: QuoteCode, body: QuoteOrder) -> PlacedOrders:
    """Accept it and order, in one step: at its prices, within its last day. The cart stays as it is."""
    found, caller = _own(request, code), caller_of(request)
    placed = placed_lines(found, body.lines)
    packs = [placed[one.pk][2].packs if one.pk in placed else max(one.packs, one.minimum) for one in found.lines.all()]
    with purpose(Purpose.ORDER_FULFILMENT, actor=caller.actor), refusals_told():
        choose_quote(by=caller.subject_id, quote=found, packs=packs)
        answer_checkout(request, body)
        draft = draft_of(caller.subject_id)
        if draft is None or draft.quote_id != found.pk:
            raise NotAllowed
        seen = basket_for(caller.subject_id, draft).seen(draft)
    return placed_as(request, seen)


def _own(request: HttpRequest, code: str) -> Quote:
    caller = caller_of(request)
    found = quote_of(caller.subject_id, code)
    if found is None or found.inquiry.company_id != caller.company.pk:
        raise Http404
    return found


def _answered(request: HttpRequest, code: str) -> QuoteWhole:
    return _opened(request, _own(request, code))


def _opened(request: HttpRequest, found: Quote) -> QuoteWhole:
    with purpose(Purpose.INQUIRIES, actor=caller_of(request).actor):
        return whole_quote(found, opened(found.note))


def quote_page(rows: Any, cursor: str, limit: int) -> QuotePage:
    """Those of these quotes, latest first, without what was written."""
    page = page_of(rows.defer("note"), by=["-created_at", "-id"], cursor=cursor, limit=limit)
    return QuotePage(items=[QuoteRow(**_row(one)) for one in page.rows], next=page.next)


def whole_quote(it: Quote, note: str | None) -> QuoteWhole:
    """As it is answered."""
    return QuoteWhole(**_row(it), note=note)


def _row(it: Quote) -> dict[str, Any]:
    names = ("code", "version", "state", "incoterm", "place", "currency", "lead_days", "payment", "valid_until")
    return {name: getattr(it, name) for name in (*names, "offered_at")} | {
        "inquiry": it.inquiry.code,
        "seller": it.seller.company.name if it.seller else None,
        "freight": amount(it.freight_money),
        "lines": [_line(line, it.currency) for line in it.lines.all()],
    }


def _line(line: QuoteLine, currency: str) -> QuotedShape:
    return QuotedShape(
        position=line.position,
        product=line.product_id,
        name=line.name,
        pack_size=number(line.pack_size),
        pack_unit=line.pack_unit,
        packs=line.packs,
        multiple=line.multiple,
        prices=[
            QuotePrice(minimum=one.minimum, price=Amount(amount=digits(one.price), currency=currency))
            for one in line.steps.all()
        ],
    )
