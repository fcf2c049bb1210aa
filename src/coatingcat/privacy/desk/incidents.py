"""The incident room: declare, contain, find, tell, report; each step with its clock (III.3d)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.config import config
from coatingcat.ground.access import Refused
from coatingcat.ground.clock import now
from coatingcat.privacy.access import roles_of, staff_required, subject_of
from coatingcat.privacy.actions.incidents import NotFoundYet, contain, declare_incident, take_step
from coatingcat.privacy.forms.incidents import ContainmentForm, IncidentForm, StepForm
from coatingcat.privacy.models import Affected, Incident
from coatingcat.privacy.queries import incidents as reads
from coatingcat.privacy.rules.incidents import clocks, minutes
from coatingcat.privacy.words import STAFF, Role
from coatingcat.privacy.words.incidents import Containment, IncidentKind, Scope, Step

_SHOWN = 200


@staff_required(Role.PRIVACY_OFFICER)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The register."""
    rows = [{"incident": row, "kind": IncidentKind[row.kind].value} for row in reads.incidents()]
    return render(request, "privacy/incidents.html", {"rows": rows})


@staff_required(Role.PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def declaration(request: HttpRequest) -> HttpResponse:
    """Declare an incident or a drill."""
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        incident = declare_incident(
            kind=IncidentKind[form.cleaned_data["kind"]],
            question=form.question(),
            aware_at=form.cleaned_data["aware_at"],
            by=subject_of(request),
            is_drill=form.cleaned_data["is_drill"],
        )
        messages.success(request, gettext("Declared. The affected are being looked for."))
        return redirect("privacy:incident", incident_id=incident.pk)
    return render(request, "privacy/incident_declaration.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_required(*STAFF)
@require_safe
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """One incident. Staff other than officers are led here by a drill and see the plan, not who is affected."""
    found = get_object_or_404(Incident, pk=incident_id)
    is_officer = Role.PRIVACY_OFFICER in roles_of(request)
    if not is_officer and not found.is_drill:
        raise Refused(gettext("This page is for staff with another role than yours."))
    return render(request, "privacy/incident.html", {**_facts(found), "is_officer": is_officer})


def _facts(found: Incident) -> dict[str, Any]:
    steps = reads.steps_of(found)
    done = reads.done_of(steps)
    contained = {Containment[s.step]: s.at for s in steps if s.step in Containment.__members__}
    plan = clocks(found.aware_at, done, at=now())
    told = Affected.objects.filter(incident=found).exclude(told_at=None).count()
    return {
        "incident": found,
        "kind": IncidentKind[found.kind].value,
        "scope": Scope[found.scope].value,
        "plan": plan,
        "done_count": sum(1 for clock in plan if clock.done_at),
        "containments": [{"containment": c, "at": contained.get(c)} for c in Containment if _fits(found, c)],
        "steps": steps,
        "kinds": reads.kinds_affected(found),
        "affected": list(Affected.objects.filter(incident=found).order_by("subject_id")[:_SHOWN]),
        "told": told,
        "is_major": reads.is_major(found),
        "minutes": minutes(found.aware_at, max([*done.values()], default=now())),
    }


def _fits(found: Incident, containment: Containment) -> bool:
    return containment is not Containment.SESSIONS_ACCOUNT or found.actor is not None


@staff_required(Role.PRIVACY_OFFICER)
@require_POST
def steps(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Take a step of the plan."""
    found, form = get_object_or_404(Incident, pk=incident_id), StepForm(request.POST)
    if not form.is_valid():
        raise Refused(gettext("There is no such step."), 422)
    try:
        take_step(incident=found, step=Step[form.cleaned_data["step"]], by=subject_of(request))
    except NotFoundYet:
        messages.error(request, gettext("The affected are still being looked for. Try again in a moment."))
    else:
        messages.success(request, gettext("Written down."))
    return redirect("privacy:incident", incident_id=found.pk)


@staff_required(Role.PRIVACY_OFFICER)
@require_POST
def containments(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Freeze or sign out."""
    found, form = get_object_or_404(Incident, pk=incident_id), ContainmentForm(request.POST)
    if not form.is_valid() or not _fits(found, Containment[form.cleaned_data["containment"]]):
        raise Refused(gettext("There is no such step."), 422)
    contain(incident=found, containment=Containment[form.cleaned_data["containment"]], by=subject_of(request))
    messages.success(request, gettext("Done, and written down."))
    return redirect("privacy:incident", incident_id=found.pk)


@staff_required(Role.PRIVACY_OFFICER)
@require_safe
def report(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """The draft of the report to the authority, with the facts as they are now, as a text file (PIPL 57(1))."""
    found = get_object_or_404(Incident, pk=incident_id)
    language = "en" if (request.GET.get("language") or get_language() or "").startswith("en") else "zh-hans"
    with translation.override(language):
        text = render_to_string("privacy/incident_report.txt", {**_facts(found), "config": config(), "now": now()})
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}-{language[:2]}.md"'
    return response
