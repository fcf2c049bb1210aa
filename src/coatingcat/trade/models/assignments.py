"""Which agent follows up which transaction, from when till when, and by which rule (F.22)."""

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import Category
from coatingcat.catalog.models import Company as Maker
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.words import Kind
from coatingcat.trade.models.deskwork import BulkAct
from coatingcat.trade.models.inquiries import Inquiry
from coatingcat.trade.models.orders import Order
from coatingcat.trade.models.records import order_record
from coatingcat.trade.models.sellers import Agent, Seller
from coatingcat.trade.words import Thing

_RULE = "a rule of a seller, about no person"
_HISTORY = "which company followed up which transaction, about no person"


class AssignmentRule(models.Model):
    """What comes in and meets these conditions goes to this agent; of a seller's rules the first that fits decides.

    Empty conditions ask nothing. Where no seller is named the rule is the operator's.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    seller = nonpersonal(models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="rules"), _RULE)
    agent = nonpersonal(models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="rules"), _RULE)
    position = nonpersonal(models.PositiveSmallIntegerField(), _RULE)
    thing = nonpersonal(models.CharField(max_length=12, blank=True, default=""), _RULE)
    """What is assigned: an order, or a sort of inquiry; empty: any."""
    country = nonpersonal(models.CharField(max_length=2, blank=True, default=""), _RULE)
    """Of the buyer's company."""
    maker = nonpersonal(models.ForeignKey(Maker, null=True, on_delete=models.CASCADE, related_name="+"), _RULE)
    category = nonpersonal(models.ForeignKey(Category, null=True, on_delete=models.CASCADE, related_name="+"), _RULE)
    least = nonpersonal(models.DecimalField(max_digits=18, decimal_places=4, null=True), _RULE)
    """Value from which on it fits, without VAT, in `currency`."""
    currency = nonpersonal(models.CharField(max_length=3, blank=True, default=""), _RULE)
    created_at = nonpersonal(models.DateTimeField(default=now), "when it was made")
    ended_at = nonpersonal(models.DateTimeField(null=True), "until when it decided")

    class Meta:
        ordering = ["position", "created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(thing__in=["", *(t.name for t in Thing)]), name="assignmentrule_thing"),
            models.CheckConstraint(
                condition=Q(least=None, currency="") | Q(least__gte=0, currency__regex="^[A-Z]{3}$"),
                name="assignmentrule_value",
            ),
            models.CheckConstraint(condition=Q(country__regex="^([A-Z]{2})?$"), name="assignmentrule_country"),
        ]

    def __str__(self) -> str:
        return f"rule {self.position} of {self.seller_id or 'the operator'}"


class Assignment(models.Model):
    """That an agent follows up one order or inquiry. The past stays: an assignment ends, it is never changed or taken away."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    agent = nonpersonal(models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="assignments"), _HISTORY)
    order = nonpersonal(
        models.ForeignKey(Order, null=True, on_delete=models.CASCADE, related_name="assignments"),
        "random key of a row",
    )
    inquiry = nonpersonal(
        models.ForeignKey(Inquiry, null=True, on_delete=models.CASCADE, related_name="assignments"),
        "random key of a row",
    )
    rule = nonpersonal(
        models.ForeignKey(AssignmentRule, null=True, on_delete=models.PROTECT, related_name="assignments"), _RULE
    )
    act = nonpersonal(
        models.ForeignKey(BulkAct, null=True, on_delete=models.PROTECT, related_name="assignments"), _HISTORY
    )
    """The press of the button it came by, which can be taken back as a whole."""
    by = order_record(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+"),
        subject="by_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )
    """Who assigned it; None: the rule did."""
    at = nonpersonal(models.DateTimeField(default=now), "when a company began to follow up")
    ended_at = nonpersonal(models.DateTimeField(null=True), "when it ceased to")
    ended_by = order_record(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+"),
        subject="ended_by_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(order=None, inquiry__isnull=False) | Q(order__isnull=False, inquiry=None),
                name="assignment_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["agent", "order"], condition=Q(ended_at=None), name="assignment_of_order_once"
            ),
            models.UniqueConstraint(
                fields=["agent", "inquiry"], condition=Q(ended_at=None), name="assignment_of_inquiry_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id or self.inquiry_id} to {self.agent_id}"
