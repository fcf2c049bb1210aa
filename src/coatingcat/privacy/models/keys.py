"""Keys of subjects, the epochs that wrap them, and the files they seal."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.records import FIXED, evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import KeyKind, Kind, Purpose, keeping


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
    subject = evidence(
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
        fixed_because=FIXED,
    )

    class Meta:
        db_table = "privacy_storedfile"
        constraints = [models.UniqueConstraint(fields=["label", "row"], name="one_file_in_a_place")]

    def __str__(self) -> str:
        return f"file {self.id}"
