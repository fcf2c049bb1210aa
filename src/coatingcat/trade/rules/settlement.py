"""Where the money of an order stands, from its papers and what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from coatingcat.ground.money import Money
from coatingcat.trade.words import Settled

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Account:
    """Sums of one order: what was invoiced, credited, received and paid back."""

    invoiced: Money
    credited: Money
    received: Money
    refunded: Money

    @property
    def due(self) -> Money:
        return self.invoiced - self.credited

    @property
    def held(self) -> Money:
        """What the seller holds of the buyer's money."""
        return self.received - self.refunded

    @property
    def open(self) -> Money:
        """What is still to be paid; negative if too much was."""
        return self.due - self.held

    @property
    def settled(self) -> Settled:
        return settled(self.due, self.held, is_refunded=bool(self.refunded.amount))


def settled(due: Money, held: Money, *, is_refunded: bool = False) -> Settled:
    """The state of a sum that is due when so much is held against it."""
    if held > due:
        return Settled.OVERPAID
    if not due.amount:
        return Settled.REFUNDED if is_refunded else Settled.NOTHING_DUE
    if held == due:
        return Settled.PAID
    return Settled.PARTLY if held.amount > 0 else Settled.UNPAID


def open_amounts(
    invoices: Sequence[tuple[K, Money]], *, credited: Money, held: Money, named: Mapping[K, Money]
) -> dict[K, Money]:
    """What is open of each invoice, given in the order of their issue.

    Credits come off the latest, as what comes back was delivered last; money pays first the invoice it names, and what
    is left of it the earliest. `held` is all the money, `named` what of it names an invoice.
    """
    nothing = held * 0
    left = dict(invoices)
    for key, gross in reversed(invoices):
        off = min(gross, credited, key=lambda money: money.amount)
        left[key], credited = gross - off, credited - off
    free = max(held, nothing, key=lambda money: money.amount)
    for key, money in named.items():
        pays = max(
            min(money, left.get(key, nothing), free, key=lambda one: one.amount), nothing, key=lambda m: m.amount
        )
        if key in left:
            left[key], free = left[key] - pays, free - pays
    for key, _ in invoices:
        pays = min(left[key], free, key=lambda money: money.amount)
        left[key], free = left[key] - pays, free - pays
    return left
