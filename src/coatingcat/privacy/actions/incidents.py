"""What is done about an incident: declared, contained, found out, told (III.3d). Each step is a record, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.switches import turn_switch
from coatingcat.privacy.models import Affected, Incident, IncidentStep
from coatingcat.privacy.queries.incidents import holders_in, kinds_in, openings_in, people_of
from coatingcat.privacy.queries.shared import people_shared_in
from coatingcat.privacy.words import Switch
from coatingcat.privacy.words.incidents import Containment, IncidentKind, Scope, Step

_BATCH = 500


class NotFoundYet(Exception):
    """Nobody can be told before those who are affected have been found."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an incident is about; empty parts do not narrow it."""

    scope: Scope
    since: datetime
    until: datetime
    label: str = ""
    role: str = ""
    actor: UUID | None = None
    recipient: str = ""


def declare_incident(
    *, kind: IncidentKind, question: Question, aware_at: datetime, by: UUID, is_drill: bool
) -> Incident:
    """Enter an incident; finding whom it concerns begins at once, and the officers are told."""
    with transaction.atomic():
        incident = Incident.objects.create(
            kind=kind.name,
            is_drill=is_drill,
            aware_at=aware_at,
            declared_by_id=by,
            scope=question.scope.name,
            since=question.since,
            until=question.until,
            label=question.label,
            role=question.role,
            recipient=question.recipient,
            actor=question.actor,
        )
        later("privacy.find_affected", incident_id=incident.pk)
        later("members.tell_officers", letter="incident_declared", path=f"desk/incidents/{incident.pk}/")
    return incident


def find_affected(*, incident_id: UUID) -> int:
    """Find everybody the incident concerns, exactly; how many. May run again: it finds the same and what is new."""
    incident = Incident.objects.get(pk=incident_id)
    match Scope[incident.scope]:
        case Scope.OPENINGS:
            people, gone = people_of(openings_in(incident))
        case Scope.SHARES:
            people, gone = people_shared_in(incident)
        case Scope.EVERYBODY:
            people, gone = holders_in(incident)
    rows = [
        Affected(incident=incident, subject_id=subject_id, kinds=" ".join(k.name for k in kinds_in(labels))[:400])
        for subject_id, labels in sorted(people.items())
    ]
    with transaction.atomic():
        Affected.objects.bulk_create(rows, _BATCH, ignore_conflicts=True)
        Incident.objects.filter(pk=incident_id).update(
            found_at=now(), affected_count=Affected.objects.filter(incident=incident).count(), gone_count=gone
        )
        _record(incident, Step.ASSESS.name, incident.declared_by_id)
    return len(rows)


def take_step(*, incident: Incident, step: Step, by: UUID) -> bool:
    """Take a step of the plan and write it down; False if it was taken before. Raises NotFoundYet.

    Telling and announcing happen as jobs of this same transaction; in a drill the staff alone is told. What is
    announced stands on `/privacy/incidents/` from the record on.
    """
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident.pk)
        if step in {Step.NOTIFY, Step.REPORT, Step.ANNOUNCE} and incident.found_at is None:
            raise NotFoundYet
        if step is Step.ASSESS:
            later("privacy.find_affected", incident_id=incident.pk)
            return True
        is_first = _record(incident, step.name, by)
        if is_first and step is Step.NOTIFY:
            if incident.is_drill:
                later("members.tell_staff", letter="incident_drill", path=f"desk/incidents/{incident.pk}/")
            else:
                later("privacy.notify_affected", incident_id=incident.pk)
        if is_first and step is Step.ANNOUNCE and not incident.is_drill:
            later("outreach.announce_incident", incident_id=incident.pk)
    return is_first


def contain(*, incident: Incident, containment: Containment, by: UUID) -> bool:
    """Freeze or sign out, at once; False if it was done before. In a drill it is written down only.

    Raises ValueError where no account is named that could be signed out.
    """
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident.pk)
        if containment is Containment.SESSIONS_ACCOUNT and incident.actor is None:
            raise ValueError("This incident names no account.")
        if not _record(incident, containment.name, by):
            return False
        _record(incident, Step.CONTAIN.name, by)
        if incident.is_drill:
            return True
        match containment:
            case Containment.SESSIONS_STAFF:
                later("members.revoke_sessions", whose="staff")
            case Containment.SESSIONS_ALL:
                later("members.revoke_sessions", whose="all")
            case Containment.SESSIONS_ACCOUNT:
                later("members.revoke_sessions", whose=str(incident.actor))
            case _:
                turn_switch(switch=Switch[containment.name], freeze=True, by=by, incident=incident.pk)
    return True


def notify_affected(*, incident_id: UUID) -> int:
    """Tell everybody affected who has not been told, 500 in a transaction; how many. May be killed and run again."""
    count = 0
    while True:
        with transaction.atomic():
            rows = Affected.objects.select_for_update().filter(
                incident_id=incident_id, incident__is_drill=False, told_at=None
            )
            batch = list(rows.order_by("pk")[:_BATCH])
            for row in batch:
                later(
                    "outreach.tell", letter="incident", subject_id=row.subject_id, path=f"me/incidents/{incident_id}/"
                )
            Affected.objects.filter(pk__in=[row.pk for row in batch]).update(told_at=now())
        count += len(batch)
        if len(batch) < _BATCH:
            return count


def _record(incident: Incident, step: str, by: UUID) -> bool:
    _, is_first = IncidentStep.objects.get_or_create(incident=incident, step=step, defaults={"by_id": by})
    return is_first
