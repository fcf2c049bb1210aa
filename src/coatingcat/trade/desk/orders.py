"""The order desk: what waits for confirmation, and to whom it goes. Whoever looks at a consignee is written down."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.ids import new_id
from coatingcat.members.access import staff_required
from coatingcat.privacy.gate import Actor, current_purposes, warm
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.actions import confirm_order, hand_over
from coatingcat.trade.forms import STATE_NAMES, HandoverForm, OrderFilter
from coatingcat.trade.models import Order
from coatingcat.trade.queries import order_at_desk, orders_at_desk
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import CARRIER, State


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


def _carriers() -> list[tuple[str, str]]:
    language = get_language()
    return [(known.key, known.name.in_language(language)) for known in recipients_like(CARRIER)]


@staff_required(Role.FULFILMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, code: str) -> HttpResponse:
    """Hand goods of a confirmed order to a carrier; what it is told goes by privacy's door."""
    found = _found(code)
    if found.state != State.CONFIRMED:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = HandoverForm(typed, carriers=_carriers(), initial={"submission": new_id()})
    if not form.is_valid():
        context = {"order": found, "form": form, "has_carrier": bool(_carriers())}
        return render(request, "trade/desk_handover.html", context, status=422 if form.is_bound else 200)
    try:
        hand_over(order=found, actor=Actor.of_request(request), **form.cleaned_data)
    except NotAllowed:
        messages.error(request, gettext("Only a confirmed order can be handed over."))
    except ShareRefused as refusal:
        messages.error(request, gettext("Nothing was handed over: %(reason)s.") % {"reason": refusal.reason})
    else:
        messages.success(request, gettext("Handed over. The carrier gets name, number, address and parcel, no more."))
    return redirect("trade:desk_order", code=found.code)


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
