"""What trade refuses, and why. A refusal leaves everything as it was."""

from dataclasses import dataclass

from coatingcat.ground.money import Money
from coatingcat.members.words import CompanyRight
from coatingcat.trade.rules import UnfitLine


class Refused(Exception):
    """Trade says no; nothing was written."""


class EmptyCart(Refused):
    """There is nothing to order."""


class CartFull(Refused):
    """The cart has as many lines as a cart may have."""


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


class AnswersChanged(Refused):
    """Cart, prices or answers are no longer what the buyer was shown and agreed to."""


class OtherBody(Refused):
    """The key of an earlier submission came with other content."""


class NotAllowed(Refused):
    """The order is in a state from which this cannot be done."""


class NothingAsked(Refused):
    """An inquiry without products, or to nobody."""


class RightMissing(Refused):
    """The role that somebody has in their company does not let them do this for it."""

    def __init__(self, right: CompanyRight) -> None:
        self.right = right
        super().__init__(f"The role does not include {right.name}.")


class LicenceMissing(Refused):
    """Some goods are hazardous chemicals, and no licence for such was seen of the buyer's company (Decree 591).

    `names`: of the goods. `is_company`: the buyer acts for a company, which may hand in its licence.
    """

    def __init__(self, names: tuple[str, ...], *, is_company: bool) -> None:
        self.names, self.is_company = names, is_company
        super().__init__(f"{len(names)} products need a licence for hazardous chemicals.")


@dataclass(frozen=True, slots=True)
class TooLittle:
    """What comes to less than its seller takes an order for. `seller`: name, empty for the operator."""

    seller: str
    least: Money
    lacks: Money


class BelowMinimum(Refused):
    """Some of the orders come to less than their sellers take an order for."""

    def __init__(self, orders: tuple[TooLittle, ...]) -> None:
        self.orders = orders
        super().__init__(f"{len(orders)} orders come to too little.")


class NumberMissing(Refused):
    """The buyer's company wants a number of its own on every order (`OrderTerms.needs_po_number`)."""


class ReasonMissing(Refused):
    """Whoever refuses an order says why."""


class AlreadyListed(Refused):
    """The company's list has this code for this very grade."""


class NothingToBill(Refused):
    """No line with a price is left to bill."""


class RateMissing(Refused):
    """Nobody knows which VAT an order bears: its seller's country has no rate here, and its seller told none."""


class TooMuch(Refused):
    """More would be paid back than is held."""


class NoProvider(Refused):
    """No provider of payments is set up, or it has no contract in force."""


class ProviderFailed(Refused):
    """The provider of payments did not answer as agreed; it can be asked again."""


class QuoteNotWhole(Refused):
    """A quote or counter-offer lacks what makes it one: a price for every line, all in one currency."""


class TooMany(Refused):
    """A book or a shelf of saved carts is full."""


class QuoteGone(Refused):
    """The quote that was to be ordered at does not stand any more."""


class TooManyPacks(Refused):
    """More packs than are still open: to ship, to return, or to replace."""


class NothingChosen(Refused):
    """No line, no quantity, no change."""


class TooLate(Refused):
    """The time in which this could be asked for is over."""
