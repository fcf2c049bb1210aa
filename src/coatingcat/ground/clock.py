"""What time it is, and which days people in China work.

`now()` is the only clock of the project, so that a test can stop it (`frozen`). Dates of the law are dates in
Shanghai. Working days follow the yearly notices of the State Council's General Office (国务院办公厅关于…年部分
节假日安排的通知), kept as exceptions from Monday to Friday in `working_days.csv`.
"""

import csv
import functools
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from coatingcat.config import config

ZONE = ZoneInfo("Asia/Shanghai")
"""The zone whose midnights begin the days that laws and clauses count."""

_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)
_SHIPPED = Path(__file__).with_name("working_days.csv")
_FRIDAY = 4
_MINIMUM_FROM = 2014
"""Starts from this year on make the smallest span: before, notices came singly and festivals were cut otherwise."""


class CalendarError(ValueError):
    """A file of working days cannot be read; the message names the file, the line and the remedy."""


class YearNotPublished(LookupError):
    """Nobody has published yet which days of this year are worked."""


@dataclass(frozen=True, slots=True)
class Due:
    """The day that a number of working days leads to; `provisional` if part of the way is not published yet.

    A provisional day stands for the shortest way since 2014, so it is hardly ever too late. Work it out again when
    the notice for the year has come.
    """

    date: date
    provisional: bool


def now() -> datetime:
    """The present moment, in UTC."""
    return _frozen_at.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Shanghai."""
    return now().astimezone(ZONE).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stops the clock at a moment, for tests; in this thread and its tasks only. The moment must bear a zone."""
    if at.tzinfo is None:
        raise ValueError("A moment without a zone is no moment.")
    token = _frozen_at.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen_at.reset(token)


def is_working_day(day: date) -> bool:
    """Whether people in China work on this day, make-up days included. Raises YearNotPublished outside the notices."""
    exceptions = _exceptions()
    if day.year not in _years():
        raise YearNotPublished(f"No working days of {day.year}: add its notice to COATINGCAT_WORKING_DAYS.")
    return exceptions.get(day, day.weekday() <= _FRIDAY)


def add_working_days(start: date, days: int) -> Due:
    """The `days`-th working day after `start`, the day of receipt not counted (V.3: 15 or 30 working days).

    If the way leaves the published years, the due day is provisional: `start` and the smallest number of calendar
    days that `days` working days have taken since 2014 (18 for 15, 39 for 30).
    """
    if days < 1:
        raise ValueError("At least one working day is needed.")
    worked = _run_of(start.year)
    target = bisect_right(worked, start) + days - 1
    if target < len(worked):
        return Due(worked[target], provisional=False)
    return Due(start + timedelta(days=fewest_calendar_days(days)), provisional=True)


@functools.cache
def fewest_calendar_days(days: int) -> int:
    """The smallest number of calendar days that `days` working days took from any day since 2014; `days` if unknown."""
    first, last = date(_MINIMUM_FROM, 1, 1), date(max(_years()), 12, 31)
    spans = []
    for start in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        worked = _run_of(start.year)
        target = bisect_right(worked, start) + days - 1
        if target < len(worked):
            spans.append((worked[target] - start).days)
    return min(spans, default=days)


@functools.cache
def _run_of(year: int) -> tuple[date, ...]:
    """The working days from this year on, as far as notices follow each other without a gap; empty if it has none."""
    worked: list[date] = []
    while year in _years():
        first = date(year, 1, 1)
        days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
        worked.extend(day for day in days if is_working_day(day))
        year += 1
    return tuple(worked)


@functools.cache
def _years() -> frozenset[int]:
    return frozenset(day.year for day in _exceptions())


@functools.cache
def _exceptions() -> Mapping[date, bool]:
    """Days that differ from Monday to Friday: True if worked. The operator's file comes last, so it corrects ours."""
    extra = config().working_days_file
    files = [_SHIPPED, Path(extra)] if extra else [_SHIPPED]
    return {day: worked for file in files for day, worked in _read(file)}


def _read(file: Path) -> Iterator[tuple[date, bool]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise CalendarError(f"{file} cannot be read: {error.strerror}. Correct COATINGCAT_WORKING_DAYS.") from error
    for number, row in enumerate(csv.DictReader(lines), start=2):
        day, worked = row.get("date"), {"work": True, "rest": False}.get(row.get("day") or "")
        if day is None or worked is None:
            raise CalendarError(f"{file}, line {number}: write `2027-01-01,rest` or `…,work` below `date,day`.")
        try:
            yield date.fromisoformat(day), worked
        except ValueError as error:
            raise CalendarError(f"{file}, line {number}: {day!r} is no date such as 2027-01-01.") from error


def reload_calendar() -> None:
    """Forgets the calendar read so far; the next question reads the files again."""
    for cached in (_exceptions, _years, _run_of, fewest_calendar_days):
        cached.cache_clear()
