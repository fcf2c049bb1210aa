"""Invoices and credit notes: what is open of them, as data and as paper, and issuing them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path
from pydantic import Field

from coatingcat.ground.api import NEXT, Amount, Shape, amount, page_of, told
from coatingcat.ground.api.shapes import digits
from coatingcat.members.machines import Cursor, Limit, Operations, caller_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.access import sees_people
from coatingcat.trade.api.shared import OrderCode
from coatingcat.trade.api.standing import number, orders_seen, seen
from coatingcat.trade.models import Invoice, InvoiceLine, Order
from coatingcat.trade.papers.answering import as_pdf
from coatingcat.trade.papers.invoices import invoice_paper
from coatingcat.trade.papers.parts import buyer_lines
from coatingcat.trade.queries.billing import Stands, paper_of, standings

invoices = Operations(Text("发票与贷项凭证", "Invoices and credit notes"))

PaperNumber = Annotated[str, Path(pattern="^(IN|CN)[0-9]{4}-[0-9]{5,9}$", examples=["IN2026-00001"])]


class InvoiceRow(Shape):
    """What was billed or credited, and what is open of it."""

    number: str
    kind: Literal["invoice", "credit"]
    order: str
    seller: str | None = Field(description=told("供应商；空为平台", "Who bills; null: the operator"))
    issued_at: datetime
    due_on: date | None
    net: Amount
    tax: Amount
    gross: Amount
    open: Amount | None = Field(description=told("未付金额；贷项凭证为空", "What is open; null for a credit note"))
    settled: str | None = Field(
        description=told("付款状态；贷项凭证为空", "Where its money stands; null for a credit note"),
        examples=["partly"],
    )
    is_overdue: bool


class BilledLine(Shape):
    """A line as it was billed; no packs: another price of what is kept, less on a credit note, more on an invoice."""

    position: int
    sku: str
    name: str
    pack: str
    packs: int
    unit_price: Amount | None
    net: Amount
    rate: str = Field(description=told("税率（%）", "Tax in percent"), examples=["13"])


class InvoiceWhole(InvoiceRow):
    """An invoice or credit note with its lines. The parties are companies; people stand on the paper alone."""

    why: str = Field(description=told("贷项的原因；发票为空", "Why it was credited; empty for an invoice"))
    corrects: str | None = Field(description=told("所更正的发票号", "Number of the invoice it corrects"))
    tax_invoice: str | None = Field(description=told("对应的全电发票号码", "Number of the fapiao"))
    issuer: dict[str, str] = Field(description=told("开票方企业", "The company that bills"))
    buyer: dict[str, str] = Field(description=told("购买方企业；个人为空", "The company billed; empty for a person"))
    lines: list[BilledLine]


class InvoicePage(Shape):
    items: list[InvoiceRow]
    next: str = Field(description=NEXT)


ROW = {
    "number": "IN2026-00001",
    "kind": "invoice",
    "order": "CC-7K3M9-QXD4T",
    "seller": "Selling Chemicals",
    "issued_at": "2026-11-28T09:00:00+08:00",
    "due_on": "2026-12-28",
    "net": {"amount": "482.00", "currency": "CNY"},
    "tax": {"amount": "62.66", "currency": "CNY"},
    "gross": {"amount": "544.66", "currency": "CNY"},
    "open": {"amount": "544.66", "currency": "CNY"},
    "settled": "unpaid",
    "is_overdue": False,
}
WHOLE = {
    **ROW,
    "why": "",
    "corrects": None,
    "tax_invoice": None,
    "issuer": {"name": "Selling Chemicals", "tax_id": "DE811111111", "address": "", "country": "DE"},
    "buyer": {"name": "Seaworthy Coatings", "tax_id": "HRB 1", "country": "DE", "address": ""},
    "lines": [
        {
            "position": 1,
            "sku": "SKU-00001",
            "name": "Desmodur N 75 BA",
            "pack": "25 kg",
            "packs": 4,
            "unit_price": {"amount": "120.50", "currency": "CNY"},
            "net": {"amount": "482.00", "currency": "CNY"},
            "rate": "13",
        }
    ],
}


@invoices.read(
    "/invoices",
    scope=Scope.INVOICES_READ,
    summary=Text("列出发票与贷项凭证", "List invoices and credit notes"),
    answer=InvoicePage,
    example={"items": [ROW], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> InvoicePage:
    """Of the orders that whoever made the key may see, latest first."""
    return invoice_page(orders_seen(request), cursor, limit)


@invoices.read(
    "/orders/{order_code:code}/invoices/{paper_number:number}",
    scope=Scope.INVOICES_READ,
    summary=Text("读取发票或贷项凭证", "Read an invoice or credit note"),
    answer=InvoiceWhole,
    example=WHOLE,
    finds=True,
)
def one(request: HttpRequest, code: OrderCode, number: PaperNumber) -> InvoiceWhole:
    """One of your company's, with its lines and taxes."""
    return whole_invoice(paper_in(seen(request, code), number))


