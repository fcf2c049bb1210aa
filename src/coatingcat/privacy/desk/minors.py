"""Minors' data at the desk: asked for by staff, decided by the privacy officer, counted every year (MR 36, 37)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.ground.clock import today
from coatingcat.privacy.access import roles_of, staff_required, subject_of
from coatingcat.privacy.actions.minors import ask_for_access, decide_access
from coatingcat.privacy.forms.minors import AccessForm
from coatingcat.privacy.queries.minors import accesses_of, audit, decided_accesses, open_accesses
from coatingcat.privacy.words import Purpose, Role
from coatingcat.privacy.words.minors import Decision, Reason

_ASKING = (Role.SUPPORT, Role.FULFILMENT, Role.PRIVACY_OFFICER)
_FIRST_YEAR = 2026


@staff_required(*_ASKING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def minors(request: HttpRequest) -> HttpResponse:
    """Ask to see a minor's data; for the officer, what waits for a decision."""
    roles, staff = roles_of(request), subject_of(request)
    initial = {name: request.GET.get(name, "") for name in ("ward", "purpose")}
    form = AccessForm(request.POST if request.method == "POST" else None, roles=roles, initial=initial)
    if form.is_bound and form.is_valid():
        asked = ask_for_access(
            staff=staff,
            ward_id=form.cleaned_data["ward"],
            wanted=Purpose[form.cleaned_data["purpose"]],
            reason=Reason[form.cleaned_data["reason"]],
        )
        text = gettext("The privacy officer has been asked.") if asked else gettext("You have asked for this already.")
        messages.success(request, text)
        return redirect("privacy:desk_minors")
    is_officer = Role.PRIVACY_OFFICER in roles
    context = {
        "form": form,
        "own": accesses_of(staff),
        "is_officer": is_officer,
        "waiting": [(a, a.staff == staff) for a in open_accesses()] if is_officer else [],
        "decided": decided_accesses() if is_officer else [],
    }
    return render(request, "privacy/desk_minors.html", context, status=422 if form.is_bound else 200)


@staff_required(Role.PRIVACY_OFFICER)
@require_POST
def decision(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Approve for a week, or refuse. Nobody decides on a wish of one's own."""
    decided = Decision.__members__.get(request.POST.get("decision", ""))
    if decided is None:
        raise Refused(gettext("Approve it or refuse it."), 422)
    if not decide_access(access_id=access_id, officer=subject_of(request), decision=decided):
        messages.error(request, gettext("It is decided already, or it is your own: another officer decides then."))
    else:
        messages.success(request, gettext("Your decision is written down."))
    return redirect("privacy:desk_minors")


@staff_required(Role.PRIVACY_OFFICER)
@never_cache
@require_safe
def minors_audit(request: HttpRequest) -> HttpResponse:
    """The yearly report: numbers only."""
    text, this_year = request.GET.get("year", ""), today().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else this_year
    year = min(max(year, _FIRST_YEAR), this_year)
    context = {"audit": audit(year), "years": range(_FIRST_YEAR, this_year + 1)}
    return render(request, "privacy/desk_minors_audit.html", context)
