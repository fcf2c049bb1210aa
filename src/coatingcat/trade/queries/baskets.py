"""What somebody is about to order: lines as offers, prices and stock stand today, and the orders they become."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money, total
from coatingcat.trade.models import CheckoutDraft, Offer, QuoteLine, unfit_line
from coatingcat.trade.rules import (
    Ladder,
    PriceStep,
    Tax,
    UnfitLine,
    line_total,
    price_at,
    tax_of,
    with_tax,
)
from coatingcat.trade.words import ASK_UNIT, OPERATOR_COUNTRY, TaxGround


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


@dataclass(frozen=True)
class Part:
    """The lines of a basket that become one order: of one seller, in one currency."""

    seller_id: UUID | None
    seller: Trader | None
    """None: the operator."""
    currency: str
    """Empty: no line has a price yet."""
    items: tuple[Item, ...]
    buyer_country: str
    """Of the company; empty: a private person."""
    destination: str = ""
    """Country where the goods go; empty: not known (yet)."""

    @cached_property
    def net(self) -> Money | None:
        """The sum of the lines that have a price; None if none has."""
        amounts = [item.total for item in self.items if item.total is not None and not item.is_gone]
        return total(amounts, self.currency) if amounts else None

    @cached_property
    def tax(self) -> Tax:
        country = self.seller.country if self.seller else OPERATOR_COUNTRY
        return tax_of(
            seller=country,
            buyer=self.buyer_country or self.destination or country,
            on=today(),
            is_business=bool(self.buyer_country),
            destination=self.destination,
        )

    @property
    def tax_rate(self) -> Decimal | None:
        """As a fraction; None if it is not known."""
        return self.tax.rate

    @property
    def is_tax_estimated(self) -> bool:
        return self.tax.is_estimated

    @property
    def as_tax_ground(self) -> TaxGround:
        return self.tax.ground

    @cached_property
    def tax_money(self) -> Money | None:
        return self.tax.on(self.net)

    @property
    def gross(self) -> Money | None:
        return with_tax(self.net, self.tax_money)

    @property
    def has_quotes(self) -> bool:
        """Whether some price has still to be told."""
        return any(item.price is None for item in self.items if not item.is_gone)


@dataclass(frozen=True)
class Basket:
    """All lines of a cart, or of a quote that was accepted, as they stand today."""

    items: tuple[Item, ...]
    buyer: Trader | None = None
    """The company the buyer acts for; None: for nobody but themselves."""
    destination: str = ""
    """Country where the goods go; empty: not known (yet)."""

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def suspects(self) -> dict[str, str]:
        """Products that may be hazardous chemicals, names by code."""
        return {item.ware.code: item.ware.name for item in self.items if item.ware.may_be_hazardous}

    @cached_property
    def totals(self) -> tuple[Money, ...]:
        """What the lines that can be ordered cost, one sum for each currency."""
        amounts = [item.total for item in self.items if item.total is not None and not item.is_gone]
        currencies = sorted({amount.currency for amount in amounts})
        return tuple(total([a for a in amounts if a.currency == c], c) for c in currencies)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What becomes an order each: the operator's first, then by seller and currency.

        A line to be quoted goes with the first currency of its seller.
        """
        groups: dict[UUID | None, dict[str, list[Item]]] = {}
        for item in self.items:
            of_seller = groups.setdefault(item.seller_id, {})
            of_seller.setdefault(item.price.currency if item.price else "", []).append(item)
        return tuple(
            self._part(seller_id, currency, items)
            for seller_id, of_seller in sorted(groups.items(), key=lambda group: str(group[0] or ""))
            for currency, items in sorted(_together(of_seller).items())
        )

    def _part(self, seller_id: UUID | None, currency: str, items: list[Item]) -> Part:
        country = self.buyer.country if self.buyer else ""
        return Part(seller_id, items[0].seller, currency, tuple(items), country, self.destination)

    @property
    def has_quotes(self) -> bool:
        """Whether some price has still to be told."""
        return any(item.price is None for item in self.items if not item.is_gone)

    @property
    def has_new_prices(self) -> bool:
        return any(item.has_new_price for item in self.items)

    @property
    def has_demonstration(self) -> bool:
        return any(item.offer is not None and item.offer.is_demonstration for item in self.items)

    @property
    def unfit(self) -> tuple[UnfitLine, ...]:
        return tuple(item.unfit for item in self.items if item.unfit is not None)

    @property
    def can_be_ordered(self) -> bool:
        shorts = any(item.is_short for item in self.items)
        return bool(self.items) and not self.unfit and not shorts

    def seen(self, draft: CheckoutDraft) -> bytes:
        """SHA-256 of all a buyer agrees to: lines, prices, and the draft with its revision (32 bytes)."""
        parts = [f"{draft.pk}/{draft.revision}"]
        for item in self.items:
            parts.append(f"{item.offer.pk if item.offer else ''}/{item.ware.code}/{item.quantity}/{item.price or ''}")
        return hashlib.sha256("\n".join(parts).encode()).digest()


def _together(of_seller: dict[str, list[Item]]) -> dict[str, list[Item]]:
    """Lines without a price join the first currency there is."""
    currencies = sorted(currency for currency in of_seller if currency)
    if "" not in of_seller or not currencies:
        return of_seller
    first = currencies[0]
    lines = sorted([*of_seller[first], *of_seller[""]], key=_line_id)
    return {**{currency: of_seller[currency] for currency in currencies}, first: lines}


def _line_id(item: Item) -> int:
    return item.line_id
