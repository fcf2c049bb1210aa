"""The desk for demands of authorities: entered by one officer, decided by another (IV.3)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.privacy.access import staff_required, subject_of
from coatingcat.privacy.actions.authorities import decide_demand, enter_demand
from coatingcat.privacy.forms.authorities import DemandForm
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import AuthorityRequest, Share
from coatingcat.privacy.queries.authorities import AUTHORITY, requests
from coatingcat.privacy.queries.told import kinds_of
from coatingcat.privacy.refusals import Denied, ShareRefused
from coatingcat.privacy.words import Purpose, Reason, Role

_officer = staff_required(Role.PRIVACY_OFFICER)
_SHOWN = 100


@_officer
@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """What authorities demanded, and what was decided."""
    return render(request, "privacy/desk_demands.html", {"demands": list(requests()[:_SHOWN])})


@_officer
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """Enter a demand with its instrument."""
    form = DemandForm(request.POST, request.FILES) if request.method == "POST" else DemandForm()
    if not form.is_valid():
        return render(request, "privacy/desk_demand_entry.html", {"form": form}, status=422 if form.is_bound else 200)
    given = dict(form.cleaned_data)
    try:
        kept = enter_demand(by=subject_of(request), subjects=given.pop("persons"), **given)
    except ShareRefused as refusal:
        raise Refused(refusal.reason, 422) from None
    messages.success(request, gettext("The demand is kept. Another officer has to decide."))
    return redirect("privacy:desk_demand", request_id=kept.pk)


@_officer
@require_safe
def demand(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One demand: what, about how many persons, on which law; and the decision."""
    found = _found(request_id)
    context = {
        "demand": found,
        "kinds": kinds_of(found.label_list),
        "persons": found.people.count(),
        "decision": getattr(found, "decision", None),
        "may_decide": found.by_id != subject_of(request),
        "share": Share.objects.filter(recipient=AUTHORITY, about=found.pk).first(),
    }
    return render(request, "privacy/desk_demand.html", context)


@_officer
@require_POST
def decision(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The second officer's decision; approved, the extract leaves by the door."""
    found, answer = _found(request_id), request.POST.get("answer", "")
    if answer not in {"approve", "refuse"}:
        raise Refused(gettext("Choose whether the demand is approved or refused."), 422)
    try:
        share = decide_demand(request=found, actor=Actor.of_request(request), approve=answer == "approve")
    except ShareRefused as refusal:
        raise Refused(refusal.reason, 422) from None
    told = gettext("Approved. The extract waits to be fetched under What went out.") if share else gettext("Refused.")
    messages.success(request, told)
    return redirect("privacy:desk_demand", request_id=found.pk)


@_officer
@require_POST
def instrument(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The legal instrument itself, for who decides; that it was read is written down."""
    found = _found(request_id)
    try:
        with purpose(Purpose.LEGAL_DISCLOSURE, actor=Actor.of_request(request), reason=Reason.AUTHORITY):
            content = found.instrument.file.open()
    except Denied as refusal:
        raise Refused(refusal.reason) from None
    headers = {"Content-Disposition": "attachment", "Cache-Control": "no-store"}
    return HttpResponse(content.data, content_type=content.content_type, headers=headers)


def _found(request_id: UUID) -> AuthorityRequest:
    found = AuthorityRequest.objects.select_related("decision", "instrument").filter(pk=request_id).first()
    if found is None:
        raise Http404
    return found
