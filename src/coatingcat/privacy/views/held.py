"""What is held about people without an account: consignees by a link to their own address (PIPL 45, 50)."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.clients import client_of
from coatingcat.ground.jobs import later
from coatingcat.privacy.access import anyone
from coatingcat.privacy.actions import ask_for_export
from coatingcat.privacy.finding import subjects_by_email
from coatingcat.privacy.forms.held import HeldForm
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.limits import EXPORTS, LINKS_OF_CLIENT, LINKS_TO_ADDRESS, LOOKS, bounded
from coatingcat.privacy.models import Export
from coatingcat.privacy.queries.exports import export_of, exports_of
from coatingcat.privacy.queries.links import held_tables, subject_behind
from coatingcat.privacy.queries.openings import openings_of
from coatingcat.privacy.queries.switches import refuse_if_frozen
from coatingcat.privacy.views.exports import sent
from coatingcat.privacy.words import Purpose, Role, Switch


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest) -> HttpResponse:
    """Ask by e-mail what is held; the answer is the same whether anything is."""
    form = HeldForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "privacy/held_form.html", {"form": form}, status=422 if form.is_bound else 200)
    address = form.cleaned_data["email"]
    bounded(LINKS_OF_CLIENT, client_of(request))
    bounded(LINKS_TO_ADDRESS, hashlib.sha256(address.value.encode()).digest())
    for subject_id in subjects_by_email(address):
        later("outreach.held_link", subject_id=subject_id)
    return render(request, "privacy/held_asked.html")


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open to whoever has the link; the view acts as the person it was sent to. Raises Http404 for a worthless one."""

    @anyone
    @never_cache
    def inside(request: HttpRequest, held_token: str, **parts: Any) -> HttpResponseBase:
        bounded(LOOKS, client_of(request))
        subject_id = subject_behind(held_token)
        if subject_id is None:
            raise Http404(gettext("This link is not valid any more. Ask for a new one with your e-mail address."))
        actor = Actor(subject_id, frozenset({Role.SUBJECT}), getattr(request, "reference", ""))
        with purpose(Purpose.OWN_DATA, actor=actor):
            response = view(request, subject_id, held_token=held_token, **parts)
        response["X-Robots-Tag"] = "noindex"
        return response

    return inside


@by_link
@require_safe
def held_page(request: HttpRequest, subject_id: UUID, held_token: str) -> HttpResponse:
    """Everything held about the person, why, how long, and who else opened it."""
    context = {
        "token": held_token,
        "tables": held_tables(subject_id, get_language() or "zh-hans"),
        "openings": openings_of(subject_id, 50),
        "exports": exports_of(subject_id),
    }
    return render(request, "privacy/held.html", context)


@by_link
@require_POST
def held_exports(request: HttpRequest, subject_id: UUID, held_token: str) -> HttpResponse:
    """Ask for a copy."""
    refuse_if_frozen(Switch.EXPORTS)
    bounded(EXPORTS, subject_id.bytes)
    export = ask_for_export(subject_id=subject_id, language=get_language() or "zh-hans")
    return redirect("privacy:held_export", held_token=held_token, export_id=export.pk)


@by_link
@require_safe
def held_export(request: HttpRequest, subject_id: UUID, held_token: str, export_id: UUID) -> HttpResponse:
    """How far a copy has come."""
    context = {"token": held_token, "export": _found(subject_id, export_id)}
    return render(request, "privacy/held_export.html", context)


@by_link
@require_safe
def held_archive(request: HttpRequest, subject_id: UUID, held_token: str, export_id: UUID) -> HttpResponseBase:
    """The archive itself."""
    return sent(_found(subject_id, export_id))


def _found(subject_id: UUID, export_id: UUID) -> Export:
    found = export_of(subject_id, export_id)
    if found is None:
        raise Http404
    return found
