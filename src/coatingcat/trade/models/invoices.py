"""Commercial invoices and credit notes, as they were issued: the database refuses every change to them.

They are the seller's own papers. A Chinese fapiao (数电票) is issued by the system of the tax administration; its number
is kept beside the invoice once it is known.
"""

from django.db import models
from django.db.models import F, Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.ground.money import Money
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.trade.models.deliveries import Delivery
from coatingcat.trade.models.orders import Order, OrderLine
from coatingcat.trade.models.records import order_record
from coatingcat.trade.models.sellers import Seller
from coatingcat.trade.words import Bill, CreditWhy

_COMPANY = "facts of a registered company, as they stand on its papers"
_OF_BUYER = "order.buyer_id"


class Invoice(models.Model):
    """An invoice, or a credit note over what came back or was billed wrongly. Amounts are never negative."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices"), "random key of a row"
    )
    seller = nonpersonal(models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="+"), _COMPANY)
    kind = nonpersonal(models.CharField(max_length=8), "invoice or credit note")
    year = nonpersonal(models.PositiveSmallIntegerField(), "year of issue in Shanghai")
    serial = nonpersonal(models.PositiveIntegerField(), "a counter")
    number = order_record(models.CharField(max_length=20), subject=_OF_BUYER)
    """`IN2026-00001`, `CN2026-00001`: without a gap per seller and year."""
    delivery = nonpersonal(
        models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="invoices"),
        "random key of the delivery that was billed",
    )
    corrects = nonpersonal(
        models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="credits"), "random key of a row"
    )
    why = order_record(models.CharField(max_length=10, blank=True, default=""), subject=_OF_BUYER)
    submission = nonpersonal(models.UUIDField(unique=True), "random number of one submission")
    currency = order_record(models.CharField(max_length=3), subject=_OF_BUYER)
    net = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject=_OF_BUYER)
    tax = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject=_OF_BUYER)
    gross = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject=_OF_BUYER)
    issued_at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)
    due_on = order_record(models.DateField(null=True), subject=_OF_BUYER)
    """Last day to pay, in Shanghai; None for a credit note."""
    issuer = nonpersonal(models.JSONField(), _COMPANY)
    """name, tax_id, address, country and the bank account of the seller: `Party` as text."""
    buyer_company = nonpersonal(models.JSONField(), _COMPANY)
    """name, tax_id, address, country; empty for somebody who buys for no company: their name stands nowhere here."""
    by = order_record(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+"),
        subject=_OF_BUYER,
        exported=False,
    )
    """Who issued it; None: the program, with a delivery."""

    class Meta:
        ordering = ["issued_at", "id"]
        indexes = [models.Index(fields=["seller", "-issued_at"], name="invoice_of_seller")]
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "kind", "year", "serial"], nulls_distinct=False, name="invoice_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(kind=Bill.INVOICE.value), name="invoice_of_delivery_once"
            ),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="invoice_adds_up"),
            models.CheckConstraint(condition=Q(net__gte=0, tax__gte=0), name="invoice_amounts"),
            models.CheckConstraint(
                condition=Q(kind=Bill.INVOICE.value, due_on__isnull=False, why="", corrects=None)
                | Q(kind=Bill.CREDIT.value, due_on=None, why__in=[w.name for w in CreditWhy], corrects__isnull=False),
                name="invoice_or_credit",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_credit(self) -> bool:
        return bool(self.kind == Bill.CREDIT)

    @property
    def money(self) -> Money:
        """What is to be paid, tax included."""
        return Money(self.gross, self.currency)

    @property
    def net_money(self) -> Money:
        return Money(self.net, self.currency)

    @property
    def tax_money(self) -> Money:
        return Money(self.tax, self.currency)


class InvoiceLine(models.Model):
    """A line as it was billed. The database lets no more packs be billed than were ordered, nor more credited."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    invoice = nonpersonal(
        models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines"), "random key of a row"
    )
    order_line = nonpersonal(
        models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="billed"), "surrogate key of a row"
    )
    name = order_record(models.CharField(max_length=200), subject="invoice.order.buyer_id")
    sku = order_record(models.CharField(max_length=40, blank=True), subject="invoice.order.buyer_id")
    pack = order_record(models.CharField(max_length=24, blank=True), subject="invoice.order.buyer_id")
    packs = order_record(models.PositiveIntegerField(default=0), subject="invoice.order.buyer_id")
    """0: another price of what the buyer keeps: less on a credit note, more on an invoice."""
    unit_price = order_record(
        models.DecimalField(max_digits=14, decimal_places=4, null=True), subject="invoice.order.buyer_id"
    )
    net = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject="invoice.order.buyer_id")
    rate = order_record(models.DecimalField(max_digits=5, decimal_places=2), subject="invoice.order.buyer_id")
    """Tax in percent."""

    class Meta:
        ordering = ["invoice", "id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "order_line"], name="invoiceline_once"),
            models.CheckConstraint(condition=Q(net__gte=0, rate__gte=0), name="invoiceline_amounts"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} × {self.name}"


class InvoiceTax(models.Model):
    """Net and tax of one rate on an invoice."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    invoice = nonpersonal(
        models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="taxes"), "random key of a row"
    )
    rate = order_record(models.DecimalField(max_digits=5, decimal_places=2), subject="invoice.order.buyer_id")
    net = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject="invoice.order.buyer_id")
    tax = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject="invoice.order.buyer_id")

    class Meta:
        ordering = ["invoice", "rate"]
        constraints = [models.UniqueConstraint(fields=["invoice", "rate"], name="invoicetax_once")]

    def __str__(self) -> str:
        return f"{self.rate} %"


class TaxInvoice(models.Model):
    """The number of the fapiao (数电票) that the tax administration's system issued for an invoice."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    invoice = nonpersonal(
        models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="official"), "random key of a row"
    )
    number = order_record(models.CharField(max_length=20), subject="invoice.order.buyer_id")
    entered_at = order_record(models.DateTimeField(default=now), subject="invoice.order.buyer_id")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__regex="^[0-9]{8,20}$"), name="taxinvoice_number")]

    def __str__(self) -> str:
        return self.number
