"""What was handed to a carrier."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.orders import Order
from coatingcat.trade.models.records import order_record

_OF_BUYER = "order.buyer_id"


class Parcel(models.Model):
    """Goods of an order on their way with a carrier; the ledger says what it was told (`privacy.Share.about`)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parcels"), "random key of a row"
    )
    delivery = nonpersonal(
        models.ForeignKey("trade.Delivery", null=True, on_delete=models.PROTECT, related_name="parcels"),
        "random key of a row",
    )
    submission = nonpersonal(models.UUIDField(), "random number of one submission")
    carrier = order_record(models.CharField(max_length=40), subject=_OF_BUYER)
    carrier_name = order_record(models.CharField(max_length=120), subject=_OF_BUYER)
    packs = order_record(models.PositiveIntegerField(), subject=_OF_BUYER)
    weight_kg = order_record(models.DecimalField(max_digits=9, decimal_places=2), subject=_OF_BUYER)
    """Gross, with packing."""
    at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "submission"], name="parcel_once"),
            models.CheckConstraint(condition=Q(packs__gte=1, weight_kg__gt=0), name="parcel_holds_something"),
        ]

    def __str__(self) -> str:
        return f"parcel {self.id}"
