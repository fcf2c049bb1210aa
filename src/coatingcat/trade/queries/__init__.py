"""Reads of trade that are used twice or cross tables."""

from coatingcat.trade.queries.baskets import Basket, Item, basket_of, guest_carts_end, lines_in, token_digest
from coatingcat.trade.queries.orders import (
    Page,
    draft_of,
    offers_of,
    open_orders_of,
    order_at_desk,
    order_of,
    orders_at_desk,
    orders_of,
    orders_waiting,
)

__all__ = [
    "Basket",
    "Item",
    "Page",
    "basket_of",
    "draft_of",
    "guest_carts_end",
    "lines_in",
    "offers_of",
    "open_orders_of",
    "order_at_desk",
    "order_of",
    "orders_at_desk",
    "orders_of",
    "orders_waiting",
    "token_digest",
]
