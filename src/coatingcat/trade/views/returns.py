"""Returns and claims of one's order."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.ids import new_id
from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import may_act_on
from coatingcat.trade.actions import returning
from coatingcat.trade.forms.answers import ANSWERED, refused
from coatingcat.trade.forms.returns import ReturnForm
from coatingcat.trade.models import Order, Return
from coatingcat.trade.queries.billing import credit_for
from coatingcat.trade.queries.execution import (
    lines_to_return,
    return_of,
    submitted_before,
)
from coatingcat.trade.refusals import Refused
from coatingcat.trade.rules import CLAIMABLE
from coatingcat.trade.views.sight import BOTH, acted_on, seen
from coatingcat.trade.words import ReturnSort, ReturnWhy, State


@member_required
@require_http_methods(BOTH)
@for_purpose(Purpose.ORDER_FULFILMENT)
def returns(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to return goods, or claim what is wrong with them."""
    found = acted_on(request, code)
    earlier = submitted_before(found.returns.all(), request.POST.get("submission"))
    if earlier is not None:  # the same submission again, perhaps about the last pack
        return redirect("trade:order_return", code=code, return_code=earlier.code)
    lines = lines_to_return(found)
    if State(found.state) not in CLAIMABLE or not lines:
        raise Http404
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReturnForm(*typed, lines=lines, initial={"submission": new_id()})
    if form.is_valid():
        try:
            return _asked(request, found, form)
        except Refused as refusal:
            form.add_error(None, ANSWERED[type(refusal)]())
    context = {"order": found, "form": form}
    return render(request, "trade/return_form.html", context, status=422 if form.is_bound else 200)


def _asked(request: HttpRequest, order: Order, form: ReturnForm) -> HttpResponse:
    data = form.cleaned_data
    made = returning.ask_return(
        order=order,
        by=member_of(request).pk,
        submission=data["submission"],
        sort=ReturnSort[data["sort"]],
        why=ReturnWhy[data["why"]],
        packs=form.packs(),
        note=data["note"],
        photo=data["photo"],
    )
    messages.success(request, gettext("Sent. The supplier answers within 72 hours."))
    return redirect("trade:order_return", code=order.code, return_code=made.code)


@member_required
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def order_return(request: HttpRequest, code: str, return_code: str) -> HttpResponse:
    """A return or claim and where it stands."""
    found = seen(request, code)
    may_act = may_act_on(member_of(request).pk, found)
    returned = _return(found, return_code)
    context = {"order": found, "returned": returned, "side": "", "may_act": may_act}
    credit = {"credited": credit_for(returned.pk), "paper": "invoice"}
    return render(request, "trade/return.html", {**context, **credit})


def _return(order: Order, code: str) -> Return:
    found = return_of(order, code)
    if found is None:
        raise Http404
    return found


@member_required
@require_POST
def return_withdrawal(request: HttpRequest, code: str, return_code: str) -> HttpResponse:
    """Take back what was not answered yet."""
    found = _return(acted_on(request, code), return_code)
    try:
        returning.withdraw_return(found=found, by=member_of(request).pk)
    except Refused as refusal:
        refused(request, refusal)
    else:
        messages.success(request, gettext("Taken back."))
    return redirect("trade:order_return", code=code, return_code=return_code)
