"""How many packs somebody means, and how many may be ordered."""

import unicodedata

from coatingcat.trade.words import MAX_QUANTITY, Unfit

_LONGEST = 20
"""Characters that are looked at: a longer text is no quantity, and converting a megabyte of digits takes minutes."""


class NotAQuantity(ValueError):
    """What was typed is no whole number of packs from 1 to MAX_QUANTITY."""


def quantity_of(typed: str) -> int:
    """The number of packs that was typed; full-width digits count as digits. Raises NotAQuantity.

    `1,5` and `1.000` are refused rather than guessed: half the world reads them as another number.
    """
    text = unicodedata.normalize("NFKC", typed[: _LONGEST + 1]).strip()
    if not text.isdecimal() or len(text) > _LONGEST:
        raise NotAQuantity
    number = int(text)
    if not 1 <= number <= MAX_QUANTITY:
        raise NotAQuantity
    return number


def nearest_valid(quantity: int, *, minimum: int, multiple: int) -> tuple[int, ...]:
    """The valid quantities next to this one, lower first; the same one if it is valid.

    Valid is a multiple of `multiple` from `minimum` to MAX_QUANTITY. A seller names the neighbours and never rounds.
    """
    lowest = -(-minimum // multiple) * multiple
    highest = MAX_QUANTITY // multiple * multiple
    if quantity <= lowest:
        return (lowest,)
    if quantity >= highest:
        return (highest,)
    below = quantity // multiple * multiple
    return (below,) if below == quantity else (below, below + multiple)


def unfit(quantity: int, *, minimum: int, multiple: int) -> Unfit | None:
    """Why so many packs cannot be ordered; None if they can."""
    if quantity > MAX_QUANTITY:
        return Unfit.TOO_MANY
    if quantity < minimum:
        return Unfit.TOO_FEW
    return Unfit.NOT_A_MULTIPLE if quantity % multiple else None
