"""What a cart holds after its owner has signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from coatingcat.trade.words import MAX_QUANTITY

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Held:
    """So many packs, and the price that was shown when they were put in (None: on request)."""

    quantity: int
    price_seen: Decimal | None = None
    currency_seen: str = ""


def merged(own: Mapping[Key, Held], guest: Mapping[Key, Held]) -> dict[Key, Held]:
    """Both carts in one: packs of the same offer add up, at most MAX_QUANTITY; nothing of either is lost.

    Where both hold an offer the price seen is the earlier one, the member's own, so that a change since is said aloud.
    """
    together = dict(own)
    for key, held in guest.items():
        if key in together:
            mine = together[key]
            together[key] = replace(mine, quantity=min(MAX_QUANTITY, mine.quantity + held.quantity))
        else:
            together[key] = held
    return together
