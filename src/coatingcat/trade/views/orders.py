"""A member's orders: the list, one of them, and taking one back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.gate import for_purpose, warm
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import may_cancel
from coatingcat.trade.actions import cancel_order
from coatingcat.trade.forms import STATE_NAMES, WHY_NAMES, CancelForm, OrderFilter
from coatingcat.trade.models import Order
from coatingcat.trade.queries import order_of, orders_of
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import State, Why


@member_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The member's orders, filtered by state and number."""
    form = OrderFilter(request.GET)
    page = orders_of(member_of(request).pk, **form.chosen())
    rows = [{"order": order, "state": STATE_NAMES[State(order.state)]} for order in page.rows]
    return render(
        request,
        "trade/orders.html",
        {"rows": rows, "page": page, "filter": form, **form.neighbours(page.number, has_more=page.has_more)},
    )


@member_required
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def order(request: HttpRequest, code: str) -> HttpResponse:
    """One order with all that was answered."""
    found = _own(request, code)
    return _page(request, found, CancelForm() if may_cancel(member_of(request).pk, found) else None)


def _own(request: HttpRequest, code: str) -> Order:
    found = order_of(member_of(request).pk, code)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Order, form: CancelForm | None, status: int = 200) -> HttpResponse:
    warm([found], "consignee.name", "yearly_demand")
    cancellation = getattr(found, "cancellation", None)
    context = {
        "order": found,
        "state": STATE_NAMES[State(found.state)],
        "form": form,
        "cancellation": cancellation,
        "why": WHY_NAMES[Why(cancellation.why)] if cancellation else "",
    }
    return render(request, "trade/order.html", context, status=status)


@member_required
@require_http_methods(["POST"])
@for_purpose(Purpose.ORDER_FULFILMENT)
def cancellation(request: HttpRequest, code: str) -> HttpResponse:
    """Take an order back while it is not confirmed."""
    found, form, by = _own(request, code), CancelForm(request.POST), member_of(request).pk
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        cancel_order(order=found, by=by, why=Why(form.cleaned_data["why"]), note=form.cleaned_data["note"])
    except NotAllowed:
        messages.error(request, gettext("This order can no longer be cancelled online."))
    else:
        messages.success(request, gettext("The order is cancelled."))
    return redirect("trade:order", code=found.code)
