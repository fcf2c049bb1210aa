"""Papers of an order as PDF, made when they are asked for and kept nowhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import sees_people
from coatingcat.trade.models import Delivery, Order
from coatingcat.trade.papers.answering import as_pdf
from coatingcat.trade.papers.invoices import invoice_paper
from coatingcat.trade.papers.orders import confirmation_paper, delivery_paper
from coatingcat.trade.papers.parts import buyer_lines
from coatingcat.trade.papers.quotes import quote_paper
from coatingcat.trade.queries.billing import paper_of
from coatingcat.trade.queries.companies import orders_in_sight
from coatingcat.trade.queries.quotes import quotes_in_sight
from coatingcat.trade.words import State


def order_in_sight(request: HttpRequest, code: str) -> Order:
    """An order the member may see. Raises Http404 for any other."""
    rows = orders_in_sight(member_of(request).pk).select_related("company", "seller__company", "consignee")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


@member_required
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def invoice(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """An invoice or credit note."""
    order = order_in_sight(request, code)
    found = paper_of(order, number)
    if found is None:
        raise Http404
    found.order = order
    buyer = buyer_lines(order) if sees_people(member_of(request).pk, order) and not found.buyer_company else ()
    return as_pdf(request, lambda: invoice_paper(found, buyer=buyer), name=number, at=found.issued_at)


@member_required
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """The confirmation of an order; that it was received, before it is confirmed."""
    order = order_in_sight(request, code)
    if order.state == State.REQUESTED:
        raise Http404
    shows = sees_people(member_of(request).pk, order)
    at = order.confirmed_at or order.placed_at
    return as_pdf(request, lambda: confirmation_paper(order, shows_people=shows), name=code, at=at)


@member_required
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def delivery_note(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The note that went with a delivery."""
    order = order_in_sight(request, code)
    found = Delivery.objects.filter(order=order, number=number).first()
    if found is None:
        raise Http404
    found.order, shows = order, sees_people(member_of(request).pk, order)
    name = f"{code}-{number}"
    return as_pdf(request, lambda: delivery_paper(found, shows_people=shows), name=name, at=found.shipped_at)


@member_required
@require_safe
def quote(request: HttpRequest, code: str) -> HttpResponse:
    """A quote that was offered to the member or a colleague."""
    found = quotes_in_sight(member_of(request).pk).filter(code=code).first()
    if found is None or found.offered_at is None:
        raise Http404
    return as_pdf(request, lambda: quote_paper(found), name=code, at=found.offered_at)
