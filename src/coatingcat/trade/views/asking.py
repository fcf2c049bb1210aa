"""Asking for a sample, a quote or advice: products, project, whom; check your answers, send. Each page an address."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coatingcat.catalog.models import Product
from coatingcat.config import config
from coatingcat.ground.access import Refused
from coatingcat.members.access import may, member_of, member_required
from coatingcat.members.models import Member, Membership, Position
from coatingcat.members.queries.companies import position_of
from coatingcat.members.words import CompanyRight
from coatingcat.privacy.gate import Actor, for_purpose, purpose
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import may_ask_again
from coatingcat.trade.actions.inquiries import begin_inquiry, keep_answers, name_sample_consignee, send_inquiries
from coatingcat.trade.actions.inquiries.sending import Asked
from coatingcat.trade.forms.asking import (
    InquiryProjectForm,
    ProductsForm,
    SampleRecipientForm,
    SellersForm,
    SendForm,
    product_initial,
)
from coatingcat.trade.forms.wishes import asked_in, wish_in
from coatingcat.trade.models import Inquiry, InquiryDraft, Owner, Seller
from coatingcat.trade.queries import basket_of
from coatingcat.trade.queries.inquiries import (
    Askable,
    inquiry_draft_of,
    products_by_code,
    who_can_be_asked,
)
from coatingcat.trade.refusals import LicenceMissing
from coatingcat.trade.views.inquiries import named
from coatingcat.trade.words import MAX_INQUIRY_LINES, FormulaShare, InquiryKind, Priority

_CODE = re.compile(r"[\w.-]{1,64}")


def _answers(draft: InquiryDraft | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(draft.answers.open()) if draft is not None else {}
    return found


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose(Purpose.INQUIRIES)
def products(request: HttpRequest) -> HttpResponse:
    """What is wanted. `?product=` and `?kind=` fill it in, `?cart=1` takes what lies in the cart."""
    draft = inquiry_draft_of(member_of(request).pk)
    answers = _answers(draft)
    if request.method == "POST":
        chosen = products_by_code(_codes(request.POST.getlist("product"))[:MAX_INQUIRY_LINES])
        form = ProductsForm(request.POST, products=chosen)
        if not form.is_valid():
            return render(request, "trade/inquiry_products.html", {"form": form}, status=422)
        _keep(request, draft, {**answers, **form.answers()})
        return redirect("trade:inquiry_project")
    chosen = products_by_code(_codes_asked(request, answers)[:MAX_INQUIRY_LINES])
    form = ProductsForm(products=chosen, initial=_first_page(request, answers, chosen))
    if not _may_ask(position_of(member_of(request).pk)):
        messages.warning(request, _no_right())
    return render(request, "trade/inquiry_products.html", {"form": form})


def _codes(typed: Sequence[str]) -> list[str]:
    """What can be the code of a product; anything else is passed over."""
    return [code for code in typed if _CODE.fullmatch(code)]


def _codes_asked(request: HttpRequest, answers: Mapping[str, Any]) -> list[str]:
    if request.GET.get("cart"):
        return [item.ware.code for item in basket_of(Owner(member_of(request).pk)).items]
    asked = _codes(request.GET.getlist("product"))
    return asked or [line["product"] for line in answers.get("lines", ())]


def _first_page(request: HttpRequest, answers: Mapping[str, Any], chosen: Sequence[Product]) -> dict[str, Any]:
    initial = product_initial(answers)
    kind = request.GET.get("kind", "").upper()
    if kind in InquiryKind.__members__:
        initial["kind"] = kind
    is_sample = initial.get("kind") == InquiryKind.SAMPLE.name
    for product in chosen:
        initial.setdefault(f"quantity-{product.pk}", "0.5" if is_sample else "25")
        initial.setdefault(f"unit-{product.pk}", "kg")
    return initial


def _keep(request: HttpRequest, draft: InquiryDraft | None, answers: Mapping[str, Any]) -> None:
    if draft is None:
        begin_inquiry(by=member_of(request).pk, answers=answers)
    else:
        keep_answers(draft=draft, answers=answers)


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose(Purpose.INQUIRIES)
def project(request: HttpRequest) -> HttpResponse:
    """What it is for; all of it optional."""
    draft = inquiry_draft_of(member_of(request).pk)
    answers = _answers(draft)
    if not answers.get("lines"):
        return redirect("trade:inquiry_new")
    form = InquiryProjectForm(request.POST if request.method == "POST" else None, initial=answers)
    if not form.is_valid():
        return render(request, "trade/inquiry_project.html", {"form": form}, status=422 if form.is_bound else 200)
    _keep(request, draft, {**answers, **form.answers()})
    return redirect("trade:inquiry_recipients")


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: HttpRequest) -> HttpResponse:
    """Whom to ask, and for a sample who gets it. `?consignee=me` fills in the member's own details."""
    draft = inquiry_draft_of(member_of(request).pk)
    with purpose(Purpose.INQUIRIES, actor=Actor.of_request(request)):
        answers = _answers(draft)
    if draft is None or not answers.get("lines") or "formula_share" not in answers:
        return redirect("trade:inquiry_new")
    is_own = request.GET.get("consignee") == "me"
    before = own_details(member_of(request)) if is_own else named(request, draft.consignee)
    askable, is_sample = _askable(answers), answers["kind"] == InquiryKind.SAMPLE.name
    form_class = SampleRecipientForm if is_sample else SellersForm
    typed = request.POST if request.method == "POST" else None
    initial = {"sellers": _chosen_before(answers, askable), **(before if is_sample else {})}
    form = form_class(typed, askable=[(one.key, one.name) for one in askable], initial=initial)
    if not form.is_valid():
        context = {"form": form, "askable": askable, "is_sample": is_sample, "count": len(answers["lines"])}
        return render(request, "trade/inquiry_recipients.html", context, status=422 if form.is_bound else 200)
    keep_answers(draft=draft, answers={**answers, "sellers": form.cleaned_data["sellers"]})
    if isinstance(form, SampleRecipientForm):
        name_sample_consignee(draft=draft, **form.consignee())
    return redirect("trade:inquiry_review")


