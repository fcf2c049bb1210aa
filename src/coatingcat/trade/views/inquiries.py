"""A buyer's inquiries: the list, one of them with its clock and conversation, and what the buyer may do with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.downloads import as_download
from coatingcat.privacy.gate import Actor, for_purpose, purpose, warm
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import may_write_again
from coatingcat.trade.actions.inquiries import inquiry_records, move_inquiry
from coatingcat.trade.actions.messages import write_message
from coatingcat.trade.forms.conversation import InquiryMessageForm
from coatingcat.trade.forms.inquiries import InquiryFilter, InquiryStepForm
from coatingcat.trade.models import Consignee, Inquiry
from coatingcat.trade.queries.inquiries import (
    asked_together,
    file_about_inquiry,
    inquiries_of,
    inquiry_in_sight,
    inquiry_of,
    said_about_inquiry,
)
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.inquiries import moves_of
from coatingcat.trade.words import InquiryState, Side

_STEP_IDS = "id_step_%s"
BUYERS_STEPS = {
    InquiryState.WITHDRAWN: _("Withdraw it"),
    InquiryState.DELIVERED: _("The sample has arrived"),
    InquiryState.QUALIFIED: _("Ask again"),
    InquiryState.CLOSED: _("Close it"),
}
"""What a buyer's steps are called; what a quote brings has pages of its own."""


@member_required
@never_cache
@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """The inquiries of the member and of colleagues, filtered by kind, state and number, each with its clock."""
    form, by = InquiryFilter(request.GET), member_of(request).pk
    page = inquiries_of(by, **form.chosen())
    context = {"page": page, "by": by, "filter": form, **form.neighbours(page.number, has_more=page.has_more)}
    return render(request, "trade/inquiries.html", context)


@member_required
@never_cache
@require_safe
def inquiry(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """One inquiry with all that was asked and said. `number` is the step or day that a letter tells of."""
    found = inquiry_in_sight(member_of(request).pk, code)
    if found is None:
        raise Http404
    if found.buyer_id != member_of(request).pk:
        return _colleagues(request, found)
    return _page(request, found, InquiryMessageForm())


@member_required
@never_cache
@require_POST
def inquiry_messages(request: HttpRequest, code: str) -> HttpResponse:
    """Write to whoever was asked."""
    found, form = _own(request, code), InquiryMessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    keep_to(request)
    write_message(about=found, side=Side.BUYER, by=member_of(request).pk, **form.cleaned_data)
    messages.success(request, gettext("Your message is with the other side."))
    return redirect("trade:inquiry", code=code)


@member_required
@never_cache
@require_POST
def inquiry_steps(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw it, say that the sample has arrived, ask again, close it."""
    found = _own(request, code)
    form = InquiryStepForm(request.POST, request.FILES, moves=_moves(found), auto_id=_STEP_IDS)
    if not form.is_valid():
        return _page(request, found, InquiryMessageForm(), step_form=form, status=422)
    keep_to(request)
    cleaned = form.cleaned_data
    try:
        move_inquiry(
            inquiry=found,
            to=form.step,
            side=Side.BUYER,
            by=member_of(request).pk,
            submission=cleaned["submission"],
            note=cleaned["text"],
            file=cleaned["file"],
        )
    except NotAllowed:
        messages.error(request, gettext("The inquiry has moved on meanwhile. Look at it again."))
    else:
        messages.success(request, gettext("Done; the other side sees it."))
    return redirect("trade:inquiry", code=code)


@member_required
@never_cache
@require_safe
@for_purpose(Purpose.INQUIRIES)
def inquiry_file(request: HttpRequest, code: str, message_id: UUID) -> HttpResponse:
    """A file of the conversation."""
    return as_download(file_about_inquiry(_own(request, code), message_id))


def _own(request: HttpRequest, code: str) -> Inquiry:
    found = inquiry_of(member_of(request).pk, code)
    if found is None:
        raise Http404
    return found


def _moves(found: Inquiry) -> list[tuple[str, str]]:
    allowed = moves_of(found.sort, found.stands, Side.BUYER)
    return [(state.name, str(name)) for state, name in BUYERS_STEPS.items() if state in allowed]


def _colleagues(request: HttpRequest, found: Inquiry) -> HttpResponse:
    """What a colleague asked for: goods, way and clock. Outside any purpose, so that nothing sealed opens."""
    context = {"inquiry": found, "others": asked_together(found)}
    return render(request, "trade/colleagues_inquiry.html", context)


def _page(
    request: HttpRequest,
    found: Inquiry,
    form: InquiryMessageForm,
    *,
    step_form: InquiryStepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    moves = _moves(found)
    if step_form is None and moves and not form.is_bound:
        step_form = InquiryStepForm(moves=moves, auto_id=_STEP_IDS)
    context: dict[str, Any] = {
        "inquiry": found,
        "consignee": named(request, found.consignee),
        "others": asked_together(found),
        "form": form,
        "step_form": step_form,
        "failed": step_form if step_form is not None and step_form.is_bound else form,
        "told": told(found),
    }
    with purpose(Purpose.INQUIRIES, actor=Actor.of_request(request)):
        sealed = [name for name in ("background", "application", "targets", "formula_role") if getattr(found, name)]
        warm([found], *sealed)
        context["said"] = said_about_inquiry(found, opens=True)
        return render(request, "trade/inquiry.html", context, status=status)


def named(request: HttpRequest, consignee: Consignee | None) -> dict[str, Any]:
    """The consignee whom the buyer named, opened for the buyer; nothing for none.

    Another person's data, so not for the purpose that opens nobody's but one's own (III.3a): for the delivery.
    """
    if consignee is None:
        return {}
    with purpose(Purpose.ORDER_FULFILMENT, actor=Actor.of_request(request)):
        opened = {name: getattr(consignee, name).open() for name in ("name", "phone", "email", "address")}
    return {"is_buyer": consignee.is_buyer, **opened}


_TOLD = {
    "trade.Inquiry.application": _("Application and substrate"),
    "trade.Inquiry.background": _("Project background"),
    "trade.Inquiry.targets": _("Target properties"),
    "trade.Inquiry.yearly_demand": _("Estimated yearly demand"),
    "trade.Inquiry.formula_role": _("Role of the material and its share"),
    "trade.Inquiry.formula_line": _("Line of the formula"),
    "trade.InquiryLine.note": _("Anything else about a product"),
    "trade.InquiryMessage.text": _("What you both write"),
    "trade.InquiryMessage.file": _("Files you both attach"),
    "trade.Consignee.name": _("Name of the consignee"),
    "trade.Consignee.phone": _("Contact number"),
    "trade.Consignee.email": _("E-mail address"),
    "trade.Consignee.address": _("Delivery address"),
}


def told(found: Inquiry) -> list[str]:
    """What the seller may see of people and project: the very labels that went into the ledger."""
    labels = {label for record in inquiry_records(found) for label in record.labels}
    return [str(name) for label, name in _TOLD.items() if label in labels]


def keep_to(request: HttpRequest) -> None:
    """Raises Refused (429) once somebody has written so often in a day."""
    if not may_write_again(member_of(request).pk):
        raise Refused(gettext("That was often today. Try again tomorrow."), 429)
