"""Invoices and payments at a counter: the operator's for what it sells itself and for all, a seller's for its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.clock import today
from coatingcat.ground.ids import new_id
from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.actions.billing import enter_account, enter_billing
from coatingcat.trade.actions.invoices import issue_credit_note, issue_invoice, note_tax_invoice
from coatingcat.trade.actions.payments import record_payment, reverse_payment
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.answers import ANSWERED
from coatingcat.trade.forms.billing import (
    AccountForm,
    BillForm,
    BillingForm,
    CreditForm,
    InvoiceFilter,
    MovementForm,
    TaxInvoiceForm,
)
from coatingcat.trade.models import Delivery, Invoice, Order, Payment
from coatingcat.trade.papers.answering import as_pdf
from coatingcat.trade.papers.invoices import invoice_paper
from coatingcat.trade.papers.orders import confirmation_paper, delivery_paper
from coatingcat.trade.queries.billing import accounts_of, billed_of, billing_of, paper_of, standing_of
from coatingcat.trade.queries.invoice_lists import invoices_of
from coatingcat.trade.queries.scopes import orders_at
from coatingcat.trade.refusals import RateMissing, Refused
from coatingcat.trade.words import Moved, Side


@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """Invoices of the orders at this counter, with what is open of each; no name among them."""
    form = InvoiceFilter(request.GET, language=get_language() or "en")
    page = invoices_of(orders_at(at_counter(request)), **form.chosen())
    return counter_page(request, "trade/desk_invoices.html", form.listed(page))


@require_safe
def account(request: HttpRequest, code: str) -> HttpResponse:
    """What an order has been billed and paid, and what can be done."""
    return _page(request, _found(request, code))


def _found(request: HttpRequest, code: str) -> Order:
    rows = orders_at(at_counter(request)).select_related("company", "seller__company", "consignee")
    return get_object_or_404(rows, code=code)


def _page(request: HttpRequest, order: Order, status: int = 200, **forms: Any) -> HttpResponse:
    lines, language = list(billed_of(order).values()), get_language() or "en"
    currency = order.currency or "CNY"
    context = {
        "order": order,
        "standing": standing_of(order),
        "lines": lines,
        "notices": order.payment_notices.all(),
        "bill": BillForm(lines=lines, initial={"submission": new_id()}),
        "credit": CreditForm(lines=lines, language=language, initial={"submission": new_id()}),
        "movement": MovementForm(currency=currency, initial={"submission": new_id(), "on": today()}),
        "may_act": at_counter(request).may_act,
        **forms,
    }
    context["wrong"] = next((form for form in forms.values() if form.is_bound), None)
    return counter_page(request, "trade/desk_account.html", context, status=status)


def _by(request: HttpRequest) -> UUID | None:
    return at_counter(request).actor.subject_id


def _do(request: HttpRequest, order: Order, form: Any, name: str, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it and say so; a refusal of the room is an error of the form."""
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(None, why_refused(refusal))
        else:
            messages.success(request, said)
            return redirect(f"trade:{at_counter(request).prefix}_account", code=order.code)
    return _page(request, order, 422, **{name: form})


def why_refused(refusal: Refused) -> str:
    """Why nothing was billed, credited or written down."""
    reasons = {
        "RateMissing": ANSWERED[RateMissing](),
        "NothingToBill": gettext("Nothing with a price is left to bill."),
        "TooMuch": gettext("That is more than is held of the buyer's money."),
        "OtherBody": gettext("This page was sent before with something else. Load it again."),
    }
    return reasons.get(type(refusal).__name__, gettext("That goes beyond what was ordered, billed or confirmed."))


@require_POST
def bill(request: HttpRequest, code: str) -> HttpResponse:
    """Issue an invoice."""
    order = _found(request, code)
    form = BillForm(request.POST, lines=list(billed_of(order).values()))

    def act() -> object:
        return issue_invoice(
            order=order, by=_by(request), submission=form.cleaned_data["submission"], packs=form.packs()
        )

    return _do(request, order, form, "bill", act, gettext("The invoice is issued; the buyer is told."))


@require_POST
def credit(request: HttpRequest, code: str) -> HttpResponse:
    """Issue a credit note."""
    order = _found(request, code)
    form = CreditForm(request.POST, lines=list(billed_of(order).values()), language=get_language() or "en")

    def act() -> object:
        return issue_credit_note(order=order, by=_by(request), **form.chosen())

    return _do(request, order, form, "credit", act, gettext("The credit note is issued; the buyer is told."))


