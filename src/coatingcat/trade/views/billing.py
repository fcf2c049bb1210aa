"""A buyer's invoices, what is open, how to pay it, and saying that it is paid."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from coatingcat.ground.clock import today
from coatingcat.ground.ids import new_id
from coatingcat.members.access import member_of, member_required
from coatingcat.trade.actions.online.port import provider
from coatingcat.trade.actions.payments import announce_payment
from coatingcat.trade.forms.billing import AmountForm, InvoiceFilter
from coatingcat.trade.models import Order
from coatingcat.trade.queries.billing import accounts_of, paper_of, standing_of
from coatingcat.trade.queries.companies import orders_in_sight
from coatingcat.trade.queries.invoice_lists import invoices_of
from coatingcat.trade.rules.references import reference_for, spaced
from coatingcat.trade.views.papers import order_in_sight


@member_required
@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """The invoices of the orders in sight, with what is open of each."""
    form = InvoiceFilter(request.GET, language=get_language() or "en")
    page = invoices_of(orders_in_sight(member_of(request).pk), **form.chosen())
    return render(request, "trade/invoices.html", form.listed(page))


@member_required
@require_safe
def invoice(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One invoice or credit note, as on its paper, with what is open of it."""
    order = order_in_sight(request, code)
    found = paper_of(order, number)
    if found is None:
        raise Http404
    standing = standing_of(order)
    stands = [one for one in standing.invoices if one.invoice.pk == found.pk] if standing else []
    context = {"order": order, "invoice": found, "stands": stands[0] if stands else None}
    return render(request, "trade/invoice.html", context)


@member_required
@require_safe
def payment(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """What is open of an order and how to pay it; `number`: the page a letter about the n-th receipt leads to."""
    return _page(request, order_in_sight(request, code))


@member_required
@require_POST
def announcement(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer says that a transfer is on its way."""
    order = order_in_sight(request, code)
    form = AmountForm(request.POST, currency=order.currency or "CNY")
    if not order.currency or not form.is_valid():
        return _page(request, order, form, 422)
    cleaned = form.cleaned_data
    announce_payment(
        order=order, by=member_of(request).pk, money=form.money, on=cleaned["on"], submission=cleaned["submission"]
    )
    messages.success(request, gettext("Thank you. The seller looks for it and writes it down when it has arrived."))
    return redirect("trade:payment", code=code)


def _page(request: HttpRequest, order: Order, form: AmountForm | None = None, status: int = 200) -> HttpResponse:
    standing = standing_of(order)
    initial: dict[str, Any] = {"submission": new_id(), "on": today()}
    if standing is not None and standing.account.open.amount > 0:
        initial["amount"] = standing.account.open.quantized().amount
    accounts = [one for one in accounts_of(order.seller_id) if one.currency == order.currency]
    context = {
        "order": order,
        "standing": standing,
        "account": accounts[0] if accounts else None,
        "reference": spaced(reference_for(order.code)),
        "offers_online": provider() is not None,
        "online": order.online_payments.filter(state="open").first(),
        "notices": order.payment_notices.all(),
        "form": form or AmountForm(currency=order.currency or "CNY", initial=initial),
    }
    return render(request, "trade/payment.html", context, status=status)
