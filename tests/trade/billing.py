"""Orders that are billed and paid, for tests."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money
from coatingcat.trade.actions import confirm_order
from coatingcat.trade.actions.invoices import issue_invoice
from coatingcat.trade.actions.payments import record_payment
from coatingcat.trade.models import BankAccount, Delivery, DeliveryLine, Invoice, Offer, Order, Payment
from coatingcat.trade.rules.taxes import tax_of
from coatingcat.trade.words import OPERATOR_COUNTRY, Moved
from tests.trade import factories as make


def ordered(*offers: Offer, buyer: Any = None, quantity: int = 10, company: Any = None, seller: Any = None) -> Order:
    """A confirmed order of so many packs of each offer, from this seller to this company, with the tax of that way."""
    order = make.order(buyer, *(offers or [make.offer()]), quantity=quantity)
    home = seller.company.country if seller else OPERATOR_COUNTRY
    way = tax_of(seller=home, buyer=company.country if company else home, on=today(), is_business=company is not None)
    tax = way.on(order.money)
    taxed = {"tax_rate": way.rate, "tax_ground": way.ground.name, "tax": tax.amount if tax else None}
    Order.objects.filter(pk=order.pk).update(company=company, seller=seller, **taxed)
    confirm_order(order=order)
    return Order.objects.select_related("company", "seller__company", "consignee").get(pk=order.pk)


def billed(order: Order | None = None, **how: Any) -> Invoice:
    """An invoice of everything that is left of an order."""
    return issue_invoice(order=order or ordered(), submission=uuid4(), **how)


def received(order: Order, amount: str, kind: Moved = Moved.RECEIPT, **how: Any) -> Payment:
    """Money that came in, or went back."""
    how = {"source": f"test:{uuid4()}", "on": today(), **how}
    return record_payment(order=order, kind=kind, money=Money(Decimal(amount), order.currency), **how)


def account(seller: Any = None, **facts: str) -> BankAccount:
    """Where CNY is paid to."""
    facts = {
        "currency": "CNY",
        "holder": "Seller Ltd",
        "bank": "Bank of Paint",
        "number": "6222021001116245702",
        **facts,
    }
    return BankAccount.objects.create(seller=seller, **facts)


def on_stage(buyer: Any, seller: Any) -> dict[str, str]:
    """What stands in the addresses of invoices and payments: an order that was billed, sent and partly paid."""
    order = ordered(buyer=buyer, seller=seller)
    invoice = billed(order)
    payment = received(order, "10")
    delivery = Delivery.objects.create(order=order, number=1, submission=uuid4(), transport="CARRIER")
    DeliveryLine.objects.create(delivery=delivery, line=order.lines.all()[0], quantity=1)
    pages = ("account", "invoices", "payment", "delivery-notes", "confirmation.pdf")
    return {
        **{f"orders/<order_code:code>/{page}": f"orders/{order.code}/{page}" for page in pages},
        "<paper_number:number>": invoice.number,
        "<uuid:payment_id>": str(payment.pk),
    }
