"""What authorities demanded, on which instrument, about whom, and who decided."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.records import FIXED, evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.sealed import SealedFile
from coatingcat.privacy.words import KeyKind, Kind, Purpose, keeping


class AuthorityRequest(models.Model):
    """A demand of an authority as one officer entered it; another one decides (IV.3; PIPL 13(1)(3), 35, 41)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    authority = nonpersonal(models.CharField(max_length=120), "name of a public body")
    country = nonpersonal(models.CharField(max_length=2), "whose authority it is, ISO 3166-1")
    article = nonpersonal(models.CharField(max_length=120), "provision the demand rests on")
    reference = nonpersonal(models.CharField(max_length=80), "number of the legal instrument")
    approval = nonpersonal(models.CharField(max_length=80, blank=True), "number of the approval (PIPL 41; DSL 36)")
    digest = nonpersonal(models.BinaryField(max_length=32), "SHA-256 of the instrument as it is kept")
    age_key = nonpersonal(models.CharField(max_length=80), "public key of an authority")
    labels = nonpersonal(models.CharField(max_length=2000), "declared labels of the fields demanded, by spaces")
    silent_until = nonpersonal(models.DateField(null=True), "until when a law forbids to tell the persons")
    silent_article = nonpersonal(models.CharField(max_length=120, blank=True), "the law that forbids it")
    by = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"),
        kind=Kind.OPENING,
        subject="by_id",
        exported=False,
    )
    at = nonpersonal(models.DateTimeField(default=now), "when it was entered")

    class Meta:
        db_table = "privacy_authorityrequest"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(country="CN") | ~models.Q(approval=""), name="foreign_authority_is_approved"
            ),
            models.CheckConstraint(
                condition=models.Q(silent_until=None) | ~models.Q(silent_article=""), name="silence_has_its_article"
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.id}"

    @property
    def label_list(self) -> list[str]:
        return self.labels.split()


class Instrument(models.Model):
    """The order, warrant or decision itself, sealed: it names people."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    request = nonpersonal(
        models.OneToOneField(AuthorityRequest, on_delete=models.PROTECT, related_name="instrument"),
        "random key of a row",
    )
    file = personal(
        SealedFile(key=KeyKind.HOLD),
        kind=Kind.SHARE,
        subject="request.by_id",
        purposes={Purpose.LEGAL_DISCLOSURE, Purpose.EVIDENCE},
        keep=keeping.EVIDENCE,
        exported=False,
        fixed_because=FIXED,
    )

    class Meta:
        db_table = "privacy_instrument"

    def __str__(self) -> str:
        return f"instrument of {self.request_id}"


class RequestedPerson(models.Model):
    """Whom a demand is about."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    request = nonpersonal(
        models.ForeignKey(AuthorityRequest, on_delete=models.PROTECT, related_name="people"), "random key of a row"
    )
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
        exported=False,
    )

    class Meta:
        db_table = "privacy_requestedperson"
        constraints = [models.UniqueConstraint(fields=["request", "subject"], name="requested_person_once")]

    def __str__(self) -> str:
        return f"{self.request_id} about {self.subject_id}"


class AuthorityDecision(models.Model):
    """What a second officer decided; the database refuses the officer who entered the demand."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    request = nonpersonal(
        models.OneToOneField(AuthorityRequest, on_delete=models.PROTECT, related_name="decision"),
        "random key of a row",
    )
    is_approved = nonpersonal(models.BooleanField(), "what was decided")
    by = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"),
        kind=Kind.OPENING,
        subject="by_id",
        exported=False,
    )
    at = nonpersonal(models.DateTimeField(default=now), "when")

    class Meta:
        db_table = "privacy_authoritydecision"

    def __str__(self) -> str:
        return f"decision on {self.request_id}"
