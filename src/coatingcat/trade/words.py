"""The closed vocabularies of trade: no Django, no database."""

from enum import StrEnum


class State(StrEnum):
    """Where an order stands."""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why an order was cancelled, in the words of the form."""

    NOT_NEEDED = "not_needed"
    MISTAKE = "mistake"
    LEAD_TIME = "lead_time"
    PRICE = "price"
    OTHER = "other"


class Unfit(StrEnum):
    """Why a line cannot be ordered as it stands."""

    GONE = "gone"
    TOO_FEW = "too_few"
    NOT_A_MULTIPLE = "not_a_multiple"
    TOO_MANY = "too_many"


PACK_UNITS = ("kg", "g", "t", "L", "mL", "piece")
"""What a pack is measured in; `L` and `mL` as the SI brochure allows."""

DEMAND_UNITS = ("kg", "t", "L", "m³", "piece")
"""What a yearly demand is estimated in."""

ASK_UNIT = "kg"
"""What a product without an offer is asked for in."""

MAX_QUANTITY = 100_000
"""Packs of one line; more than any warehouse holds, and far below what a column can count."""

MAX_LINES = 200
"""Lines of one cart."""

CART_COOKIE = "cc_cart"
CART_DAYS = 30
"""How long a guest's cart and its cookie outlive their last use."""

CARRIER = "carrier"
"""The sort of recipient that carriers are declared as."""
