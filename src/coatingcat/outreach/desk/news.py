"""Where marketing writes news. Whom it reaches stands here as a number, never as names."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.outreach.actions.news import NotToBeSent, draft_news, send_news
from coatingcat.outreach.forms.news import NewsForm
from coatingcat.outreach.models import Campaign
from coatingcat.outreach.queries.news import campaigns as all_campaigns
from coatingcat.outreach.queries.news import outcome_of
from coatingcat.outreach.words import SMALLEST_AUDIENCE, Failure, State
from coatingcat.privacy.access import staff_required, subject_of
from coatingcat.privacy.words import Role

_A_PAGE = 30


@staff_required(Role.MARKETING)
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All news, latest first."""
    page = Paginator(all_campaigns(), _A_PAGE).get_page(request.GET.get("page"))
    context = {"rows": list(page.object_list), "page": page.number, "pages": page.paginator.num_pages}
    return render(request, "outreach/desk_news.html", context)


@staff_required(Role.MARKETING)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft, whose audience is counted meanwhile."""
    form = NewsForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    row = draft_news(by=subject_of(request), values=form.cleaned_data)
    return redirect("outreach:desk_campaign", campaign=row.code)


@staff_required(Role.MARKETING)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: HttpRequest, campaign: str) -> HttpResponse:
    """As readers get it, and for how many; a draft can be changed here."""
    row = _found(campaign)
    if not row.is_draft:
        return _page(request, None, row) if request.method != "POST" else HttpResponseNotAllowed(["GET", "HEAD"])
    form = NewsForm(request.POST) if request.method == "POST" else NewsForm.of(row)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, row)
    draft_news(by=subject_of(request), values=form.cleaned_data, campaign=row)
    messages.success(request, gettext("The draft is kept; its audience is being counted."))
    return redirect("outreach:desk_campaign", campaign=row.code)


@staff_required(Role.MARKETING)
@require_POST
def sending(request: HttpRequest, campaign: str) -> HttpResponse:
    """On its way: whoever says no from now on does not get it."""
    row = _found(campaign)
    try:
        send_news(campaign=row)
    except NotToBeSent:
        raise Refused(_why_not(row), 409) from None
    messages.success(request, gettext("The news is on its way."))
    return redirect("outreach:desk_campaign", campaign=row.code)


def _why_not(row: Campaign) -> str:
    if not row.is_draft:
        return gettext("This news is on its way already.")
    if row.audience is None:
        return gettext("The audience is still being counted. Try again in a moment.")
    return gettext("Too few people named this interest: %(number)s are needed, so that nobody is singled out.") % {
        "number": SMALLEST_AUDIENCE
    }


def _page(request: HttpRequest, form: Any, row: Campaign | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "campaign": row, "smallest": SMALLEST_AUDIENCE}
    if row is not None:
        said = outcome_of(row)
        sent, unwanted = said.get(State.SENT.value, 0), said.get(Failure.UNWANTED.value, 0)
        waiting = said.get(State.QUEUED.value, 0)
        context |= {"sent": sent, "unwanted": unwanted, "waiting": waiting}
        context["failed"] = sum(said.values()) - sent - unwanted - waiting
        context["is_too_small"] = row.audience is not None and row.audience < SMALLEST_AUDIENCE
        context["may_send"] = (
            row.is_draft and row.audience is not None and not (row.interest and context["is_too_small"])
        )
    return render(request, "outreach/desk_campaign.html", context, status=422 if form and form.is_bound else 200)


def _found(code: str) -> Campaign:
    row = all_campaigns().filter(code=code).first()
    if row is None:
        raise Http404
    return row
