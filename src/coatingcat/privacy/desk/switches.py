"""Kill switches (III.3d): frozen and let go by an officer, at once for everybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from coatingcat.ground.access import Refused
from coatingcat.privacy.access import staff_required, subject_of
from coatingcat.privacy.actions.switches import turn_switch
from coatingcat.privacy.forms.duties import SwitchForm, said
from coatingcat.privacy.models import SwitchTurn
from coatingcat.privacy.queries.switches import frozen_switches
from coatingcat.privacy.words import Role, Switch

_SHOWN = 30


@staff_required(Role.PRIVACY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def switches(request: HttpRequest) -> HttpResponse:
    """Each switch with its state, and the turns so far."""
    if request.method == "POST":
        return _turn(request)
    frozen = frozen_switches()
    rows = [{"switch": switch, "is_frozen": switch in frozen} for switch in Switch]
    turns = [
        {"text": Switch[turn.switch].value, "turn": turn} for turn in SwitchTurn.objects.order_by("-at", "-id")[:_SHOWN]
    ]
    return render(request, "privacy/switches.html", {"rows": rows, "turns": turns})


def _turn(request: HttpRequest) -> HttpResponse:
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise Refused(gettext("There is no such switch."), 422)
    switch, freeze = Switch[form.cleaned_data["switch"]], form.cleaned_data["freeze"] == "1"
    if turn_switch(switch=switch, freeze=freeze, by=subject_of(request)):
        told = gettext("%(what)s: frozen.") if freeze else gettext("%(what)s: let go.")
        messages.success(request, told % {"what": said(switch.value)})
    return redirect("privacy:switches")
