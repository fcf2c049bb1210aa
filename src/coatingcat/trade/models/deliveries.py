"""What left the house for a consignee: deliveries, their lines with batches, and the batches' certificates."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.orders import Order, OrderLine
from coatingcat.trade.models.records import order_record
from coatingcat.trade.words import DeliveryState, Transport

_OF_BUYER = "order.buyer_id"
_OF_DELIVERY = "delivery.order.buyer_id"


class Delivery(models.Model):
    """The n-th delivery of an order. Who carries it is a declared recipient, or nobody but the two sides."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="deliveries"), "random key of a row"
    )
    number = nonpersonal(models.PositiveSmallIntegerField(), "place among the deliveries of the order, from 1")
    submission = nonpersonal(models.UUIDField(), "random number of one submission")
    replaces = nonpersonal(
        models.OneToOneField("trade.Return", null=True, on_delete=models.PROTECT, related_name="replacement"),
        "random key of a row",
    )
    """The return or claim that it makes good; its packs are no part of what was ordered."""
    transport = order_record(models.CharField(max_length=12), subject=_OF_BUYER)
    carrier_name = order_record(models.CharField(max_length=120, blank=True, default=""), subject=_OF_BUYER)
    tracking = order_record(models.CharField(max_length=60, blank=True, default=""), subject=_OF_BUYER)
    """The carrier's number, by which the buyer finds the goods on its site."""
    state = order_record(models.CharField(max_length=10, default=DeliveryState.SHIPPED.value), subject=_OF_BUYER)
    expected_on = order_record(models.DateField(null=True), subject=_OF_BUYER)
    shipped_at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)
    delivered_at = order_record(models.DateTimeField(null=True), subject=_OF_BUYER)

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="delivery_number_once"),
            models.UniqueConstraint(fields=["order", "submission"], name="delivery_once"),
            models.CheckConstraint(condition=Q(transport__in=[t.name for t in Transport]), name="delivery_transport"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SHIPPED.value, delivered_at=None)
                | Q(state=DeliveryState.DELIVERED.value, delivered_at__isnull=False),
                name="delivery_delivered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.number} of {self.order_id}"

    @property
    def as_transport(self) -> Transport:
        return Transport[self.transport]


class DeliveryLine(models.Model):
    """So many packs of a line of the order, of one batch."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    delivery = nonpersonal(
        models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="lines"), "random key of a row"
    )
    line = nonpersonal(
        models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="deliveries"), "surrogate key of a row"
    )
    quantity = order_record(models.PositiveIntegerField(), subject=_OF_DELIVERY)
    batch = order_record(models.CharField(max_length=40, blank=True, default=""), subject=_OF_DELIVERY)
    """The maker's batch number, by which a defect is traced."""
    best_before = order_record(models.DateField(null=True), subject=_OF_DELIVERY)

    class Meta:
        ordering = ["delivery", "line", "id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "line"], name="deliveryline_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="deliveryline_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"


class BatchCertificate(models.Model):
    """The certificate of analysis of what was delivered: what was measured, about no person."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    line = nonpersonal(
        models.OneToOneField(DeliveryLine, on_delete=models.CASCADE, related_name="certificate"), "random key of a row"
    )
    content_type = nonpersonal(models.CharField(max_length=40), "media type")
    content = nonpersonal(models.BinaryField(), "what a laboratory measured of a batch; metadata is taken off")

    def __str__(self) -> str:
        return f"certificate of {self.line_id}"
