"""How many packs somebody means, and how many may be ordered."""

from dataclasses import dataclass

from coatingcat.trade.words import MAX_QUANTITY, Unfit

_LONGEST = 20
"""Characters that are looked at: a longer text is no quantity, and converting a megabyte of digits takes minutes."""


class NotAQuantity(ValueError):
    """What was typed is no whole number of packs from 1 to MAX_QUANTITY."""


def quantity_of(typed: str) -> int:
    """The number of packs that was typed; full-width digits count as digits. Raises NotAQuantity.

    `1,5`, `1.000` and `5²` are refused rather than guessed: half the world reads them as another number.
    """
    text = typed.strip()
    if len(text) > _LONGEST or not text.isdecimal():
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


@dataclass(frozen=True, slots=True)
class UnfitLine:
    """A line that cannot be ordered as it stands; `nearest` are the quantities next to it that could be."""

    line_id: int | None
    name: str
    quantity: int
    why: Unfit
    nearest: tuple[int, ...] = ()
