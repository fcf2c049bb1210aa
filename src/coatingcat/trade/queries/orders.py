"""Orders and drafts as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from coatingcat.ground.clock import ZONE, now
from coatingcat.ground.statements import Composed, Given
from coatingcat.privacy.sealed import Clear, digest_of
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import CheckoutDraft, Consignee, Order, OrderLine
from coatingcat.trade.words import State

T = TypeVar("T")
ORDERS_PER_PAGE = 25


def draft_of(subject_id: UUID) -> CheckoutDraft | None:
    """The buyer's checkout on its way, unless its day is over."""
    return _DRAFT.first(subject=subject_id, since=now() - keeping.UNFINISHED.for_)


_DRAFT = Composed(
    lambda: CheckoutDraft.objects.select_related("consignee").filter(
        subject_id=Given("subject"), changed_at__gt=Given("since")
    )
)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and whether there are more; nothing is counted."""

    rows: Sequence[T]
    number: int
    has_more: bool


def filtered_orders(
    orders: QuerySet[Order],
    *,
    state: State | None = None,
    code: str = "",
    product: str = "",
    seller: str = "",
    since: date | None = None,
    until: date | None = None,
    page: int = 1,
) -> Page[Order]:
    """Orders of a scope that fit, latest first, as far back as they are kept (V.1b: at least 3 years); two queries.

    `code` is a part of the order's number or of the buyer's own; days are those of Shanghai, both included.
    """
    return _page(
        matching(orders, state=state, code=code, product=product, seller=seller, since=since, until=until), page
    )


def orders_waiting() -> int:
    """How many orders wait for confirmation."""
    return Order.objects.filter(state=State.PLACED.value).count()


def matching(
    orders: QuerySet[Order],
    *,
    state: State | None = None,
    code: str = "",
    product: str = "",
    seller: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Order]:
    """The orders of a scope that fit; what nobody asks for is left in."""
    if state is not None:
        orders = orders.filter(state=state.value)
    if code:
        orders = orders.filter(Q(code__icontains=code) | Q(po_number__icontains=code))
    if product:
        of_line = OrderLine.objects.filter(order=OuterRef("pk"))
        named = Q(name__icontains=product) | Q(sku__iexact=product) | Q(supplier__icontains=product)
        orders = orders.filter(Exists(of_line.filter(named)))
    if seller:
        orders = orders.filter(seller__company__name__icontains=seller)
    if since is not None:
        orders = orders.filter(placed_at__gte=_begin(since))
    if until is not None:
        orders = orders.filter(placed_at__lt=_begin(until + timedelta(days=1)))
    return orders.select_related("seller__company").defer("background", "yearly_demand", "demand_unit")


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def _page(orders: QuerySet[Order], number: int) -> Page[Order]:
    start = (number - 1) * ORDERS_PER_PAGE
    rows = list(orders.prefetch_related("lines")[start : start + ORDERS_PER_PAGE + 1])
    return Page(rows[:ORDERS_PER_PAGE], number, len(rows) > ORDERS_PER_PAGE)


def open_orders_of(subject_id: UUID) -> dict[State, int]:
    """How many orders stand in each state; one query."""
    rows = Order.objects.filter(buyer_id=subject_id).order_by().values_list("state").annotate(Count("pk"))
    return {State(state): count for state, count in rows}


def consignees_by_email(address: Clear[str]) -> set[UUID]:
    """Subjects of the consignees with this address who are not the buyer; one query."""
    digest = digest_of(Consignee, "email", address)
    used = Q(order__isnull=False) | Q(inquiries__isnull=False)  # not one of an unfinished checkout
    found = Consignee.objects.filter(used, email_digest=digest, is_buyer=False)
    return set(found.values_list("subject_id", flat=True))
