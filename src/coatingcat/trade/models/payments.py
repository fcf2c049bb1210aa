"""What was paid: records that are only added to. Whether an order is paid is computed from them, never kept."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.ground.money import Money
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.trade.models.invoices import Invoice
from coatingcat.trade.models.orders import Order
from coatingcat.trade.models.records import order_record
from coatingcat.trade.words import Moved, Way

_OF_BUYER = "order.buyer_id"


class Payment(models.Model):
    """Money that came in or went back, once: its `source` is unique. Who paid it by name is with the bank alone."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments"), "random key of a row"
    )
    invoice = nonpersonal(
        models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="payments"), "random key of a row"
    )
    """Which it names; None: it pays the earliest that is open."""
    kind = order_record(models.CharField(max_length=8), subject=_OF_BUYER)
    way = order_record(models.CharField(max_length=8), subject=_OF_BUYER)
    amount = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject=_OF_BUYER)
    currency = order_record(models.CharField(max_length=3), subject=_OF_BUYER)
    on = order_record(models.DateField(), subject=_OF_BUYER)
    """The day of value at the bank or provider."""
    bank_reference = order_record(models.CharField(max_length=35, blank=True, default=""), subject=_OF_BUYER)
    source = nonpersonal(models.CharField(max_length=100, unique=True), "random or hashed key of one movement")
    reverses = nonpersonal(
        models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal"),
        "random key of a row",
    )
    by = order_record(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+"),
        subject=_OF_BUYER,
        exported=False,
    )
    at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)

    class Meta:
        ordering = ["on", "at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(condition=Q(kind__in=[m.value for m in Moved]), name="payment_kind"),
            models.CheckConstraint(condition=Q(way__in=[w.value for w in Way]), name="payment_way"),
            models.CheckConstraint(
                condition=Q(kind=Moved.REVERSAL.value, reverses__isnull=False)
                | (~Q(kind=Moved.REVERSAL.value) & Q(reverses=None)),
                name="payment_reversal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class PaymentNotice(models.Model):
    """A buyer says that a transfer is on its way. It settles nothing; it tells the seller what to look for."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payment_notices"), "random key of a row"
    )
    submission = nonpersonal(models.UUIDField(unique=True), "random number of one submission")
    amount = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject=_OF_BUYER)
    currency = order_record(models.CharField(max_length=3), subject=_OF_BUYER)
    on = order_record(models.DateField(), subject=_OF_BUYER)
    by = order_record(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"), subject=_OF_BUYER, exported=False
    )
    at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="paymentnotice_amount")]

    def __str__(self) -> str:
        return f"notice {self.id}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class OnlinePayment(models.Model):
    """A payment begun on the hosted page of a provider. Its key is the idempotency key at the provider."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="online_payments"), "random key of a row"
    )
    provider = order_record(models.CharField(max_length=20), subject=_OF_BUYER)
    amount = order_record(models.DecimalField(max_digits=18, decimal_places=4), subject=_OF_BUYER)
    currency = order_record(models.CharField(max_length=3), subject=_OF_BUYER)
    session = nonpersonal(models.CharField(max_length=200, blank=True, default=""), "random key at the provider")
    intent = nonpersonal(models.CharField(max_length=200, blank=True, default=""), "random key at the provider")
    url = nonpersonal(models.URLField(max_length=2000, blank=True, default=""), "random address at the provider")
    state = order_record(models.CharField(max_length=8, default="begun"), subject=_OF_BUYER)
    begun_at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["begun", "open", "paid", "expired"]), name="onlinepayment_state"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="onlinepayment_amount"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=["begun", "open"]), name="onlinepayment_one_at_a_time"
            ),
            models.UniqueConstraint(fields=["session"], condition=~Q(session=""), name="onlinepayment_session_once"),
        ]

    def __str__(self) -> str:
        return f"online payment {self.id}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class ProviderEvent(models.Model):
    """That an event of a provider was dealt with: it is sent again and again until it was."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    provider = nonpersonal(models.CharField(max_length=20), "name of a provider")
    event = nonpersonal(models.CharField(max_length=100), "random key at the provider")
    at = nonpersonal(models.DateTimeField(default=now), "when it came")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event"], name="providerevent_once")]

    def __str__(self) -> str:
        return f"event {self.event}"
