"""People without an account who ask something: consignees, guardians, next of kin, visitors (VIII.1; PIPL 50)."""

import functools
import secrets

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.cases import Case
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.sealed import DigestField, SealedEmail, SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping
from coatingcat.privacy.words.cases import AfterDeath, Relation

_TYPED = Text("在请求中填写；请通过该请求补充更正", "Given with the request; correct it by writing to the case")
_of_claimant = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.CORRESPONDENCE, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
    keep=keeping.CASE,
    fixed_because=_TYPED,
)


def new_token() -> str:
    """What opens a case without an account: 256 random bits."""
    return secrets.token_urlsafe(32)


class Claimant(models.Model):
    """Somebody who asks without an account: a subject of their own, with no more than it takes to answer."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_claimant(
        models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="claimant"),
        kind=Kind.PERSON_ID,
        erase="delete row",
        exported=False,
    )
    name = _of_claimant(
        SealedText(max_length=80, null=True),
        kind=Kind.NAME,
        reason=Text("以便称呼您；可不填", "To address you by it; you may leave it out"),
    )
    email = _of_claimant(
        SealedEmail(digest="email_digest"),
        kind=Kind.EMAIL,
        required_for="answer",
        reason=Text(
            "用于发送查看答复的链接；收到该链接即证明该邮箱属于您",
            "To send you the link to the answer; receiving it shows that the address is yours",
        ),
    )
    email_digest = _of_claimant(DigestField(of="email"), kind=Kind.EMAIL, exported=False)
    confirmed_at = _of_claimant(models.DateTimeField(null=True), kind=Kind.ACCOUNT_STATE, erase="delete row")
    """When the link was used to say: yes, this is my request."""

    asked_at = _of_claimant(models.DateTimeField(default=now), kind=Kind.CASE, erase="delete row")

    class Meta:
        db_table = "privacy_claimant"

    def __str__(self) -> str:
        return f"claimant {self.subject_id}"


class CaseLink(models.Model):
    """The link by which somebody without an account reads and answers. Found by a digest; the token itself is sealed for its letters."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    case = _of_claimant(
        models.OneToOneField(Case, on_delete=models.PROTECT, related_name="link"),
        kind=Kind.PERSON_ID,
        subject="case.subject_id",
        erase="delete row",
        exported=False,
        clock="made_at",
    )
    token = _of_claimant(
        SealedText(max_length=64, digest="token_digest"),
        kind=Kind.CREDENTIAL,
        subject="case.subject_id",
        purposes={Purpose.CORRESPONDENCE, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
        exported=False,
    )
    token_digest = _of_claimant(
        DigestField(of="token", unique=True),
        kind=Kind.CREDENTIAL,
        subject="case.subject_id",
        purposes={Purpose.CORRESPONDENCE},
        exported=False,
    )
    made_at = nonpersonal(models.DateTimeField(default=now), "when the link was made")
    ends_at = nonpersonal(models.DateTimeField(), "when the link stops to work")
    revoked_at = nonpersonal(models.DateTimeField(null=True), "when the link was taken back")

    class Meta:
        db_table = "privacy_caselink"

    def __str__(self) -> str:
        return f"link of {self.case_id}"


class Kinship(models.Model):
    """What somebody says to have been to a deceased person (PIPL 49)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    case = _of_claimant(
        models.OneToOneField(Case, on_delete=models.PROTECT, related_name="kinship"),
        kind=Kind.PERSON_ID,
        subject="case.subject_id",
        erase="delete row",
        exported=False,
    )
    relation = _of_claimant(
        models.CharField(max_length=12, choices=[(r.code, r.name) for r in Relation]),
        kind=Kind.CASE,
        subject="case.subject_id",
        purposes={Purpose.CORRESPONDENCE, Purpose.OWN_DATA},
        erase="delete row",
        reason=Text("只有近亲属可以行使该权利", "Only next of kin have this right"),
    )

    asked_at = nonpersonal(models.DateTimeField(default=now), "when it was said; the keeping time counts from it")

    class Meta:
        db_table = "privacy_kinship"
        constraints = [
            models.CheckConstraint(condition=Q(relation__in=[r.code for r in Relation]), name="kinship_is_known")
        ]

    def __str__(self) -> str:
        return f"kinship of {self.case_id}"

    @property
    def what(self) -> Relation:
        return Relation[self.relation.upper()]


class Arrangement(models.Model):
    """What a person arranged for the time after death; the latest holds, rows are only ever added (PIPL 49)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="arrangements"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
        exported=False,
    )
    wish = evidence(
        models.CharField(max_length=8, choices=[(w.code, w.name) for w in AfterDeath]),
        kind=Kind.PREFERENCE,
        subject="subject_id",
        editable_at="privacy:arrangement",
        fixed_because=None,
    )
    at = evidence(models.DateTimeField(default=now), kind=Kind.PREFERENCE, subject="subject_id")

    class Meta:
        db_table = "privacy_arrangement"
        indexes = [models.Index(fields=["subject", "-at"], name="arrangement_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(wish__in=[w.code for w in AfterDeath]), name="arrangement_is_known")
        ]

    def __str__(self) -> str:
        return f"arrangement of {self.subject_id}"
