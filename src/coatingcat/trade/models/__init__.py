"""Nouns of trade."""

from coatingcat.trade.models.assignments import Assignment, AssignmentRule
from coatingcat.trade.models.carts import Cart, CartLine, Owner
from coatingcat.trade.models.checkouts import CheckoutDraft
from coatingcat.trade.models.offers import Offer, Stock, unfit_line
from coatingcat.trade.models.orders import Cancellation, Consignee, Order, OrderLine
from coatingcat.trade.models.parcels import Parcel
from coatingcat.trade.models.sellers import Agency, Agent, Representation, Seller

__all__ = [
    "Agency",
    "Agent",
    "Assignment",
    "AssignmentRule",
    "Cancellation",
    "Cart",
    "CartLine",
    "CheckoutDraft",
    "Consignee",
    "Offer",
    "Order",
    "OrderLine",
    "Owner",
    "Parcel",
    "Representation",
    "Seller",
    "Stock",
    "unfit_line",
]
