"""A table with every sort of sealed field, outside the program's own models."""

from uuid import UUID, uuid4

from django.apps.registry import Apps
from django.db import models

from coatingcat.ground.ids import new_id
from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.actions.staff import pass_training, sign_undertaking
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.sealed import Clear, DigestField, SealedEmail, SealedFile, SealedPhone, SealedText
from coatingcat.privacy.words import STAFF, KeyKind, Kind, Purpose, Role, keeping

_OWN = {"subject": "subject_id", "keep": keeping.ACCOUNT}


class Diary(models.Model):
    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id), "key")
    subject_id = personal(models.UUIDField(), kind=Kind.PERSON_ID, purposes={Purpose.ACCOUNT, Purpose.OWN_DATA}, **_OWN)
    name = personal(
        SealedText(max_length=40, null=True), kind=Kind.NAME, purposes={Purpose.ACCOUNT, Purpose.OWN_DATA}, **_OWN
    )
    email = personal(
        SealedEmail(digest="email_digest", null=True),
        kind=Kind.EMAIL,
        purposes={Purpose.ACCOUNT, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
        **_OWN,
    )
    email_digest = personal(DigestField(of="email", unique=True), kind=Kind.EMAIL, purposes={Purpose.ACCOUNT}, **_OWN)
    mobile = personal(SealedPhone(null=True), kind=Kind.MOBILE, purposes={Purpose.ACCOUNT}, **_OWN)
    card = personal(SealedFile(null=True), kind=Kind.BUSINESS_CARD, purposes={Purpose.OWN_DATA}, **_OWN)
    interests = personal(
        SealedText(null=True), kind=Kind.INTERESTS, purposes={Purpose.PRODUCT_NEWS, Purpose.OWN_DATA}, **_OWN
    )
    code = personal(
        SealedText(null=True),
        kind=Kind.CREDENTIAL,
        subject="subject_id",
        purposes={Purpose.SERVICE_MESSAGES},
        keep=keeping.CODE,
    )
    deal = personal(
        SealedText(null=True, key=KeyKind.HOLD),
        kind=Kind.PROJECT,
        subject="subject_id",
        purposes={Purpose.TRANSACTION_RECORDS, Purpose.OWN_DATA},
        keep=keeping.TRANSACTION,
    )

    class Meta:
        app_label = "privacy"
        apps = Apps()

    def __str__(self) -> str:
        return str(self.id)


def written(**values: object) -> Diary:
    """A diary of a new member, read back from the database."""
    subject_id = new_subject("member").id
    row = Diary.objects.create(subject_id=subject_id, **{k: v and Clear(v) for k, v in values.items()})
    return Diary.objects.get(pk=row.pk)


def self_of(diary: Diary) -> Actor:
    return Actor(diary.subject_id, frozenset({Role.MEMBER}), "test")


def other(*roles: Role, subject_id: UUID | None = None) -> Actor:
    """Somebody else; one of the staff has signed the undertaking and passed the training."""
    if subject_id is None and set(roles) & set(STAFF):
        subject_id = new_subject("member").id
        sign_undertaking(subject_id=subject_id, language="en")
        pass_training(subject_id=subject_id)
    return Actor(subject_id or uuid4(), frozenset(roles), "test")
