"""Who opened what, and the chain that keeps the log honest."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.words import Kind


class Opening(models.Model):
    """Somebody other than the subject opened sealed values: who, for what, which field, how many; never a value."""

    at = nonpersonal(models.DateTimeField(default=now, db_index=True), "when")
    request = nonpersonal(models.CharField(max_length=40), "random reference of the request or name of the job")
    actor = evidence(
        models.UUIDField(null=True),
        kind=Kind.OPENING,
        subject="actor",
        exported=False,
    )
    roles = nonpersonal(models.CharField(max_length=120), "roles the actor acted in")
    purpose = nonpersonal(models.CharField(max_length=40), "purpose the values were opened for")
    label = nonpersonal(models.CharField(max_length=120), "declared label of the field")
    pseudonym = evidence(
        models.BinaryField(max_length=16),
        kind=Kind.OPENING,
        subject="pseudonym",
        exported=False,
    )
    reason = nonpersonal(
        models.CharField(max_length=20, blank=True, default=""), "why, from a closed list; empty for jobs and buyers"
    )
    about = nonpersonal(
        models.CharField(max_length=40, blank=True, default=""),
        "code of the order, case or incident it was opened for; random",
    )
    count = nonpersonal(models.PositiveIntegerField(), "how many values were opened")

    class Meta:
        db_table = "privacy_opening"
        indexes = [
            models.Index(fields=["pseudonym", "-at"], name="opening_by_subject"),
            models.Index(fields=["actor", "-at"], name="opening_by_actor"),
        ]

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
