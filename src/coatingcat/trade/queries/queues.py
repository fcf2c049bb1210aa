"""What waits at a counter, what is due first on top. No name of a person is among it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from coatingcat.ground.clock import now
from coatingcat.trade.access import Counter
from coatingcat.trade.models import Amendment, Aside, Assignment, Inquiry, Return
from coatingcat.trade.queries.scopes import inquiries_at, own_orders_at
from coatingcat.trade.rules.inquiries import CLOCKS
from coatingcat.trade.rules.queues import Urgency, confirm_by, end_of, send_by, urgency
from coatingcat.trade.words import AmendmentState, InquiryKind, InquiryState, ReturnState, Side, State, Work

AT_MOST = 200
"""Of one sort of work, the longest waiting; more than anybody does in a day."""
ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits."""

    work: Work
    code: str
    page: str
    """Name of its address after the counter's prefix: `order`."""
    since: datetime
    due: datetime
    what: str
    """The first product, and how many lines more."""
    more: int
    company: str
    agents: tuple[str, ...]
    is_aside: bool

    @property
    def key(self) -> str:
        """As the form names it."""
        return f"{self.page}:{self.code}"

    @property
    def urgency(self) -> Urgency:
        return urgency(self.due, now())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue somebody wants to see."""

    work: Work | None = None
    urgency: Urgency | None = None
    agent: UUID | None = None
    unassigned: bool = False
    aside: bool = False
    code: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Queue:
    rows: list[Row]
    number: int
    has_more: bool
    counts: dict[Work, int] = field(default_factory=dict)
    """Of everything the filter lets through but the sort of work."""


def queue_at(counter: Counter, wanted: Wanted | None = None) -> Queue:
    """What waits, due first; the number of statements does not depend on how much it is."""
    wanted = wanted or Wanted()
    found = [row for provider in PROVIDERS for row in provider(counter, wanted)]
    found = [row for row in found if wanted.urgency is None or row.urgency is wanted.urgency]
    counts: dict[Work, int] = {}
    for row in found:
        counts[row.work] = counts.get(row.work, 0) + 1
    rows = sorted((r for r in found if wanted.work in {None, r.work}), key=lambda r: (r.due, r.code))
    start = (wanted.page - 1) * ROWS_PER_PAGE
    return Queue(
        rows[start : start + ROWS_PER_PAGE],
        wanted.page,
        len(rows) > start + ROWS_PER_PAGE,
        {work: counts[work] for work in Work if work in counts},
    )


def _orders(counter: Counter, wanted: Wanted) -> Iterable[Row]:
    """Orders to confirm, and confirmed ones whose goods have not all left."""
    states = [State.PLACED.value, State.CONFIRMED.value, State.DELIVERING.value]
    for order in _loaded(counter, wanted, Q(state__in=states)):
        lines = list(order.lines.all())
        leads = [line.offer.lead_days for line in lines if line.offer and line.offer.lead_days is not None]
        if order.state == State.PLACED.value:
            yield _row(order, Work.CONFIRM, order.placed_at, confirm_by(order.placed_at))
            continue
        since = order.confirmed_at or order.placed_at
        promised = end_of(order.promised_on) if order.promised_on else send_by(since, max(leads, default=None))
        yield _row(order, Work.DELIVER, since, promised)


def _requests(counter: Counter, wanted: Wanted) -> Iterable[Row]:
    """Changes the buyer proposed, and returns and claims that are not settled."""
    proposed = Amendment.objects.filter(state=AmendmentState.PROPOSED.value, side=Side.BUYER.name)
    open_states = [ReturnState.ASKED.value, ReturnState.AGREED.value, ReturnState.RECEIVED.value]
    claimed = Return.objects.filter(state__in=open_states)
    asked = Q(Exists(proposed.filter(order=OuterRef("pk")))) | Q(Exists(claimed.filter(order=OuterRef("pk"))))
    found = _loaded(
        counter,
        wanted,
        asked,
        Prefetch("amendments", proposed, to_attr="proposed"),
        Prefetch("returns", claimed, to_attr="claimed"),
    )
    for order in found:
        for change in order.proposed:
            yield _row(order, Work.CHANGE, change.at, change.lapses_at)
        for claim in order.claimed:
            yield _row(order, Work.RETURN, claim.at, claim.due_at)


def _inquiries(counter: Counter, wanted: Wanted) -> Iterable[Row]:
    """Inquiries whose running time is this side's to keep."""
    owed = Q()
    for (kind, state), running in CLOCKS.items():
        if running.owed_by_seller:
            owed |= Q(kind=kind.name, state=state.name)
    found: QuerySet[Any] = narrowed(
        inquiries_at(counter).filter(owed, due_at__isnull=False), wanted, Q(aside_of(counter, "inquiry")), "inquiry"
    )
    found = found.select_related("company").prefetch_related("lines", open_assignments())
    for inquiry in found.order_by("due_at")[:AT_MOST]:
        yield _row(inquiry, _work_of(inquiry), inquiry.clock_since, inquiry.due_at, page="inquiry")


