"""How trade goes at a counter, in numbers: nobody is in them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncWeek

from coatingcat.ground.clock import now
from coatingcat.ground.money import Money
from coatingcat.trade.access import Counter
from coatingcat.trade.models import Offer, SellerStatistic
from coatingcat.trade.queries.scopes import inquiries_at, own_orders_at
from coatingcat.trade.rules.statistics import WINDOW
from coatingcat.trade.words import InquiryState, Side, State

WEEKS = 12
FEW_PACKS = 10
"""Free packs below which an offer is named among the warnings."""
ANSWERS = ((0, 4), (4, 24), (24, 48), (48, 72), (72, 24 * 365))
"""Hours within which inquiries were answered; the promised time is 72."""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    share: int
    """Of the longest bar, in per cent."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    weeks: list[tuple[date, int]]
    values: list[tuple[Money, int]]
    """Value of the orders of the last 90 days by currency, each with how many; nothing is converted."""
    steps: list[Bar]
    answers: list[Bar]
    low: list[Offer]
    statistic: SellerStatistic | None


def dashboard_at(counter: Counter) -> Dashboard:
    """Orders by week, value by currency, what became of inquiries, answer times, and what runs out."""
    since = now() - WINDOW
    orders = own_orders_at(counter).order_by()
    bought = orders.filter(placed_at__gt=since).exclude(state=State.CANCELLED.value)
    return Dashboard(
        weeks=_weeks(orders),
        values=[
            (Money(row["value"], row["currency"]), row["number"])
            for row in bought.exclude(currency="")
            .values("currency")
            .annotate(value=Sum("total"), number=Count("pk"))
            .order_by("currency")
        ],
        steps=_steps(counter, since),
        answers=_answers(counter, since),
        low=_low(counter),
        statistic=_statistic(counter),
    )


def _weeks(orders: Any) -> list[tuple[date, int]]:
    """Orders placed in each of the last twelve weeks, Mondays first."""
    monday = _monday(now())
    first = monday - timedelta(weeks=WEEKS - 1)
    found: dict[date, int] = defaultdict(int)
    rows = orders.filter(placed_at__date__gte=first).annotate(week=TruncWeek("placed_at")).values("week")
    for row in rows.annotate(number=Count("pk")):
        found[row["week"].date()] = row["number"]
    return [(first + timedelta(weeks=n), found[first + timedelta(weeks=n)]) for n in range(WEEKS)]


def _monday(at: datetime) -> date:
    day = at.date()
    return day - timedelta(days=day.weekday())


def _steps(counter: Counter, since: datetime) -> list[Bar]:
    """Of the inquiries of 90 days: asked, answered, quoted, accepted."""
    quoted = [InquiryState.QUOTED.name, InquiryState.ACCEPTED.name]
    found = (
        inquiries_at(counter)
        .order_by()
        .filter(sent_at__gt=since)
        .aggregate(
            asked=Count("pk"),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
            quoted=Count("pk", filter=Q(state__in=quoted) | Q(accepted_at__isnull=False)),
            ordered=Count("pk", filter=Q(accepted_at__isnull=False)),
        )
    )
    return _bars([(name, found[name]) for name in ("asked", "answered", "quoted", "ordered")])


def _answers(counter: Counter, since: datetime) -> list[Bar]:
    """How many inquiries were answered within which hours."""
    times = inquiries_at(counter).order_by().filter(sent_at__gt=since, answered_at__isnull=False)
    hours = [
        (answered - sent).total_seconds() / 3600
        for sent, answered in times.values_list("sent_at", "answered_at")
        if answered is not None
    ]
    return _bars(
        [
            (f"{low}–{high} h" if high <= 72 else f"> {low} h", sum(low <= h < high for h in hours))
            for low, high in ANSWERS
        ]
    )


def _bars(found: list[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in found), default=0)
    return [Bar(label, count, count * 100 // most if most else 0) for label, count in found]


def _low(counter: Counter) -> list[Offer]:
    """Offers of this seller of which few packs are left; an agent has none."""
    if counter.side is Side.AGENT:
        return []
    mine = Offer.objects.filter(seller=counter.seller, is_active=True, stock__isnull=False)
    free = mine.annotate(free=F("stock__onhand") - F("stock__allocated")).filter(free__lt=FEW_PACKS)
    return list(free.select_related("product", "stock").order_by("free", "sku")[:20])


def _statistic(counter: Counter) -> SellerStatistic | None:
    if counter.side is Side.AGENT:
        return None
    return SellerStatistic.objects.filter(seller=counter.seller).first()
