"""Paying on the page of a provider, and what the provider says of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.config import config
from coatingcat.ground.access import access_rule
from coatingcat.members.access import member_of, member_required
from coatingcat.trade.actions.online.paying import begin_payment, settle, take_event
from coatingcat.trade.models import Order
from coatingcat.trade.refusals import NoProvider, NotAllowed, ProviderFailed, Refused
from coatingcat.trade.views.papers import order_in_sight

_LONGEST = 500_000


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def online(request: HttpRequest, code: str) -> HttpResponse:
    """POST: begin a payment, or go on with the one that is open. GET: back from the provider; it is asked what came."""
    order = order_in_sight(request, code)
    try:
        if request.method == "POST":
            back = f"{config().public_url}/orders/{code}/payment/online/"
            begin_payment(order=order, by=member_of(request).pk, back_to=back, language=get_language() or "en")
        else:
            _ask(request, order)
    except Refused as refusal:
        messages.error(request, _why(refusal))
    return redirect("trade:payment", code=code)


def _ask(request: HttpRequest, order: Order) -> None:
    latest = order.online_payments.last()
    if latest is None or not latest.session:
        return
    if settle(online=latest).state == "paid":
        messages.success(request, gettext("Paid. It is written down."))
    else:
        messages.info(request, gettext("The provider has not taken the payment yet."))


def _why(refusal: Refused) -> str:
    if isinstance(refusal, NoProvider):
        return gettext("Online payment is not offered here; please pay by bank transfer.")
    if isinstance(refusal, NotAllowed):
        return gettext("Nothing is open.")
    if isinstance(refusal, ProviderFailed):
        return gettext("The provider does not answer. Try again: nothing is taken twice.")
    return gettext("That is not possible now.")


@access_rule("signed by a gateway")
@never_cache
@csrf_exempt
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """A message of the provider, signed. 204 once it was dealt with, 503 to be sent it again, 404 if it is not signed."""
    if len(request.body) > _LONGEST:
        raise Http404
    try:
        if not take_event(headers=request.headers, body=request.body):
            raise Http404
    except NoProvider:
        raise Http404 from None
    except ProviderFailed:
        return HttpResponse(status=503)
    return HttpResponse(status=204)
