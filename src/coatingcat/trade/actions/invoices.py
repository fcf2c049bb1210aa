"""Issuing invoices and credit notes: each one transaction, each a list of named steps, each once for a submission."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import ZONE, now
from coatingcat.ground.jobs import later
from coatingcat.ground.money import Money, total
from coatingcat.trade.actions.steps import note_step
from coatingcat.trade.events import CreditIssued, InvoiceIssued
from coatingcat.trade.models import Billing, Delivery, Invoice, InvoiceLine, InvoiceTax, Order, OrderLine, TaxInvoice
from coatingcat.trade.queries.billing import Billed, billed_of, billing_of, buyer_of, issuer_of, nets_of
from coatingcat.trade.refusals import NotAllowed, NothingToBill, OtherBody, RateMissing
from coatingcat.trade.rules.billing import Taxed, by_rate, part_of, taxed
from coatingcat.trade.rules.taxes import standard_rate
from coatingcat.trade.words import Bill, CreditWhy, Side, State, Step

BILLED_IN = frozenset({State.CONFIRMED, State.DELIVERING, State.DELIVERED, State.COMPLETED})
"""A contract there must be before anything is billed."""

_NEXT = """
INSERT INTO trade_series (seller_id, kind, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT ON CONSTRAINT series_once DO UPDATE SET last = trade_series.last + 1 RETURNING last
"""
_PREFIX = {Bill.INVOICE: "IN", Bill.CREDIT: "CN"}


@dataclass(frozen=True, slots=True)
class _Line:
    line: OrderLine
    packs: int
    net: Money
    rate: Decimal


@transaction.atomic
def issue_invoice(
    *,
    order: Order,
    submission: UUID,
    by: UUID | None = None,
    packs: Mapping[int, int] | None = None,
    delivery: Delivery | None = None,
    at: datetime | None = None,
) -> Invoice:
    """Bill packs of an order's lines, by the key of the line; None: all that have not been billed yet.

    The same submission again gets the invoice that it made. `delivery`: the delivery that is billed, once. Raises
    NothingToBill if no line with a price is among them, RateMissing if nobody has said which VAT it bears, NotAllowed
    before the order is confirmed or beyond what was ordered. Nothing is written then.
    """
    order = _locked(order)
    earlier = Invoice.objects.filter(submission=submission).first()
    if earlier is not None:
        return _same(earlier, order, Bill.INVOICE)
    if State(order.state) not in BILLED_IN:
        raise NotAllowed
    billing, before = billing_of(order.seller_id), billed_of(order)
    wanted = packs if packs is not None else {key: one.left for key, one in before.items()}
    rate = _rate(order, billing)
    lines = [_billed(before[key].line, before[key], count, rate) for key, count in wanted.items() if count]
    if not lines:
        raise NothingToBill
    return _issue(order, lines, billing, submission=submission, by=by, at=at or now(), delivery=delivery)


@transaction.atomic
def issue_supplement(
    *, order: Order, submission: UUID, rises: Mapping[int, Money], by: UUID | None = None, at: datetime | None = None
) -> Invoice | None:
    """Bill what packs that stand billed cost more since the order was changed, by the key of the line; no pack again. At
    the rate at which they were billed.

    None if nothing rose.
    """
    if not rises:
        return None
    order = _locked(order)
    billed = billed_of(order)
    lines = [_Line(billed[key].line, 0, rise, billed[key].rate) for key, rise in rises.items()]
    return _issue(order, lines, billing_of(order.seller_id), submission=submission, by=by, at=at or now())


def _issue(
    order: Order,
    lines: Sequence[_Line],
    billing: Billing,
    *,
    submission: UUID,
    by: UUID | None,
    at: datetime,
    delivery: Delivery | None = None,
) -> Invoice:
    """Write the invoice, its taxes and its step, and tell the buyer."""
    invoice = _write(
        order,
        Bill.INVOICE,
        lines,
        taxed(nets_of(order), by_rate((one.rate, one.net) for one in lines)),
        submission=submission,
        by_id=by,
        delivery=delivery,
        issued_at=at,
        due_on=(at + timedelta(days=billing.terms_days)).astimezone(ZONE).date(),
    )
    note_step(order=order, what=Step.INVOICED, side=seller_side(order), by=by, at=at, about=invoice.pk)
    _tell(invoice, "invoice_issued")
    emit(InvoiceIssued(invoice.pk, order.pk, order.buyer_id, at))
    return invoice


@transaction.atomic
def issue_credit_note(
    *,
    order: Order,
    submission: UUID,
    why: CreditWhy,
    by: UUID | None = None,
    packs: Mapping[int, int] | None = None,
    reductions: Mapping[int, Decimal] | None = None,
    at: datetime | None = None,
) -> Invoice | None:
    """Take packs that came back, or parts of the price of what is kept, off what was billed, by the key of the line.

    Packs that were never billed need no credit: None if nothing of it was. Raises NotAllowed for more than was billed;
    nothing is written then.
    """
    order = _locked(order)
    earlier = Invoice.objects.filter(submission=submission).first()
    if earlier is not None:
        return _same(earlier, order, Bill.CREDIT)
    before = billed_of(order)
    lines = _credited(before, packs or {}, reductions or {})
    if not lines:
        return None
    changes = by_rate((one.rate, -one.net) for one in lines)
    note = _write(
        order,
        Bill.CREDIT,
        lines,
        [Taxed(one.rate, -one.net, -one.tax) for one in taxed(nets_of(order), changes)],
        submission=submission,
        by_id=by,
        issued_at=at or now(),
        why=why.name,
        corrects=_latest_with(order, [one.line.pk for one in lines]),
    )
    _tell(note, "credit_issued")
    emit(CreditIssued(note.pk, order.pk, order.buyer_id, note.issued_at))
    return note


def note_tax_invoice(*, invoice: Invoice, number: str) -> TaxInvoice:
    """Keep the number of the fapiao that the tax administration's system issued; once. Raises OtherBody for another."""
    made, _ = TaxInvoice.objects.get_or_create(invoice=invoice, defaults={"number": number})
    if made.number != number:
        raise OtherBody
    return made


def seller_side(order: Order) -> Side:
    """Who sells it: a supplier, or the operator itself."""
    return Side.SELLER if order.seller_id else Side.OPERATOR


def _locked(order: Order) -> Order:
    rows = Order.objects.select_for_update(of=("self",)).select_related("company", "bill_to", "seller__company")
    return rows.get(pk=order.pk)


def _same(earlier: Invoice, order: Order, kind: Bill) -> Invoice:
    if earlier.order_id != order.pk or earlier.kind != kind:
        raise OtherBody
    return earlier


def _rate(order: Order, billing: Billing) -> Decimal:
    """In percent: as it was ordered; where no rate was known then, what the seller has at home. Raises RateMissing."""
    rate: Decimal | None = order.tax_rate
    if rate is None:
        rate = billing.own_rate
    if rate is None:
        rate = standard_rate(billing.country, order.placed_at.astimezone(ZONE).date())
    if rate is None:
        raise RateMissing
    return rate * 100


def _billed(line: OrderLine, before: Billed, packs: int, rate: Decimal) -> _Line:
    price = line.total_money
    if price is None:
        raise NothingToBill
    if packs < 0 or packs > before.left:
        raise NotAllowed
    net = part_of(price, before=before.packs, after=before.packs + packs, of=line.quantity)
    return _Line(line, packs, net, rate)


def _credited(before: Mapping[int, Billed], packs: Mapping[int, int], reductions: Mapping[int, Decimal]) -> list[_Line]:
    lines = []
    for key in sorted({*packs, *reductions}):
        one, back, less = before[key], packs.get(key, 0), reductions.get(key, Decimal(0))
        if back < 0 or less < 0 or (back > one.packs and one.packs):
            raise NotAllowed
        if not one.packs:
            continue
        price = one.line.total_money
        assert price is not None  # it was billed
        net = -part_of(price, before=one.packs, after=one.packs - back, of=one.ordered)
        if back:  # what was taken off the price before is not given back twice
            net = one.net if back == one.packs else min(net, one.net)
        net = (net + Money(less, price.currency)).quantized()
        if net > one.net:
            raise NotAllowed
        if back or net.amount:
            lines.append(_Line(one.line, back, net, one.rate))
    return lines


def _latest_with(order: Order, line_ids: Sequence[int]) -> Invoice:
    """The invoice a credit note names: the latest that bills one of its lines."""
    found = order.invoices.filter(kind=Bill.INVOICE.value, lines__order_line_id__in=line_ids)
    return found.order_by("-issued_at", "-id")[0]


def _write(order: Order, kind: Bill, lines: Sequence[_Line], taxes: Sequence[Taxed], **facts: object) -> Invoice:
    currency = lines[0].net.currency
    net, tax = total((one.net for one in taxes), currency), total((one.tax for one in taxes), currency)
    moment = facts["issued_at"]
    assert isinstance(moment, datetime)
    year = moment.astimezone(ZONE).year
    serial = _next_serial(order, kind, year)
    try:
        with transaction.atomic():
            invoice = Invoice.objects.create(
                order=order,
                seller=order.seller,
                kind=kind.value,
                year=year,
                serial=serial,
                number=f"{_PREFIX[kind]}{year}-{serial:05}",
                currency=currency,
                net=net.amount,
                tax=tax.amount,
                gross=(net + tax).amount,
                issuer=issuer_of(order.seller, currency),
                buyer_company=buyer_of(order),
                **facts,
            )
            InvoiceLine.objects.bulk_create(_row(invoice, one) for one in lines)
    except IntegrityError as error:
        raise NotAllowed from error
    InvoiceTax.objects.bulk_create(
        InvoiceTax(invoice=invoice, rate=one.rate, net=one.net.amount, tax=one.tax.amount) for one in taxes
    )
    return invoice


def _next_serial(order: Order, kind: Bill, year: int) -> int:
    """Given inside the transaction: who rolls back gives the number back, so that none is ever missing."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [order.seller_id, kind.value, year])
        return int(cursor.fetchone()[0])


def _row(invoice: Invoice, one: _Line) -> InvoiceLine:
    return InvoiceLine(
        invoice=invoice,
        order_line=one.line,
        name=one.line.name,
        sku=one.line.sku,
        pack=one.line.pack,
        packs=one.packs,
        unit_price=one.line.unit_price,
        net=one.net.amount,
        rate=one.rate,
    )


def _tell(invoice: Invoice, letter: str) -> None:
    order = invoice.order
    path = f"orders/{order.code}/invoices/{invoice.number}/"
    later("outreach.tell", letter=letter, subject_id=order.buyer_id, path=path)
