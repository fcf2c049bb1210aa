"""Servers of the company that are told of what happens: entered, tried out, paused, and what they answered."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.ground.access import Refused
from coatingcat.ground.clock import now
from coatingcat.members.access import member_of, owner_of
from coatingcat.members.models import Position
from coatingcat.outreach.actions import webhooks as told
from coatingcat.outreach.forms.webhooks import WebhookForm
from coatingcat.outreach.models import WebhookEndpoint
from coatingcat.outreach.queries.webhooks import endpoint_of, endpoints_of, event_of, latest_events
from coatingcat.outreach.words import WebhookState
from coatingcat.privacy.access import has_fresh_sign_in, member_required, to_confirmation


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """The servers that are told, and the form of another."""
    position = owner_of(request)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = told.add_endpoint(company=position.company, url=data["url"], types=data["types"])
        except told.TooManyEndpoints:
            form.add_error("url", gettext("This server is told already, or your company has ten of them."))
        else:
            messages.success(request, gettext("Your server is told from now on. Send it a test."))
            return redirect("outreach:webhook", webhook_id=made.pk)
    context = {"endpoints": list(endpoints_of(position.company_id)), "form": form, "company": position.company}
    return render(request, "outreach/webhooks.html", context, status=422 if form.is_bound else 200)


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """One server: its state, what it was told and answered. Its secret is shown after the password."""
    position = owner_of(request)
    endpoint = _endpoint(position, webhook_id)
    if request.method == "POST":
        return _act(request, endpoint)
    context: dict[str, Any] = {"endpoint": endpoint, "events": latest_events(endpoint)}
    if has_fresh_sign_in(request):
        context["secret"] = told.secret_of(endpoint)
    return render(request, "outreach/webhook.html", context)


@member_required
@require_POST
def webhook_replay(request: HttpRequest, webhook_id: UUID, event_id: UUID) -> HttpResponse:
    """Tell one event once more."""
    endpoint = _endpoint(owner_of(request), webhook_id)
    event = event_of(endpoint, event_id)
    if event is None:
        raise Http404
    told.replay(event=event)
    messages.success(request, gettext("It is sent once more, under the same id."))
    return redirect("outreach:webhook", webhook_id=endpoint.pk)


def _act(request: HttpRequest, endpoint: WebhookEndpoint) -> HttpResponse:
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Refused(gettext("Choose what is to be done."), 422)
    if act is _rotate and not has_fresh_sign_in(request):
        return to_confirmation(request)
    act(request, endpoint)
    return redirect("outreach:webhooks") if act is _end else redirect("outreach:webhook", webhook_id=endpoint.pk)


def _test(request: HttpRequest, endpoint: WebhookEndpoint) -> None:
    told.note_test(endpoint=endpoint, by=member_of(request).subject, at=now())
    messages.success(request, gettext("A test is on its way. Load this page again to see the answer."))


def _rotate(request: HttpRequest, endpoint: WebhookEndpoint) -> None:
    told.rotate_secret(endpoint=endpoint)
    messages.success(request, gettext("There is a new secret. For a day messages carry the signatures of both."))


def _pause(request: HttpRequest, endpoint: WebhookEndpoint) -> None:
    told.change_endpoint(endpoint=endpoint, types=endpoint.type_list, state=WebhookState.PAUSED)


def _resume(request: HttpRequest, endpoint: WebhookEndpoint) -> None:
    told.change_endpoint(endpoint=endpoint, types=endpoint.type_list, state=WebhookState.ACTIVE)


def _end(request: HttpRequest, endpoint: WebhookEndpoint) -> None:
    told.end_endpoint(endpoint=endpoint)
    messages.success(request, gettext("This server is told no longer."))


_ACTS: dict[str, Callable[[HttpRequest, WebhookEndpoint], None]] = {
    "test": _test,
    "rotate": _rotate,
    "pause": _pause,
    "resume": _resume,
    "end": _end,
}


def _endpoint(position: Position, webhook_id: UUID) -> WebhookEndpoint:
    found = endpoint_of(position.company_id, webhook_id)
    if found is None:
        raise Http404
    return found
