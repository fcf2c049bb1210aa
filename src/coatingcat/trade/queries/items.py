"""A line of what somebody is about to order, as offer, price and stock stand today."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from coatingcat.ground.money import Money
from coatingcat.trade.models import Offer, QuoteLine, unfit_line
from coatingcat.trade.rules import Ladder, Least, PriceStep, UnfitLine, line_total, price_at
from coatingcat.trade.words import ASK_UNIT


class Ware(NamedTuple):
    """What a cart says of a product."""

    code: str
    slug: str
    name: str
    supplier: str
    may_be_hazardous: bool = True
    """Whether its sources say anything by which it could count as a hazardous chemical: only then are they read."""


class Trader(NamedTuple):
    """A company on one side of an order."""

    company_id: UUID
    name: str
    country: str


@dataclass(frozen=True)
class Item:
    """A cart line with what the offer says today; without an offer the product is asked for, in kg."""

    line_id: int
    ware: Ware
    offer: Offer | None
    quantity: int
    price_seen: Money | None
    free: int | None
    """Packs in stock that nobody has ordered; None: made to order or asked for."""
    ladder: Ladder = ()
    hides_price: bool = False
    """There is a price, told to who is signed in."""
    seller: Trader | None = None
    """None: the operator."""
    restock_on: date | None = None
    least: tuple[Least, ...] = ()
    """What its seller agreed an order of the buyer comes to at least; nothing where a quote was agreed."""
    own_rate: Decimal | None = None
    """What its seller's sales at home bear, as a fraction; None: the standard rate."""
    quoted: Money | None = None
    """The price of a pack that was agreed in a quote: nothing reprices it."""
    line: QuoteLine | None = None
    """Of the quote; it knows pack and seller where there is no offer."""

    @property
    def pack(self) -> str:
        if self.line is not None:
            return self.line.pack
        return self.offer.pack if self.offer else ASK_UNIT

    @property
    def seller_id(self) -> UUID | None:
        """None: the operator."""
        sold_by = self.line.quote if self.line is not None else self.offer
        found: UUID | None = sold_by.seller_id if sold_by else None
        return found

    @property
    def unit_label(self) -> str:
        """What stands behind the quantity: `× 25 kg`."""
        return f"× {self.pack}" if self.offer or self.line else ASK_UNIT

    @property
    def is_quoted(self) -> bool:
        return self.quoted is not None

    @cached_property
    def price(self) -> Money | None:
        """Of one pack, today, when so many are bought; None: on request."""
        return self.quoted or price_at(self.ladder, self.quantity)

    @cached_property
    def next_step(self) -> PriceStep | None:
        """From how many packs on a pack costs less."""
        return next((step for step in self.ladder if step.minimum > self.quantity), None) if not self.quoted else None

    @property
    def is_gone(self) -> bool:
        return self.offer is not None and not self.offer.is_active and not self.is_quoted

    @property
    def has_new_price(self) -> bool:
        return not self.is_gone and not self.hides_price and self.price != self.price_seen

    @cached_property
    def total(self) -> Money | None:
        """None: to be quoted."""
        return line_total(self.price, self.quantity)

    @cached_property
    def unfit(self) -> UnfitLine | None:
        if self.is_quoted:
            return None  # both sides agreed on this quantity
        return unfit_line(self.ware.name, self.offer, self.quantity, line_id=self.line_id)

    @property
    def is_short(self) -> bool:
        return self.free is not None and self.quantity > self.free
