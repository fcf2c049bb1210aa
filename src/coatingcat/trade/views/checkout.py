"""The checkout's pages to fill in: consignee, project and papers. Every page is an address of its own."""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.members.access import member_of, member_required
from coatingcat.members.models import Member, Membership
from coatingcat.privacy.gate import Actor, for_purpose, purpose
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions import deliver_to, name_consignee, tell_project
from coatingcat.trade.actions.addresses import Told, save_address
from coatingcat.trade.forms import ConsigneePage, PapersForm
from coatingcat.trade.models import CheckoutDraft
from coatingcat.trade.queries import Basket, draft_of
from coatingcat.trade.queries.addresses import address_of, addresses_of
from coatingcat.trade.queries.papers import Papers, papers_of
from coatingcat.trade.queries.quoted import basket_for
from coatingcat.trade.refusals import (
    TooMany,
)
from coatingcat.trade.views.carts import with_cart
from coatingcat.trade.words import CARRIER

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _with_goods(view: View[P]) -> View[P]:
    """A page to fill in is only for who has something to order; others go to the cart, which says what is wrong."""

    @functools.wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            draft = request.draft = draft_of(member_of(request).pk)  # type: ignore[attr-defined]
            if not basket_read(request, draft).can_be_ordered:
                return back_from(draft)
        return view(request, *args, **kwargs)

    return inside


def basket_read(request: HttpRequest, draft: CheckoutDraft | None) -> Basket:
    """The cart, or the quote that this checkout is about."""
    basket = basket_for(member_of(request).pk, draft)
    if draft is None or draft.quote_id is None:
        request.cart_lines = len(basket.items)  # type: ignore[attr-defined]
    request.basket = basket  # type: ignore[attr-defined]
    return basket


def back_from(draft: CheckoutDraft | None) -> HttpResponse:
    """To where it can be put right."""
    if draft is not None and draft.quote is not None:
        return redirect("trade:quote", code=draft.quote.code)
    return redirect("trade:cart")


def _read(request: HttpRequest) -> CheckoutDraft | None:
    """The draft as it was read for this page."""
    draft: CheckoutDraft | None = request.draft  # type: ignore[attr-defined]
    return draft


@member_required
@require_safe
@with_cart
@_with_goods
def checkout(request: HttpRequest) -> HttpResponse:
    """The first page that has not been answered yet."""
    return redirect(next_page(_read(request)))


def next_page(draft: CheckoutDraft | None) -> str:
    if draft is None or draft.consignee_id is None:
        return "trade:checkout_consignee"
    return "trade:checkout_review" if draft.is_answered else "trade:checkout_project"


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
@_with_goods
def consignee(request: HttpRequest) -> HttpResponse:
    """Who gets the goods. `?consignee=me` fills in what the member told us about themselves."""
    member = member_of(request)
    if request.method == "POST" and "saved" in request.POST:
        return _from_book(request, member.pk)
    if request.method == "POST":
        form = ConsigneePage(request.POST)
        if form.is_valid():
            answers = {name: value for name, value in form.cleaned_data.items() if name != "keep"}
            draft = name_consignee(by=member.pk, **answers)
            if form.cleaned_data["keep"]:
                _keep(request, member.pk, answers)
            return redirect(next_page(draft))
        return _form_page(request, "consignee", form, status=422)
    own = request.GET.get("consignee") == "me"
    return _form_page(request, "consignee", ConsigneePage(initial=_own(member) if own else _named(request)))


def _from_book(request: HttpRequest, by: UUID) -> HttpResponse:
    """An address of the book that was chosen; one that is gone since leads back to the page."""
    try:
        entry = address_of(by, UUID(request.POST["saved"]))
    except ValueError:
        entry = None
    if entry is None:
        form = ConsigneePage(request.POST)
        form.add_error(None, gettext("This address is no longer in your book. Choose another."))
        return _form_page(request, "consignee", form, status=422)
    with _delivering(request):
        return redirect(next_page(deliver_to(by=by, entry=entry)))


def _keep(request: HttpRequest, by: UUID, answers: dict[str, Any]) -> None:
    """Put the answers into the book, under the first line of the address."""
    label = Clear(answers["address"].value.splitlines()[0][:60])
    values = {name: answers[name] for name in ("name", "phone", "email", "address")}
    try:
        save_address(by=by, told=Told(label=label, **values), is_own=answers["is_buyer"])
    except TooMany:
        messages.warning(request, gettext("Your ship-to book is full; this address was not kept."))


def _own(member: Member) -> dict[str, Any]:
    """The member's own name, number and address, shown to nobody else."""
    membership = Membership.objects.filter(pk=member.pk).first()
    values: dict[str, Any] = {"is_buyer": True}
    sealed = {"name": membership and membership.name, "phone": member.mobile, "email": member.email}
    with purpose(Purpose.OWN_DATA, actor=Actor(member.pk, frozenset(), "own details")):
        for name, value in sealed.items():
            values[name] = value.open() if value is not None else ""
    return values


def _named(request: HttpRequest) -> dict[str, Any]:
    """What was answered before in this checkout."""
    draft = _read(request)
    if draft is None or draft.consignee is None:
        return {}
    consignee, names = draft.consignee, ("name", "phone", "email", "address")
    with _delivering(request):
        return {"is_buyer": consignee.is_buyer, **{name: getattr(consignee, name).open() for name in names}}


def _delivering(request: HttpRequest) -> AbstractContextManager[None]:
    """Not around the whole page: what members told of themselves opens for another purpose (`_own`)."""
    return purpose(Purpose.ORDER_FULFILMENT, actor=Actor.of_request(request))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose(Purpose.ORDER_FULFILMENT)
@_with_goods
def project(request: HttpRequest) -> HttpResponse:
    """What the goods are for and how much of them a year."""
    by = member_of(request).pk
    papers = papers_of(by) if request.method == "POST" or _read_for_company(request) else Papers()
    if request.method == "POST":
        form = PapersForm(request.POST, companies=papers.companies, needs_po=papers.needs_po)
        if form.is_valid():
            draft = tell_project(by=by, **form.cleaned_data)
            return redirect(next_page(draft))
        return _form_page(request, "project", form, status=422)
    form = PapersForm(initial=_told(_read(request)), companies=papers.companies, needs_po=papers.needs_po)
    return _form_page(request, "project", form)


def _read_for_company(request: HttpRequest) -> bool:
    """Whether the cart that was read is a company's; what is sent is asked again, whatever stands in it."""
    return request.basket.buyer is not None  # type: ignore[attr-defined]


def _told(draft: CheckoutDraft | None) -> dict[str, Any]:
    """What was answered before. The invoice goes to the buyer's company unless something else was chosen."""
    if draft is None or draft.yearly_demand is None:
        return {}
    names = ("background", "yearly_demand", "demand_unit", "invoice_title", "invoice_tax_id")
    told = {name: getattr(draft, name).open() for name in names if getattr(draft, name) is not None}
    if draft.bill_to_id or "invoice_title" in told:
        told["bill_to"] = str(draft.bill_to_id or "")
    return {**told, "po_number": draft.po_number}


def _form_page(request: HttpRequest, name: str, form: Any, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form}
    if name != "consignee":
        return render(request, f"trade/checkout_{name}.html", context, status=status)
    book = addresses_of(member_of(request).pk)
    context |= {"carriers": recipients_like(CARRIER), "book": book}
    with _delivering(request):
        return render(request, "trade/checkout_consignee.html", context, status=status)
