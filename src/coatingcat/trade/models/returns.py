"""Goods that come back, and claims about goods that arrived: the same frame for both."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id, public_code
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import KeyKind, Kind, Text
from coatingcat.trade.models.orders import Order, OrderLine
from coatingcat.trade.models.records import order_record, sealed_record
from coatingcat.trade.words import ReturnRefusal, ReturnSort, ReturnState, ReturnWhy, Settlement

_OF_BUYER = "order.buyer_id"
_OF_RETURN = "returned.order.buyer_id"


def new_code() -> str:
    """The number of a return or claim, to read out."""
    return public_code("RT")


class Return(models.Model):
    """A return or claim of the buyer's: asked, answered within the public clock, and settled."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = order_record(models.CharField(max_length=20, unique=True, default=new_code), subject=_OF_BUYER)
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="returns"), "random key of a row"
    )
    submission = nonpersonal(models.UUIDField(), "random number of one submission")
    sort = order_record(models.CharField(max_length=8), subject=_OF_BUYER)
    why = order_record(models.CharField(max_length=12), subject=_OF_BUYER)
    by = order_record(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"),
        subject="by_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )
    at = order_record(models.DateTimeField(default=now), subject=_OF_BUYER)
    due_at = order_record(models.DateTimeField(), subject=_OF_BUYER)
    """By when the seller answers."""
    note = sealed_record(
        SealedText(max_length=1000, key=KeyKind.HOLD),
        kind=Kind.ORDER,
        subject=_OF_BUYER,
        reason=Text("说明货物有什么问题", "To say what is wrong with the goods"),
        required_for="returns",
    )
    state = order_record(models.CharField(max_length=10, default=ReturnState.ASKED.value), subject=_OF_BUYER)
    answered_at = order_record(models.DateTimeField(null=True), subject=_OF_BUYER)
    refusal = order_record(models.CharField(max_length=24, blank=True, default=""), subject=_OF_BUYER)
    received_at = order_record(models.DateTimeField(null=True), subject=_OF_BUYER)
    is_restocked = order_record(models.BooleanField(default=False), subject=_OF_BUYER)
    """What came back was put on the shelf again."""
    settled_at = order_record(models.DateTimeField(null=True), subject=_OF_BUYER)
    settlement = order_record(models.CharField(max_length=12, blank=True, default=""), subject=_OF_BUYER)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="return_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["order", "submission"], name="return_once"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ReturnState]), name="return_state"),
            models.CheckConstraint(condition=Q(sort__in=[s.name for s in ReturnSort]), name="return_sort"),
            models.CheckConstraint(condition=Q(why__in=[w.name for w in ReturnWhy]), name="return_why"),
            models.CheckConstraint(
                condition=Q(state=ReturnState.REFUSED.value, refusal__in=[r.name for r in ReturnRefusal])
                | ~Q(state=ReturnState.REFUSED.value) & Q(refusal=""),
                name="return_refused_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ReturnState.SETTLED.value,
                    settled_at__isnull=False,
                    settlement__in=[s.name for s in Settlement],
                )
                | ~Q(state=ReturnState.SETTLED.value) & Q(settled_at=None, settlement=""),
                name="return_settled_how",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def as_sort(self) -> ReturnSort:
        return ReturnSort[self.sort]

    @property
    def as_why(self) -> ReturnWhy:
        return ReturnWhy[self.why]

    @property
    def as_refusal(self) -> ReturnRefusal | None:
        return ReturnRefusal[self.refusal] if self.refusal else None

    @property
    def as_settlement(self) -> Settlement | None:
        return Settlement[self.settlement] if self.settlement else None

    @property
    def is_open(self) -> bool:
        """It waits for something."""
        return self.state in {ReturnState.ASKED, ReturnState.AGREED, ReturnState.RECEIVED}


class ReturnLine(models.Model):
    """So many delivered packs of a line of the order."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    returned = nonpersonal(
        models.ForeignKey(Return, on_delete=models.PROTECT, related_name="lines"), "random key of a row"
    )
    line = nonpersonal(models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+"), "key of a row")
    quantity = order_record(models.PositiveIntegerField(), subject=_OF_RETURN)

    class Meta:
        ordering = ["returned", "line"]
        constraints = [
            models.UniqueConstraint(fields=["returned", "line"], name="returnline_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="returnline_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
