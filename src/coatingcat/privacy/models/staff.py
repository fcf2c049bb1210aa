"""What staff have undertaken, learnt, been granted, and where they were stopped (III.3c). Rows are only ever added."""

from datetime import datetime
from typing import Any

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import STAFF, Kind

ROLE_NAMES = sorted(role.name for role in STAFF)


def _of_whom(name: str, related_name: str, *, null: bool = False) -> "models.ForeignKey[Subject, Subject]":
    return evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, null=null, related_name=related_name),
        kind=Kind.PERSON_ID,
        subject=f"{name}_id",
    )


def _when() -> "models.DateTimeField[Any, datetime]":
    return evidence(models.DateTimeField(default=now), kind=Kind.DUTY, subject="subject_id")


class Undertaking(models.Model):
    """A confidentiality undertaking that somebody on the staff signed, with a seal over who, which text and when."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_whom("subject", "undertakings")
    version = evidence(models.CharField(max_length=20), kind=Kind.DUTY, subject="subject_id")
    language = nonpersonal(models.CharField(max_length=10), "language in which the text was read")
    at = _when()
    signature = nonpersonal(
        models.BinaryField(max_length=32), "HMAC over the subject's id, the version, the text's digest and the moment"
    )

    class Meta:
        db_table = "privacy_undertaking"
        indexes = [models.Index(fields=["subject", "version", "-at"], name="undertaking_latest")]

    def __str__(self) -> str:
        return f"undertaking {self.version}"


class Training(models.Model):
    """A training that somebody on the staff passed."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_whom("subject", "trainings")
    topic = evidence(models.CharField(max_length=40), kind=Kind.DUTY, subject="subject_id")
    at = _when()

    class Meta:
        db_table = "privacy_training"
        indexes = [models.Index(fields=["subject", "-at"], name="training_latest")]

    def __str__(self) -> str:
        return f"training {self.topic}"


class RoleGrant(models.Model):
    """That a role was given to somebody or taken away, by whom; by nobody where it was done at the machine itself."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_whom("subject", "role_grants")
    role = evidence(
        models.CharField(max_length=20, choices=[(name, name) for name in ROLE_NAMES]),
        kind=Kind.DUTY,
        subject="subject_id",
    )
    is_granted = evidence(models.BooleanField(), kind=Kind.DUTY, subject="subject_id")
    by = _of_whom("by", "role_grants_made", null=True)
    at = _when()

    class Meta:
        db_table = "privacy_rolegrant"
        indexes = [models.Index(fields=["subject", "-at"], name="rolegrant_latest")]
        constraints = [models.CheckConstraint(condition=models.Q(role__in=ROLE_NAMES), name="rolegrant_role")]

    def __str__(self) -> str:
        return f"{self.role.lower()} {'given' if self.is_granted else 'taken'}"


class AccessReview(models.Model):
    """What an officer decided about somebody's access, once a year: it stays or it goes."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_whom("subject", "access_reviews")
    by = _of_whom("by", "access_reviews_made")
    at = _when()
    is_kept = evidence(models.BooleanField(), kind=Kind.DUTY, subject="subject_id")
    roles = evidence(models.CharField(max_length=120), kind=Kind.DUTY, subject="subject_id")
    people = nonpersonal(models.PositiveIntegerField(), "people whose data was opened in the year before")

    class Meta:
        db_table = "privacy_accessreview"
        indexes = [models.Index(fields=["subject", "-at"], name="accessreview_latest")]

    def __str__(self) -> str:
        return "kept" if self.is_kept else "taken away"


class BulkAlarm(models.Model):
    """That somebody on the staff was stopped from opening the data of too many people (III.3-0)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_whom("subject", "bulk_alarms")
    at = _when()
    window_minutes = nonpersonal(models.PositiveIntegerField(), "length of the window that was full, in minutes")
    count = nonpersonal(models.PositiveIntegerField(), "people opened in it")

    class Meta:
        db_table = "privacy_bulkalarm"
        indexes = [models.Index(fields=["subject", "-at"], name="bulkalarm_latest")]

    def __str__(self) -> str:
        return f"alarm at {self.count} people"


class BulkLift(models.Model):
    """What an officer decided about an alarm; from a lift on the count of that person begins anew."""

    alarm = nonpersonal(
        models.OneToOneField(BulkAlarm, on_delete=models.PROTECT, primary_key=True, related_name="lift"), "the alarm"
    )
    by = _of_whom("by", "bulk_lifts")
    at = evidence(models.DateTimeField(default=now), kind=Kind.DUTY, subject="by_id")
    is_lifted = nonpersonal(models.BooleanField(), "whether they may go on, or the stop stands until it wears off")
    why = nonpersonal(models.CharField(max_length=20), "from a closed list")

    class Meta:
        db_table = "privacy_bulklift"

    def __str__(self) -> str:
        return "lifted" if self.is_lifted else "upheld"
