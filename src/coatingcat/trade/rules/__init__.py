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
from coatingcat.trade.rules.prices import (
    Ladder,
    Nearness,
    PriceStep,
    Row,
    falls,
    ladder_of,
    line_total,
    per_unit,
    price_at,
    unit_price,
)
from coatingcat.trade.rules.quantities import NotAQuantity, UnfitLine, nearest_valid, quantity_of, unfit
from coatingcat.trade.rules.taxes import Tax, tax_of, with_tax

__all__ = [
    "AMENDABLE",
    "BEFORE_SHIPPING",
    "CLAIMABLE",
    "MOVES",
    "ORDER_MOVES",
    "SHIPPABLE",
    "UNBOUND",
    "Held",
    "Ladder",
    "Nearness",
    "NotAQuantity",
    "PriceStep",
    "Row",
    "Tax",
    "UnfitLine",
    "falls",
    "ladder_of",
    "line_total",
    "may_move",
    "merged",
    "nearest_valid",
    "per_unit",
    "price_at",
    "progress",
    "quantity_of",
    "sources_of",
    "tax_of",
    "unfit",
    "unit_price",
    "with_tax",
]
