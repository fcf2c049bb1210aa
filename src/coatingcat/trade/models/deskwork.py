"""What somebody does at a counter with many things at once, how it is taken back, and the views they keep."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping
from coatingcat.trade.models.inquiries import Inquiry
from coatingcat.trade.models.orders import Order
from coatingcat.trade.models.sellers import Agent, Seller
from coatingcat.trade.words import BulkVerb

UNDO_FOR = timedelta(minutes=10)
_WORK = "what a company did with transactions, about no person"


class BulkAct(models.Model):
    """One press of a button over many things. Taking it back is a record too: nothing is deleted."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    seller = nonpersonal(models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="+"), _WORK)
    agent = nonpersonal(models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+"), _WORK)
    """At whose counter; neither: the operator's."""
    verb = nonpersonal(models.CharField(max_length=10), _WORK)
    things = nonpersonal(models.PositiveSmallIntegerField(), "how many things it was done to")
    by = personal(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"),
        kind=Kind.PERSON_ID,
        subject="by_id",
        purposes={Purpose.EVIDENCE, Purpose.OWN_DATA},
        keep=keeping.EVIDENCE,
        erase="unlink",
        exported=False,
        fixed_because=Text("系统记录", "The program writes it down"),
    )
    at = nonpersonal(models.DateTimeField(default=now), "when it was done")
    undone_at = nonpersonal(models.DateTimeField(null=True), "when it was taken back")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["seller", "agent", "-at"], name="bulkact_of_counter")]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=[verb.name for verb in BulkVerb]), name="bulkact_verb"),
            models.CheckConstraint(condition=Q(seller=None) | Q(agent=None), name="bulkact_one_counter"),
        ]

    def __str__(self) -> str:
        return f"{self.verb.lower()} of {self.things}"

    @property
    def as_verb(self) -> BulkVerb:
        return BulkVerb[self.verb]

    @property
    def may_be_undone(self) -> bool:
        return self.as_verb.can_be_undone and self.undone_at is None and now() < self.at + UNDO_FOR


class Aside(models.Model):
    """That a counter has put something aside: it is in its lists, and no longer among what waits."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    act = nonpersonal(models.ForeignKey(BulkAct, on_delete=models.PROTECT, related_name="asides"), _WORK)
    seller = nonpersonal(models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="+"), _WORK)
    agent = nonpersonal(models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+"), _WORK)
    order = nonpersonal(
        models.ForeignKey(Order, null=True, on_delete=models.CASCADE, related_name="asides"), "random key of a row"
    )
    inquiry = nonpersonal(
        models.ForeignKey(Inquiry, null=True, on_delete=models.CASCADE, related_name="asides"), "random key of a row"
    )
    ended_at = nonpersonal(models.DateTimeField(null=True), "when it was taken back")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(order=None, inquiry__isnull=False) | Q(order__isnull=False, inquiry=None),
                name="aside_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["seller", "agent", "order", "inquiry"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="aside_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id or self.inquiry_id} aside"


class SavedView(models.Model):
    """A filter of the queue under a name of one's own. Both may say anything, a name of somebody too: sealed."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    member = personal(
        models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+"),
        kind=Kind.PERSON_ID,
        subject="member_id",
        purposes={Purpose.ORDER_FULFILMENT, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        erase="delete row",
        exported=False,
        fixed_because=Text("系统记录", "The program writes it down"),
    )
    name = personal(
        SealedText(max_length=60),
        kind=Kind.PREFERENCE,
        subject="member_id",
        purposes={Purpose.ORDER_FULFILMENT, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        reason=Text("便于您再次找到这一视图", "So that you find this view again"),
        editable_at="trade:supply_queue",
    )
    query = personal(
        SealedText(max_length=400),
        kind=Kind.PREFERENCE,
        subject="member_id",
        purposes={Purpose.ORDER_FULFILMENT, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        editable_at="trade:supply_queue",
    )
    created_at = nonpersonal(models.DateTimeField(default=now), "when it was kept")

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"view {self.id}"
