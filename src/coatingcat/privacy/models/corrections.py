"""What became of a correction beyond the place it was made in (V.2; PIPL 46)."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Kind


class CorrectionFlow(models.Model):
    """That a corrected value was passed on: to a copy of ours (by its name) or a recipient (its key). Never a value."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="correction_flows"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
        exported=False,
    )
    label = evidence(models.CharField(max_length=120), kind=Kind.CORRECTION, subject="subject_id")
    correction = nonpersonal(models.CharField(max_length=64), "random key of the correction that is passed on")
    recipient = evidence(models.CharField(max_length=60, blank=True), kind=Kind.CORRECTION, subject="subject_id")
    """Key of the recipient that was told; empty for a copy of ours."""
    copy = nonpersonal(models.CharField(max_length=60, blank=True), "name of the copy of ours that followed")
    at = evidence(models.DateTimeField(default=now), kind=Kind.CORRECTION, subject="subject_id")

    class Meta:
        db_table = "privacy_correctionflow"
        constraints = [
            models.UniqueConstraint(fields=["correction", "recipient", "copy"], name="correction_flows_once"),
        ]
        indexes = [models.Index(fields=["subject", "-at"], name="correctionflow_latest")]

    def __str__(self) -> str:
        return f"{self.label} to {self.recipient or self.copy}"
