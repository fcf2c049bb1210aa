"""What buyer and seller write to each other, sealed for these two sides only (III.3a).

About an inquiry it lies under the key that dies with the account; about an order it is part of the record the law
demands, under the key that outlives it. The two are kept differently, so they are two tables; one set of verbs and
pages serves both.
"""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.sealed import SealedFile, SealedText
from coatingcat.privacy.words import KeyKind, Kind, Purpose, Text, keeping
from coatingcat.trade.models.inquiries import Inquiry, InquiryStep
from coatingcat.trade.models.orders import Order
from coatingcat.trade.models.records import actor_record
from coatingcat.trade.words import Side

LONGEST_MESSAGE = 8_000
_SENT = Text("已发出的消息，不可编辑；您可以补充", "What was sent cannot be edited; you can add to it")
_TEXT = Text("以便双方就此沟通", "So that both sides can talk about it")
_FILE = Text("仅在您认为有助于说明时", "Only if you think that it helps to show what you mean")
_SIDES = Q(side__in=[s.name for s in Side])

_of_inquiry = functools.partial(
    personal,
    kind=Kind.INQUIRY,
    subject="inquiry.buyer_id",
    purposes={Purpose.INQUIRIES, Purpose.OWN_DATA},
    keep=keeping.INQUIRY,
    fixed_because=_SENT,
)
_of_order = functools.partial(
    personal,
    kind=Kind.ORDER,
    subject="order.buyer_id",
    purposes={Purpose.ORDER_FULFILMENT, Purpose.TRANSACTION_RECORDS, Purpose.OWN_DATA},
    keep=keeping.TRANSACTION,
    fixed_because=_SENT,
)


class InquiryMessage(models.Model):
    """What one side wrote about an inquiry, with at most one file."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    inquiry = nonpersonal(
        models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="messages"), "random key of a row"
    )
    step = nonpersonal(
        models.OneToOneField(InquiryStep, null=True, on_delete=models.PROTECT, related_name="message"),
        "the step it was written with",
    )
    submission = nonpersonal(models.UUIDField(), "random number of one submission")
    side = nonpersonal(models.CharField(max_length=10), "which side wrote it")
    by = actor_record(models.UUIDField(null=True))
    text = _of_inquiry(SealedText(max_length=LONGEST_MESSAGE), reason=_TEXT)
    file = _of_inquiry(SealedFile(null=True), reason=_FILE)
    written_at = _of_inquiry(models.DateTimeField(default=now), erase="unlink")

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "submission"], name="inquirymessage_once"),
            models.CheckConstraint(condition=_SIDES, name="inquirymessage_side_is_known"),
        ]

    def __str__(self) -> str:
        return f"message about {self.inquiry_id}"

    @property
    def whose(self) -> Side:
        return Side[self.side]


class OrderMessage(models.Model):
    """What one side wrote about an order, a return or a claim, with at most one file."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    order = nonpersonal(
        models.ForeignKey(Order, on_delete=models.PROTECT, related_name="messages"), "random key of a row"
    )
    submission = nonpersonal(models.UUIDField(), "random number of one submission")
    side = nonpersonal(models.CharField(max_length=10), "which side wrote it")
    by = actor_record(models.UUIDField(null=True))
    text = _of_order(SealedText(max_length=LONGEST_MESSAGE, key=KeyKind.HOLD), reason=_TEXT)
    file = _of_order(SealedFile(null=True, key=KeyKind.HOLD), reason=_FILE)
    written_at = _of_order(models.DateTimeField(default=now), erase="unlink")

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "submission"], name="ordermessage_once"),
            models.CheckConstraint(condition=_SIDES, name="ordermessage_side_is_known"),
        ]

    def __str__(self) -> str:
        return f"message about {self.order_id}"

    @property
    def whose(self) -> Side:
        return Side[self.side]
