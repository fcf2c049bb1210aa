"""Paying back by the provider what it brought, at a counter."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from coatingcat.ground.ids import new_id
from coatingcat.trade.actions.online.paying import refund_online
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.desk.standing import BOTH, acted_on, by_whom, led_to, side_of
from coatingcat.trade.forms.billing import RefundForm
from coatingcat.trade.models import Payment
from coatingcat.trade.queries.billing import refundable
from coatingcat.trade.refusals import NoProvider, NotAllowed, ProviderFailed, Refused, TooMuch
from coatingcat.trade.words import Moved, Way


@require_http_methods(BOTH)
def refund(request: HttpRequest, code: str, payment_id: UUID) -> HttpResponse:
    """Pay back a payment, or a part of it, the way it came."""
    order = acted_on(request, code)
    payment = get_object_or_404(Payment, order=order, pk=payment_id, way=Way.PROVIDER.value, kind=Moved.RECEIPT.value)
    most = refundable(payment)
    initial = {"submission": new_id(), "amount": f"{most.quantized().amount:f}"}
    form = RefundForm(request.POST if request.method == "POST" else None, currency=payment.currency, initial=initial)
    if form.is_valid():
        try:
            refund_online(
                payment=payment, money=form.money, by=by_whom(request), submission=form.cleaned_data["submission"]
            )
        except Refused as refusal:
            form.add_error(None, _why(refusal))
        else:
            messages.success(request, gettext("Paid back by the provider and written down."))
            return led_to(request, "account", code=code)
    context = {"order": order, "payment": payment, "most": most, "form": form, "side": side_of(request)}
    return counter_page(request, "trade/desk_refund.html", context, status=422 if form.is_bound else 200)


def _why(refusal: Refused) -> str:
    reasons = {
        TooMuch: gettext("That is more than is held of the buyer's money."),
        NoProvider: gettext("No payment provider is set up, or its contract is not in force."),
        ProviderFailed: gettext("The provider does not answer. Send the same again: nothing is paid back twice."),
        NotAllowed: gettext("This payment cannot be paid back by the provider."),
    }
    return reasons.get(type(refusal), gettext("That goes beyond what was ordered, billed or confirmed."))
