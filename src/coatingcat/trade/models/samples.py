"""A sample on its way to whoever was named for it."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.inquiries import Inquiry
from coatingcat.trade.models.records import inquiry_record


class SampleParcel(models.Model):
    """How a sample was sent: by a carrier, which is told by the door what it needs (`privacy.Share.about` is this row),
    or by the seller itself, who tells nobody."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    inquiry = nonpersonal(
        models.OneToOneField(Inquiry, on_delete=models.PROTECT, related_name="parcel"), "random key of a row"
    )
    carrier = inquiry_record(models.CharField(max_length=40, blank=True))
    """Its key among the recipients of data; empty: the seller's own transport."""
    carrier_name = inquiry_record(models.CharField(max_length=120, blank=True))
    tracking = inquiry_record(models.CharField(max_length=60, blank=True))
    packs = inquiry_record(models.PositiveIntegerField())
    weight_kg = inquiry_record(models.DecimalField(max_digits=9, decimal_places=3))
    """Gross, with packing."""
    at = inquiry_record(models.DateTimeField(default=now))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(packs__gte=1, weight_kg__gt=0), name="sampleparcel_holds_something"),
            models.CheckConstraint(
                condition=Q(carrier="", carrier_name="") | ~Q(carrier="") & ~Q(carrier_name=""),
                name="sampleparcel_carrier_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"sample of {self.inquiry_id}"
