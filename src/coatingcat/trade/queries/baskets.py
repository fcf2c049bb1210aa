"""What is in a cart, as offers, prices and stock stand today."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from coatingcat.ground.clock import now
from coatingcat.ground.money import Money, total
from coatingcat.ground.statements import prepared_cursor
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import CheckoutDraft, Offer, Owner, unfit_line
from coatingcat.trade.rules import UnfitLine, line_total, unit_price
from coatingcat.trade.words import ASK_UNIT

# By hand: through the ORM the same lines cost 3.7 ms of CPU, two thirds of it for columns nobody reads.
_LINES = """
SELECT line.id, line.quantity, line.price_seen, line.currency_seen, stock.onhand - stock.allocated,
    ware.code, ware.slug, ware.name, maker.name,
    offer.id, offer.product_id, offer.sku, offer.pack_size, offer.pack_unit, offer.price, offer.currency,
    offer.minimum, offer.multiple, offer.lead_days, offer.is_demonstration, offer.is_active, offer.seller_id
FROM trade_cart cart
JOIN trade_cartline line ON line.cart_id = cart.id
LEFT JOIN trade_offer offer ON offer.id = line.offer_id
LEFT JOIN trade_stock stock ON stock.offer_id = line.offer_id
JOIN catalog_product ware ON ware.code = COALESCE(offer.product_id, line.product_id)
JOIN catalog_company maker ON maker.code = ware.supplier_id
WHERE {whose} ORDER BY line.id
"""
_MEMBERS = _LINES.format(whose="cart.subject_id = %(owner)s")
_GUESTS = _LINES.format(whose="cart.token_digest = %(owner)s AND cart.last_used > %(end)s")
_WARE, _OFFER = 5, 9
"""Where the columns of the ware and of the offer begin."""


class Ware(NamedTuple):
    """What a cart says of a product."""

    code: str
    slug: str
    name: str
    supplier: str


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

    @property
    def pack(self) -> str:
        return self.offer.pack if self.offer else ASK_UNIT

    @property
    def unit_label(self) -> str:
        """What stands behind the quantity: `× 25 kg`."""
        return f"× {self.pack}" if self.offer else ASK_UNIT

    @cached_property
    def price(self) -> Money | None:
        """Of one pack, today; None: on request."""
        return self.offer.money if self.offer else None

    @property
    def is_gone(self) -> bool:
        return self.offer is not None and not self.offer.is_active

    @property
    def has_new_price(self) -> bool:
        return not self.is_gone and self.price != self.price_seen

    @cached_property
    def total(self) -> Money | None:
        """None: to be quoted."""
        return line_total(self.price, self.quantity)

    @cached_property
    def unfit(self) -> UnfitLine | None:
        return unfit_line(self.ware.name, self.offer, self.quantity, line_id=self.line_id)

    @property
    def is_short(self) -> bool:
        return self.free is not None and self.quantity > self.free


@dataclass(frozen=True)
class Basket:
    """All lines of a cart as they stand today."""

    items: tuple[Item, ...]

    def __bool__(self) -> bool:
        return bool(self.items)

    @cached_property
    def totals(self) -> tuple[Money, ...]:
        """What the lines that can be ordered cost, one sum for each currency."""
        amounts = [item.total for item in self.items if item.total is not None and not item.is_gone]
        currencies = sorted({amount.currency for amount in amounts})
        return tuple(total([a for a in amounts if a.currency == c], c) for c in currencies)

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
        return bool(self.items) and not self.unfit and not shorts and len(self.totals) <= 1

    def seen(self, draft: CheckoutDraft) -> bytes:
        """SHA-256 of all a buyer agrees to: lines, prices, and the draft with its revision (32 bytes)."""
        parts = [f"{draft.pk}/{draft.revision}"]
        for item in self.items:
            parts.append(f"{item.offer.pk if item.offer else ''}/{item.ware.code}/{item.quantity}/{item.price or ''}")
        return hashlib.sha256("\n".join(parts).encode()).digest()


def basket_of(owner: Owner) -> Basket:
    """The lines of the owner's cart with offer, product, maker and stock; one query, none for who has no cart.

    A member's are the member's own: a guest's cookie brings its lines by `merge_guest_cart` alone.
    """
    digest = token_digest(owner.token) if owner.subject_id is None else None
    if owner.subject_id is None and digest is None:
        return Basket(())
    with prepared_cursor() as cursor:
        if digest is None:
            cursor.execute(_MEMBERS, {"owner": owner.subject_id})
        else:
            cursor.execute(_GUESTS, {"owner": digest, "end": guest_carts_end()})
        return Basket(tuple(_item(row) for row in cursor.fetchall()))


def _item(row: Any) -> Item:
    line_id, quantity, price_seen, currency_seen, free = row[:_WARE]
    return Item(
        line_id=line_id,
        ware=Ware(*row[_WARE:_OFFER]),
        offer=Offer(*row[_OFFER:]) if row[_OFFER] is not None else None,
        quantity=quantity,
        price_seen=unit_price(price_seen, currency_seen),
        free=free,
    )


def guest_carts_end() -> datetime:
    """Guest carts last used before this moment are over."""
    return now() - keeping.GUEST_CART.for_


def token_digest(token: str | None) -> bytes | None:
    """SHA-256 of a cookie's text; None for what cannot be one (32 bytes)."""
    if token is None or not token.isascii() or not 40 <= len(token) <= 64:
        return None
    return hashlib.sha256(token.encode()).digest()


def lines_in(owner: Owner) -> int:
    """How many lines wait for the owner, with those that a guest's cookie will bring along; at most one query."""
    digest = token_digest(owner.token)
    if owner.subject_id is None and digest is None:
        return 0
    with prepared_cursor() as cursor:
        cursor.execute(_COUNT, {"subject": owner.subject_id, "digest": digest, "end": guest_carts_end()})
        return int(cursor.fetchone()[0])


_COUNT = """
SELECT count(*) FROM trade_cart cart JOIN trade_cartline line ON line.cart_id = cart.id
WHERE cart.subject_id = %(subject)s::uuid
OR (cart.token_digest = %(digest)s::bytea AND cart.last_used > %(end)s::timestamptz)
"""
