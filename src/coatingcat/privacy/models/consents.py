"""What people said about purposes."""

import functools

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Act, GivenBy, Kind, Purpose

_ASKED = sorted(purpose.name for purpose in Purpose if purpose.needs_consent)
"""Only where the law rests a purpose on consent may it be asked for."""
_ASKED_PER_RECIPIENT = sorted(
    purpose.name for purpose in Purpose if purpose.needs_consent or purpose.asked_per_recipient
)
"""Where it wants a consent of its own for each recipient, the purpose itself may rest on something else."""
_said = functools.partial(
    evidence, kind=Kind.CONSENT, subject="subject_id", editable_at="privacy:consents", fixed_because=None
)
_SAME_TO_ALL = "what was shown, the same to everybody"


class Consent(models.Model):
    """What a person said about a purpose, in the words that were shown; rows are only ever added (PIPL 14, 15).

    The fields are those of ISO/IEC TS 27560. The latest row of a subject, purpose and recipient that is no question
    is what stands.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "record id (TS 27560)")
    schema = nonpersonal(models.CharField(max_length=20, default="ISO27560:2023"), "version of the record's form")
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consents"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
    )
    purpose = _said(models.CharField(max_length=40))
    recipient = _said(models.CharField(max_length=60, null=True, blank=True))
    """Key of the recipient where the law wants a separate consent (PIPL 23, 29, 39); None: the purpose itself."""
    kinds = nonpersonal(
        ArrayField(models.CharField(max_length=40), default=list),
        "kinds of data the question named, from the declarations, the same to everybody",
    )
    act = _said(models.CharField(max_length=10))
    given_by = _said(models.CharField(max_length=20, default=GivenBy.PAGE.name))
    words = nonpersonal(models.TextField(), _SAME_TO_ALL)
    language = nonpersonal(models.CharField(max_length=10), "language of the words")
    policy_version = nonpersonal(models.CharField(max_length=20), "version of the policy then in force")
    policy_hash = nonpersonal(models.CharField(max_length=64, blank=True), "check value of that version")
    withdrawal = nonpersonal(
        models.CharField(max_length=60, default="/me/consents/"), "where it is withdrawn, the same to everybody"
    )
    expires_at = evidence(models.DateTimeField(null=True, blank=True), kind=Kind.CONSENT, subject="subject_id")
    at = evidence(models.DateTimeField(default=now), kind=Kind.CONSENT, subject="subject_id")

    class Meta:
        db_table = "privacy_consent"
        indexes = [models.Index(fields=["subject", "purpose", "recipient", "-at", "-id"], name="consent_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=_ASKED) | Q(purpose__in=_ASKED_PER_RECIPIENT, recipient__isnull=False),
                name="consent_purpose",
            ),
            models.CheckConstraint(condition=Q(act__in=[a.value for a in Act]), name="consent_act"),
            models.CheckConstraint(condition=Q(given_by__in=[g.name for g in GivenBy]), name="consent_given_by"),
            models.CheckConstraint(condition=Q(recipient=None) | ~Q(recipient=""), name="consent_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.purpose}"

    @property
    def what(self) -> Purpose:
        """The purpose, as a word."""
        return Purpose[self.purpose]

    @property
    def said(self) -> Act:
        """The act, as a word."""
        return Act(self.act)

    @property
    def way(self) -> GivenBy:
        """How it was given, as a word."""
        return GivenBy[self.given_by]
