"""What was agreed for minors, who of the staff may see their data, and how often what happened."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Kind, Purpose, Text
from coatingcat.privacy.words.minors import Decision, Reason, Tally


class GuardianConsent(models.Model):
    """What a guardian declared and agreed to, in the words that were shown; rows are only ever added (PIPL 14, 31)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "record id")
    ward = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="guardian_consents"),
        kind=Kind.PERSON_ID,
        subject="ward_id",
    )
    guardian = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consents_for_wards"),
        kind=Kind.PERSON_ID,
        subject="guardian_id",
    )
    act = evidence(
        models.CharField(max_length=10, choices=[("given", "given"), ("withdrawn", "withdrawn")]),
        kind=Kind.CONSENT,
        subject="ward_id",
    )
    relation = evidence(models.CharField(max_length=12), kind=Kind.GUARDIAN, subject="guardian_id")
    is_for_child = evidence(models.BooleanField(), kind=Kind.AGE, subject="ward_id")
    words = nonpersonal(models.TextField(), "the sentences that were shown, the same to everybody")
    rules_version = nonpersonal(models.CharField(max_length=20), "version of what was read together")
    policy_version = nonpersonal(models.CharField(max_length=20), "version of the policy then in force")
    language = nonpersonal(models.CharField(max_length=10), "language of the words")
    at = evidence(models.DateTimeField(default=now), kind=Kind.CONSENT, subject="ward_id")

    class Meta:
        db_table = "privacy_guardianconsent"

    def __str__(self) -> str:
        return f"{self.act} for a ward"


class MinorAccess(models.Model):
    """Somebody of the staff asks to see a minor's data for a purpose, and an officer decides (MR 36)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    ward = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="accesses"),
        kind=Kind.PERSON_ID,
        subject="ward_id",
    )
    staff = evidence(models.UUIDField(), kind=Kind.PERSON_ID, subject="staff", exported=False)
    purpose = nonpersonal(models.CharField(max_length=40), "purpose the values are asked for")
    reason = nonpersonal(
        models.CharField(max_length=10, choices=[(r.name, r.name) for r in Reason]), "why, from a closed list"
    )
    asked_at = evidence(models.DateTimeField(default=now, db_index=True), kind=Kind.OPENING, subject="ward_id")
    decision = nonpersonal(
        models.CharField(max_length=10, blank=True, choices=[(d.name, d.name) for d in Decision]), "what was decided"
    )
    decided_by = evidence(models.UUIDField(null=True), kind=Kind.PERSON_ID, subject="decided_by", exported=False)
    decided_at = evidence(models.DateTimeField(null=True), kind=Kind.OPENING, subject="ward_id")
    until = evidence(models.DateTimeField(null=True), kind=Kind.OPENING, subject="ward_id")

    class Meta:
        db_table = "privacy_minoraccess"
        indexes = [models.Index(fields=["staff", "ward", "purpose"], name="minor_access_asked")]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "ward", "purpose"], condition=models.Q(decision=""), name="minor_access_asked_once"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_by=None, decided_at=None, until=None)
                | ~models.Q(decision="") & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="minor_access_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("staff")),
                name="minor_access_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"access {self.id}"

    @property
    def purpose_text(self) -> Text:
        return Purpose[self.purpose].text

    @property
    def reason_text(self) -> Text:
        return Reason[self.reason].value

    @property
    def decision_text(self) -> Text | None:
        return Decision[self.decision].value if self.decision else None


class MinorTally(models.Model):
    """How often something happened in a year, of nobody in particular: a refusal leaves no other trace (MR 37)."""

    year = nonpersonal(models.PositiveSmallIntegerField(), "year in Shanghai")
    what = nonpersonal(models.CharField(max_length=16, choices=[(t.name, t.name) for t in Tally]), "what is counted")
    count = nonpersonal(models.PositiveIntegerField(default=0), "how often")

    class Meta:
        db_table = "privacy_minortally"
        constraints = [models.UniqueConstraint(fields=["year", "what"], name="one_tally_a_year")]

    def __str__(self) -> str:
        return f"{self.what} {self.year}: {self.count}"
