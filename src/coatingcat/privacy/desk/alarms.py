"""Stops of bulk reads, and what officers decide about them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.ground.access import Refused
from coatingcat.privacy.access import staff_required, subject_of
from coatingcat.privacy.actions.staff import decide_alarm
from coatingcat.privacy.forms.duties import DecisionForm
from coatingcat.privacy.models import BulkAlarm
from coatingcat.privacy.queries.readers import opened_by
from coatingcat.privacy.queries.staff import alarms as all_alarms
from coatingcat.privacy.words import Role
from coatingcat.privacy.words.duties import LiftReason


@staff_required(Role.PRIVACY_OFFICER)
@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    """Every stop, latest first."""
    return render(request, "privacy/alarms.html", {"alarms": all_alarms()})


@staff_required(Role.PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """One stop: what was opened before it, and the decision."""
    found = get_object_or_404(BulkAlarm.objects.select_related("lift"), pk=alarm_id)
    lift = getattr(found, "lift", None)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if found.subject_id == subject_of(request):
            raise Refused(gettext("Another officer must decide about a stop of your own."))
        decided = decide_alarm(alarm=found, by=subject_of(request), why=form.chosen())
        messages.success(request, gettext("Decided.") if decided else gettext("Somebody has decided already."))
        return redirect("privacy:alarm", alarm_id=found.pk)
    context = {
        "alarm": found,
        "lift": lift,
        "why": LiftReason[lift.why].value if lift else None,
        "form": form,
        "opened": opened_by(found.subject_id, until=found.at, minutes=found.window_minutes),
        "is_own": found.subject_id == subject_of(request),
    }
    return render(request, "privacy/alarm.html", context, status=422 if form.is_bound else 200)
