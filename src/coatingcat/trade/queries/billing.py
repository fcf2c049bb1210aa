"""What was billed and paid of orders, and by whom it is billed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Sum

from coatingcat.config import config
from coatingcat.ground.clock import today
from coatingcat.ground.money import Money, total
from coatingcat.trade.models import (
    BankAccount,
    Billing,
    Delivery,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    Payment,
    ReturnLine,
    Seller,
)
from coatingcat.trade.rules.billing import part_of
from coatingcat.trade.rules.settlement import Account, open_amounts, settled
from coatingcat.trade.words import Bill, Moved, Settled, Settlement


@dataclass(frozen=True, slots=True)
class Billed:
    """What stands billed of a line: packs and worth, less what was credited."""

    line: OrderLine
    packs: int
    net: Money
    rate: Decimal
    taken_back: int = 0
    """Packs of returns and claims that were settled with a credit: nobody pays for them."""

    @property
    def ordered(self) -> int:
        return self.line.quantity

    @property
    def left(self) -> int:
        """Packs not billed yet."""
        return max(0, self.ordered - self.taken_back - self.packs)


def billed_of(order: Order) -> dict[int, Billed]:
    """Every line of the order that has a price, by its key, in the order's order. Three queries."""
    rows = InvoiceLine.objects.filter(invoice__order=order).values_list(
        "order_line_id", "packs", "net", "rate", "invoice__kind"
    )
    sums: dict[int, tuple[int, Decimal, Decimal]] = {}
    for key, packs, net, rate, kind in rows:
        sign = -1 if kind == Bill.CREDIT else 1
        old = sums.get(key, (0, Decimal(0), rate))
        sums[key] = (old[0] + sign * packs, old[1] + sign * net, rate)
    found, back = {}, _taken_back(order)
    for line in order.lines.all():
        if line.line_total is not None:
            count, worth, rate = sums.get(line.pk, (0, Decimal(0), Decimal(0)))
            found[line.pk] = Billed(line, count, Money(worth, line.currency), rate, back.get(line.pk, 0))
    return found


def _taken_back(order: Order) -> dict[int, int]:
    settled = ReturnLine.objects.filter(returned__order=order, returned__settlement=Settlement.CREDIT.name)
    return dict(settled.order_by().values_list("line_id").annotate(Sum("quantity")))


def to_credit(order: Order, packs: Mapping[int, int]) -> dict[int, int]:
    """How many of these packs, already settled with a credit, stand billed: those beyond what the buyer keeps."""
    found = {}
    for key, one in billed_of(order).items():
        beyond = one.packs - (one.ordered - one.taken_back)
        if (count := min(packs.get(key, 0), beyond)) > 0:
            found[key] = count
    return found


def nets_of(order: Order) -> dict[Decimal, Money]:
    """What stands billed of an order by rate of tax, less what was credited."""
    sums: dict[Decimal, Money] = {}
    rows = InvoiceLine.objects.filter(invoice__order=order)
    for net, rate, kind, currency in rows.values_list("net", "rate", "invoice__kind", "invoice__currency"):
        change = Money(-net if kind == Bill.CREDIT else net, currency)
        sums[rate] = sums[rate] + change if rate in sums else change
    return sums


def billing_of(seller_id: UUID | None) -> Billing:
    """How a seller bills; as an untouched one does if it has entered nothing."""
    found = Billing.objects.filter(seller_id=seller_id).first()  # type: ignore[misc]
    if found is not None:
        return found
    country = Seller.objects.values_list("company__country", flat=True).get(pk=seller_id) if seller_id else "CN"
    return Billing(seller_id=seller_id, country=country)


def accounts_of(seller_id: UUID | None) -> list[BankAccount]:
    """Where a seller is paid now, by currency."""
    return list(BankAccount.objects.filter(seller_id=seller_id, ended_at=None).order_by("currency"))  # type: ignore[misc]


def issuer_of(seller: Seller | None, currency: str) -> dict[str, str]:
    """Who bills, as it stands on the paper: a snapshot."""
    billing = billing_of(seller.pk if seller else None)
    account = BankAccount.objects.filter(seller=seller, ended_at=None, currency=currency).first()
    party = {
        "name": seller.company.name if seller else config().contact.operator,
        "tax_id": billing.tax_id or (seller.company.registration_number if seller else ""),
        "address": billing.address or ("" if seller else config().contact.address),
        "country": billing.country,
    }
    if account is not None:
        party |= {name: getattr(account, name) for name in ("holder", "bank", "number", "bank_code")}
    return party


def buyer_of(order: Order) -> dict[str, str]:
    """The company an order is billed to; nothing for who buys for no company, or named somebody else on the order."""
    company = order.bill_to or (None if order.invoice_title else order.company)
    if company is None:
        return {}
    return {"name": company.name, "tax_id": company.registration_number, "country": company.country, "address": ""}


@dataclass(frozen=True, slots=True)
class Standing:
    """An order's money with the state of each invoice."""

    account: Account
    invoices: tuple["Stands", ...]
    credits: tuple[Invoice, ...]
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Stands:
    """One invoice and what is open of it."""

    invoice: Invoice
    open: Money
    state: Settled
    is_overdue: bool

    @property
    def name(self) -> str:
        """For a style or a filter: `partly`."""
        return self.state.name.lower()


