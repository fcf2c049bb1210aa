"""A copy of everything, for its person: ask, watch it being built, fetch it (V.1a; PIPL 45)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.ground.access import Refused
from coatingcat.ground.clock import now
from coatingcat.privacy.access import member_required, subject_of
from coatingcat.privacy.actions import ask_for_export, fetch_archive
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.limits import DOWNLOADS, EXPORTS, bounded
from coatingcat.privacy.models import Export
from coatingcat.privacy.queries.exports import export_of, exports_of
from coatingcat.privacy.queries.switches import refuse_if_frozen
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.words import Purpose, Switch


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Ask for a copy, and what was asked for so far."""
    subject_id = subject_of(request)
    if request.method == "POST":
        refuse_if_frozen(Switch.EXPORTS)
        bounded(EXPORTS, subject_id.bytes)
        export = ask_for_export(subject_id=subject_id, language=get_language() or "zh-hans")
        return redirect("privacy:export", export_id=export.pk)
    return render(request, "privacy/exports.html", {"exports": exports_of(subject_id)})


@member_required
@never_cache
@require_safe
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """How far one copy has come; the page asks again by itself until it is ready."""
    return render(request, "privacy/export.html", {"export": _found(subject_of(request), export_id)})


@member_required
@never_cache
@for_purpose(Purpose.OWN_DATA)
@require_safe
def archive(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The archive itself."""
    return sent(_found(subject_of(request), export_id))


def sent(found: Export) -> HttpResponseBase:
    """The archive as a download. Raises Refused where it has expired or cannot be opened any more."""
    if not found.is_open:
        raise Refused(gettext("This copy has expired. Ask for a new one."), 410)
    refuse_if_frozen(Switch.DOWNLOADS)
    bounded(DOWNLOADS, found.subject_id.bytes)
    try:
        parts = fetch_archive(export=found)
    except (Denied, FileNotFoundError):
        raise Refused(gettext("This copy cannot be opened any more. Ask for a new one."), 410) from None
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="coatingcat-{now():%Y-%m-%d}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _found(subject_id: UUID, export_id: UUID) -> Export:
    found = export_of(subject_id, export_id)
    if found is None:
        raise Http404
    return found
