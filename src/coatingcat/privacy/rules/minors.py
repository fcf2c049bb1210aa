"""Ages by year and month of birth: the day is never asked for, so each bound is the end of the month (MR 31; PIPL 31)."""

from datetime import date

from coatingcat.privacy.words.minors import Band

MAJORITY_YEARS, CHILD_YEARS = 18, 14
YOUNGEST_YEARS = 6
"""Below that nobody formulates coatings; a year typed wrongly is likelier."""
ANSWER_DAYS = 7
"""How long a guardian may think; then everything is deleted."""
ACCESS_DAYS = 7
"""How long an approval to see a minor's data holds."""


def comes_of_age(year: int, month: int, *, years: int = MAJORITY_YEARS) -> date:
    """The first day on which somebody born in this month has surely turned `years`: the first of the month after."""
    return date(year + years + month // 12, month % 12 + 1, 1)


def band(minor_until: date, on: date) -> Band | None:
    """The age of whoever comes of age on `minor_until`, on a day; None once grown up."""
    if on >= minor_until:
        return None
    turns_14 = minor_until.replace(year=minor_until.year - (MAJORITY_YEARS - CHILD_YEARS))
    return Band.CHILD if on < turns_14 else Band.TEEN


def is_minor_born(year: int, month: int, on: date) -> bool:
    """Whether somebody born in this month is a minor who may use the site with a guardian's consent."""
    return comes_of_age(year, month, years=YOUNGEST_YEARS) <= on < comes_of_age(year, month)
