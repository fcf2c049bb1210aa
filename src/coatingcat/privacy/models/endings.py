"""The end of the service, announced, carried out and proven (III.2b; ECL 16)."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.words import Kind

NOTICE = timedelta(days=30)
"""How long before its end a marketplace has to say so in public (ECL 16)."""


class EndOfService(models.Model):
    """That the service ends on a day. There is one at a time; it can be taken back until that day."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    announced_at = nonpersonal(models.DateTimeField(default=now, editable=False), "when it was announced")
    announced_on = nonpersonal(models.DateField(), "the same as a day in Shanghai")
    ends_on = nonpersonal(models.DateField(), "last day of the service")
    by = evidence(models.UUIDField(null=True), kind=Kind.OPENING, subject="by")
    withdrawn_at = nonpersonal(models.DateTimeField(null=True), "when it was taken back")
    erasing_at = nonpersonal(models.DateTimeField(null=True), "when the erasure of everybody began")
    finished_at = nonpersonal(models.DateTimeField(null=True), "when it was proven")
    proof = nonpersonal(models.JSONField(null=True), "counts, days and check values; nobody in it")
    signature = nonpersonal(models.BinaryField(max_length=32, null=True), "HMAC over the proof")

    class Meta:
        db_table = "privacy_endofservice"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("announced_on") + NOTICE), name="ending_thirty_days_before"
            ),
            models.CheckConstraint(
                condition=Q(erasing_at=None) | Q(withdrawn_at=None), name="ending_not_taken_back_late"
            ),
            models.UniqueConstraint(
                models.Value(1), condition=Q(withdrawn_at=None, finished_at=None), name="ending_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"end of service on {self.ends_on}"
