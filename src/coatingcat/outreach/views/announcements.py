"""The archive of announcements, open to everybody for whom they are."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from coatingcat.outreach.access import audiences_of
from coatingcat.outreach.actions import mark_announcement_read
from coatingcat.outreach.models import Announcement
from coatingcat.outreach.queries.announcements import announcement_for, archive_for, read_among
from coatingcat.privacy.access import anyone, member_required, signed_in_subject, subject_of

_A_PAGE = 20


@anyone
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """Everything that was announced, latest first."""
    page = Paginator(archive_for(audiences_of(request)), _A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    reader = signed_in_subject(request)
    read = read_among(reader, (row.pk for row in rows)) if reader and rows else frozenset()
    context = {"rows": rows, "read": read, "page": page.number, "pages": page.paginator.num_pages}
    return render(request, "outreach/announcements.html", context)


@anyone
@require_safe
def announcement(request: HttpRequest, announcement: str) -> HttpResponse:
    """One announcement; it stays here after its banner has gone."""
    found, reader = _found(request, announcement), signed_in_subject(request)
    is_read = bool(reader and read_among(reader, [found.pk]))
    context = {"announcement": found, "may_mark": reader is not None and not is_read, "is_read": is_read}
    return render(request, "outreach/announcement.html", context)


@member_required
@require_POST
def reading(request: HttpRequest, announcement: str) -> HttpResponse:
    """A member has read it."""
    mark_announcement_read(announcement=_found(request, announcement), subject_id=subject_of(request))
    messages.success(request, gettext("Marked as read. You find it in the announcements at any time."))
    return redirect("outreach:announcements")


def _found(request: HttpRequest, code: str) -> Announcement:
    found = announcement_for(code, audiences_of(request))
    if found is None:
        raise Http404
    return found
