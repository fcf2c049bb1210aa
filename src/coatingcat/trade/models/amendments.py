"""Changes of a placed order that one side proposes and the other answers; the order before is kept in them."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.ground.money import Money
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import KeyKind, Kind, Text
from coatingcat.trade.models.orders import Order, OrderLine
from coatingcat.trade.models.records import order_record, sealed_record
from coatingcat.trade.rules import unit_price
from coatingcat.trade.words import AmendmentState, AmendmentWhy, Side

_OF_BUYER = "order.buyer_id"
_OF_AMENDMENT = "amendment.order.buyer_id"


class Amendment(models.Model):
    """New quantities, prices or date, or everything cancelled: proposed by one side, answered by the other."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="amendments"), "random key of a row"
    )
    number = nonpersonal(models.PositiveSmallIntegerField(default=1), "place among the changes of the order, from 1")
    submission = nonpersonal(models.UUIDField(), "random number of one submission")
    side = order_record(models.CharField(max_length=8), subject=_OF_BUYER)
    by = order_record(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"),
        subject="by_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )
    at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)
    why = order_record(models.CharField(max_length=12), subject=_OF_BUYER)
    note = sealed_record(
        SealedText(max_length=500, key=KeyKind.HOLD, null=True),
        kind=Kind.ORDER,
        subject=_OF_BUYER,
        reason=Text("向另一方说明变更", "To explain the change to the other side"),
    )
    cancels = order_record(models.BooleanField(default=False), subject=_OF_BUYER)
    """Everything is to be cancelled; it has no lines then."""
    promised_before = order_record(models.DateField(null=True), subject=_OF_BUYER)
    promised_on = order_record(models.DateField(null=True), subject=_OF_BUYER)
    """The new day; null: the old one stays."""
    total_before = order_record(models.DecimalField(max_digits=18, decimal_places=4, null=True), subject=_OF_BUYER)
    state = order_record(models.CharField(max_length=10, default=AmendmentState.PROPOSED.value), subject=_OF_BUYER)
    lapses_at = order_record(models.DateTimeField(), subject=_OF_BUYER)
    answered_at = order_record(models.DateTimeField(null=True), subject=_OF_BUYER)
    answered_by = order_record(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+"),
        subject="answered_by_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "submission"], name="amendment_once"),
            models.UniqueConstraint(fields=["order", "number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state=AmendmentState.PROPOSED.value), name="amendment_one_waits"
            ),
            models.CheckConstraint(condition=Q(side__in=[side.name for side in Side]), name="amendment_side"),
            models.CheckConstraint(condition=Q(why__in=[why.name for why in AmendmentWhy]), name="amendment_why"),
            models.CheckConstraint(
                condition=Q(state=AmendmentState.PROPOSED.value, answered_at=None)
                | ~Q(state=AmendmentState.PROPOSED.value) & Q(answered_at__isnull=False),
                name="amendment_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"amendment of {self.order_id}"

    @property
    def as_why(self) -> AmendmentWhy:
        return AmendmentWhy[self.why]

    @property
    def as_side(self) -> Side:
        return Side[self.side]


class AmendmentLine(models.Model):
    """A line of the order before and after."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    amendment = nonpersonal(
        models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="lines"), "random key of a row"
    )
    line = nonpersonal(models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+"), "key of a row")
    quantity_before = order_record(models.PositiveIntegerField(), subject=_OF_AMENDMENT)
    quantity = order_record(models.PositiveIntegerField(), subject=_OF_AMENDMENT)
    """Packs; 0: the line goes."""
    price_before = order_record(models.DecimalField(max_digits=14, decimal_places=4, null=True), subject=_OF_AMENDMENT)
    price = order_record(models.DecimalField(max_digits=14, decimal_places=4, null=True), subject=_OF_AMENDMENT)
    """Of one pack; null: to be quoted, as before."""

    class Meta:
        ordering = ["amendment", "line"]
        constraints = [models.UniqueConstraint(fields=["amendment", "line"], name="amendmentline_once")]

    def __str__(self) -> str:
        return f"{self.quantity_before} to {self.quantity}"

    @property
    def money_before(self) -> Money | None:
        return unit_price(self.price_before, self.line.currency)

    @property
    def money(self) -> Money | None:
        """The price of one pack as it is to be."""
        return unit_price(self.price, self.line.currency)
