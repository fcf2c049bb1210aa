"""Changes of one's order: proposed, answered, taken back."""

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
from coatingcat.trade.actions import amending
from coatingcat.trade.forms.amendments import AmendmentAnswerForm, AmendmentForm
from coatingcat.trade.forms.answers import ANSWERED, refused
from coatingcat.trade.models import Amendment, Order
from coatingcat.trade.queries.billing import credit_for, supplement_for
from coatingcat.trade.queries.execution import (
    amendment_of,
)
from coatingcat.trade.refusals import Refused
from coatingcat.trade.rules import AMENDABLE, BEFORE_SHIPPING
from coatingcat.trade.views.sight import BOTH, acted_on, seen
from coatingcat.trade.words import AmendmentWhy, Side, State


@member_required
@require_http_methods(BOTH)
@for_purpose(Purpose.ORDER_FULFILMENT)
def amendments(request: HttpRequest, code: str) -> HttpResponse:
    """Propose to change an order."""
    found = acted_on(request, code)
    if State(found.state) not in AMENDABLE:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = AmendmentForm(
        typed,
        lines=list(found.lines.all()),
        may_price=False,
        may_cancel=State(found.state) in BEFORE_SHIPPING,
        initial={"submission": new_id()},
    )
    if form.is_valid():
        try:
            return _proposed(request, found, form)
        except Refused as refusal:
            form.add_error(None, ANSWERED[type(refusal)]())
    context = {"order": found, "form": form, "side": ""}
    return render(request, "trade/amendment_form.html", context, status=422 if form.is_bound else 200)


def _proposed(request: HttpRequest, order: Order, form: AmendmentForm) -> HttpResponse:
    data = form.cleaned_data
    made = amending.propose_amendment(
        order=order,
        by=member_of(request).pk,
        side=Side.BUYER,
        submission=data["submission"],
        why=AmendmentWhy[data["why"]],
        changes=form.changes(),
        promised_on=data["promised_on"],
        cancels=data.get("cancels", False),
        note=data["note"],
    )
    messages.success(request, gettext("Proposed. The supplier answers; until then the order stays as it is."))
    return redirect("trade:order_amendment", code=order.code, number=made.number)


@member_required
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def amendment(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A change, before and after."""
    found = seen(request, code)
    one = _amendment(found, number)
    may_act = may_act_on(member_of(request).pk, found)
    context = {"order": found, "amendment": one, "side": "", "may_act": may_act}
    context |= {
        "credited": credit_for(one.pk),
        "supplement": supplement_for(one.pk),
        "paper": "invoice",
        "is_billed": found.invoices.exists(),
    }
    return render(request, "trade/amendment.html", {**context, "is_mine": one.as_side is Side.BUYER})


def _amendment(order: Order, number: int) -> Amendment:
    found = amendment_of(order, number)
    if found is None:
        raise Http404
    return found


@member_required
@require_POST
@for_purpose(Purpose.ORDER_FULFILMENT)
def amendment_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Accept or refuse a change of the supplier's, or take back one's own."""
    found = acted_on(request, code)
    one, form = _amendment(found, number), AmendmentAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose an answer."))
        return redirect("trade:order_amendment", code=code, number=number)
    try:
        amending.ANSWERS[form.cleaned_data["answer"]](amendment=one, by=member_of(request).pk, side=Side.BUYER)
    except Refused as refusal:
        refused(request, refusal)
    else:
        messages.success(request, gettext("Your answer is noted."))
    return redirect("trade:order_amendment", code=code, number=number)