@require_POST
def movement(request: HttpRequest, code: str) -> HttpResponse:
    """Write down money that came in or went back."""
    order = _found(request, code)
    form = MovementForm(request.POST, currency=order.currency or "CNY")

    def act() -> object:
        cleaned = form.cleaned_data
        return record_payment(
            order=order,
            kind=Moved(cleaned["kind"]),
            money=form.money,
            on=cleaned["on"],
            source=f"desk:{cleaned['submission']}",
            by=_by(request),
            bank_reference=cleaned["bank_reference"],
        )

    return _do(request, order, form, "movement", act, gettext("Written down."))


@require_POST
def reversal(request: HttpRequest, code: str, payment_id: UUID) -> HttpResponse:
    """Take back a record that was wrong."""
    order = _found(request, code)
    payment = get_object_or_404(Payment, order=order, pk=payment_id)
    by = _by(request)
    assert by is not None  # a counter has somebody at it
    try:
        reverse_payment(payment=payment, by=by)
    except Refused as refusal:
        messages.error(request, why_refused(refusal))
    else:
        messages.success(request, gettext("Taken back; both records stay in the list."))
    return redirect(f"trade:{at_counter(request).prefix}_account", code=code)


@require_POST
def tax_invoice(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Keep the number of the fapiao."""
    order = _found(request, code)
    invoice, form = _paper(order, number), TaxInvoiceForm(request.POST)
    form.at = number

    def act() -> object:
        return note_tax_invoice(invoice=invoice, number=form.cleaned_data["number"])

    return _do(request, order, form, "official", act, gettext("The number stands on the invoice from now on."))


def _paper(order: Order, number: str) -> Invoice:
    found = paper_of(order, number)
    if found is None:
        raise Http404
    found.order = order
    return found


@require_safe
def invoice_pdf(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """An invoice or credit note; a buyer without a company is named on their own copy alone."""
    found = _paper(_found(request, code), number)
    return as_pdf(request, lambda: invoice_paper(found), name=number, at=found.issued_at)


@require_safe
def confirmation_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The confirmation of an order, without its people."""
    order = _found(request, code)
    at = order.confirmed_at or order.placed_at
    return as_pdf(request, lambda: confirmation_paper(order, shows_people=False), name=code, at=at)


@reveals(Purpose.ORDER_FULFILMENT, about="code", actor_of=counter_actor)
def delivery_note(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The note that goes with a delivery: it names the consignee, so that it is asked why."""
    order = _found(request, code)
    delivery = get_object_or_404(Delivery, order=order, number=number)
    delivery.order = order
    reveal = request.reveal  # type: ignore[attr-defined]
    if not reveal.is_open:
        return counter_page(request, "trade/desk_delivery_note.html", {"order": order, "delivery": delivery})
    name = f"{code}-{number}"
    return as_pdf(request, lambda: delivery_paper(delivery, shows_people=True), name=name, at=delivery.shipped_at)


@require_http_methods(["GET", "HEAD", "POST"])
def billing(request: HttpRequest) -> HttpResponse:
    """What stands on the seller's invoices. An agent bills nobody."""
    seller_id = seller_id_at(request)
    facts = billing_of(seller_id)
    names = ("tax_id", "address", "country", "vat_percent", "terms_days")
    form = BillingForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(facts, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        enter_billing(seller_id=seller_id, **form.cleaned_data)
        messages.success(request, gettext("Saved. It stands on the next invoices; those issued stay as they are."))
        return redirect(f"trade:{at_counter(request).prefix}_billing")
    return _billing_page(request, seller_id, form, AccountForm(), 422 if request.method == "POST" else 200)


@require_POST
def bank_account(request: HttpRequest) -> HttpResponse:
    """Where the seller is paid in a currency, from now on."""
    seller_id, form = seller_id_at(request), AccountForm(request.POST)
    if not form.is_valid():
        return _billing_page(request, seller_id, None, form, 422)
    enter_account(seller_id=seller_id, **form.cleaned_data)
    messages.success(request, gettext("Saved. It stands on the next invoices; those issued stay as they are."))
    return redirect(f"trade:{at_counter(request).prefix}_billing")


def seller_id_at(request: HttpRequest) -> UUID | None:
    """Whose bills these are; None: the operator's. Raises Http404 for an agent, who bills nobody."""
    counter = at_counter(request)
    if counter.side is Side.AGENT:
        raise Http404
    return counter.seller.pk if counter.seller else None


def _billing_page(
    request: HttpRequest, seller_id: UUID | None, form: BillingForm | None, account_form: AccountForm, status: int
) -> HttpResponse:
    if form is None:
        facts = billing_of(seller_id)
        names = ("tax_id", "address", "country", "vat_percent", "terms_days")
        form = BillingForm(initial={name: getattr(facts, name) for name in names})
    context = {"form": form, "account": account_form, "accounts": accounts_of(seller_id)}
    return counter_page(request, "trade/desk_billing.html", context, status=status)
