"""Who sells and who follows up on this site: taken on, and ended, by the order desk and certifiers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.catalog.models import Company as Maker
from coatingcat.members.access import staff_required
from coatingcat.privacy.access import roles_of, subject_of
from coatingcat.privacy.queries.recipients import recipient_of
from coatingcat.privacy.words import Role
from coatingcat.trade.actions.sellers import (
    close_seller,
    end_agent,
    end_representation,
    make_agent,
    make_seller,
    represent,
)
from coatingcat.trade.forms import STATE_NAMES
from coatingcat.trade.forms.sellers import AgentForm, MakerForm, SellerForm
from coatingcat.trade.models import Seller
from coatingcat.trade.queries import sellers as query
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import AgentSort, State

_SHOWN = 50
_desk = staff_required(Role.FULFILMENT, Role.CERTIFIER)


@_desk
@require_http_methods(["GET", "HEAD", "POST"])
def sellers(request: HttpRequest) -> HttpResponse:
    """Sellers and agents with their standing; another seller is taken on."""
    form = SellerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, AgentForm())
    told = form.cleaned_data
    makers = {told["maker"]: told["evidence"]}
    try:
        make_seller(company=told["company"], recipient=told["recipient"], makers=makers, by=subject_of(request))
    except NotAllowed:
        form.add_error("recipient", gettext("This key is in use, or the company is not certified any more."))
        return _page(request, form, AgentForm())
    messages.success(request, gettext("It may sell. Until its contract is entered, it sees nothing of anybody."))
    return redirect("trade:desk_sellers")


@_desk
@require_POST
def followers(request: HttpRequest) -> HttpResponse:
    """Another agent is taken on."""
    form = AgentForm(request.POST)
    if not form.is_valid():
        return _page(request, SellerForm(), form)
    told = form.cleaned_data
    sort = AgentSort[told["sort"]]
    try:
        make_agent(company=told["company"], recipient=told["recipient"], sort=sort, by=subject_of(request))
    except NotAllowed:
        form.add_error("recipient", gettext("This key is in use, or the company is not certified any more."))
        return _page(request, SellerForm(), form)
    messages.success(request, gettext("It may follow up. Until its contract is entered, it can be assigned nothing."))
    return redirect("trade:desk_sellers")


def _page(request: HttpRequest, seller_form: SellerForm, agent_form: AgentForm) -> HttpResponse:
    selling, following = query.parties()
    refused: Any = seller_form if seller_form.is_bound else agent_form
    context = {
        "selling": selling,
        "following": following,
        "seller_form": seller_form,
        "agent_form": agent_form,
        "form": refused,
        "enters_contracts": Role.PRIVACY_OFFICER in roles_of(request),
    }
    return render(request, "trade/desk_sellers.html", context, status=422 if refused.is_bound else 200)


@_desk
@require_http_methods(["GET", "HEAD", "POST"])
def seller(request: HttpRequest, seller_id: UUID) -> HttpResponse:
    """One seller: the makers it sells for, each with its paper."""
    found = get_object_or_404(query.sellers(), pk=seller_id)
    form = MakerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        represent(seller=found, **form.cleaned_data)
        messages.success(request, gettext("The maker is kept."))
        return redirect("trade:desk_seller", seller_id=found.pk)
    known = recipient_of(found.recipient)
    context = {
        "seller": found,
        "form": form,
        "bound": known is not None and known.is_bound(),
        "active": found.offers.filter(is_active=True).count(),
        "enters_contracts": Role.PRIVACY_OFFICER in roles_of(request),
        **(_still_open(request, found) if found.closing_at and not found.ended_at else {}),
    }
    return render(request, "trade/desk_seller.html", context, status=422 if form.is_bound else 200)


def _still_open(request: HttpRequest, seller: Seller) -> dict[str, Any]:
    """What keeps a closing seller from ending; orders one by one for the order desk, as far as it sees them."""
    orders = query.open_orders_of(seller)
    seen = orders.exclude(state=State.REQUESTED.value).order_by("placed_at")
    rows = list(seen[:_SHOWN]) if Role.FULFILMENT in roles_of(request) else []
    return {
        "open_orders": orders.count(),
        "open_inquiries": query.open_inquiries_of(seller).count(),
        "rows": [{"order": order, "state": STATE_NAMES[State(order.state)]} for order in rows],
    }


@_desk
@require_POST
def seller_ending(request: HttpRequest, seller_id: UUID) -> HttpResponse:
    """A seller is closed, or one of its makers taken away: offers are withdrawn at once."""
    found: Seller = get_object_or_404(query.sellers(), pk=seller_id)
    maker = Maker.objects.filter(pk=request.POST.get("maker", "")[:80]).first()
    if request.POST.get("maker"):
        if maker is not None:
            gone = end_representation(seller=found, maker=maker)
            messages.success(request, gettext("Ended; %(count)s offers are withdrawn.") % {"count": gone})
    elif close_seller(seller=found):
        messages.success(request, gettext("It has ended: nothing was open."))
    else:
        messages.success(request, gettext("Its offers are withdrawn. It executes what is open, and ends then."))
    return redirect("trade:desk_seller", seller_id=found.pk)


@_desk
@require_POST
def follower_ending(request: HttpRequest, agent_id: UUID) -> HttpResponse:
    """A company follows up for nobody any more."""
    found = get_object_or_404(query.agents(), pk=agent_id)
    end_agent(agent=found, by=subject_of(request))
    messages.success(request, gettext("It has ended. What was assigned to it is no longer there for it."))
    return redirect("trade:desk_sellers")
