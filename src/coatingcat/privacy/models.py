"""Subjects, their keys, their consents, and who opened what."""

import functools

from django.db import models
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.words import Act, KeyKind, Kind, Purpose, Text, keeping

_ASKED = sorted(purpose.name for purpose in Purpose if purpose.needs_consent)
"""Only where the law rests a purpose on consent may it be asked for."""
_FIXED = Text("系统产生的记录，不可编辑", "A record the system makes; it cannot be edited")

_evidence = functools.partial(
    personal,
    purposes={Purpose.OWN_DATA, Purpose.EVIDENCE},
    keep=keeping.EVIDENCE,
    erase="unlink",
    fixed_because=_FIXED,
)
"""What proves how somebody's data was handled, and is unlinked from them in the end."""


class Subject(models.Model):
    """Anyone data is held on. Outside `members` and `privacy` a person is this random number and nothing else."""

    class Sort(models.TextChoices):
        MEMBER = "member", _("Member")
        CONSIGNEE = "consignee", _("Consignee")
        APPLICANT = "applicant", _("Applicant")

    id = _evidence(
        models.UUIDField(primary_key=True, default=new_id, editable=False),
        kind=Kind.PERSON_ID,
        subject="id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA, Purpose.EVIDENCE},
    )
    sort = nonpersonal(models.CharField(max_length=12, choices=Sort.choices), "the role a subject first came in")
    created_at = _evidence(
        models.DateTimeField(default=now, editable=False),
        kind=Kind.ACCOUNT_STATE,
        subject="id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA, Purpose.EVIDENCE},
    )
    restricted_at = _evidence(
        models.DateTimeField(null=True, editable=False),
        kind=Kind.ACCOUNT_STATE,
        subject="id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA, Purpose.EVIDENCE},
    )

    class Meta:
        db_table = "privacy_subject"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sort__in=["member", "consignee", "applicant"]), name="subject_sort_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"subject {self.id}"


class Epoch(models.Model):
    """A period of the key-wrapping key. The key itself is a file outside the database and its backups."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "name of a key file")
    opened_at = nonpersonal(models.DateTimeField(default=now), "when the epoch began")
    retired_at = nonpersonal(models.DateTimeField(null=True), "when its key was destroyed or replaced")

    class Meta:
        db_table = "privacy_epoch"
        constraints = [
            models.UniqueConstraint(
                models.expressions.Value(1), condition=models.Q(retired_at=None), name="one_open_epoch"
            )
        ]

    def __str__(self) -> str:
        return f"epoch {self.id}"


class SubjectKey(models.Model):
    """A subject's key, wrapped by an epoch's. Without its wrapped bytes everything sealed under it is gone."""

    id = nonpersonal(models.UUIDField(primary_key=True, editable=False), "random name of a key")
    subject = _evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="keys"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
        exported=False,
    )
    kind = nonpersonal(
        models.CharField(max_length=4, choices=[(k.value, k.name) for k in KeyKind]), "which of the subject's keys"
    )
    epoch = nonpersonal(models.ForeignKey(Epoch, on_delete=models.PROTECT), "which epoch's key wraps it")
    wrapped = nonpersonal(models.BinaryField(null=True), "random key, encrypted; empty once destroyed")
    created_at = nonpersonal(models.DateTimeField(default=now), "when the key was made")
    ends_at = nonpersonal(models.DateTimeField(null=True), "last moment the law or the purpose lets the key live")
    destroyed_at = nonpersonal(models.DateTimeField(null=True), "when the key was destroyed")

    class Meta:
        db_table = "privacy_subjectkey"
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind"], name="one_key_of_a_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=["live", "hold"]), name="key_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(wrapped=None, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at=None),
                name="key_destroyed_means_gone",
            ),
        ]
        indexes = [models.Index(fields=["epoch"], name="subjectkey_epoch")]

    def __str__(self) -> str:
        return f"{self.kind} key {self.id}"


class StoredFile(models.Model):
    """A sealed file in the media store: under which key, and which row's field it belongs to."""

    id = nonpersonal(models.UUIDField(primary_key=True, editable=False), "random name of a file")
    key = nonpersonal(models.ForeignKey(SubjectKey, on_delete=models.PROTECT), "which key seals it")
    label = nonpersonal(models.CharField(max_length=120), "declared label of the field")
    row = personal(
        models.UUIDField(),
        kind=Kind.PERSON_ID,
        subject="key.subject_id",
        purposes={Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        erase="delete row",
        exported=False,
        fixed_because=_FIXED,
    )

    class Meta:
        db_table = "privacy_storedfile"
        constraints = [models.UniqueConstraint(fields=["label", "row"], name="one_file_in_a_place")]

    def __str__(self) -> str:
        return f"file {self.id}"


class Consent(models.Model):
    """What a person said about a purpose, in the words that were shown; rows are only ever added (PIPL 14, 15)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "record id (TS 27560)")
    subject = _evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consents"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
    )
    purpose = _evidence(
        models.CharField(max_length=40, choices=[(name, name) for name in _ASKED]),
        kind=Kind.CONSENT,
        subject="subject_id",
        editable_at="members:consents",
        fixed_because=None,
    )
    act = _evidence(
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
    at = _evidence(
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


class Opening(models.Model):
    """Somebody other than the subject opened sealed values: who, for what, which field, how many; never a value."""

    at = nonpersonal(models.DateTimeField(default=now, db_index=True), "when")
    request = nonpersonal(models.CharField(max_length=40), "random reference of the request or name of the job")
    actor = _evidence(
        models.UUIDField(null=True),
        kind=Kind.OPENING,
        subject="actor",
        exported=False,
    )
    roles = nonpersonal(models.CharField(max_length=120), "roles the actor acted in")
    purpose = nonpersonal(models.CharField(max_length=40), "purpose the values were opened for")
    label = nonpersonal(models.CharField(max_length=120), "declared label of the field")
    pseudonym = _evidence(
        models.BinaryField(max_length=16),
        kind=Kind.OPENING,
        subject="pseudonym",
        exported=False,
    )
    count = nonpersonal(models.PositiveIntegerField(), "how many values were opened")

    class Meta:
        db_table = "privacy_opening"
        indexes = [models.Index(fields=["pseudonym", "-at"], name="opening_by_subject")]

    def __str__(self) -> str:
        return f"{self.label} for {self.purpose}"


class Link(models.Model):
    """One link of the chain over openings: SHA-256 of the link before and the opening's own row."""

    seq = nonpersonal(models.BigIntegerField(primary_key=True), "place in the chain, from 1, without gaps")
    opening = nonpersonal(models.OneToOneField(Opening, on_delete=models.PROTECT), "the opening it seals")
    digest = nonpersonal(models.BinaryField(max_length=32), "the link; it covers pseudonyms only")

    class Meta:
        db_table = "privacy_link"

    def __str__(self) -> str:
        return f"link {self.seq}"


class Head(models.Model):
    """The chain's head as it was published on a day; a shorter chain later on is a truncation everyone can see."""

    day = nonpersonal(models.DateField(primary_key=True), "day in Shanghai")
    seq = nonpersonal(models.BigIntegerField(), "length of the chain then")
    digest = nonpersonal(models.BinaryField(max_length=32), "its head")

    class Meta:
        db_table = "privacy_head"

    def __str__(self) -> str:
        return f"head of {self.day}"
