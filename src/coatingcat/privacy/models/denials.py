"""What staff tried and were refused: the only trace a refused action leaves."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.words import Kind


class Denial(models.Model):
    """Somebody of the staff asked for a page or a value that their roles do not reach (III.3-0). Only ever added."""

    at = nonpersonal(models.DateTimeField(default=now, db_index=True), "when")
    request = nonpersonal(models.CharField(max_length=40), "random reference of the request")
    actor = evidence(models.UUIDField(), kind=Kind.OPENING, subject="actor")
    roles = nonpersonal(models.CharField(max_length=120), "roles the actor acted in")
    page = nonpersonal(models.CharField(max_length=80), "name of the page")
    label = nonpersonal(
        models.CharField(max_length=120, blank=True), "declared label of the value; empty: the page itself"
    )
    question = nonpersonal(models.CharField(max_length=20), "what was answered with no; PAGE: the roles of the page")

    class Meta:
        db_table = "privacy_denial"

    def __str__(self) -> str:
        return f"{self.question} at {self.page}"
