"""Inquiries and the quotes they led to, as both sides read them; what people wrote stays on the pages."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path
from pydantic import Field

from coatingcat.ground.api import Amount, Shape, amount, page_of, told
from coatingcat.ground.money import Money
from coatingcat.members.machines import Cursor, Limit, Operations, caller_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text
from coatingcat.trade.api.shared import NEXT, at_supply
from coatingcat.trade.models import Inquiry, Quote, QuoteLine
from coatingcat.trade.queries.quotes import quote_of, quotes_of
from coatingcat.trade.queries.scopes import inquiries_at

inquiries = Operations(Text("询盘与报价", "Inquiries and quotes"))

_LETTERS = "[0-9A-HJKMNP-TV-Z]{5}"
QuoteCode = Annotated[str, Path(pattern=f"^QU-{_LETTERS}-{_LETTERS}$", examples=["QU-7K3M9-QXD4T"])]


class InquiryRow(Shape):
    """What was asked, where it stands, and until when an answer is promised."""

    code: str
    kind: str = Field(examples=["SAMPLE"])
    state: str = Field(examples=["QUALIFIED"])
    seller: str | None = Field(description=told("供应商；空为平台", "Who is asked; null: the operator"))
    sent_at: datetime
    due_at: datetime | None = Field(description=told("承诺答复的期限", "Until when the next step is promised"))
    products: list[str]


class InquiryPage(Shape):
    items: list[InquiryRow]
    next: str = Field(description=NEXT)


class QuotedLine(Shape):
    """A line of a quote."""

    product: str | None
    name: str


class QuoteRow(Shape):
    """One version of what a seller offers."""

    code: str
    inquiry: str
    version: int
    state: str
    seller: str | None = Field(description=told("供应商；空为平台", "Who offers; null: the operator"))
    incoterm: str
    place: str
    freight: Amount | None = Field(description=told("空为含在价格内", "null: within the prices"))
    lead_days: int
    valid_until: date
    lines: list[QuotedLine]


class QuotePage(Shape):
    items: list[QuoteRow]
    next: str = Field(description=NEXT)


_INQUIRY = {
    "code": "IQ-7K3M9-QXD4T",
    "kind": "SAMPLE",
    "state": "QUALIFIED",
    "seller": "Selling Chemicals",
    "sent_at": "2026-11-26T10:00:00+08:00",
    "due_at": "2026-11-29T10:00:00+08:00",
    "products": ["Desmodur N 75 BA"],
}
_QUOTE = {
    "code": "QU-7K3M9-QXD4T",
    "inquiry": "IQ-7K3M9-QXD4T",
    "version": 1,
    "state": "offered",
    "seller": "Selling Chemicals",
    "incoterm": "DAP",
    "place": "Shanghai",
    "freight": None,
    "lead_days": 5,
    "valid_until": "2026-12-31",
    "lines": [{"product": "PUR-0007", "name": "Desmodur N 75 BA"}],
}
_SEALED = ("background", "yearly_demand", "demand_unit", "application", "targets", "formula_role", "formula_line")


@inquiries.read(
    "/inquiries",
    scope=Scope.INQUIRIES_READ,
    summary=Text("列出询盘", "List inquiries"),
    answer=InquiryPage,
    example={"items": [_INQUIRY], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> InquiryPage:
    """What whoever made the key asked for the company, latest first. Two queries."""
    caller = caller_of(request)
    return _page(Inquiry.objects.filter(buyer_id=caller.subject_id, company=caller.company), cursor, limit)


@inquiries.read(
    "/supply/inquiries",
    scope=Scope.INQUIRIES_READ,
    summary=Text("列出收到的询盘", "List inquiries to answer"),
    answer=InquiryPage,
    example={"items": [_INQUIRY], "next": ""},
)
def received(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> InquiryPage:
    """What the company was asked, latest first. Two queries."""
    return _page(inquiries_at(at_supply(request)), cursor, limit)


@inquiries.read(
    "/quotes",
    scope=Scope.QUOTES_READ,
    summary=Text("列出收到的报价", "List quotes"),
    answer=QuotePage,
    example={"items": [_QUOTE], "next": ""},
)
def quotes(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> QuotePage:
    """What whoever made the key was offered for the company, latest first."""
    caller = caller_of(request)
    rows = quotes_of(caller.subject_id).filter(inquiry__company=caller.company).defer("note")
    page = page_of(rows, by=["-created_at", "-id"], cursor=cursor, limit=limit)
    return QuotePage(items=[_quote(one) for one in page.rows], next=page.next)


@inquiries.read(
    "/quotes/{quote_code:code}",
    scope=Scope.QUOTES_READ,
    summary=Text("读取报价", "Read a quote"),
    answer=QuoteRow,
    example=_QUOTE,
    finds=True,
)
def quote(request: HttpRequest, code: QuoteCode) -> QuoteRow:
    """One version; it is accepted on its page, where the checkout asks who gets the goods."""
    caller = caller_of(request)
    found = quote_of(caller.subject_id, code)
    if found is None or found.inquiry.company_id != caller.company.pk:
        raise Http404
    return _quote(found)


def _page(rows: Any, cursor: str, limit: int) -> InquiryPage:
    rows = rows.select_related("seller__company").prefetch_related("lines").defer(*_SEALED)
    page = page_of(rows, by=["-sent_at", "-id"], cursor=cursor, limit=limit)
    return InquiryPage(items=[_inquiry(one) for one in page.rows], next=page.next)


def _inquiry(it: Inquiry) -> InquiryRow:
    return InquiryRow(
        code=it.code,
        kind=it.kind,
        state=it.state,
        seller=it.seller.company.name if it.seller else None,
        sent_at=it.sent_at,
        due_at=it.due_at,
        products=[line.name for line in it.lines.all()],
    )


def _quote(it: Quote) -> QuoteRow:
    return QuoteRow(
        code=it.code,
        inquiry=it.inquiry.code,
        version=it.version,
        state=it.state,
        seller=it.seller.company.name if it.seller else None,
        incoterm=it.incoterm,
        place=it.place,
        freight=None if it.freight is None else amount(Money(it.freight, it.currency)),
        lead_days=it.lead_days,
        valid_until=it.valid_until,
        lines=[_line(line) for line in it.lines.all()],
    )


def _line(line: QuoteLine) -> QuotedLine:
    return QuotedLine(product=line.product_id, name=line.name)
