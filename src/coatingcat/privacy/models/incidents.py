"""The register of incidents (III.3d): what was declared, each step that was taken, who is affected."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id, public_code
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Kind
from coatingcat.privacy.words.incidents import Containment, IncidentKind, Scope, Step

_KINDS, _SCOPES = sorted(k.name for k in IncidentKind), sorted(s.name for s in Scope)
_STEPS = sorted([s.name for s in Step] + [c.name for c in Containment])
_about = functools.partial(evidence, kind=Kind.INCIDENT)


def new_code() -> str:
    """A code to speak of an incident by."""
    return public_code("IN")


class Incident(models.Model):
    """An incident or a drill: which time, field, role, account or recipient it is about. Never free text."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = nonpersonal(models.CharField(max_length=20, unique=True, default=new_code), "random code")
    kind = nonpersonal(models.CharField(max_length=10), "what sort of incident")
    is_drill = nonpersonal(models.BooleanField(), "whether it is practised only")
    aware_at = nonpersonal(models.DateTimeField(), "when it became known; all clocks count from here")
    declared_at = nonpersonal(models.DateTimeField(default=now), "when it was entered here")
    declared_by = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="incidents_declared"),
        kind=Kind.DUTY,
        subject="declared_by_id",
    )
    scope = nonpersonal(models.CharField(max_length=10), "from what the affected are found")
    since = nonpersonal(models.DateTimeField(), "begin of the time in question")
    until = nonpersonal(models.DateTimeField(), "end of the time in question")
    label = nonpersonal(models.CharField(max_length=120, blank=True), "field in question; empty: all")
    role = nonpersonal(models.CharField(max_length=20, blank=True), "role in question; empty: all")
    recipient = nonpersonal(models.CharField(max_length=60, blank=True), "recipient in question; empty: all")
    actor = evidence(models.UUIDField(null=True), kind=Kind.DUTY, subject="actor", exported=False)
    found_at = nonpersonal(models.DateTimeField(null=True), "when the affected had been found")
    affected_count = nonpersonal(models.PositiveIntegerField(default=0), "how many people are affected")
    gone_count = nonpersonal(
        models.PositiveIntegerField(default=0),
        "pseudonyms whose keys were destroyed since: nobody knows whose they were",
    )

    class Meta:
        db_table = "privacy_incident"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=_KINDS), name="incident_kind"),
            models.CheckConstraint(condition=models.Q(scope__in=_SCOPES), name="incident_scope"),
            models.CheckConstraint(condition=models.Q(since__lte=models.F("until")), name="incident_time"),
        ]

    def __str__(self) -> str:
        return self.code


class IncidentStep(models.Model):
    """A step or containment that was taken: when, by whom, for how many. Rows are only ever added."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    incident = nonpersonal(models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps"), "the incident")
    step = nonpersonal(models.CharField(max_length=20), "which step of the plan, or which containment")
    at = nonpersonal(models.DateTimeField(default=now), "when")
    by = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="incident_steps"),
        kind=Kind.DUTY,
        subject="by_id",
    )

    class Meta:
        db_table = "privacy_incidentstep"
        constraints = [
            models.UniqueConstraint(fields=["incident", "step"], name="incident_step_once"),
            models.CheckConstraint(condition=models.Q(step__in=_STEPS), name="incident_step_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.step.lower()} of {self.incident_id}"


class Affected(models.Model):
    """That an incident concerns a person, with which sorts of their data, and when they were told."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    incident = nonpersonal(
        models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="affected"), "the incident"
    )
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="incidents"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
    )
    kinds = _about(models.CharField(max_length=400, blank=True), subject="subject_id")
    """Names of the sorts of data concerned, separated by spaces; empty: whatever is held."""
    told_at = _about(models.DateTimeField(null=True), subject="subject_id")

    class Meta:
        db_table = "privacy_affected"
        constraints = [models.UniqueConstraint(fields=["incident", "subject"], name="affected_once")]

    def __str__(self) -> str:
        return f"affected by {self.incident_id}"
