"""Invoices and payments."""

from enum import Enum, StrEnum

from coatingcat.privacy.words import Text


class Bill(StrEnum):
    """The two sorts of commercial papers that change what is owed."""

    INVOICE = "invoice"
    CREDIT = "credit"


class CreditWhy(Enum):
    """Why a credit note was issued."""

    RETURNED = Text("退货", "Goods returned")
    AMENDED = Text("订单变更", "The order was amended")
    PRICE = Text("价格调整", "Price reduced")
    CANCELLED = Text("订单取消", "The order was cancelled")
    MISTAKE = Text("发票有误", "The invoice was wrong")


class Moved(StrEnum):
    """How money of an order moved."""

    RECEIPT = "receipt"
    """It came in."""
    REFUND = "refund"
    """It went back to the buyer."""
    REVERSAL = "reversal"
    """A receipt or refund that was written down wrongly is taken back, by a record of its own."""


class Way(StrEnum):
    """By which way money moved."""

    TRANSFER = "transfer"
    PROVIDER = "provider"
    """By the hosted page of a provider of payments: no number of a card ever comes here."""


class Settled(Enum):
    """Where the money of an order or an invoice stands: always computed from the records, never kept."""

    NOTHING_DUE = Text("尚无应付", "Nothing due")
    UNPAID = Text("未付", "Unpaid")
    PARTLY = Text("部分已付", "Partly paid")
    PAID = Text("已付清", "Paid")
    OVERPAID = Text("多付", "Overpaid")
    REFUNDED = Text("已退款", "Refunded")


REMIND_AFTER_DAYS = (0, 7, 14)
"""Days past the due date on which the buyer is reminded of an open invoice."""

TERMS_DAYS = 30
"""Days to pay, until a seller enters its own."""
