"""The desk for a change of administrator: try it out, then announce it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from coatingcat.privacy.access import staff_required, subject_of
from coatingcat.privacy.actions.controllers import ControllerRefused, announce_controller
from coatingcat.privacy.forms.controllers import ControllerForm
from coatingcat.privacy.policy.snapshot import Snapshot
from coatingcat.privacy.queries.controllers import latest_change, report
from coatingcat.privacy.words import Role


@staff_required(Role.PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def controller(request: HttpRequest) -> HttpResponse:
    """Try a handover, which writes nothing; announce it with the second button."""
    form = ControllerForm(request.POST, request.FILES) if request.method == "POST" else ControllerForm()
    change, tried = latest_change(), None
    if form.is_valid():
        given = dict(form.cleaned_data)
        theirs: Snapshot = given.pop("declarations")
        tried = report(theirs)
        if request.POST.get("act") == "announce":
            try:
                announce_controller(theirs=theirs, by=subject_of(request), **given)
            except ControllerRefused:
                form.add_error("declarations", gettext("They protect people less than ours. Nothing was announced."))
            else:
                messages.success(request, gettext("Announced. Every member is told and may object."))
                return redirect("privacy:desk_controller")
    context = {
        "form": form,
        "tried": tried,
        "change": change,
        "standing": report(Snapshot.from_json(change.declarations), change) if change else None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "privacy/desk_controller.html", context, status=status)
