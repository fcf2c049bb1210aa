"""The measures as the desk shows them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from coatingcat.ground.clock import today
from coatingcat.privacy.words import Text
from coatingcat.tracking import store
from coatingcat.tracking.rules import median_class
from coatingcat.tracking.words import Measure, Source

DAYS = 30
_HEIGHT = 60
_PAGES = 20


@dataclass(frozen=True, slots=True)
class DayBar:
    """A day of the chart: `x` and `height` in px, `count` answers, `visits` among them that came from outside."""

    day: date
    count: int
    visits: int
    x: int
    height: int

    @property
    def y(self) -> int:
        return _HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page: how often it was asked for, in which class half and 95 of 100 answers lay, and its failures."""

    name: str
    count: int
    median: str
    p95: str
    failures: int


@dataclass(frozen=True, slots=True)
class Figures:
    days: tuple[DayBar, ...]
    pages: tuple[PageLine, ...]
    sources: tuple[tuple[Text, int], ...]
    """Sort of place a visit came from, with its share in per cent."""
    crashes: tuple[tuple[date, str, int], ...]

    @property
    def answers(self) -> int:
        return sum(bar.count for bar in self.days)


def figures() -> Figures:
    """The last 30 days. What was counted in the last seconds may still wait in the memory of other processes."""
    store.flush()
    since = today() - timedelta(days=DAYS - 1)
    sources = Counter[str]()
    for _, name, count in store.counted(Measure.SOURCE, since):
        sources[name] += count
    total = sum(sources.values())
    return Figures(
        days=_days(since),
        pages=_pages(since),
        sources=tuple((Source[name].value, round(100 * count / total)) for name, count in sources.most_common()),
        crashes=tuple(reversed(store.counted(Measure.CRASH, since)))[:50],
    )


def _days(since: date) -> tuple[DayBar, ...]:
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    for day, name, count in store.counted(Measure.FREQUENCY, since):
        by_day[day][name] += count
    most = max((counts["answers"] for counts in by_day.values()), default=0)
    bars = []
    for number in range(DAYS):
        counts = by_day[since + timedelta(days=number)]
        answers = counts["answers"]
        height = max(1, round(_HEIGHT * answers / most)) if answers else 0
        bars.append(DayBar(since + timedelta(days=number), answers, counts["visits"], number * 10, height))
    return tuple(bars)


def _pages(since: date) -> tuple[PageLine, ...]:
    times: dict[str, Counter[str]] = defaultdict(Counter)
    for _, name, count in store.counted(Measure.PERFORMANCE, since):
        page, _, time_class = name.partition(" ≤ ")
        page, time_class = (page, f"≤ {time_class}") if time_class else (name.rpartition(" ")[0], "slower")
        times[page][time_class] += count
    failures, used = Counter[str](), Counter[str]()
    for _, name, count in store.counted(Measure.CRASH, since):
        failures[name.rpartition(" ")[0]] += count
    for _, name, count in store.counted(Measure.USAGE, since):
        used[name] += count
    return tuple(
        PageLine(name, count, median_class(times[name]), median_class(times[name], 0.95), failures[name])
        for name, count in used.most_common(_PAGES)
    )
