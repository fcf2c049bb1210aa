"""What is in a cart, as offers, prices and stock stand today."""

import hashlib
from datetime import datetime
from typing import Any

from coatingcat.ground.clock import now, today
from coatingcat.ground.statements import prepared_cursor
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import Offer, Owner
from coatingcat.trade.queries.baskets import Basket
from coatingcat.trade.queries.hazards import MAY_BE_HAZARDOUS
from coatingcat.trade.queries.items import Item, Trader, Ware
from coatingcat.trade.queries.prices import BUYER, COLUMNS, LEAST, PRICES, ladder_in, least_in
from coatingcat.trade.rules import Ladder, unit_price

# By hand: through the ORM the same lines cost 3.7 ms of CPU, two thirds of it for columns nobody reads.
_OFFER = ", ".join(f"offer.{name}" for name in COLUMNS)
_LINES = f"""
{BUYER} SELECT line.id, line.quantity, line.price_seen, line.currency_seen,
    stock.onhand - stock.allocated, stock.restock_on, agreed.steps, smallest.sums, billing.vat_percent,
    buyer.company_id, buyer.country, selling.id, selling.name, selling.country,
    ware.code, ware.slug, ware.name, maker.name, {MAY_BE_HAZARDOUS}, {_OFFER}
FROM trade_cart cart
JOIN trade_cartline line ON line.cart_id = cart.id
LEFT JOIN buyer ON true
LEFT JOIN trade_offer offer ON offer.id = line.offer_id
LEFT JOIN trade_stock stock ON stock.offer_id = line.offer_id
LEFT JOIN trade_seller seller ON seller.id = offer.seller_id
LEFT JOIN members_company selling ON selling.id = seller.company_id
LEFT JOIN trade_billing billing ON billing.seller_id IS NOT DISTINCT FROM offer.seller_id
JOIN catalog_product ware ON ware.code = COALESCE(offer.product_id, line.product_id)
JOIN catalog_company maker ON maker.code = ware.supplier_id
{PRICES}{LEAST}
WHERE {{whose}} ORDER BY line.id
"""  # noqa: S608  # composed of the model's own names
_MEMBERS = _LINES.format(whose="cart.subject_id = %(buyer)s")
_GUESTS = _LINES.format(whose="cart.token_digest = %(owner)s AND cart.last_used > %(end)s")


def basket_of(owner: Owner) -> Basket:
    """The lines of the owner's cart with offer, prices, maker and stock; one query, none for who has no cart.

    A member's are the member's own: a guest's cookie brings its lines by `merge_guest_cart` alone.
    """
    digest = token_digest(owner.token) if owner.subject_id is None else None
    if owner.subject_id is None and digest is None:
        return Basket(())
    with prepared_cursor() as cursor:
        if digest is None:
            cursor.execute(_MEMBERS, {"buyer": owner.subject_id, "today": today()})
        else:
            values = {"buyer": None, "owner": digest, "end": guest_carts_end(), "today": today()}
            cursor.execute(_GUESTS, values)
        rows = cursor.fetchall()
    buyer = Trader(rows[0][_BUYER], "", rows[0][_BUYER + 1]) if rows and rows[0][_BUYER] else None
    return Basket(tuple(_item(row, is_guest=digest is not None) for row in rows), buyer)


_BUYER, _SELLER, _WARE, _TERMS = 9, 11, 14, 19
"""Where the columns of the buyer, of the seller, of the ware and of the offer begin."""


def _item(row: Any, *, is_guest: bool) -> Item:
    line_id, quantity, price_seen, currency_seen, free, restock_on, steps, sums, vat_percent = row[:_BUYER]
    offer: Offer | None = None
    ladder: Ladder = ()
    hides_price = False
    if row[_TERMS] is not None:
        offer = Offer(*row[_TERMS:])
        ladder, hides_price = ladder_in(offer, steps, is_guest=is_guest)
    return Item(
        line_id=line_id,
        ware=Ware(*row[_WARE:_TERMS]),
        offer=offer,
        quantity=quantity,
        price_seen=unit_price(price_seen, currency_seen),
        free=free,
        ladder=ladder,
        hides_price=hides_price,
        seller=Trader(*row[_SELLER:_WARE]) if row[_SELLER] else None,
        restock_on=restock_on,
        least=least_in(sums),
        own_rate=None if vat_percent is None else vat_percent / 100,
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
