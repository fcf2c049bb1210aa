"""Messages on their way out."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.words import Channel
from coatingcat.outreach.words import Failure, State
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_of_message = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.SERVICE_MESSAGES, Purpose.PRODUCT_NEWS, Purpose.OWN_DATA},
    keep=keeping.MESSAGE,
    fixed_because=Text("已发出的信息，不可编辑", "What was sent cannot be edited"),
)


class Dispatch(models.Model):
    """One message to one person by one channel, sealed until it goes.

    `dedupe` makes it one, however often it is asked for. Title and body are sealed too: they name people, quote
    codes and tell of orders.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_message(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="dispatches"),
        kind=Kind.PERSON_ID,
        erase="delete row",
        exported=False,
    )
    channel = nonpersonal(models.CharField(max_length=5), "e-mail or text message")
    template = nonpersonal(models.CharField(max_length=40), "which text it is")
    language = nonpersonal(models.CharField(max_length=10), "language of the text")
    address = _of_message(SealedText(max_length=254), kind=Kind.MESSAGE)
    title = _of_message(SealedText(max_length=200), kind=Kind.MESSAGE)
    body = _of_message(SealedText(max_length=20_000), kind=Kind.MESSAGE)
    state = nonpersonal(models.CharField(max_length=6, default=State.QUEUED.value), "how far it has come")
    failure = nonpersonal(models.CharField(max_length=40, blank=True, default=""), "a fault's name, from a closed list")
    dedupe = nonpersonal(
        models.CharField(max_length=100, unique=True), "what is told, and the random key of the row it is told about"
    )
    created_at = _of_message(models.DateTimeField(default=now, db_index=True), kind=Kind.MESSAGE, erase="delete row")
    sent_at = _of_message(models.DateTimeField(null=True), kind=Kind.MESSAGE, erase="delete row")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=[c.value for c in Channel]), name="dispatch_channel_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in State]), name="dispatch_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(failure__in=["", *(f.value for f in Failure)]), name="dispatch_failure_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.SENT.value, sent_at__isnull=False)
                | ~models.Q(state=State.SENT.value) & models.Q(sent_at=None),
                name="dispatch_sent_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} by {self.channel}"


class Notice(models.Model):
    """Something a person is told on the site as well, with the page it leads to (III.2b, III.3d, VII.1)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_message(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="notices"),
        kind=Kind.PERSON_ID,
        erase="delete row",
        exported=False,
    )
    letter = _of_message(models.CharField(max_length=40), kind=Kind.MESSAGE, erase="delete row")
    path = _of_message(models.CharField(max_length=120, blank=True), kind=Kind.MESSAGE, erase="delete row")
    """The page of this site it leads to, without the first slash; names and random ids only."""
    created_at = _of_message(models.DateTimeField(default=now, db_index=True), kind=Kind.MESSAGE, erase="delete row")
    read_at = _of_message(models.DateTimeField(null=True), kind=Kind.MESSAGE, erase="delete row")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "letter", "path"], name="notice_told_once")]
        indexes = [models.Index(fields=["subject", "-created_at"], name="notice_latest")]

    def __str__(self) -> str:
        return f"notice of {self.letter}"
