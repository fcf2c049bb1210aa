"""Small drawings in numbers: where a figure lies among all of its kind. Widths are per cent of the bar."""

import math
from collections.abc import Sequence
from typing import NamedTuple

_LOG_FROM = 50.0
"""A property whose largest figure is this many times its smallest is drawn on a logarithmic scale."""
_THINNEST = 1.5


class Bar(NamedTuple):
    """`x` and `width` of the mark; `is_open` on the left, on the right, or not: an end that the sheet leaves open."""

    x: float
    width: float
    open_left: bool = False
    open_right: bool = False
    is_log: bool = False


def bar(low: float | None, high: float | None, smallest: float | None, largest: float | None) -> Bar | None:
    """The mark of `low` to `high` on a scale from `smallest` to `largest`; None where there is no scale."""
    if smallest is None or largest is None or not largest > smallest or (low is None and high is None):
        return None
    is_log = smallest > 0 and largest / smallest > _LOG_FROM
    start = 0.0 if low is None else _place(low, smallest, largest, is_log=is_log)
    end = 100.0 if high is None else _place(high, smallest, largest, is_log=is_log)
    width = max(end - start, _THINNEST)
    return Bar(round(min(start, 100 - width), 1), round(width, 1), low is None, high is None, is_log)


def _place(value: float, smallest: float, largest: float, *, is_log: bool) -> float:
    if value <= smallest:
        return 0.0
    if value >= largest:
        return 100.0
    if is_log:
        bottom = math.log(smallest)  # logarithms first: a quotient of what floats can hold may be too large for one
        return 100 * (math.log(value) - bottom) / (math.log(largest) - bottom)
    return 100 * (value - smallest) / (largest - smallest)


def heights(counts: Sequence[int], *, height: int) -> list[int]:
    """Heights of the bars of a histogram, the tallest `height`; whatever is there at all is seen."""
    most = max(counts, default=0)
    return [max(1, round(height * count / most)) if count else 0 for count in counts]
