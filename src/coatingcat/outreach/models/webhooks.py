"""Where companies want to be told of what happens, and what was told (Standard Webhooks)."""

import functools
from datetime import timedelta

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models import Company
from coatingcat.outreach.words import Telling, WebhookState
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

OVERLAP = timedelta(days=1)
"""How long a secret that was replaced still signs beside the new one."""
_OF_COMPANY = "a server of a company, about no person"


class WebhookEndpoint(models.Model):
    """A server of a company. Its secret is derived from a key outside the database and is stored nowhere."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="webhooks"), _OF_COMPANY)
    url = nonpersonal(models.CharField(max_length=300), _OF_COMPANY)
    types = nonpersonal(models.CharField(max_length=2000, blank=True), _OF_COMPANY)
    """Types of events by name and space; empty: all of them."""
    generation = nonpersonal(models.PositiveIntegerField(default=1), "how often its secret was replaced")
    rotated_at = nonpersonal(models.DateTimeField(null=True), "when its secret was replaced")
    state = nonpersonal(models.CharField(max_length=10, default=WebhookState.ACTIVE.name), _OF_COMPANY)
    failing_since = nonpersonal(models.DateTimeField(null=True), "since when nothing got through")
    created_at = nonpersonal(models.DateTimeField(default=now), "when it was entered")
    ended_at = nonpersonal(models.DateTimeField(null=True), "when it was taken away")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.name for s in WebhookState]), name="webhook_state"),
            models.UniqueConstraint(fields=["company", "url"], condition=Q(ended_at=None), name="webhook_once"),
        ]

    def __str__(self) -> str:
        return f"webhook {self.id}"

    @property
    def as_state(self) -> WebhookState:
        return WebhookState[self.state]

    @property
    def type_list(self) -> list[str]:
        return self.types.split()

    @property
    def has_two_secrets(self) -> bool:
        return self.rotated_at is not None and self.rotated_at > now() - OVERLAP


_of_event = functools.partial(
    personal,
    kind=Kind.ORDER,
    subject="subject_id",
    purposes={Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
    keep=keeping.WEBHOOK,
    erase="delete row",
    clock="at",
    fixed_because=Text("系统产生的记录，不可编辑", "A record the system makes; it cannot be edited"),
)


class WebhookEvent(models.Model):
    """One thing to tell one server: written in the transaction in which it happened, told in order for each code."""

    number = nonpersonal(models.BigAutoField(primary_key=True), "order in which it is told")
    id = nonpersonal(
        models.UUIDField(unique=True, default=new_id), "random key of what is told; repeats carry the same"
    )
    endpoint = nonpersonal(
        models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="events"), "random key of a row"
    )
    subject = _of_event(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"), kind=Kind.PERSON_ID, exported=False
    )
    """Whose transaction it is: with them goes the event."""
    code = _of_event(models.CharField(max_length=20))
    """Of the order or inquiry: all that is told of it besides type and time."""
    type = _of_event(models.CharField(max_length=40))
    at = _of_event(models.DateTimeField(default=now))
    telling = nonpersonal(models.CharField(max_length=10, default=Telling.WAITING.name), "how far it has come")
    tries = nonpersonal(models.PositiveSmallIntegerField(default=0), "how often it was sent")
    due_at = nonpersonal(models.DateTimeField(default=now), "when it is sent next")
    leased_until = nonpersonal(models.DateTimeField(null=True), "until when a worker sends it")

    class Meta:
        indexes = [
            models.Index(fields=["endpoint", "code", "number"], condition=Q(telling="WAITING"), name="webhook_waiting"),
            models.Index(fields=["endpoint", "-number"], name="webhook_latest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(telling__in=[t.name for t in Telling]), name="webhookevent_telling")
        ]

    def __str__(self) -> str:
        return f"event {self.id}"

    @property
    def as_telling(self) -> Telling:
        return Telling[self.telling]


class WebhookAttempt(models.Model):
    """That an event was sent, and what the server answered; only ever added to, for 30 days."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    event = nonpersonal(models.UUIDField(db_index=True), "random key of what was told")
    attempt = nonpersonal(models.PositiveSmallIntegerField(), "which try it was, from 1")
    at = nonpersonal(models.DateTimeField(default=now, db_index=True), "when it was sent")
    status = nonpersonal(models.PositiveSmallIntegerField(), "HTTP status; 0: no answer")
    milliseconds = nonpersonal(models.PositiveIntegerField(), "how long the server took")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "attempt"], name="webhookattempt_once")]

    def __str__(self) -> str:
        return f"try {self.attempt} of {self.event}"
