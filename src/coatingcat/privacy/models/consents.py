"""What people said about purposes."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Act, Kind, Purpose

_ASKED = sorted(purpose.name for purpose in Purpose if purpose.needs_consent)
"""Only where the law rests a purpose on consent may it be asked for."""


class Consent(models.Model):
    """What a person said about a purpose, in the words that were shown; rows are only ever added (PIPL 14, 15)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "record id (TS 27560)")
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consents"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
    )
    purpose = evidence(
        models.CharField(max_length=40, choices=[(name, name) for name in _ASKED]),
        kind=Kind.CONSENT,
        subject="subject_id",
        editable_at="members:consents",
        fixed_because=None,
    )
    act = evidence(
        models.CharField(max_length=10, choices=[(a.value, a.name) for a in Act]),
        kind=Kind.CONSENT,
        subject="subject_id",
        editable_at="members:consents",
        fixed_because=None,
    )
    words = nonpersonal(models.TextField(), "the sentence that was shown, the same to everybody")
    policy_version = nonpersonal(models.CharField(max_length=20), "version of the policy then in force")
    language = nonpersonal(models.CharField(max_length=10), "language of the words")
    schema = nonpersonal(models.CharField(max_length=20, default="ISO27560:2023"), "version of the record's form")
    at = evidence(
        models.DateTimeField(default=now),
        kind=Kind.CONSENT,
        subject="subject_id",
    )

    class Meta:
        db_table = "privacy_consent"
        indexes = [models.Index(fields=["subject", "purpose", "-at", "-id"], name="consent_latest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(purpose__in=_ASKED), name="consent_purpose"),
            models.CheckConstraint(condition=models.Q(act__in=[a.value for a in Act]), name="consent_act"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.purpose}"
