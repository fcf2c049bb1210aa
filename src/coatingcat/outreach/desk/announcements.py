"""Where staff write, look at, publish and withdraw announcements."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.outreach.access import WRITERS
from coatingcat.outreach.actions import publish_announcement, withdraw_announcement
from coatingcat.outreach.actions.announcing import draft_announcement
from coatingcat.outreach.forms.announcements import AnnouncementForm
from coatingcat.outreach.models import Announcement
from coatingcat.outreach.queries.announcements import at_desk
from coatingcat.privacy.access import staff_required, subject_of

_A_PAGE = 30


@staff_required(*WRITERS)
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """Every announcement with its state."""
    page = Paginator(at_desk(), _A_PAGE).get_page(request.GET.get("page"))
    context = {"rows": list(page.object_list), "page": page.number, "pages": page.paginator.num_pages}
    return render(request, "outreach/desk_announcements.html", context)


@staff_required(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft; it is looked at before it is published."""
    form = AnnouncementForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _form(request, form)
    row = draft_announcement(by=subject_of(request), values=form.values())
    return redirect("outreach:desk_announcement", announcement=row.code)


@staff_required(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def announcement(request: HttpRequest, announcement: str) -> HttpResponse:
    """As readers will see it, in both languages; a draft can be changed here."""
    row = _found(announcement)
    if not row.is_draft and request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])  # what was published is withdrawn and written anew
    form: Any = None
    if row.is_draft:
        form = AnnouncementForm(request.POST) if request.method == "POST" else AnnouncementForm.of(row)
    if form is None or not form.is_bound or not form.is_valid():
        return _form(request, form, row)
    draft_announcement(by=subject_of(request), values=form.values(), announcement=row)
    messages.success(request, gettext("The draft is kept."))
    return redirect("outreach:desk_announcement", announcement=row.code)


@staff_required(*WRITERS)
@require_POST
def publication(request: HttpRequest, announcement: str) -> HttpResponse:
    """From now on it stands on every page of those for whom it is."""
    if not publish_announcement(announcement=_found(announcement)):
        raise Http404
    messages.success(request, gettext("The announcement is published."))
    return redirect("outreach:desk_announcement", announcement=announcement)


@staff_required(*WRITERS)
@require_POST
def withdrawal(request: HttpRequest, announcement: str) -> HttpResponse:
    """Its banner goes; the archive keeps it and says that it was withdrawn."""
    if withdraw_announcement(announcement=_found(announcement)):
        messages.success(request, gettext("The announcement is withdrawn; it stays in the archive."))
    return redirect("outreach:desk_announcement", announcement=announcement)


def _form(request: HttpRequest, form: Any, row: Announcement | None = None) -> HttpResponse:
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "outreach/desk_announcement.html", {"form": form, "announcement": row}, status=status)


def _found(code: str) -> Announcement:
    row = at_desk().filter(code=code).first()
    if row is None:
        raise Http404
    return row
