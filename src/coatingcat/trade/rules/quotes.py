"""Which state a quote may go to from which, and what a ladder of prices may look like."""

from datetime import date
from decimal import Decimal

from coatingcat.ground.money import Money
from coatingcat.trade.rules.prices import Ladder, PriceStep, price_at
from coatingcat.trade.words import QuoteState

QUOTE_MOVES: dict[QuoteState, frozenset[QuoteState]] = {
    QuoteState.DRAFT: frozenset({QuoteState.OFFERED, QuoteState.WITHDRAWN}),
    QuoteState.OFFERED: frozenset(
        {
            QuoteState.ACCEPTED,
            QuoteState.DECLINED,
            QuoteState.COUNTERED,
            QuoteState.EXPIRED,
            QuoteState.WITHDRAWN,
            QuoteState.SUPERSEDED,
            QuoteState.PASSED_OVER,
        }
    ),
    QuoteState.COUNTERED: frozenset(
        {QuoteState.SUPERSEDED, QuoteState.EXPIRED, QuoteState.WITHDRAWN, QuoteState.PASSED_OVER}
    ),
    QuoteState.ACCEPTED: frozenset(),
    QuoteState.DECLINED: frozenset(),
    QuoteState.EXPIRED: frozenset(),
    QuoteState.WITHDRAWN: frozenset(),
    QuoteState.SUPERSEDED: frozenset(),
    QuoteState.PASSED_OVER: frozenset(),
}
"""Who answers an offer with other terms makes one of their own, and the first has lapsed (Civil Code 478(4), 488):
a countered quote cannot be accepted any more, the seller writes a new version."""

STANDING = frozenset({QuoteState.OFFERED, QuoteState.COUNTERED})
"""What a rival's acceptance, a new version and the day after `valid_until` end."""


def quote_may_move(old: QuoteState, new: QuoteState) -> bool:
    return new in QUOTE_MOVES[old]


def quote_sources_of(new: QuoteState) -> tuple[QuoteState, ...]:
    """The states from which a quote may come to `new`: what the guarded UPDATE asks for."""
    return tuple(old for old in QuoteState if quote_may_move(old, new))


def can_be_accepted(state: QuoteState, valid_until: date, today: date) -> bool:
    """An offer binds to the end of its last day, in Shanghai."""
    return state is QuoteState.OFFERED and today <= valid_until


def can_be_granted(state: QuoteState, wanted_by: date | None, today: date, *, names_prices: bool) -> bool:
    """Whether a seller can say yes to a counter-offer as it stands: it names prices, and its day is not over."""
    return state is QuoteState.COUNTERED and names_prices and (wanted_by is None or today <= wanted_by)


def granted(ladder: Ladder, packs: int, price: Money) -> Ladder:
    """A ladder on which so many packs cost what was asked for, or what was offered where that is less.

    Steps below stay as they were offered unless they cost the same, steps above where they are cheaper: every step is
    cheaper than the one before.
    """
    offered = price_at(ladder, packs)
    agreed = price if offered is None or price.amount < offered.amount else offered
    below = [step for step in ladder if step.minimum < packs and step.price.amount > agreed.amount]
    above = [step for step in ladder if step.minimum > packs and step.price.amount < agreed.amount]
    same = [step.minimum for step in ladder if step.minimum < packs and step.price.amount == agreed.amount]
    return (*below, PriceStep(min([packs, *same]), agreed), *above)


class NotALadder(ValueError):
    """A typed ladder cannot be read; `line` is the line at fault, from 1, and 0 the ladder as a whole."""

    def __init__(self, line: int, code: str) -> None:
        self.line, self.code = line, code
        super().__init__(f"line {line}: {code}")


MAX_TIERS = 8
_MOST_DIGITS = 14


def ladder_typed(typed: str) -> tuple[tuple[int, Decimal], ...]:
    """A ladder as people type it, one step a line, `10 38.50` for 38.50 a pack from 10 packs on; packs with prices.

    Raises NotALadder with code `empty`, `many`, `step`, `number`, `twice` or `rising`: a larger quantity never costs
    more a pack.
    """
    lines = [line for line in (raw.strip() for raw in typed.splitlines()) if line]
    if not lines:
        raise NotALadder(0, "empty")
    if len(lines) > MAX_TIERS:
        raise NotALadder(0, "many")
    tiers: list[tuple[int, Decimal]] = []
    for number, line in enumerate(lines, start=1):
        tier = _tier(number, line)
        if tiers and tier[0] <= tiers[-1][0]:
            raise NotALadder(number, "twice")
        if tiers and tier[1] > tiers[-1][1]:
            raise NotALadder(number, "rising")
        tiers.append(tier)
    return tuple(tiers)


def _tier(number: int, line: str) -> tuple[int, Decimal]:
    parts = line.replace(":", " ").replace("：", " ").split()
    if len(parts) != 2:
        raise NotALadder(number, "step")
    packs, price = parts
    if not packs.isascii() or not packs.isdigit() or len(packs) > 6 or not 1 <= int(packs) <= 100_000:
        raise NotALadder(number, "number")
    whole, _, cents = price.partition(".")
    if not (whole + cents).isascii() or not whole.isdigit() or (cents and not cents.isdigit()) or len(cents) > 4:
        raise NotALadder(number, "number")
    if len(whole) + 4 > _MOST_DIGITS or not Decimal(price):
        raise NotALadder(number, "number")
    return int(packs), Decimal(price)
