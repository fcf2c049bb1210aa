"""How orders ended before they were delivered."""

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
from coatingcat.trade.words import Side, Why


class Cancellation(models.Model):
    """Who ended an order before it was delivered, on which side, when and why."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.OneToOneField(Order, on_delete=models.PROTECT, related_name="cancellation"), "random key of a row"
    )
    by = order_record(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"),
        subject="by_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )
    side = order_record(models.CharField(max_length=8, default=Side.BUYER.name), subject="order.buyer_id")
    at = order_record(models.DateTimeField(default=now), subject="order.buyer_id")
    why = order_record(models.CharField(max_length=12), subject="order.buyer_id")
    note = sealed_record(
        SealedText(max_length=500, key=KeyKind.HOLD, null=True),
        kind=Kind.ORDER,
        subject="order.buyer_id",
        reason=Text("帮助我们改进", "So that we can do better"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(why__in=[w.value for w in Why]), name="cancellation_why_is_known"),
            models.CheckConstraint(condition=Q(side__in=[side.name for side in Side]), name="cancellation_side"),
        ]

    def __str__(self) -> str:
        return f"cancellation of {self.order_id}"
