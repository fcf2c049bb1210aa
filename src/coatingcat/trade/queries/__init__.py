"""Reads of trade that are used twice or cross tables."""

from coatingcat.trade.queries.baskets import Basket, Part
from coatingcat.trade.queries.carts import basket_of, guest_carts_end, lines_in, token_digest
from coatingcat.trade.queries.items import Item
from coatingcat.trade.queries.orders import (
    Page,
    draft_of,
    filtered_orders,
    matching,
    open_orders_of,
    orders_waiting,
)
from coatingcat.trade.queries.prices import Priced, offer_priced, offers_of

__all__ = [
    "Basket",
    "Item",
    "Page",
    "Part",
    "Priced",
    "basket_of",
    "draft_of",
    "filtered_orders",
    "guest_carts_end",
    "lines_in",
    "matching",
    "offer_priced",
    "offers_of",
    "open_orders_of",
    "orders_waiting",
    "token_digest",
]
