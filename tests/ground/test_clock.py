import subprocess
import sys
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat import config as knobs
from coatingcat.ground import clock
from coatingcat.ground.clock import Due, add_working_days, fewest_calendar_days, frozen, is_working_day, now, today

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
days = st.dates(FIRST, LAST)


def test_every_day_from_2004_to_2026_agrees_with_the_package_holidays() -> None:
    theirs = holidays.country_holidays("CN", years=range(2003, 2028))
    assert [day for day in DAYS if is_working_day(day) is not theirs.is_working_day(day)] == []


def test_every_day_agrees_with_chinese_calendar_but_one_that_a_notice_decides() -> None:
    # 国办发明电〔2005〕35号: “12月31日（星期六）上班”. chinese-calendar begins its data of that notice with 2006.
    different = [day for day in DAYS if is_working_day(day) is not chinese_calendar.is_workday(day)]
    assert different == [date(2005, 12, 31)]
    assert is_working_day(date(2005, 12, 31))


@pytest.mark.clause("V.3-2")
@pytest.mark.parametrize("count", [15, 30])
def test_every_start_from_2004_to_2026_leads_to_the_day_the_package_holidays_counts_to(count: int) -> None:
    theirs = holidays.country_holidays("CN", years=range(2003, 2028))
    worked = [day for day in DAYS if theirs.is_working_day(day)]
    wrong = []
    for start in DAYS:
        at = bisect_right(worked, start) + count - 1
        if at < len(worked) and add_working_days(start, count) != Due(worked[at], provisional=False):
            wrong.append(start)
    assert wrong == []


@pytest.mark.parametrize("day", [(2026, 2, 14), (2026, 2, 28), (2026, 5, 9), (2026, 9, 20), (2026, 10, 10)])
def test_make_up_days_of_2026_are_worked(day: tuple[int, int, int]) -> None:
    assert date(*day).weekday() >= 5
    assert is_working_day(date(*day))


@pytest.mark.parametrize("year", [2003, 2027])
def test_a_year_without_a_notice_is_not_guessed(year: int) -> None:
    with pytest.raises(clock.YearNotPublished, match=f"No working days of {year}"):
        is_working_day(date(year, 6, 15))


def test_the_day_of_receipt_is_not_counted() -> None:
    assert add_working_days(date(2026, 11, 16), 1) == Due(date(2026, 11, 17), provisional=False)  # Monday, Tuesday
    assert add_working_days(date(2026, 11, 20), 1) == Due(date(2026, 11, 23), provisional=False)  # Friday, Monday
    assert add_working_days(date(2026, 9, 30), 1) == Due(date(2026, 10, 8), provisional=False)  # over the golden week
    assert add_working_days(date(2026, 9, 19), 1) == Due(date(2026, 9, 20), provisional=False)  # a worked Sunday


def test_the_last_start_that_can_be_dated_and_the_first_that_cannot() -> None:
    assert add_working_days(date(2026, 11, 19), 30) == Due(date(2026, 12, 31), provisional=False)
    assert add_working_days(date(2026, 11, 20), 30) == Due(date(2026, 12, 29), provisional=True)
    assert add_working_days(date(2026, 11, 23), 30) == Due(date(2027, 1, 1), provisional=True)
    assert add_working_days(date(2026, 12, 10), 15) == Due(date(2026, 12, 31), provisional=False)
    assert add_working_days(date(2026, 12, 11), 15) == Due(date(2026, 12, 29), provisional=True)
    assert add_working_days(date(2031, 5, 5), 30) == Due(date(2031, 6, 13), provisional=True)


def test_the_historic_minimum_is_the_one_of_the_design() -> None:
    assert (fewest_calendar_days(15), fewest_calendar_days(30)) == (18, 39)


