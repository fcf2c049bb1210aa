"""Runs of the nightly sweep."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal

_COUNTED = "how many rows of a table went: a number, about no person"


class RetentionRun(models.Model):
    """One run of the sweep: for which moment, what went from where, and what could not be swept (III.2a)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    as_of = nonpersonal(models.DateTimeField(), "the moment keeping times were compared with")
    started_at = nonpersonal(models.DateTimeField(default=now, db_index=True), "when the run began")
    finished_at = nonpersonal(models.DateTimeField(null=True), "when it ended; empty: it was interrupted")
    is_dry = nonpersonal(models.BooleanField(default=False), "it only counted")
    counts = nonpersonal(models.JSONField(default=dict), _COUNTED)
    failures = nonpersonal(models.JSONField(default=list), "names of tables and sweeps that could not be swept")

    class Meta:
        db_table = "privacy_retentionrun"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"sweep of {self.started_at:%Y-%m-%d}"

    @property
    def total(self) -> int:
        """Rows that went, of all tables together."""
        return sum(self.counts.values())
