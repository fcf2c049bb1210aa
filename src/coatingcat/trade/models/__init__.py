"""Nouns of trade."""

from coatingcat.trade.models.carts import Cart, CartLine
from coatingcat.trade.models.checkouts import CheckoutDraft
from coatingcat.trade.models.offers import Offer, Stock
from coatingcat.trade.models.orders import Cancellation, Consignee, Order, OrderLine

__all__ = [
    "Cancellation",
    "Cart",
    "CartLine",
    "CheckoutDraft",
    "Consignee",
    "Offer",
    "Order",
    "OrderLine",
    "Stock",
]
