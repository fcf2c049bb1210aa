"""Changes of orders at a counter: proposed, answered, taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.ground.ids import new_id
from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.actions import amending
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.desk.standing import BOTH, acted_on, by_whom, found_at, led_to, side_of
from coatingcat.trade.forms.amendments import (
    AmendmentAnswerForm,
    AmendmentForm,
)
from coatingcat.trade.forms.answers import ANSWERED, refused
from coatingcat.trade.models import Amendment, Order
from coatingcat.trade.queries.billing import credit_for, supplement_for
from coatingcat.trade.queries.execution import (
    amendment_of,
)
from coatingcat.trade.refusals import Refused
from coatingcat.trade.rules import AMENDABLE, BEFORE_SHIPPING
from coatingcat.trade.words import AmendmentWhy, Side, State


@require_http_methods(BOTH)
def amendments(request: HttpRequest, code: str) -> HttpResponse:
    """Propose to change an order."""
    found = acted_on(request, code)
    if State(found.state) not in AMENDABLE:
        raise Http404
    form = AmendmentForm(
        request.POST if request.method == "POST" else None,
        lines=list(found.lines.all()),
        may_price=True,
        may_cancel=State(found.state) in BEFORE_SHIPPING,
        initial={"submission": new_id()},
    )
    if form.is_valid():
        try:
            return _proposed(request, found, form)
        except Refused as no:
            form.add_error(None, ANSWERED[type(no)]())
    context = {"order": found, "form": form, "side": side_of(request)}
    return counter_page(request, "trade/desk_amendment_form.html", context, status=422 if form.is_bound else 200)


def _proposed(request: HttpRequest, order: Order, form: AmendmentForm) -> HttpResponse:
    data = form.cleaned_data
    made = amending.propose_amendment(
        order=order,
        by=by_whom(request),
        side=at_counter(request).side,
        submission=data["submission"],
        why=AmendmentWhy[data["why"]],
        changes=form.changes(),
        promised_on=data["promised_on"],
        cancels=data.get("cancels", False),
        note=data["note"],
    )
    messages.success(request, gettext("Proposed. The buyer answers; until then the order stays as it is."))
    return led_to(request, "order_amendment", code=order.code, number=made.number)


@reveals(Purpose.ORDER_FULFILMENT, about="code", actor_of=counter_actor)
def amendment(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A change, before and after."""
    found = found_at(request, code)
    one = _amendment(found, number)
    context = {"order": found, "amendment": one, "side": side_of(request), "is_mine": one.as_side is not Side.BUYER}
    context |= {
        "may_act": at_counter(request).may_act,
        "credited": credit_for(one.pk),
        "supplement": supplement_for(one.pk),
        "paper": "invoice_pdf",
    }
    context["is_billed"] = found.invoices.exists()
    return counter_page(request, "trade/desk_amendment.html", context)


def _amendment(order: Order, number: int) -> Amendment:
    found = amendment_of(order, number)
    if found is None:
        raise Http404
    return found


@require_POST
def amendment_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Accept or refuse a change of the buyer's, or take back one's own."""
    one, form = _amendment(acted_on(request, code), number), AmendmentAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose an answer."))
        return led_to(request, "order_amendment", code=code, number=number)
    try:
        amending.ANSWERS[form.cleaned_data["answer"]](amendment=one, by=by_whom(request), side=at_counter(request).side)
    except Refused as no:
        refused(request, no)
    else:
        messages.success(request, gettext("Your answer is noted."))
    return led_to(request, "order_amendment", code=code, number=number)
