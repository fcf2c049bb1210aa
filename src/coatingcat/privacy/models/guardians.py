"""Guardians: asked, and answering for their wards."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.records import FIXED
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.sealed.fields import SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping
from coatingcat.privacy.words.minors import Ended
from coatingcat.privacy.words.minors import Guardianship as Relation

_CHANNELS = [("email", "email"), ("sms", "sms")]
_ASKED = Text(
    "等待监护人答复期间保存，七日内未答复即删除", "Kept while the guardian's answer is awaited, seven days at most"
)

_of_request = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.MINOR_PROTECTION, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
    keep=keeping.GUARDIAN_ASKED,
    fixed_because=_ASKED,
)


class GuardianRequest(models.Model):
    """A guardian who was asked and has not answered: the one thing kept before a minor may go on (VI.1)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_request(
        models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="guardian_request"),
        kind=Kind.PERSON_ID,
        erase="delete row",
    )
    channel = nonpersonal(models.CharField(max_length=5, choices=_CHANNELS), "e-mail or text message")
    address = _of_request(
        SealedText(max_length=254),
        kind=Kind.EMAIL,
        required_for="account",
        reason=Text("用于征得监护人的同意，除此之外不作他用", "To ask the guardian's consent, and for nothing else"),
    )
    language = nonpersonal(models.CharField(max_length=10), "language of the page it was made on")
    created_at = _of_request(models.DateTimeField(default=now, db_index=True), kind=Kind.GUARDIAN, erase="delete row")

    class Meta:
        db_table = "privacy_guardianrequest"

    def __str__(self) -> str:
        return f"request {self.id}"


_of_ward = functools.partial(
    personal,
    subject="ward_id",
    purposes={Purpose.MINOR_PROTECTION, Purpose.OWN_DATA},
    keep=keeping.GUARDIANSHIP,
    erase="delete row",
    fixed_because=FIXED,
)
_of_guardian = functools.partial(_of_ward, subject="guardian_id")


class Guardianship(models.Model):
    """That somebody is the guardian of a minor here; it ends by itself when the minor comes of age."""

    id = nonpersonal(models.UUIDField(primary_key=True, editable=False), "random key; that of the request before")
    ward = _of_ward(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="guardianships"), kind=Kind.PERSON_ID
    )
    guardian = _of_guardian(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="wards"), kind=Kind.PERSON_ID
    )
    relation = _of_guardian(
        models.CharField(max_length=12, choices=[(r.name, r.name) for r in Relation]), kind=Kind.GUARDIAN
    )
    channel = nonpersonal(models.CharField(max_length=5, choices=_CHANNELS), "e-mail or text message")
    address = personal(
        SealedText(max_length=254, null=True),
        kind=Kind.EMAIL,
        subject="guardian_id",
        purposes={Purpose.MINOR_PROTECTION, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
        keep=keeping.GUARDIANSHIP,
        fixed_because=Text("如需更换，请与我们联系", "Write to us to have it changed"),
    )
    language = nonpersonal(models.CharField(max_length=10), "language of the guardian's letters")
    since = _of_ward(models.DateTimeField(default=now), kind=Kind.GUARDIAN)
    ended_at = _of_ward(models.DateTimeField(null=True), kind=Kind.GUARDIAN)
    ended = nonpersonal(
        models.CharField(max_length=10, blank=True, choices=[(e.name, e.name) for e in Ended]), "why it is over"
    )

    class Meta:
        db_table = "privacy_guardianship"
        constraints = [
            models.UniqueConstraint(fields=["ward"], condition=models.Q(ended_at=None), name="one_guardian_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended="") | models.Q(ended_at__isnull=False) & ~models.Q(ended=""),
                name="guardianship_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"guardianship {self.id}"

    @property
    def relation_text(self) -> Text:
        return Relation[self.relation].value


_of_account = functools.partial(
    personal,
    subject="member_id",
    purposes={Purpose.MINOR_PROTECTION, Purpose.OWN_DATA},
    keep=keeping.GUARDIANSHIP,
    erase="delete row",
    fixed_because=Text("由您本人在监护人页面上关联", "Put here by yourself, on the page of the guardian"),
)


class GuardianAccount(models.Model):
    """That a guardian has an account as well, and sees the ward in its Personal Centre; shown by the guardian's link."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    guardianship = nonpersonal(
        models.OneToOneField(Guardianship, on_delete=models.CASCADE, related_name="account"), "random key of a row"
    )
    member = _of_account(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="guardian_accounts"), kind=Kind.PERSON_ID
    )
    since = _of_account(models.DateTimeField(default=now), kind=Kind.GUARDIAN)

    class Meta:
        db_table = "privacy_guardianaccount"

    def __str__(self) -> str:
        return f"account of {self.guardianship_id}"
