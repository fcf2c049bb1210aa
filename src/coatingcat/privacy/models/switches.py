"""What is switched off in need (III.3d): a row for every turn, the latest of a switch counts."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Kind, Switch

_NAMES = sorted(switch.name for switch in Switch)


class SwitchTurn(models.Model):
    """That a switch was frozen or let go, by whom, for which incident."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    switch = nonpersonal(models.CharField(max_length=20, choices=[(n, n) for n in _NAMES]), "what was switched")
    is_frozen = nonpersonal(models.BooleanField(), "whether it was frozen or let go")
    by = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="switch_turns"),
        kind=Kind.DUTY,
        subject="by_id",
    )
    incident = nonpersonal(models.UUIDField(null=True), "the incident it was done for; none: at the desk of switches")
    at = nonpersonal(models.DateTimeField(default=now), "when")

    class Meta:
        db_table = "privacy_switchturn"
        indexes = [models.Index(fields=["switch", "-at", "-id"], name="switch_latest")]
        constraints = [models.CheckConstraint(condition=models.Q(switch__in=_NAMES), name="switch_is_known")]

    def __str__(self) -> str:
        return f"{self.switch.lower()} {'frozen' if self.is_frozen else 'let go'}"
