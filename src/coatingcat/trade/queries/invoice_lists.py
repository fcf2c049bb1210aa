"""Lists of invoices, page by page, with what is open of each."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from coatingcat.ground.clock import today
from coatingcat.trade.models import Invoice, Order, Payment
from coatingcat.trade.queries.billing import Stands, standings
from coatingcat.trade.queries.orders import Page
from coatingcat.trade.words import Bill, Moved, Settled

INVOICES_PER_PAGE = 25
_PORTION = 100
_MONEY = DecimalField(max_digits=20, decimal_places=4)
_OPEN = frozenset({Settled.UNPAID, Settled.PARTLY})


def invoices_of(
    orders: QuerySet[Order], *, state: Settled | None = None, overdue: bool = False, page: int = 1
) -> Page[Stands]:
    """A page of the invoices of these orders, latest first, however many there are.

    The state of an invoice is worked out from all of its order's papers and money; the database narrows to the orders
    whose account can hold such a one, and what is left is looked at in portions of 100, four queries each.
    """
    rows = Invoice.objects.filter(kind=Bill.INVOICE.value, order__in=_narrowed(orders, state, overdue=overdue))
    if overdue:
        rows = rows.filter(due_on__lt=today())
    rows = rows.select_related("order").order_by("-issued_at", "-number")
    found: list[Stands] = []
    skip = (page - 1) * INVOICES_PER_PAGE
    if state is None and not overdue:  # every row counts: the database skips
        rows, skip = rows[skip : skip + INVOICES_PER_PAGE + 1], 0
    for one in _standing(rows):
        if (state is None or one.state is state) and (not overdue or one.is_overdue):
            found.append(one)
            if len(found) > skip + INVOICES_PER_PAGE:
                break
    return Page(found[skip : skip + INVOICES_PER_PAGE], page, len(found) > skip + INVOICES_PER_PAGE)


def _standing(rows: QuerySet[Invoice]) -> Iterator[Stands]:
    """What is open of each, in their order."""
    begin = 0
    while portion := list(rows[begin : begin + _PORTION]):
        begin += _PORTION
        known = {
            one.invoice.pk: one
            for standing in standings({row.order_id: row.order for row in portion}.values()).values()
            for one in standing.invoices
        }
        for row in portion:
            one = known[row.pk]
            one.invoice.order = row.order
            yield one
        if len(portion) < _PORTION:
            return


def _narrowed(orders: QuerySet[Order], state: Settled | None, *, overdue: bool) -> QuerySet[Any]:
    """Keys of the orders whose account can hold an invoice in this state: something is open, too much was paid, or all was
    credited."""
    orders = orders.order_by()
    if state is None and not overdue:
        return orders.values("pk")
    due = _sum(_papers(Bill.INVOICE), "gross") - _sum(_papers(Bill.CREDIT), "gross")
    held = _sum(_moves(Moved.RECEIPT), "amount") - _sum(_moves(Moved.REFUND), "amount")
    counted = orders.annotate(due=due, held=held)
    if overdue or state in _OPEN:
        counted = counted.filter(due__gt=F("held"))
    if state is Settled.OVERPAID:
        counted = counted.filter(held__gt=F("due"))
    if state is Settled.REFUNDED:
        counted = counted.filter(due=Decimal(0))
    return counted.values("pk")


def _papers(kind: Bill) -> QuerySet[Any]:
    return Invoice.objects.filter(kind=kind.value)


def _moves(kind: Moved) -> QuerySet[Any]:
    """Without those that were taken back."""
    return Payment.objects.filter(kind=kind.value, reversal=None)


def _sum(rows: QuerySet[Any], field: str) -> Any:
    of_order = rows.filter(order=OuterRef("pk")).order_by().values("order")
    sums = of_order.annotate(sum=Sum(field)).values("sum")
    return Coalesce(Subquery(sums, output_field=_MONEY), Value(Decimal(0)), output_field=_MONEY)
