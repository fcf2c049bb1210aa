"""A member's orders: the list, one of them, and taking one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.gate import for_purpose, warm
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import may_act_on, may_cancel, may_write_about, sees_people
from coatingcat.trade.actions import cancel_order
from coatingcat.trade.forms import STATE_NAMES, WHY_NAMES, CancelForm, OrderFilter
from coatingcat.trade.forms.conversation import OrderMessageForm
from coatingcat.trade.models import Order
from coatingcat.trade.queries import filtered_orders
from coatingcat.trade.queries.companies import orders_in_sight
from coatingcat.trade.queries.execution import lines_to_return, stages, timeline
from coatingcat.trade.queries.inquiries import said_about_order
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules import AMENDABLE, CLAIMABLE
from coatingcat.trade.views.sight import acted_on, seen
from coatingcat.trade.words import State, Why


@member_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The orders this person may see: their own, and those of their company if their role sees all."""
    form = OrderFilter(request.GET)
    page = filtered_orders(orders_in_sight(member_of(request).pk), **form.chosen())
    rows = [{"order": order, "state": STATE_NAMES[State(order.state)]} for order in page.rows]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"rows": rows, "page": page, "filter": form, "query": query.urlencode()}
    return render(request, "trade/orders.html", {**context, **form.neighbours(page.number, has_more=page.has_more)})


@member_required
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def order(request: HttpRequest, code: str) -> HttpResponse:
    """One order with all that is in sight."""
    return order_page(request, seen(request, code))


def order_page(
    request: HttpRequest,
    found: Order,
    *,
    form: CancelForm | None = None,
    writing: OrderMessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an order, with what was typed wrong in one of its forms. Inside ORDER_FULFILMENT."""
    by = member_of(request).pk
    if form is None and may_cancel(by, found):
        form = CancelForm()
    if writing is None and may_write_about(by, found):
        writing = OrderMessageForm()
    shows_people = sees_people(by, found)
    if shows_people:
        warm([found], "consignee.name", "yearly_demand")
    cancellation = getattr(found, "cancellation", None)
    may_act = may_act_on(by, found)
    state = State(found.state)
    context: dict[str, Any] = {
        "order": found,
        "shows_people": shows_people,
        "state": STATE_NAMES[state],
        "stages": stages(found),
        "timeline": timeline(found),
        "form": form,
        "writing": writing,
        "failed": next((one for one in (form, writing) if one is not None and one.is_bound), None),
        "said": said_about_order(found.pk, opens=True),
        "side": "",
        "cancellation": cancellation,
        "why": WHY_NAMES[Why(cancellation.why)] if cancellation else "",
        "may_accept": may_act and state is State.DELIVERED and not any(one.is_open for one in found.returns.all()),
        "may_amend": may_act and state in AMENDABLE,
        "may_return": may_act and state in CLAIMABLE and bool(lines_to_return(found)),
    }
    return render(request, "trade/order.html", context, status=status)


@member_required
@require_http_methods(["POST"])
@for_purpose(Purpose.ORDER_FULFILMENT)
def cancellation(request: HttpRequest, code: str) -> HttpResponse:
    """Take an order back while it is not confirmed."""
    found, form, by = acted_on(request, code), CancelForm(request.POST), member_of(request).pk
    if not form.is_valid():
        return order_page(request, found, form=form, status=422)
    try:
        cancel_order(order=found, by=by, why=Why(form.cleaned_data["why"]), note=form.cleaned_data["note"])
    except NotAllowed:
        messages.error(request, gettext("This order can no longer be cancelled online."))
    else:
        messages.success(request, gettext("The order is cancelled."))
    return redirect("trade:order", code=found.code)