@invoices.paper(
    "/orders/{order_code:code}/invoices/{paper_number:number}/paper",
    scope=Scope.INVOICES_READ,
    summary=Text("下载发票或贷项凭证（PDF）", "Download an invoice or credit note (PDF)"),
)
def paper(request: HttpRequest, code: OrderCode, number: PaperNumber) -> HttpResponse:
    """As it is printed; somebody who buys for no company is named on their own copy alone."""
    caller = caller_of(request)
    order = seen(request, code)
    found = paper_in(order, number)
    with purpose(Purpose.ORDER_FULFILMENT, actor=caller.actor):
        named = sees_people(caller.subject_id, order) and not found.buyer_company
        buyer = buyer_lines(order) if named else ()
        return as_pdf(request, lambda: invoice_paper(found, buyer=buyer), name=number, at=found.issued_at)


def invoice_page(orders: Any, cursor: str, limit: int) -> InvoicePage:
    """Those of these orders; four queries."""
    rows = Invoice.objects.filter(order__in=orders.order_by()).select_related("order__seller__company")
    page = page_of(rows, by=["-issued_at", "-id"], cursor=cursor, limit=limit)
    stands = _stands(one.order for one in page.rows)
    return InvoicePage(items=[InvoiceRow(**_row(one, stands.get(one.pk))) for one in page.rows], next=page.next)


def _stands(orders: Iterable[Order]) -> dict[Any, Stands]:
    """Where the money of each invoice of these orders stands; two queries."""
    return {one.invoice.pk: one for standing in standings(orders).values() for one in standing.invoices}


def paper_in(order: Order, number: str) -> Invoice:
    """Raises Http404."""
    found = paper_of(order, number)
    if found is None:
        raise Http404
    found.order = order
    return found


def whole_invoice(it: Invoice) -> InvoiceWhole:
    """As it is answered."""
    official = getattr(it, "official", None)
    positions = dict(it.order.lines.values_list("pk", "position"))
    return InvoiceWhole(
        **_row(it, _stands([it.order]).get(it.pk)),
        why=it.why,
        corrects=it.corrects.number if it.corrects else None,
        tax_invoice=official.number if official else None,
        issuer=it.issuer,
        buyer=it.buyer_company,
        lines=[_line(one, positions[one.order_line_id], it.currency) for one in it.lines.all()],
    )


def _row(it: Invoice, stands: Stands | None) -> dict[str, Any]:
    seller = it.order.seller
    return {
        "number": it.number,
        "kind": it.kind,
        "order": it.order.code,
        "seller": seller.company.name if seller else None,
        "issued_at": it.issued_at,
        "due_on": it.due_on,
        "net": amount(it.net_money),
        "tax": amount(it.tax_money),
        "gross": amount(it.money),
        "open": amount(stands.open) if stands else None,
        "settled": stands.name if stands else None,
        "is_overdue": stands.is_overdue if stands else False,
    }


def amount_of(value: Decimal, currency: str) -> Amount:
    return Amount(amount=digits(value), currency=currency)


def _line(one: InvoiceLine, position: int, currency: str) -> BilledLine:
    return BilledLine(
        position=position,
        sku=one.sku,
        name=one.name,
        pack=one.pack,
        packs=one.packs,
        unit_price=None if one.unit_price is None else amount_of(one.unit_price, currency),
        net=amount_of(one.net, currency),
        rate=number(one.rate),
    )
