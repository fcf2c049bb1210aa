"""What a member was told, on a page of the Personal Centre."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coatingcat.outreach.actions.telling import mark_notices_read, title_of
from coatingcat.outreach.queries.notices import notices_of
from coatingcat.privacy.access import member_required, subject_of

_A_PAGE = 30


@member_required
@never_cache
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Latest first, those not read yet marked."""
    page = Paginator(notices_of(subject_of(request)), _A_PAGE).get_page(request.GET.get("page"))
    language, found = get_language() or "zh-hans", list(page.object_list)
    rows = [{"notice": notice, "title": title_of(notice, language)} for notice in found]
    unread = any(notice.read_at is None for notice in found)
    context = {"rows": rows, "page": page.number, "pages": page.paginator.num_pages, "unread": unread}
    return render(request, "outreach/notices.html", context)


@member_required
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """One notice has been read, and its page is opened; without one, all have been."""
    notice = mark_notices_read(subject_id=subject_of(request), notice_id=_id_in(request.POST.get("notice", "")))
    return redirect(f"/{notice.path}" if notice is not None and notice.path else "outreach:notices")


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)  # nobody's
