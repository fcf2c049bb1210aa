"""Copies of everything about a person, asked for and fetched by that person (V.1a; PIPL 45)."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.records import FIXED
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, keeping

_of_export = functools.partial(
    personal,
    kind=Kind.OWN_COPY,
    purposes={Purpose.OWN_DATA, Purpose.ACCOUNT_SECURITY},
    keep=keeping.SIGN_IN,
    erase="delete row",
    fixed_because=FIXED,
)


class Export(models.Model):
    """One archive: asked for, built by a job, ready for seven days, then gone.

    The archive lies in the media store, encrypted under a random key of its own; that key lies here, sealed under the
    subject's live key, and dies with it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        EXPIRED = "expired"

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_export(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="exports"),
        subject="subject_id",
        exported=False,
    )
    state = nonpersonal(models.CharField(max_length=8, choices=State, default=State.WAITING), "how far it has come")
    language = nonpersonal(models.CharField(max_length=10), "language of its readable page")
    asked_at = _of_export(models.DateTimeField(default=now, db_index=True), subject="subject_id")
    ready_at = _of_export(models.DateTimeField(null=True), subject="subject_id", exported=False)
    expires_at = nonpersonal(models.DateTimeField(null=True), "end of the download")
    done = nonpersonal(models.PositiveBigIntegerField(default=0), "rows written so far")
    total = nonpersonal(models.PositiveBigIntegerField(default=0), "rows to write")
    size = nonpersonal(models.PositiveBigIntegerField(default=0), "bytes of the archive")
    secret = personal(
        SealedText(max_length=64, null=True),
        kind=Kind.CREDENTIAL,
        subject="subject_id",
        purposes={Purpose.OWN_DATA},
        keep=keeping.EXPORT,
        exported=False,
        fixed_because=FIXED,
    )
    """Key of the archive, in base64."""
    file = nonpersonal(models.UUIDField(null=True), "random name of a file")

    class Meta:
        db_table = "privacy_export"
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=models.Q(state="waiting"), name="one_waiting_export"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "ready", "expired"]), name="export_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(file__isnull=False, expires_at__isnull=False),
                name="export_ready_has_file",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-asked_at"], name="export_latest")]

    def __str__(self) -> str:
        return f"export {self.id}"

    @property
    def percent(self) -> int:
        """From 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def is_open(self) -> bool:
        """Whether the archive can be fetched now."""
        return self.state == self.State.READY and self.expires_at is not None and self.expires_at > now()


class Download(models.Model):
    """That an archive was fetched, and when."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    export = nonpersonal(models.ForeignKey(Export, on_delete=models.CASCADE, related_name="downloads"), "which archive")
    at = _of_export(models.DateTimeField(default=now), subject="export.subject_id")

    class Meta:
        db_table = "privacy_download"

    def __str__(self) -> str:
        return f"download of {self.export_id}"