@given(days, st.integers(1, 60))
def test_a_certain_due_day_is_worked_and_has_that_many_working_days_before_it(start: date, count: int) -> None:
    due = add_working_days(start, count)
    if due.provisional:
        assert due.date == start + timedelta(days=fewest_calendar_days(count))
        return
    between = [start + timedelta(days=n) for n in range(1, (due.date - start).days + 1)]
    assert is_working_day(due.date)
    assert sum(is_working_day(day) for day in between) == count


@given(days, st.integers(1, 40))
def test_more_days_are_never_due_sooner(start: date, count: int) -> None:
    fewer, more = add_working_days(start, count), add_working_days(start, count + 1)
    assert fewer.date < more.date or (more.provisional and not fewer.provisional)


@given(st.dates(date(2014, 1, 1), date(2026, 10, 1)), st.sampled_from([15, 30]))
def test_a_provisional_day_would_never_have_been_too_late_since_2014(start: date, count: int) -> None:
    assert start + timedelta(days=fewest_calendar_days(count)) <= add_working_days(start, count).date


@pytest.mark.parametrize("count", [0, -1])
def test_no_working_days_are_no_deadline(count: int) -> None:
    with pytest.raises(ValueError, match="At least one"):
        add_working_days(date(2026, 1, 5), count)


@pytest.fixture
def extra_years(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "years.csv"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COATINGCAT_WORKING_DAYS", str(file))
        knobs.config.cache_clear()
        clock.reload_calendar()
        yield file
    knobs.config.cache_clear()
    clock.reload_calendar()


def test_an_operator_adds_a_year_and_provisional_days_become_certain(extra_years: Path) -> None:
    extra_years.write_text("date,day\n2027-01-01,rest\n2027-01-02,work\n", encoding="utf-8")
    assert not is_working_day(date(2027, 1, 1))
    assert is_working_day(date(2027, 1, 2))  # a Saturday
    assert add_working_days(date(2026, 11, 20), 30) == Due(date(2027, 1, 2), provisional=False)


def test_an_operator_can_correct_a_shipped_day(extra_years: Path) -> None:
    extra_years.write_text("date,day\n2026-12-31,rest\n", encoding="utf-8")
    assert not is_working_day(date(2026, 12, 31))


def test_a_gap_between_published_years_is_not_jumped_over(extra_years: Path) -> None:
    extra_years.write_text("date,day\n2028-01-03,rest\n", encoding="utf-8")
    assert add_working_days(date(2026, 12, 30), 30).provisional
    assert not add_working_days(date(2028, 1, 1), 30).provisional


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,day\n2027-01-01,holiday\n", r"line 2: write `2027-01-01,rest`"),
        ("date,day\n2027-13-01,rest\n", "line 2: '2027-13-01' is no date"),
        ("when,what\n2027-01-01,rest\n", "line 2: write"),
    ],
)
def test_a_wrong_file_is_refused_by_line(extra_years: Path, text: str, message: str) -> None:
    extra_years.write_text(text, encoding="utf-8")
    with pytest.raises(clock.CalendarError, match=message):
        is_working_day(date(2026, 1, 5))


def test_a_missing_file_is_refused_by_the_name_of_its_knob(extra_years: Path) -> None:
    with pytest.raises(clock.CalendarError, match="Correct COATINGCAT_WORKING_DAYS"):
        is_working_day(date(2026, 1, 5))


def test_a_frozen_clock_stands_still_and_a_nested_one_gives_way() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with frozen(noon):
        assert now() == noon == now()
        with frozen(noon + timedelta(days=1)):
            assert today() == date(2026, 11, 24)
        assert now() == noon
    assert now() != noon


def test_the_day_begins_at_midnight_in_shanghai() -> None:
    with frozen(datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)):
        assert today() == date(2026, 11, 23)
    with frozen(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)):
        assert today() == date(2026, 11, 24)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"), frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_now_bears_a_zone() -> None:
    assert now().tzinfo is UTC


def test_the_rules_of_time_need_no_web_framework() -> None:
    code = "import sys, coatingcat.ground.clock; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "src"}, check=False).returncode == 0
