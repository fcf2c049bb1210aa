"""Quotes and their terms."""

from enum import Enum, StrEnum

from coatingcat.privacy.words import Text


class QuoteState(StrEnum):
    """Where one version of a quote stands."""

    DRAFT = "draft"
    """The seller is writing it; the buyer does not see it."""
    OFFERED = "offered"
    COUNTERED = "countered"
    """The buyer asked for other terms: the offer has lapsed, and the seller may write a new version."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    """A later version took its place."""
    PASSED_OVER = "passed_over"
    """The buyer chose a quote of another seller for the same request."""


class QuoteWhy(Enum):
    """Why a buyer declines a quote; the seller reads the reason, never whose quote was better."""

    PRICE = Text("价格", "The price")
    LEAD_TIME = Text("交期", "The lead time")
    TERMS = Text("贸易条款或付款条件", "Delivery or payment terms")
    QUANTITY = Text("起订量", "The smallest quantity")
    NOT_NEEDED = Text("不再需要", "No longer needed")
    OTHER = Text("其他原因", "Another reason")


class Incoterm(StrEnum):
    """The eleven rules of Incoterms 2020 (ICC publication 723E)."""

    EXW = "EXW"
    FCA = "FCA"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"


class PaymentTerms(Enum):
    """When a quoted order is to be paid."""

    ADVANCE = Text("款到发货", "In advance")
    ON_DELIVERY = Text("货到付款", "On delivery")
    NET_15 = Text("发票日后 15 天", "15 days from the invoice")
    NET_30 = Text("发票日后 30 天", "30 days from the invoice")
    NET_60 = Text("发票日后 60 天", "60 days from the invoice")


class Timing(Enum):
    """When a buyer means to order: one of the three questions of an instant price."""

    NOW = Text("一个月内", "Within a month")
    QUARTER = Text("三个月内", "Within three months")
    LATER = Text("更晚，或尚未确定", "Later, or not known yet")
