"""What happened to an order, only ever added to: the timeline that both sides read."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import KeyKind, Kind, Text
from coatingcat.trade.models.orders import Order
from coatingcat.trade.models.records import order_record, sealed_record
from coatingcat.trade.words import Side, Step

_OF_BUYER = "order.buyer_id"


class OrderStep(models.Model):
    """One thing that happened: what, on which side, when. Both sides see the side, never the person."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps"), "random key of a row")
    what = order_record(models.CharField(max_length=24), subject=_OF_BUYER)
    side = order_record(models.CharField(max_length=8, blank=True, default=""), subject=_OF_BUYER)
    """Empty: by itself, as time passed."""
    by = order_record(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+"),
        subject="by_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )
    at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)
    about = nonpersonal(models.UUIDField(null=True), "random key of the delivery, change or return it is about")
    note = sealed_record(
        SealedText(max_length=500, key=KeyKind.HOLD, null=True),
        kind=Kind.ORDER,
        subject=_OF_BUYER,
        reason=Text("向另一方说明", "To explain it to the other side"),
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=[step.name for step in Step]), name="orderstep_what"),
            models.CheckConstraint(
                condition=Q(side="") | Q(side__in=[side.name for side in Side]), name="orderstep_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what.lower()} at {self.at:%Y-%m-%d}"

    @property
    def as_step(self) -> Step:
        return Step[self.what]

    @property
    def as_side(self) -> Side | None:
        return Side[self.side] if self.side else None
