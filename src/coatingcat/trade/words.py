"""The closed vocabularies of trade: no Django, no database."""

from enum import Enum, StrEnum

from coatingcat.privacy.words import Text


class State(StrEnum):
    """Where an order stands."""

    REQUESTED = "requested"
    """Its company has still to approve it; the seller does not see it yet, the goods are reserved."""
    PLACED = "placed"
    CONFIRMED = "confirmed"
    DELIVERING = "delivering"
    """Some of it has been handed to a carrier."""
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Side(Enum):
    """On which side of a transaction somebody stands."""

    BUYER = Text("买方", "Buyer")
    OPERATOR = Text("平台", "Operator")
    SELLER = Text("供应商", "Supplier")
    AGENT = Text("代理商", "Agent")


class AgentSort(Enum):
    """What a company that follows up transactions is (F.22; IV.1)."""

    AGENT = Text("代理商", "Agent")
    REPRESENTATIVE = Text("代表处", "Representative")
    AFFILIATE = Text("关联公司", "Affiliated party")


class Thing(Enum):
    """What is assigned to an agent."""

    ORDER = Text("订单", "Order")
    SAMPLE = Text("样品申请", "Sample")
    QUOTE = Text("询价", "Request for a quote")
    TECHNICAL = Text("技术咨询", "Technical question")


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

SUPPLIER = "supplier"
"""The sort of recipient that companies selling here are declared as."""

AGENT = "agent"
"""The sort of recipient that agents, representatives and affiliated parties are declared as."""

CARRIER = "carrier"
"""The sort of recipient that carriers are declared as."""
