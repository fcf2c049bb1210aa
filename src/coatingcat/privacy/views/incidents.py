"""Incidents as people see them: what concerns me, and what was announced to everybody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coatingcat.config import config
from coatingcat.ground.access import anyone
from coatingcat.privacy.access import member_required, subject_of
from coatingcat.privacy.models import Incident
from coatingcat.privacy.queries import incidents as reads
from coatingcat.privacy.words import Kind
from coatingcat.privacy.words.incidents import Containment, IncidentKind


def _told(incident: Incident) -> dict[str, object]:
    steps = [step.step for step in reads.steps_of(incident)]
    return {
        "incident": incident,
        "kind": IncidentKind[incident.kind].value,
        "measures": [Containment[name].value for name in steps if name in Containment.__members__],
        "contact": config().contact,
    }


@member_required
@require_safe
def mine(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """What happened, to which of my data, what was done, what I can do, and whom to ask (PIPL 57)."""
    part = reads.concerns(incident_id, subject_of(request))
    if part is None:
        raise Http404
    kinds = [Kind[name] for name in part.kinds.split() if name in Kind.__members__]
    return render(
        request, "privacy/my_incident.html", {**_told(part.incident), "kinds": kinds, "told_at": part.told_at}
    )


@anyone
@require_safe
def announced(request: HttpRequest) -> HttpResponse:
    """Every incident that was announced."""
    rows = [{**_told(row), "kinds": reads.kinds_affected(row)} for row in reads.announced()[:20]]
    return render(request, "privacy/announced_incidents.html", {"rows": rows})
