"""What offers cost whoever asks: the one place where price lists are read, and where it is decided who sees a price."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money
from coatingcat.ground.statements import prepared_cursor
from coatingcat.trade.models import Offer, Stock
from coatingcat.trade.rules import Ladder, Least, Nearness, PriceStep, Row, ladder_of, price_at

# Lists of the offer's own seller alone, for everybody, for the group its seller put the buyer's company into, or for
# that company; another company's are never among the rows, whatever is done with them later.
BUYER = """
WITH buyer AS (
    SELECT position.company_id, company.country FROM members_position position
    JOIN members_company company ON company.id = position.company_id
    WHERE position.member_id = %(buyer)s::uuid AND position.ended_at IS NULL
)
"""
"""Begins a statement that joins PRICES: the company a buyer acts for; none for a guest."""

_NEARNESS = "CASE WHEN list.company_id IS NOT NULL THEN 3 WHEN list.tier <> '' THEN 2 ELSE 1 END"
_HOLDS = """
    list.seller_id IS NOT DISTINCT FROM offer.seller_id
    AND list.valid_from <= %(today)s AND (list.valid_to IS NULL OR list.valid_to >= %(today)s)
    AND ((list.company_id IS NULL AND list.tier = '')
        OR list.company_id = (SELECT company_id FROM buyer)
        OR (list.tier <> '' AND list.tier = (
            SELECT grouped.tier FROM trade_companytier grouped
            WHERE grouped.company_id = (SELECT company_id FROM buyer)
            AND grouped.seller_id IS NOT DISTINCT FROM offer.seller_id)))
"""
PRICES = f"""
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array({_NEARNESS}, list.id, step.minimum, step.price::text, list.currency)) AS steps
    FROM trade_pricerow step JOIN trade_pricelist list ON list.id = step.list_id
    WHERE step.offer_id = offer.id AND {_HOLDS}
) agreed ON true
"""  # noqa: S608  # composed of our own words
"""Joined to `trade_offer offer`; its `steps` are read by `ladder_in`. Takes `buyer` and `today`."""

LEAST = f"""
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array({_NEARNESS}, list.id, list.order_minimum::text, list.currency)) AS sums
    FROM trade_pricelist list WHERE list.order_minimum IS NOT NULL AND offer.id IS NOT NULL AND {_HOLDS}
) smallest ON true
"""  # noqa: S608  # composed of our own words
"""The same of the least sum of an order; its `sums` are read by `least_in`."""

COLUMNS = [field.attname for field in Offer._meta.concrete_fields]
"""Of an offer, in the order in which it is made of them."""

_OFFER = ", ".join(f"offer.{name}" for name in COLUMNS)
_OFFERED = f"""
{BUYER} SELECT agreed.steps, stock.onhand, stock.allocated, stock.restock_on, {_OFFER}
FROM trade_offer offer LEFT JOIN trade_stock stock ON stock.offer_id = offer.id {PRICES}
WHERE {{which}} ORDER BY offer.pack_unit, offer.pack_size, offer.sku
"""  # noqa: S608  # composed of the model's own names
_OF_PRODUCT = _OFFERED.format(which="offer.product_id = %(which)s AND offer.is_active")
_ONE = _OFFERED.format(which="offer.id = %(which)s")
_SOME = _OFFERED.format(which="offer.id = ANY(%(which)s)")


@dataclass(frozen=True, slots=True)
class Priced:
    """An offer with its stock, and what it costs who asked."""

    offer: Offer
    ladder: Ladder
    """Empty: on request, or not shown."""
    is_hidden: bool = False
    """There is a price, shown only to who is signed in."""

    def price(self, quantity: int) -> Money | None:
        """Of one pack when so many are bought."""
        return price_at(self.ladder, quantity)


def offers_of(product_id: str, buyer: UUID | None = None) -> list[Priced]:
    """What is sold of a product, smallest pack first, with stock, as it costs the buyer (None: a guest); one statement."""
    return _found(_OF_PRODUCT, product_id, buyer)


def offer_priced(offer_id: int, buyer: UUID | None = None) -> Priced | None:
    """One offer as it costs the buyer, sold or no longer sold; one statement."""
    return next(iter(_found(_ONE, offer_id, buyer)), None)


def offers_priced(offer_ids: Sequence[int], buyer: UUID) -> dict[int, Priced]:
    """Some offers by their key as they cost the buyer; one statement."""
    return {one.offer.pk: one for one in _found(_SOME, list(offer_ids), buyer)} if offer_ids else {}


def _found(statement: str, which: object, buyer: UUID | None) -> list[Priced]:
    with prepared_cursor() as cursor:
        cursor.execute(statement, {"which": which, "buyer": buyer, "today": today()})
        return [_priced(buyer, *row) for row in cursor.fetchall()]


def _priced(
    buyer: UUID | None, steps: str | None, onhand: int | None, allocated: int, restock_on: Any, *terms: Any
) -> Priced:
    offer = Offer.from_db("default", COLUMNS, terms)
    stock = None
    if onhand is not None:
        stock = Stock(offer_id=offer.pk, onhand=onhand, allocated=allocated, restock_on=restock_on)
    Offer._meta.get_field("stock").set_cached_value(offer, stock)
    ladder, is_hidden = ladder_in(offer, steps, is_guest=buyer is None)
    return Priced(offer, ladder, is_hidden)


def least_in(sums: str | None) -> tuple[Least, ...]:
    """What LEAST found for the seller of an offer."""
    return tuple(
        Least(Nearness(nearness), list_id, Money(Decimal(amount), currency))
        for nearness, list_id, amount, currency in (json.loads(sums) if sums else ())
    )


def ladder_in(offer: Offer, steps: str | None, *, is_guest: bool) -> tuple[Ladder, bool]:
    """The ladder of an offer from what PRICES found, and whether one is hidden from a guest.

    Here alone it is decided who sees a price: whatever shows one, page or file, has it from this ladder.
    """
    rows = [
        Row(Nearness(nearness), list_id, PriceStep(minimum, Money(Decimal(price), currency)))
        for nearness, list_id, minimum, price, currency in (json.loads(steps) if steps else ())
    ]
    if is_guest and not offer.is_price_public:
        return (), bool(rows) or offer.price is not None
    return ladder_of(offer.money, rows), False
