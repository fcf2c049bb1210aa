"""Orders at a counter: the list, one of them, and taking it on. Whoever looks at a consignee is written down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from coatingcat.privacy.gate import current_purposes, warm
from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.actions import cancel_order, confirm_order
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.desk.standing import acted_on, by_whom, found_at, led_to, side_of
from coatingcat.trade.forms import STATE_NAMES, WHY_NAMES, OrderFilter
from coatingcat.trade.forms.answers import refused
from coatingcat.trade.forms.conversation import OrderMessageForm
from coatingcat.trade.forms.deliveries import (
    ConfirmForm,
    RefuseOrderForm,
)
from coatingcat.trade.models import Order
from coatingcat.trade.queries import filtered_orders
from coatingcat.trade.queries.execution import (
    lines_to_ship,
    stages,
    timeline,
)
from coatingcat.trade.queries.inquiries import said_about_order
from coatingcat.trade.queries.queues import followers
from coatingcat.trade.queries.scopes import orders_at
from coatingcat.trade.refusals import Refused
from coatingcat.trade.rules import AMENDABLE, SHIPPABLE
from coatingcat.trade.words import State, Why


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """Orders of this counter; no name is opened for a list."""
    form = OrderFilter(request.GET)
    page = filtered_orders(orders_at(at_counter(request)), **form.chosen())
    rows = [{"order": order, "state": STATE_NAMES[State(order.state)]} for order in page.rows]
    neighbours = form.neighbours(page.number, has_more=page.has_more)
    return counter_page(
        request, "trade/desk_orders.html", {"rows": rows, "filter": form, "side": side_of(request), **neighbours}
    )


@reveals(Purpose.ORDER_FULFILMENT, about="code", actor_of=counter_actor)
def order(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """One order with its consignee, masked until a reason is given. `number`: the day of what a letter tells of."""
    return _page(request, found_at(request, code))


def _page(request: HttpRequest, found: Order, status: int = 200, **forms: object) -> HttpResponse:
    opens = bool(current_purposes())
    if opens:
        warm([found], "consignee.name", "yearly_demand")
    may_act = at_counter(request).may_act
    context = {
        "order": found,
        "state": STATE_NAMES[State(found.state)],
        "stages": stages(found),
        "timeline": timeline(found),
        "said": said_about_order(found.pk, opens=opens),
        "opens": opens,
        "followers": followers(at_counter(request), found),
        "writing": OrderMessageForm() if may_act else None,
        "may_confirm": may_act and found.state == State.PLACED,
        "may_ship": may_act and State(found.state) in SHIPPABLE and bool(lines_to_ship(found)),
        "may_amend": may_act and State(found.state) in AMENDABLE,
        "side": side_of(request),
        "confirming": ConfirmForm(),
        "refusing": RefuseOrderForm(names=WHY_NAMES),
        "why": WHY_NAMES[Why(found.cancellation.why)] if getattr(found, "cancellation", None) else "",
        **forms,
    }
    return counter_page(request, "trade/desk_order.html", context, status=status)


@require_POST
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """Accept an order, for a day if one is named."""
    found, form = acted_on(request, code), ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, confirming=form)
    side = at_counter(request).side
    try:
        confirm_order(order=found, by=by_whom(request), side=side, promised_on=form.cleaned_data["promised_on"])
    except Refused:
        messages.error(request, gettext("This order does not wait for confirmation any more."))
    else:
        messages.success(request, gettext("The order is confirmed; the buyer is told."))
    return led_to(request, "order", code=code)


@require_POST
def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """Do not take an order on, and say why."""
    found, form = acted_on(request, code), RefuseOrderForm(request.POST, names=WHY_NAMES)
    if not form.is_valid():
        return _page(request, found, status=422, refusing=form)
    data, side = form.cleaned_data, at_counter(request).side
    try:
        cancel_order(order=found, by=by_whom(request), why=Why(data["why"]), note=data["note"], side=side)
    except Refused as no:
        refused(request, no)
    else:
        messages.success(request, gettext("The order is refused; the buyer is told why."))
    return led_to(request, "order", code=code)
