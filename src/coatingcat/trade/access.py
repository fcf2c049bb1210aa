"""Who may see and do what in trade, and what trade refuses, with reasons."""

from dataclasses import dataclass
from uuid import UUID

from coatingcat.catalog.models import Product
from coatingcat.trade.models import Offer, Order
from coatingcat.trade.rules import may_move, nearest_valid, unfit
from coatingcat.trade.words import State, Unfit


class Refused(Exception):
    """Trade says no; nothing was written."""


class EmptyCart(Refused):
    """There is nothing to order."""


class CartFull(Refused):
    """The cart has as many lines as a cart may have."""


@dataclass(frozen=True, slots=True)
class UnfitLine:
    """A line that cannot be ordered as it stands; `nearest` are the quantities that could be."""

    line_id: int | None
    name: str
    quantity: int
    why: Unfit
    nearest: tuple[int, ...]


class LinesUnfit(Refused):
    """Some lines cannot be ordered as they stand."""

    def __init__(self, lines: tuple[UnfitLine, ...]) -> None:
        self.lines = lines
        super().__init__(f"{len(lines)} lines cannot be ordered as they stand.")


@dataclass(frozen=True, slots=True)
class Shortage:
    """An offer of which fewer packs are free than were asked for."""

    offer_id: int
    name: str
    asked: int
    free: int


class OutOfStock(Refused):
    """Somebody was quicker."""

    def __init__(self, shortages: tuple[Shortage, ...]) -> None:
        self.shortages = shortages
        super().__init__(f"{len(shortages)} offers are short of stock.")


class MixedCurrencies(Refused):
    """An order is in one currency; there is no rate of exchange here."""


class AnswersChanged(Refused):
    """Cart, prices or answers are no longer what the buyer was shown and agreed to."""


class OtherBody(Refused):
    """The key of an earlier submission came with other content."""


class NotAllowed(Refused):
    """The order is in a state from which this cannot be done."""


def may_see(subject_id: UUID, order: Order) -> bool:
    """A buyer sees their own orders; the order desk has pages of its own."""
    return order.buyer_id == subject_id


def may_cancel(subject_id: UUID, order: Order) -> bool:
    """The buyer may take an order back until it is confirmed."""
    return may_see(subject_id, order) and may_move(State(order.state), State.CANCELLED)


def unfit_line(ware: Offer | Product, quantity: int, *, line_id: int | None = None) -> UnfitLine | None:
    """What is wrong with so many packs of an offer, or kg of a product to ask for; None if nothing is."""
    if isinstance(ware, Product):
        terms, why, name = {"minimum": 1, "multiple": 1}, unfit(quantity, minimum=1, multiple=1), ware.name
    else:
        terms = {"minimum": ware.minimum, "multiple": ware.multiple}
        why, name = ware.unfit(quantity), f"{ware.product.name}, {ware.pack}"
    if why is None:
        return None
    return UnfitLine(line_id, name, quantity, why, () if why is Unfit.GONE else nearest_valid(quantity, **terms))
