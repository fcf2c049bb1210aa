"""Deliveries at a counter: what leaves the house, and what has arrived."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.ids import new_id
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.actions import deliveries
from coatingcat.trade.actions.invoices import issue_invoice
from coatingcat.trade.desk.billing import why_refused
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.desk.returns import claimed_in, may_settle
from coatingcat.trade.desk.standing import BOTH, acted_on, by_whom, found_at, led_to, side_of
from coatingcat.trade.forms.answers import ANSWERED, certificate_file, refused
from coatingcat.trade.forms.billing import BillForm
from coatingcat.trade.forms.deliveries import (
    ShippingForm,
)
from coatingcat.trade.models import Delivery, Order, Return
from coatingcat.trade.queries.billing import billable_of, invoice_of_delivery
from coatingcat.trade.queries.execution import (
    certificate_of,
    delivery_of,
    lines_to_ship,
    submitted_before,
)
from coatingcat.trade.refusals import Refused
from coatingcat.trade.rules import SHIPPABLE
from coatingcat.trade.words import CARRIER, State


def _carriers() -> list[tuple[str, str]]:
    language = get_language()
    return [(known.key, known.name.in_language(language)) for known in recipients_like(CARRIER)]


@require_http_methods(BOTH)
def shipping(request: HttpRequest, code: str) -> HttpResponse:
    """Ship packs of a confirmed order."""
    found = acted_on(request, code)
    earlier = submitted_before(found.deliveries.all(), request.POST.get("submission"))
    if earlier is not None:  # the same submission again, perhaps after everything has left
        return led_to(request, "order_delivery", code=code, number=earlier.number)
    if State(found.state) not in SHIPPABLE or not lines_to_ship(found):
        raise Http404
    return _shipping(request, found, None)


@require_http_methods(BOTH)
def replacement(request: HttpRequest, code: str, return_code: str) -> HttpResponse:
    """Ship packs in place of those of a return or claim, which settles it."""
    found = acted_on(request, code)
    claimed = claimed_in(found, return_code)
    if not may_settle(claimed):
        raise Http404
    return _shipping(request, found, claimed)


def _shipping(request: HttpRequest, found: Order, claimed: Return | None) -> HttpResponse:
    packs = {one.line_id: one.quantity for one in claimed.lines.all()} if claimed else None
    lines = [one for one in found.lines.all() if one.pk in packs] if packs else lines_to_ship(found)
    initial = {"submission": new_id()} | {f"quantity_{one.pk}": packs[one.pk] if packs else one.open for one in lines}
    form = ShippingForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        lines=lines,
        carriers=_carriers(),
        initial=initial,
    )
    if form.is_valid():
        try:
            return _shipped(request, found, form, claimed)
        except Refused as no:
            form.add_error(None, ANSWERED[type(no)]())
        except ShareRefused as no:
            form.add_error(None, gettext("Nothing was handed over: %(reason)s.") % {"reason": no.reason})
    context = {"order": found, "form": form, "has_carrier": bool(_carriers()), "side": side_of(request)}
    return counter_page(
        request, "trade/shipping.html", {**context, "claimed": claimed}, status=422 if form.is_bound else 200
    )


def _shipped(request: HttpRequest, found: Order, form: ShippingForm, claimed: Return | None) -> HttpResponse:
    made = deliveries.ship(
        order=found,
        packed=form.packed(),
        sending=form.sending(),
        submission=form.cleaned_data["submission"],
        actor=counter_actor(request),
        side=at_counter(request).side,
        replaces=claimed,
    )
    messages.success(request, gettext("Shipped. A carrier gets name, number, address and parcel, no more."))
    return led_to(request, "order_delivery", code=found.code, number=made.number)


@require_safe
def delivery(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One delivery: what is in it, where it is, its papers."""
    found = found_at(request, code)
    return _delivery_page(request, found, _delivery(found, number))


def _delivery_page(request: HttpRequest, order: Order, one: Delivery, form: BillForm | None = None) -> HttpResponse:
    may_act, billed = at_counter(request).may_act, invoice_of_delivery(one)
    one.order = order
    billable = billable_of(one) if may_act and billed is None else None
    if form is None and billable is not None:
        initial = {f"packs_{key}": packs for key, packs in billable.packs.items()}
        form = BillForm(lines=billable.lines, initial=initial | {"submission": new_id()})
    context = {"order": order, "delivery": one, "side": side_of(request), "may_act": may_act}
    context |= {"billed": billed, "billable": billable, "bill": form}
    return counter_page(request, "trade/desk_delivery.html", context, status=422 if form and form.is_bound else 200)


@require_POST
def delivery_bill(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Bill what is in a delivery, as much of each line as is said."""
    found = acted_on(request, code)
    one = _delivery(found, number)
    one.order = found
    billable = billable_of(one)
    form = BillForm(request.POST, lines=billable.lines if billable else ())
    if form.is_valid():
        try:
            issue_invoice(
                order=found,
                by=by_whom(request),
                submission=form.cleaned_data["submission"],
                packs=form.packs(),
                delivery=one,
            )
        except Refused as refusal:
            form.add_error(None, why_refused(refusal))
        else:
            messages.success(request, gettext("The invoice is issued; the buyer is told."))
            return led_to(request, "order_delivery", code=code, number=number)
    return _delivery_page(request, found, one, form)


def _delivery(order: Order, number: int) -> Delivery:
    found = delivery_of(order, number)
    if found is None:
        raise Http404
    return found


@require_POST
def arrival(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say that a delivery has reached its consignee."""
    one = _delivery(acted_on(request, code), number)
    try:
        deliveries.arrive(delivery=one, by=by_whom(request), side=at_counter(request).side)
    except Refused as no:
        refused(request, no)
    else:
        messages.success(request, gettext("Noted: this delivery has arrived."))
    return led_to(request, "order", code=code)


@require_safe
def certificate(request: HttpRequest, code: str, certificate_id: UUID) -> HttpResponse:
    """The certificate of analysis of a delivered batch."""
    return certificate_file(certificate_of(found_at(request, code), certificate_id))
