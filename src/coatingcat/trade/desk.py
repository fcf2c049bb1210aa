"""The order desk: what waits for confirmation, and to whom it goes. Whoever looks at a consignee is written down."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from coatingcat.members.access import staff_required
from coatingcat.privacy.gate import current_purposes, warm
from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.actions import confirm_order
from coatingcat.trade.forms import STATE_NAMES, OrderFilter
from coatingcat.trade.models import Order
from coatingcat.trade.queries import order_at_desk, orders_at_desk
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import State


@staff_required(Role.FULFILMENT)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """Orders of all buyers; no name is opened for a list."""
    form = OrderFilter(request.GET)
    page = orders_at_desk(**form.chosen())
    rows = [{"order": order, "state": STATE_NAMES[State(order.state)]} for order in page.rows]
    return render(
        request,
        "trade/desk_orders.html",
        {"rows": rows, "page": page, "filter": form, **form.neighbours(page.number, has_more=page.has_more)},
    )


@staff_required(Role.FULFILMENT)
@reveals(Purpose.ORDER_FULFILMENT, about="code")
def order(request: HttpRequest, code: str) -> HttpResponse:
    """One order with its consignee, masked until a reason is given."""
    found = _found(code)
    if current_purposes():
        warm([found], "consignee.name", "yearly_demand")
    may_confirm = found.state == State.PLACED
    context = {"order": found, "state": STATE_NAMES[State(found.state)], "may_confirm": may_confirm}
    return render(request, "trade/desk_order.html", context)


@staff_required(Role.FULFILMENT)
@require_POST
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """Accept an order."""
    found = _found(code)
    try:
        confirm_order(order=found)
    except NotAllowed:
        messages.error(request, gettext("This order does not wait for confirmation any more."))
    else:
        messages.success(request, gettext("The order is confirmed; the buyer is told."))
    return redirect("trade:desk_order", code=found.code)


def _found(code: str) -> Order:
    found = order_at_desk(code)
    if found is None:
        raise Http404
    return found
