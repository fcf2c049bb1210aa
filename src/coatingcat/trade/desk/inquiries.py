"""Inquiries at a counter: the queue by due time, one of them, its next step, the sample's way, the conversation."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.privacy.access import subject_of
from coatingcat.privacy.downloads import as_download
from coatingcat.privacy.gate import current_purposes, warm
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.actions.inquiries import move_inquiry, ship_sample
from coatingcat.trade.actions.messages import write_message
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.conversation import InquiryMessageForm
from coatingcat.trade.forms.inquiries import InquiryFilter, InquiryStepForm
from coatingcat.trade.forms.samples import SampleParcelForm
from coatingcat.trade.models import Inquiry
from coatingcat.trade.queries.inquiries import (
    file_about_inquiry,
    inquiries_in_queue,
    inquiries_waiting,
    inquiry_at,
    said_about_inquiry,
)
from coatingcat.trade.queries.queues import followers
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.inquiries import moves_of
from coatingcat.trade.words import CARRIER, InquiryState

SELLERS_STEPS = {
    InquiryState.QUALIFIED: _("Take it up"),
    InquiryState.APPROVED: _("Approve the sample"),
    InquiryState.ANSWERED: _("Answer"),
    InquiryState.DELIVERED: _("The sample was delivered"),
    InquiryState.DECLINED: _("Decline"),
}
"""What a seller's steps are called. A sample is shipped and a quote is made on pages of their own."""
_MUST_WRITE = (InquiryState.ANSWERED.name,)


@never_cache
@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """What was asked here, what is due first on top; nothing personal is opened for a list."""
    form, counter = InquiryFilter(request.GET), at_counter(request)
    page = inquiries_in_queue(counter, **form.chosen())
    waiting, late = inquiries_waiting(counter)
    context = {"page": page, "filter": form, "waiting": waiting, "late": late}
    neighbours = form.neighbours(page.number, has_more=page.has_more)
    return counter_page(request, "trade/counter_inquiries.html", {**context, **neighbours})


@never_cache
@reveals(Purpose.INQUIRIES, about="code", actor_of=counter_actor)
def inquiry(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """One inquiry, masked until a reason is given. `number` is the step or day that a letter tells of."""
    found, opens = _found(request, code), bool(current_purposes())
    if opens:
        warm([found], *(name for name in ("background", "application", "targets") if getattr(found, name)))
    context = {
        "inquiry": found,
        "said": said_about_inquiry(found, opens=opens),
        "opens": opens,
        "followers": followers(at_counter(request), found),
        "moves": _moves(request, found),
        "may_ship": found.stands is InquiryState.APPROVED,
        "form": InquiryMessageForm(),
    }
    return counter_page(request, "trade/counter_inquiry.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_steps(request: HttpRequest, code: str) -> HttpResponse:
    """The next step, with a reason where it is declined and a note to the buyer. `?to=` chooses it."""
    found = _found(request, code)
    moves = _moves(request, found)
    if not moves:
        raise Http404
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    wanted = request.GET.get("to", "").upper()
    initial = {"to": wanted if wanted in dict(moves) else ""}
    form = InquiryStepForm(*typed, moves=moves, must_write=_MUST_WRITE, initial=initial)
    if not form.is_valid():
        context = {"inquiry": found, "form": form}
        return counter_page(request, "trade/counter_inquiry_step.html", context, 422 if form.is_bound else 200)
    try:
        move_inquiry(
            inquiry=found,
            to=form.step,
            side=at_counter(request).side,
            by=subject_of(request),
            submission=form.cleaned_data["submission"],
            why=form.reason,
            note=form.cleaned_data["text"],
            file=form.cleaned_data["file"],
        )
    except NotAllowed:
        messages.error(request, gettext("The inquiry has moved on meanwhile. Look at it again."))
    else:
        messages.success(request, gettext("Done; the buyer sees it and is told."))
    return _back(request, code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_messages(request: HttpRequest, code: str) -> HttpResponse:
    """Write to the buyer."""
    found = _found(request, code)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = InquiryMessageForm(*typed)
    if not form.is_valid():
        context = {"inquiry": found, "form": form}
        return counter_page(request, "trade/counter_inquiry_message.html", context, 422 if form.is_bound else 200)
    write_message(about=found, side=at_counter(request).side, by=subject_of(request), **form.cleaned_data)
    messages.success(request, gettext("Your message is with the buyer."))
    return _back(request, code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_parcel(request: HttpRequest, code: str) -> HttpResponse:
    """Send the sample; what a carrier is told goes by privacy's door."""
    found = _found(request, code)
    if found.stands is not InquiryState.APPROVED:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = SampleParcelForm(typed, carriers=_carriers(), initial={"packs": 1})
    if not form.is_valid():
        context = {"inquiry": found, "form": form}
        return counter_page(request, "trade/counter_inquiry_parcel.html", context, 422 if form.is_bound else 200)
    counter = at_counter(request)
    try:
        ship_sample(inquiry=found, side=counter.side, actor=counter.actor, **form.cleaned_data)
    except NotAllowed:
        messages.error(request, gettext("The inquiry has moved on meanwhile. Look at it again."))
    except ShareRefused as refusal:
        messages.error(request, gettext("Nothing was sent: %(reason)s.") % {"reason": refusal.reason})
    else:
        messages.success(request, gettext("The sample is on its way; the buyer is told."))
    return _back(request, code)


@never_cache
@reveals(Purpose.INQUIRIES, about="code", actor_of=counter_actor)
def inquiry_file(request: HttpRequest, code: str, message_id: UUID) -> HttpResponse:
    """A file of the conversation, once a reason is given."""
    found = _found(request, code)
    if current_purposes():
        return as_download(file_about_inquiry(found, message_id))
    if not found.messages.filter(pk=message_id, file__isnull=False).exists():
        raise Http404
    return counter_page(request, "trade/counter_inquiry_file.html", {"inquiry": found})


def _carriers() -> list[tuple[str, str]]:
    language = get_language()
    return [(known.key, known.name.in_language(language)) for known in recipients_like(CARRIER)]


def _moves(request: HttpRequest, found: Inquiry) -> list[tuple[str, str]]:
    allowed = moves_of(found.sort, found.stands, at_counter(request).side)
    return [(state.name, str(name)) for state, name in SELLERS_STEPS.items() if state in allowed]


def _back(request: HttpRequest, code: str) -> HttpResponse:
    return redirect(f"trade:{at_counter(request).prefix}_inquiry", code=code)


def _found(request: HttpRequest, code: str) -> Inquiry:
    found = inquiry_at(at_counter(request), code)
    if found is None:
        raise Http404
    return found
