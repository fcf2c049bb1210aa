"""Invoices and payments go with the order they belong to, when its time is over (ECL 31)."""

from collections.abc import Collection
from uuid import UUID

from coatingcat.trade.models import (
    Invoice,
    InvoiceLine,
    InvoiceTax,
    OnlinePayment,
    Payment,
    PaymentNotice,
    TaxInvoice,
)
from coatingcat.trade.words import Bill, Moved


def forget_papers(order_ids: Collection[UUID]) -> None:
    """Delete what was billed and paid of these orders, inside the caller's transaction, which may delete: later papers first."""
    payments = Payment.objects.filter(order_id__in=order_ids)
    payments.filter(kind=Moved.REVERSAL.value).delete()
    payments.delete()
    PaymentNotice.objects.filter(order_id__in=order_ids).delete()
    OnlinePayment.objects.filter(order_id__in=order_ids).delete()
    for noun in (InvoiceLine, InvoiceTax, TaxInvoice):
        noun._default_manager.filter(invoice__order_id__in=order_ids).delete()
    invoices = Invoice.objects.filter(order_id__in=order_ids)
    invoices.filter(kind=Bill.CREDIT.value).delete()
    invoices.delete()