def standing_of(order: Order, *, on: date | None = None) -> Standing | None:
    """How the money of an order stands; None for one without a currency. Two queries."""
    return standings([order], on=on).get(order.pk)


def standings(orders: Iterable[Order], *, on: date | None = None) -> dict[UUID, Standing]:
    """The same for several orders in two queries; orders that are all to be quoted are left out."""
    wanted = {order.pk: order for order in orders if order.currency}
    papers: dict[UUID, list[Invoice]] = {key: [] for key in wanted}
    moves: dict[UUID, list[Payment]] = {key: [] for key in wanted}
    invoices = Invoice.objects.filter(order_id__in=wanted).select_related("corrects", "official")
    for invoice in invoices.order_by("issued_at", "id"):
        papers[invoice.order_id].append(invoice)
    for payment in Payment.objects.filter(order_id__in=wanted).select_related("reverses", "reversal"):
        moves[payment.order_id].append(payment)
    return {key: _standing(order.currency, papers[key], moves[key], on or today()) for key, order in wanted.items()}


def _standing(currency: str, papers: list[Invoice], moves: list[Payment], on: date) -> Standing:
    nothing = Money(Decimal(0), currency)
    bills = [paper for paper in papers if not paper.is_credit]
    credits = [paper for paper in papers if paper.is_credit]
    good = [move for move in moves if move.kind != Moved.REVERSAL and not hasattr(move, "reversal")]
    received = [move for move in good if move.kind == Moved.RECEIPT]
    account = Account(
        invoiced=sum((paper.money for paper in bills), nothing),
        credited=sum((paper.money for paper in credits), nothing),
        received=sum((move.money for move in received), nothing),
        refunded=sum((move.money for move in good if move.kind == Moved.REFUND), nothing),
    )
    named: dict[UUID, Money] = {}
    for move in received:
        if move.invoice_id is not None:
            named[move.invoice_id] = named.get(move.invoice_id, nothing) + move.money
    left = open_amounts(
        [(paper.pk, paper.money) for paper in bills], credited=account.credited, held=account.held, named=named
    )
    stands = tuple(_stands(paper, left[paper.pk], account, on) for paper in bills)
    return Standing(account, stands, tuple(credits), tuple(moves))


def _stands(paper: Invoice, left: Money, account: Account, on: date) -> Stands:
    held = paper.money - left
    state = settled(paper.money, held)
    if not account.due.amount:  # all of it was credited again
        state = account.settled
    overdue = bool(left.amount) and paper.due_on is not None and paper.due_on < on
    return Stands(paper, left, state, overdue)


@dataclass(frozen=True, slots=True)
class Billable:
    """What a delivery brings onto an invoice: lines with packs of it that were not billed yet, and what they come to."""

    lines: tuple[Billed, ...]
    packs: Mapping[int, int]
    net: Money


def billable_of(delivery: Delivery) -> Billable | None:
    """None for a replacement, which nobody pays for, and where nothing with a price is left of it."""
    if delivery.replaces_id is not None:
        return None
    inside: dict[int, int] = {}
    for one in delivery.lines.all():
        inside[one.line_id] = inside.get(one.line_id, 0) + one.quantity
    left = {key: one for key, one in billed_of(delivery.order).items() if min(one.left, inside.get(key, 0))}
    if not left:
        return None
    packs = {key: min(one.left, inside[key]) for key, one in left.items()}
    nets = [_worth(one, packs[key]) for key, one in left.items()]
    return Billable(tuple(left.values()), packs, total(nets, delivery.order.currency))


def _worth(one: Billed, packs: int) -> Money:
    price = one.line.total_money
    assert price is not None  # `billed_of` leaves out lines without a price
    return part_of(price, before=one.packs, after=one.packs + packs, of=one.ordered)


def invoice_of_delivery(delivery: Delivery) -> Invoice | None:
    """The invoice that billed a delivery."""
    return Invoice.objects.filter(delivery=delivery, kind=Bill.INVOICE.value).first()


def refundable(payment: Payment) -> Money:
    """The most that can be paid back of a payment: what it brought, as far as the order still holds it."""
    standing = standing_of(payment.order)
    held = standing.account.held if standing else payment.money * 0
    return max(min(payment.money, held), payment.money * 0)


def supplement_of(amendment: UUID) -> UUID:
    """The submission of the invoice that a change brings beside a credit note, which has the key of the change itself."""
    return uuid5(amendment, "supplement")


def supplement_for(amendment: UUID) -> Invoice | None:
    """The invoice over what billed packs cost more since a change was accepted."""
    return Invoice.objects.filter(submission=supplement_of(amendment)).first()


def credit_for(cause: UUID) -> Invoice | None:
    """The credit note that a settled return or an accepted change brought, by its key."""
    return Invoice.objects.filter(submission=cause, kind=Bill.CREDIT.value).first()


def paper_of(order: Order, number: str, **how: Any) -> Invoice | None:
    """An invoice or credit note of an order by its number."""
    rows = Invoice.objects.select_related("corrects", "official").prefetch_related("lines", "taxes")
    return rows.filter(order=order, number=number, **how).first()
