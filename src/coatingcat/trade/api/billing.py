"""Billing orders: invoices and credit notes as their seller issues them."""

from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from coatingcat.ground.api import Body, told
from coatingcat.members.machines import Cursor, Limit, Operations
from coatingcat.members.machines.once import submission_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text
from coatingcat.trade.actions.invoices import issue_credit_note, issue_invoice
from coatingcat.trade.api.invoices import (
    ROW,
    WHOLE,
    InvoicePage,
    InvoiceWhole,
    PaperNumber,
    invoice_page,
    paper_in,
    whole_invoice,
)
from coatingcat.trade.api.shared import OrderCode, at_supply, by_whom, demand_valid, refusals_told
from coatingcat.trade.api.standing import Decimals, OfLine, Position, executed, placed_lines
from coatingcat.trade.forms.billing import BillForm
from coatingcat.trade.papers.answering import as_pdf
from coatingcat.trade.papers.invoices import invoice_paper
from coatingcat.trade.queries.billing import billed_of
from coatingcat.trade.queries.scopes import orders_at
from coatingcat.trade.refusals import NothingToBill
from coatingcat.trade.words import CreditWhy

billing = Operations(Text("供应商开票", "Billing"))


class Billing(Body):
    """Without lines: everything that has not been billed yet."""

    lines: list[OfLine] = Field(default_factory=list, max_length=200)


class CreditedLine(Body):
    position: Position
    packs: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 0
    reduction: Decimals | None = Field(
        default=None, description=told("价格扣减，未含税", "Off the price, without VAT"), examples=["12.00"]
    )


class Crediting(Body):
    """Packs that came back, or parts of the price of what is kept."""

    why: Literal["RETURNED", "AMENDED", "PRICE", "CANCELLED", "MISTAKE"]
    lines: list[CreditedLine] = Field(min_length=1, max_length=200)


_CREDIT = {
    **WHOLE,
    "number": "CN2026-00001",
    "kind": "credit",
    "due_on": None,
    "open": None,
    "settled": None,
    "why": "RETURNED",
    "corrects": "IN2026-00001",
}


@billing.read(
    "/supply/invoices",
    scope=Scope.INVOICES_READ,
    summary=Text("列出已开具的发票与贷项凭证", "List invoices and credit notes that were issued"),
    answer=InvoicePage,
    example={"items": [ROW], "next": ""},
)
def issued(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> InvoicePage:
    """Of a seller's own orders, or those assigned to an agent now; latest first."""
    return invoice_page(orders_at(at_supply(request)), cursor, limit)


@billing.read(
    "/supply/orders/{order_code:code}/invoices/{paper_number:number}",
    scope=Scope.INVOICES_READ,
    summary=Text("读取已开具的发票或贷项凭证", "Read an invoice or credit note that was issued"),
    answer=InvoiceWhole,
    example=WHOLE,
    finds=True,
)
def issued_one(request: HttpRequest, code: OrderCode, number: PaperNumber) -> InvoiceWhole:
    """With its lines and taxes."""
    return whole_invoice(paper_in(executed(request, code)[1], number))


@billing.paper(
    "/supply/orders/{order_code:code}/invoices/{paper_number:number}/paper",
    scope=Scope.INVOICES_READ,
    summary=Text("下载已开具的发票或贷项凭证（PDF）", "Download an invoice or credit note that was issued (PDF)"),
)
def issuedpaper_in(request: HttpRequest, code: OrderCode, number: PaperNumber) -> HttpResponse:
    """As it is printed; somebody who buys for no company is not named on it."""
    found = paper_in(executed(request, code)[1], number)
    return as_pdf(request, lambda: invoice_paper(found), name=number, at=found.issued_at)


@billing.write(
    "POST",
    "/supply/orders/{order_code:code}/invoices",
    scope=Scope.INVOICES_WRITE,
    summary=Text("开具发票", "Issue an invoice"),
    answer=InvoiceWhole,
    example=WHOLE,
    status=201,
    finds=True,
)
def bill(request: HttpRequest, code: OrderCode, body: Billing) -> InvoiceWhole:
    """For packs that have not been billed yet; the buyer is told."""
    counter, order = executed(request, code, to_act=True)
    placed = placed_lines(order, body.lines)
    left = billed_of(order)
    packs = None
    with refusals_told():
        if placed:
            form = BillForm(
                {"submission": str(submission_of(request))}
                | {f"packs_{k}": str(o.packs) for k, (_, _, o) in placed.items()},
                lines=left.values(),
            )
            demand_valid(form, {f"packs_{key}": f"lines.{at}.packs" for key, (at, _, _) in placed.items()})
            packs = {key: one.packs for key, (_, _, one) in placed.items()}
        made = issue_invoice(order=order, by=by_whom(counter), submission=submission_of(request), packs=packs)
    return whole_invoice(paper_in(order, made.number))


@billing.write(
    "POST",
    "/supply/orders/{order_code:code}/credit-notes",
    scope=Scope.INVOICES_WRITE,
    summary=Text("开具贷项凭证", "Issue a credit note"),
    answer=InvoiceWhole,
    example=_CREDIT,
    status=201,
    finds=True,
)
def credit(request: HttpRequest, code: OrderCode, body: Crediting) -> InvoiceWhole:
    """Off what was billed; the buyer is told."""
    counter, order = executed(request, code, to_act=True)
    placed = placed_lines(order, body.lines)
    with refusals_told():
        made = issue_credit_note(
            order=order,
            by=by_whom(counter),
            submission=submission_of(request),
            why=CreditWhy[body.why],
            packs={key: one.packs for key, (_, _, one) in placed.items() if one.packs},
            reductions={key: Decimal(one.reduction) for key, (_, _, one) in placed.items() if _takes(one)},
        )
        if made is None:
            raise NothingToBill
    return whole_invoice(paper_in(order, made.number))


def _takes(one: CreditedLine) -> bool:
    return one.reduction is not None and Decimal(one.reduction) > 0
