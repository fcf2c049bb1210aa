"""Returns and claims at a counter: answered, received, settled."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.actions import returning
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.desk.standing import acted_on, by_whom, found_at, led_to, side_of
from coatingcat.trade.forms.answers import refused
from coatingcat.trade.forms.returns import (
    ReceiptForm,
    ReturnAnswerForm,
)
from coatingcat.trade.models import Order, Return
from coatingcat.trade.queries.billing import credit_for
from coatingcat.trade.queries.execution import (
    return_of,
)
from coatingcat.trade.refusals import Refused
from coatingcat.trade.words import ReturnRefusal, ReturnState


@reveals(Purpose.ORDER_FULFILMENT, about="code", actor_of=counter_actor)
def order_return(request: HttpRequest, code: str, return_code: str) -> HttpResponse:
    """A return or claim and what can be done about it."""
    found = found_at(request, code)
    return _return_page(request, found, claimed_in(found, return_code))


def _return_page(
    request: HttpRequest, order: Order, returned: Return, form: ReturnAnswerForm | None = None
) -> HttpResponse:
    may_act = at_counter(request).may_act
    context = {
        "order": order,
        "returned": returned,
        "side": side_of(request),
        "credited": credit_for(returned.pk),
        "paper": "invoice_pdf",
        "answering": (form or ReturnAnswerForm()) if may_act and returned.state == ReturnState.ASKED else None,
        "receiving": ReceiptForm() if may_act and _may_receive(returned) else None,
        "may_settle": may_act and may_settle(returned),
    }
    return counter_page(request, "trade/desk_return.html", context, status=422 if form else 200)


def _may_receive(returned: Return) -> bool:
    return returned.sort == "RETURN" and returned.state == ReturnState.AGREED


def may_settle(returned: Return) -> bool:
    ready = ReturnState.RECEIVED if returned.sort == "RETURN" else ReturnState.AGREED
    return returned.state == ready


def claimed_in(order: Order, code: str) -> Return:
    found = return_of(order, code)
    if found is None:
        raise Http404
    return found


@require_POST
def return_answer(request: HttpRequest, code: str, return_code: str) -> HttpResponse:
    """Agree to a return or claim, or refuse it with a reason."""
    order = acted_on(request, code)
    found, form = claimed_in(order, return_code), ReturnAnswerForm(request.POST)
    if not form.is_valid():
        return _return_page(request, order, found, form)
    data, by, side = form.cleaned_data, by_whom(request), at_counter(request).side
    try:
        if data["answer"] == "agree":
            returning.agree_to_return(found=found, by=by, side=side)
        else:
            why = ReturnRefusal[data["why"]]
            returning.refuse_return(found=found, by=by, side=side, why=why, note=data["note"])
    except Refused as no:
        refused(request, no)
    else:
        messages.success(request, gettext("Your answer is noted."))
    return led_to(request, "order_return", code=code, return_code=return_code)


@require_POST
def return_receipt(request: HttpRequest, code: str, return_code: str) -> HttpResponse:
    """What came back is here."""
    found, form = claimed_in(acted_on(request, code), return_code), ReceiptForm(request.POST)
    restock = form.is_valid() and form.cleaned_data["restock"]
    try:
        returning.receive_return(found=found, by=by_whom(request), side=at_counter(request).side, restock=restock)
    except Refused as no:
        refused(request, no)
    else:
        messages.success(request, gettext("Noted: the goods came back."))
    return led_to(request, "order_return", code=code, return_code=return_code)


@require_POST
def return_credit(request: HttpRequest, code: str, return_code: str) -> HttpResponse:
    """Settle with a credit."""
    found = claimed_in(acted_on(request, code), return_code)
    try:
        returning.credit_return(found=found, by=by_whom(request), side=at_counter(request).side)
    except Refused as no:
        refused(request, no)
    else:
        messages.success(request, gettext("Settled with a credit; the buyer is told."))
    return led_to(request, "order_return", code=code, return_code=return_code)
