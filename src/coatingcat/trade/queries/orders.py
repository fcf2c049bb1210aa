"""Orders and drafts as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from coatingcat.ground.clock import now
from coatingcat.ground.statements import Composed, Given
from coatingcat.privacy.sealed import Clear, digest_of
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import CheckoutDraft, Consignee, Order
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


def orders_of(subject_id: UUID, *, state: State | None = None, code: str = "", page: int = 1) -> Page[Order]:
    """The buyer's orders, latest first, as far back as they are kept (V.1b: at least 3 years); two queries."""
    return _page(_matching(Order.objects.filter(buyer_id=subject_id), state, code), page)


def orders_at_desk(*, state: State | None = None, code: str = "", page: int = 1) -> Page[Order]:
    """Everybody's orders, latest first; no name among them; two queries."""
    return _page(_matching(Order.objects.all(), state, code), page)


def orders_waiting() -> int:
    """How many orders wait for confirmation."""
    return Order.objects.filter(state=State.PLACED.value).count()


def _matching(orders: QuerySet[Order], state: State | None, code: str) -> QuerySet[Order]:
    if state is not None:
        orders = orders.filter(state=state.value)
    if code:
        orders = orders.filter(code__icontains=code)
    return orders.defer("background", "yearly_demand", "demand_unit")


def _page(orders: QuerySet[Order], number: int) -> Page[Order]:
    start = (number - 1) * ORDERS_PER_PAGE
    rows = list(orders.prefetch_related("lines")[start : start + ORDERS_PER_PAGE + 1])
    return Page(rows[:ORDERS_PER_PAGE], number, len(rows) > ORDERS_PER_PAGE)


def order_of(subject_id: UUID, code: str) -> Order | None:
    """One order of the buyer's with its consignee and cancellation; None if it is somebody else's or none."""
    return _whole().filter(buyer_id=subject_id, code=code).first()


def order_at_desk(code: str) -> Order | None:
    """Any order, for staff."""
    return _whole().filter(code=code).first()


def _whole() -> QuerySet[Order]:
    return Order.objects.select_related("consignee", "cancellation").prefetch_related("lines", "parcels")


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
