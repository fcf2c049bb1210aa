"""Deliveries of one's order: where they are, their papers, and accepting them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import may_act_on
from coatingcat.trade.actions import deliveries
from coatingcat.trade.forms.answers import certificate_file, refused
from coatingcat.trade.models import Delivery, Order
from coatingcat.trade.queries.execution import (
    certificate_of,
    delivery_of,
)
from coatingcat.trade.refusals import Refused
from coatingcat.trade.views.sight import acted_on, seen
from coatingcat.trade.words import Side


@member_required
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def delivery(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One delivery: what is in it, where it is, its papers."""
    found = seen(request, code)
    one = _delivery(found, number)
    context = {"order": found, "delivery": one, "side": "", "may_act": may_act_on(member_of(request).pk, found)}
    return render(request, "trade/delivery.html", {**context})


def _delivery(order: Order, number: int) -> Delivery:
    found = delivery_of(order, number)
    if found is None:
        raise Http404
    return found


@member_required
@require_POST
def arrival(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The buyer says that a delivery has arrived."""
    found = acted_on(request, code)
    one = _delivery(found, number)
    try:
        deliveries.arrive(delivery=one, by=member_of(request).pk, side=Side.BUYER)
    except Refused as refusal:
        refused(request, refusal)
    else:
        messages.success(request, gettext("Noted: this delivery has arrived."))
    return redirect("trade:order", code=code)


@member_required
@require_POST
def acceptance(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer accepts what was delivered."""
    found = acted_on(request, code)
    try:
        deliveries.accept_goods(order=found, by=member_of(request).pk)
    except Refused as refusal:
        refused(request, refusal)
    else:
        messages.success(request, gettext("The order is completed. Thank you."))
    return redirect("trade:order", code=code)


@member_required
@require_safe
def certificate(request: HttpRequest, code: str, certificate_id: UUID) -> HttpResponse:
    """The certificate of analysis of a delivered batch."""
    return certificate_file(certificate_of(seen(request, code), certificate_id))