def _work_of(inquiry: Inquiry) -> Work:
    if inquiry.stands is InquiryState.SENT or inquiry.sort is InquiryKind.TECHNICAL:
        return Work.INQUIRY
    return Work.QUOTE if inquiry.sort is InquiryKind.QUOTE else Work.SHIP_SAMPLE


def _loaded(counter: Counter, wanted: Wanted, which: Q, *also: "Prefetch[Any]") -> QuerySet[Any]:
    """Orders of a counter with what a row shows, the longest waiting first; a fixed number of queries."""
    orders = narrowed(own_orders_at(counter).filter(which), wanted, Q(aside_of(counter, "order")), "order")
    orders = orders.select_related("company").defer("background", "yearly_demand", "demand_unit")
    return orders.prefetch_related("lines__offer", open_assignments(), *also).order_by("placed_at")[:AT_MOST]


def _row(order: Any, work: Work, since: datetime, due: datetime, *, page: str = "order") -> Row:
    lines = list(order.lines.all())
    return Row(
        work=work,
        code=order.code,
        page=page,
        since=since,
        due=due,
        what=lines[0].name if lines else "",
        more=max(0, len(lines) - 1),
        company=order.company.name if order.company else "",
        agents=agents_in(order),
        is_aside=order.is_aside,
    )


def narrowed(things: QuerySet[Any], wanted: Wanted, is_aside: Q, thing: str) -> QuerySet[Any]:
    """What the filter lets through, each with `is_aside`."""
    things = things.annotate(is_aside=is_aside).filter(is_aside=wanted.aside)
    assigned = Assignment.objects.filter(ended_at=None, **{thing: OuterRef("pk")}).order_by()
    if wanted.unassigned:
        things = things.filter(~Exists(assigned))
    elif wanted.agent is not None:
        things = things.filter(Exists(assigned.filter(agent=wanted.agent)))
    return things.filter(code__icontains=wanted.code) if wanted.code else things


def aside_of(counter: Counter, thing: str) -> Exists:
    """Whether this counter has put the thing aside."""
    mine = Aside.objects.filter(seller=counter.seller, agent=counter.agent, ended_at=None)
    return Exists(mine.filter(**{thing: OuterRef("pk")}).order_by())


def open_assignments() -> "Prefetch[Any]":
    standing = Assignment.objects.filter(ended_at=None).select_related("agent__company")
    return Prefetch("assignments", standing, to_attr="standing")


def followers(counter: Counter, thing: Any) -> list[Assignment]:
    """Who follows up this order or inquiry, for whoever may end it: the counter that sells it, not its agents."""
    if not counter.supervises or thing.seller_id != (counter.seller.pk if counter.seller else None):
        return []
    return list(thing.assignments.filter(ended_at=None).select_related("agent__company").order_by("at"))


def agents_in(thing: Any) -> tuple[str, ...]:
    return tuple(one.agent.company.name for one in thing.standing)


Provider = Callable[[Counter, Wanted], Iterable[Row]]
PROVIDERS: tuple[Provider, ...] = (_orders, _requests, _inquiries)
