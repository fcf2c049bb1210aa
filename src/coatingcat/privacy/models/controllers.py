"""A new administrator takes over: what was announced, and what each person said to it."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Kind


class ControllerChange(models.Model):
    """A new administrator, told to everybody with name, contact and declarations (IV.2-1; PIPL 22)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    name = nonpersonal(models.CharField(max_length=120), "name of a company")
    contact = nonpersonal(models.CharField(max_length=200), "where a company is reached")
    declarations = nonpersonal(models.TextField(), "declarations of the new administrator, as data about no person")
    takes_effect_on = nonpersonal(models.DateField(), "from when on it would run the site")
    by = evidence(models.UUIDField(null=True), kind=Kind.OPENING, subject="by", exported=False)
    at = nonpersonal(models.DateTimeField(default=now), "when it was announced")

    class Meta:
        db_table = "privacy_controllerchange"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name


class ControllerAnswer(models.Model):
    """What a person said to a new administrator; the latest word counts, rows are only ever added."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    change = nonpersonal(
        models.ForeignKey(ControllerChange, on_delete=models.PROTECT, related_name="answers"), "random key of a row"
    )
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
    )
    is_agreed = evidence(models.BooleanField(), kind=Kind.CONSENT, subject="subject_id")
    language = nonpersonal(models.CharField(max_length=10), "language of the page")
    at = evidence(models.DateTimeField(default=now), kind=Kind.CONSENT, subject="subject_id")

    class Meta:
        db_table = "privacy_controlleranswer"
        indexes = [models.Index(fields=["change", "subject", "-at", "-id"], name="controller_answer_latest")]

    def __str__(self) -> str:
        return f"{self.subject_id} on {self.change_id}"
