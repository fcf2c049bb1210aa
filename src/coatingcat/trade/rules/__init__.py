"""Decisions of trade as pure functions and tables."""

from coatingcat.trade.rules.merging import Held, merged
from coatingcat.trade.rules.moves import (
    AMENDABLE,
    BEFORE_SHIPPING,
    CLAIMABLE,
    MOVES,
    ORDER_MOVES,
    SHIPPABLE,
    UNBOUND,
    may_move,
    progress,
    sources_of,
)
from coatingcat.trade.rules.prices import line_total, per_unit, unit_price
from coatingcat.trade.rules.quantities import NotAQuantity, UnfitLine, nearest_valid, quantity_of, unfit

__all__ = [
    "AMENDABLE",
    "BEFORE_SHIPPING",
    "CLAIMABLE",
    "MOVES",
    "ORDER_MOVES",
    "SHIPPABLE",
    "UNBOUND",
    "Held",
    "NotAQuantity",
    "UnfitLine",
    "line_total",
    "may_move",
    "merged",
    "nearest_valid",
    "per_unit",
    "progress",
    "quantity_of",
    "sources_of",
    "unfit",
    "unit_price",
]
