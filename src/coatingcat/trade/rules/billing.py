"""What an invoice or credit note comes to, so that all of an order's add up to the coin.

Every amount is the difference of two cumulated ones: what is billed once `q` packs of a line are with the buyer, less
what was billed before. Parts of a line thus always add up to the line, and taxes of the parts to the tax of the whole,
whatever the number of deliveries and returns, in currencies with no, two or three digits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from coatingcat.ground.money import Money


@dataclass(frozen=True, slots=True)
class Taxed:
    """Net and tax of one rate, in percent."""

    rate: Decimal
    net: Money
    tax: Money


def billed_for(total: Money, packs: int, of: int) -> Money:
    """What `packs` of a line's `of` packs come to, if `total` is what all of them do. Raises ValueError outside 0…of."""
    if not 0 <= packs <= of:
        raise ValueError(f"A line of {of} packs has no {packs} packs.")
    return total if packs == of else (total * (Decimal(packs) / of)).quantized()


def part_of(total: Money, *, before: int, after: int, of: int) -> Money:
    """What is billed for going from `before` packs to `after`; negative for packs that come back."""
    return billed_for(total, after, of) - billed_for(total, before, of)


def tax_of(net: Money, rate: Decimal) -> Money:
    """The tax on a sum at a rate in percent, to the smallest coin."""
    return (net * (rate / 100)).quantized()


def taxed(before: Mapping[Decimal, Money], change: Mapping[Decimal, Money]) -> tuple[Taxed, ...]:
    """Net and tax by rate of a change to what was billed before, lowest rate first."""
    return tuple(
        Taxed(rate, net, tax_of(_plus(before.get(rate), net), rate) - tax_of(before.get(rate, net * 0), rate))
        for rate, net in sorted(change.items())
    )


def _plus(one: Money | None, other: Money) -> Money:
    return other if one is None else one + other


def by_rate(lines: Iterable[tuple[Decimal, Money]]) -> dict[Decimal, Money]:
    """Sums of nets by rate."""
    sums: dict[Decimal, Money] = {}
    for rate, net in lines:
        sums[rate] = _plus(sums.get(rate), net)
    return sums


def minor_units(money: Money) -> int:
    """An amount as whole coins: 1234 for CNY 12.34, 12 for JPY 12. Raises ValueError for a part of a coin."""
    coin = (Money(Decimal(1), money.currency) * Decimal("0.5")).quantized().amount  # 1, 0.50 or 0.500
    digits = -int(coin.as_tuple().exponent)
    scaled = money.amount.scaleb(digits)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{money} is no whole number of coins.")
    return int(scaled)


def from_minor_units(coins: int, currency: str) -> Money:
    """The amount of so many coins."""
    digits = -int((Money(Decimal("0.5"), currency)).quantized().amount.as_tuple().exponent)
    return Money(Decimal(coins).scaleb(-digits), currency)
