"""The one place a price comes from: product page, cart, check-your-answers page, quote and order all ask it.

A price never depends on what somebody looked at or who they seem to be: only on the seller's lists, the company a buyer
acts for, the quantity and the day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum
from itertools import pairwise

from coatingcat.ground.money import Money


class Nearness(IntEnum):
    """How near an agreement is to who buys; the nearest one that says anything of an offer wins."""

    OFFER = 0
    """The price that stands on the offer itself."""
    PUBLIC = 1
    """The seller's ladder for everybody."""
    GROUP = 2
    """Companies that a seller put into the same group."""
    COMPANY = 3
    """Agreed with this company."""


@dataclass(frozen=True, slots=True)
class PriceStep:
    """From so many packs a pack costs this."""

    minimum: int
    price: Money


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a price list that applies to an offer: the later `list_id` wins among equally near ones."""

    nearness: Nearness
    list_id: int
    step: PriceStep


@dataclass(frozen=True, slots=True)
class Least:
    """An agreement that an order comes to at least so much, without VAT."""

    nearness: Nearness
    list_id: int
    amount: Money


def least_of(agreements: Iterable[Least], currency: str) -> Money | None:
    """The least sum of an order in a currency: the nearest agreement says it, the latest of equally near ones; None:
    nobody does."""
    found = [one for one in agreements if one.amount.currency == currency]
    return max(found, key=_nearness).amount if found else None


def _nearness(least: Least) -> tuple[int, int]:
    return least.nearness, least.list_id


Ladder = tuple[PriceStep, ...]
"""Steps by rising minimum, the first from 1 pack on unless nothing says what fewer cost; empty: on request."""


def ladder_of(price: Money | None, rows: Iterable[Row]) -> Ladder:
    """What an offer costs by quantity, for whom the rows apply to.

    The nearest agreement wins as a whole; what it does not reach down to, the next nearer one says.
    """
    return tuple(row.step for row in agreed(price, rows))


def agreed(price: Money | None, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The same ladder, each step with the agreement it comes from; `list_id` 0: the price on the offer itself."""
    agreements: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        agreements.setdefault((row.nearness, row.list_id), []).append(row)
    if price is not None:
        agreements[Nearness.OFFER, 0] = [Row(Nearness.OFFER, 0, PriceStep(1, price))]
    found: list[Row] = []
    for key in sorted(agreements, reverse=True):
        lowest = found[0].step.minimum if found else None
        below = [row for row in agreements[key] if lowest is None or row.step.minimum < lowest]
        found = [*sorted(below, key=_minimum), *found]
    return tuple(found)


def _minimum(row: Row) -> int:
    return row.step.minimum


def price_at(ladder: Sequence[PriceStep], quantity: int) -> Money | None:
    """The price of one pack when so many are bought; None means it has to be asked for."""
    reached = [step.price for step in ladder if step.minimum <= quantity]
    return reached[-1] if reached else None


def falls(ladder: Sequence[PriceStep]) -> bool:
    """Whether every step is cheaper than the one before, in one currency: what a seller's list must be."""
    return all(
        one.price.currency == other.price.currency and other.price < one.price for one, other in pairwise(ladder)
    )


def unit_price(amount: Decimal | None, currency: str) -> Money | None:
    """The price of one pack; None means it has to be asked for."""
    return None if amount is None else Money(amount, currency)


def line_total(price: Money | None, quantity: int) -> Money | None:
    """The price of a line, rounded half up to the currency's smallest coin; None while the price is to be quoted."""
    return None if price is None else (price * quantity).quantized()


def per_unit(price: Money, pack_size: Decimal) -> Money:
    """The price of one unit of the pack (of 1 kg, say), to four digits, for comparing packs."""
    return Money((price.amount / pack_size).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP), price.currency)
