"""A price ladder in one cell of a file: `1:120.50;10:118.00`, from so many packs a pack costs so much."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from coatingcat.trade.words import MAX_QUANTITY

MAX_STEPS = 20
_STEP = re.compile(r"([1-9]\d{0,6})\s*[:：]\s*(\d{1,10}(?:\.\d{1,4})?)", re.ASCII)

Steps = tuple[tuple[int, Decimal], ...]
"""Minimum in packs and price of a pack without VAT, by rising minimum."""


class NoLadder(ValueError):
    """What was typed is no ladder; `code` of the reason in `offer_file.REASONS`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def ladder_in_text(text: str) -> Steps:
    """The steps that were typed; none for an empty cell. Raises NoLadder."""
    cells = [cell.strip() for cell in re.split("[;；]", text) if cell.strip()]
    found = [_STEP.fullmatch(cell) for cell in cells]
    if len(cells) > MAX_STEPS or not all(found):
        raise NoLadder("ladder")
    steps = tuple((int(one[1]), Decimal(one[2])) for one in found if one)
    if any(price <= 0 or minimum > MAX_QUANTITY for minimum, price in steps):
        raise NoLadder("ladder")
    if any(other[0] <= one[0] for one, other in pairwise(steps)):
        raise NoLadder("rising")
    if any(other[1] >= one[1] for one, other in pairwise(steps)):
        raise NoLadder("falling")
    return steps


def ladder_text(steps: Iterable[tuple[int, Decimal]]) -> str:
    """The same, as a cell."""
    return "; ".join(f"{minimum}:{_plain(price)}" for minimum, price in steps)


def _plain(price: Decimal) -> str:
    text = f"{price:f}"
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part.ljust(2, '0')}" if part else f"{whole}.00"
