"""What somebody is about to order, and the orders it becomes."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from uuid import UUID

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money, total
from coatingcat.trade.models import CheckoutDraft
from coatingcat.trade.queries.items import Item, Trader
from coatingcat.trade.refusals import TooLittle
from coatingcat.trade.rules import Tax, UnfitLine, least_of, tax_of, with_tax
from coatingcat.trade.words import OPERATOR_COUNTRY, TaxGround


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
            own_rate=self.items[0].own_rate,
        )

    @cached_property
    def least(self) -> Money | None:
        """What its seller asks for at least, without VAT; None: nothing, or it cannot be told before a line is quoted."""
        if self.has_quotes:
            return None
        return least_of(chain.from_iterable(item.least for item in self.items), self.currency)

    @property
    def lacks(self) -> Money | None:
        """By how much it is too little to be ordered; None if it is not."""
        if self.least is None or self.net is None or self.least <= self.net:
            return None
        return self.least - self.net

    @property
    def as_too_little(self) -> TooLittle:
        """How it is refused. Only for one that lacks something."""
        assert self.least is not None
        assert self.lacks is not None
        return TooLittle(self.seller.name if self.seller else "", self.least, self.lacks)

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
    def too_little(self) -> tuple[Part, ...]:
        """What comes to less than its seller takes an order for."""
        return tuple(part for part in self.parts if part.lacks is not None)

    @property
    def can_be_ordered(self) -> bool:
        shorts = any(item.is_short for item in self.items)
        return bool(self.items) and not self.unfit and not shorts and not self.too_little

    def seen(self, draft: CheckoutDraft) -> bytes:
        """SHA-256 of all a buyer agrees to: lines, prices, what their seller's VAT is, and the draft with its revision
        (32 bytes)."""
        parts = [f"{draft.pk}/{draft.revision}"]
        for item in self.items:
            offer = item.offer.pk if item.offer else ""
            parts.append(f"{offer}/{item.ware.code}/{item.quantity}/{item.price or ''}/{item.own_rate}")
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
