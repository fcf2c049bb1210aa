"""Reads of the register of incidents, and who is affected by one."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from coatingcat.privacy import keys
from coatingcat.privacy.declarations import DeclarationError, find
from coatingcat.privacy.models import Affected, Incident, IncidentStep, Opening, SubjectKey
from coatingcat.privacy.words import Kind
from coatingcat.privacy.words.incidents import MAJOR_PERSONS, Step

_BATCH = 2_000
_SHOWN = 200


def incidents() -> list[Incident]:
    """The register, latest first; one query."""
    return list(Incident.objects.order_by("-declared_at")[:_SHOWN])


def open_incidents() -> list[Incident]:
    """Incidents and drills whose plan is not at its end; one query."""
    ended = IncidentStep.objects.filter(step=Step.SUMMARY.name).values("incident_id")
    return list(Incident.objects.exclude(pk__in=ended).order_by("aware_at")[:_SHOWN])


def steps_of(incident: Incident) -> list[IncidentStep]:
    """What was done, in its order; one query."""
    return list(incident.steps.order_by("at", "id"))


def done_of(steps: list[IncidentStep]) -> dict[Step, datetime]:
    """When each step of the plan was done."""
    return {Step[s.step]: s.at for s in steps if s.step in Step.__members__}


def is_major(incident: Incident) -> bool:
    """Whether so many people are affected that the authority must know within four hours."""
    return incident.affected_count > MAJOR_PERSONS


def announced() -> list[Incident]:
    """Incidents that were announced, latest first, no drill among them; one query."""
    told = IncidentStep.objects.filter(step=Step.ANNOUNCE.name).values("incident_id")
    return list(Incident.objects.filter(pk__in=told, is_drill=False).order_by("-aware_at")[:_SHOWN])


def openings_in(incident: Incident) -> dict[bytes, set[str]]:
    """What the access log holds of the incident: labels opened, by pseudonym. One query."""
    rows = Opening.objects.filter(at__gte=incident.since, at__lte=incident.until)
    if incident.label:
        rows = rows.filter(label=incident.label)
    if incident.actor:
        rows = rows.filter(actor=incident.actor)
    if incident.role:
        name = incident.role.lower()
        at_an_end = Q(roles=name) | Q(roles__startswith=f"{name} ") | Q(roles__endswith=f" {name}")
        rows = rows.filter(at_an_end | Q(roles__contains=f" {name} "))
    found: dict[bytes, set[str]] = {}
    for pseudonym, label in rows.order_by().values_list("pseudonym", "label").distinct():
        found.setdefault(bytes(pseudonym), set()).add(label)
    return found


def people_of(pseudonyms: dict[bytes, set[str]]) -> tuple[dict[UUID, set[str]], int]:
    """Whose pseudonyms these are, with the labels; and how many nobody can tell any more, as their keys are gone.

    A pseudonym can only be made anew from its key, so every key that lives is tried: 2,000 at a time.
    """
    found: dict[UUID, set[str]] = {}
    known: set[bytes] = set()
    for ids in _living_keys() if pseudonyms else ():
        for key in keys.load(ids):
            if key.pseudonym in pseudonyms:
                known.add(key.pseudonym)
                found.setdefault(key.subject_id, set()).update(pseudonyms[key.pseudonym])
    return found, len(pseudonyms.keys() - known)


def _living_keys() -> Iterator[list[bytes]]:
    last = UUID(int=0)
    while True:
        rows = SubjectKey.objects.filter(destroyed_at=None, id__gt=last).order_by("id")
        ids = list(rows.values_list("id", flat=True)[:_BATCH])
        if not ids:
            return
        yield [i.bytes for i in ids]
        last = ids[-1]


def holders_in(incident: Incident) -> tuple[dict[UUID, set[str]], int]:
    """Everybody with a key that lived in the time; and how many of those keys have been destroyed since."""
    rows = SubjectKey.objects.filter(created_at__lte=incident.until).filter(
        Q(destroyed_at=None) | Q(destroyed_at__gte=incident.since)
    )
    living = rows.filter(destroyed_at=None).order_by().values_list("subject_id", flat=True).distinct()
    people: dict[UUID, set[str]] = {subject_id: set() for subject_id in living}
    gone = rows.exclude(destroyed_at=None).exclude(subject_id__in=living).order_by().values("subject_id").distinct()
    return people, gone.count()


def kinds_in(labels: set[str]) -> list[Kind]:
    """The sorts of data that stand under these labels."""
    found = set()
    for label in labels:
        try:
            found.add(find(label).kind)
        except DeclarationError:
            continue
    return sorted(found, key=lambda kind: kind.name)


def kinds_affected(incident: Incident) -> list[Kind]:
    """All sorts of data that the incident concerns; one query."""
    texts = Affected.objects.filter(incident=incident).exclude(kinds="").values_list("kinds", flat=True).distinct()
    names = {name for text in texts for name in text.split()}
    return sorted((Kind[name] for name in names if name in Kind.__members__), key=lambda kind: kind.name)


def concerns(incident_id: UUID, subject_id: UUID) -> Affected | None:
    """The person's own part in an incident, if it concerns them and is no drill; one query."""
    rows = Affected.objects.select_related("incident").filter(incident__is_drill=False)
    return rows.filter(incident_id=incident_id, subject_id=subject_id).first()


def people_held() -> int:
    """How many people data is held on: those with a key that lives; one query."""
    rows = SubjectKey.objects.filter(destroyed_at=None).order_by()
    return rows.values("subject_id").distinct().count()