def _askable(answers: Mapping[str, Any]) -> list[Askable]:
    wares = products_by_code([line["product"] for line in answers["lines"]])
    return who_can_be_asked(wares, config().contact.operator)


def _chosen_before(answers: Mapping[str, Any], askable: Sequence[Askable]) -> list[str]:
    """As chosen before; else everybody who sells here, or the operator where nobody does."""
    before: list[str] = answers.get("sellers", [])
    sellers = [one.key for one in askable if one.seller is not None]
    return before or sellers or [askable[-1].key]


def own_details(member: Member) -> dict[str, Any]:
    """The member's own name, number and address, shown to nobody else."""
    membership = Membership.objects.filter(pk=member.pk).first()
    sealed = {"name": membership and membership.name, "phone": member.mobile, "email": member.email}
    with purpose(Purpose.OWN_DATA, actor=Actor(member.pk, frozenset(), "own details")):
        opened = {name: value.open() if value is not None else "" for name, value in sealed.items()}
    return {"is_buyer": True, **opened}


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Check your answers, and send. A submission that was sent leads to what it made."""
    member = member_of(request)
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        earlier = Inquiry.objects.filter(buyer_id=member.pk, request=form.cleaned_data["request"])
        if earlier.exists():
            return _sent(request, list(earlier))
    draft = inquiry_draft_of(member.pk)
    with purpose(Purpose.INQUIRIES, actor=Actor.of_request(request)):
        answers = _answers(draft)
    if draft is None or not answers.get("sellers"):
        return redirect("trade:inquiry_new")
    is_sample = answers["kind"] == InquiryKind.SAMPLE.name
    if is_sample and draft.consignee is None:
        return redirect("trade:inquiry_recipients")
    chosen = [one for one in _askable(answers) if one.key in answers["sellers"]]
    if not form.is_valid() or form.cleaned_data["request"] != draft.pk or not chosen:
        return _review_page(request, draft, answers, chosen, status=422 if form.is_bound else 200)
    return _send(request, draft, answers, chosen)


def _review_page(
    request: HttpRequest, draft: InquiryDraft, answers: Mapping[str, Any], chosen: Sequence[Askable], status: int
) -> HttpResponse:
    context = {
        "consignee": named(request, draft.consignee),
        "answers": answers,
        "kind": InquiryKind[answers["kind"]],
        "priority": Priority[answers["priority"]],
        "share": FormulaShare[answers["formula_share"]],
        "lines": [asked for _, asked in asked_in(answers)],
        "chosen": chosen,
        "has_sellers": any(one.seller is not None for one in chosen),
        "form": SendForm(initial={"request": draft.pk}),
    }
    return render(request, "trade/inquiry_review.html", context, status=status)


def _send(
    request: HttpRequest, draft: InquiryDraft, answers: Mapping[str, Any], chosen: Sequence[Askable]
) -> HttpResponse:
    member = member_of(request)
    position = position_of(member.pk)
    if not _may_ask(position):
        messages.error(request, _no_right())
        return redirect("trade:inquiry_review")
    if not may_ask_again(member.pk):
        raise Refused(gettext("That was often today. Try again tomorrow."), 429)
    lines = asked_in(answers)
    to: dict[Seller | None, list[Asked]] = {
        one.seller: [asked for ware, asked in lines if ware.pk in one.product_ids] for one in chosen
    }
    try:
        sent = send_inquiries(
            by=member.pk,
            request=draft.pk,
            wish=wish_in(answers, [asked for _, asked in lines]),
            to=to,
            company=position.company if position else None,
            consignee=draft.consignee if answers["kind"] == InquiryKind.SAMPLE.name else None,
            language=get_language() or "zh-hans",
        )
    except LicenceMissing as refusal:
        told = gettext("Nothing was sent. A sample of %(names)s needs your company's licence for hazardous chemicals.")
        messages.error(request, told % {"names": ", ".join(refusal.names)})
        return redirect("trade:inquiry_new")
    except ShareRefused as refusal:
        names = {one.key: one.name for one in chosen}
        told = gettext("Nothing was sent. %(name)s cannot be told anything: %(reason)s. Choose others.")
        messages.error(
            request, told % {"name": names.get(refusal.recipient, refusal.recipient), "reason": refusal.reason}
        )
        return redirect("trade:inquiry_recipients")
    return _sent(request, sent)


def _may_ask(position: Position | None) -> bool:
    """Who acts for a company asks for it, if their role lets them; who acts for none asks for themselves."""
    return position is None or may(position, CompanyRight.INQUIRE)


def _no_right() -> str:
    return gettext("Your role in your company does not let you ask for samples and quotes; ask its owner for another.")


def _sent(request: HttpRequest, sent: Sequence[Inquiry]) -> HttpResponse:
    messages.success(request, gettext("Sent. The first answer is promised within 72 hours; we write to you."))
    if len(sent) > 1:
        return redirect("trade:inquiries")
    return redirect("trade:inquiry", code=sent[0].code)
