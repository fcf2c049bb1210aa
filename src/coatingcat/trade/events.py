"""What happened in trade."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """A buyer ordered; purpose: order fulfilment; kept as long as the transaction record (ECL 31)."""

    order_id: UUID
    buyer_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderConfirmed:
    """The order desk accepted an order; purpose and keeping as for OrderPlaced."""

    order_id: UUID
    buyer_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """An order was taken back; purpose and keeping as for OrderPlaced."""

    order_id: UUID
    buyer_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderStepped:
    """Something was added to the timeline of an order; `what` is the name of a Step. Purpose and keeping as above."""

    order_id: UUID
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InquirySent:
    """A buyer asked a seller for something; purpose: inquiries; kept as long as the inquiry (PIPL 19)."""

    inquiry_id: UUID
    buyer_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class InquiryMoved:
    """An inquiry stands elsewhere now; purpose and keeping as for InquirySent."""

    inquiry_id: UUID
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceIssued:
    """An invoice was issued; purpose and keeping as for OrderPlaced."""

    invoice_id: UUID
    order_id: UUID
    buyer_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class CreditIssued:
    """A credit note was issued; purpose and keeping as for OrderPlaced."""

    invoice_id: UUID
    order_id: UUID
    buyer_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentMoved:
    """Money came in, went back, or a record of it was taken back; purpose and keeping as for OrderPlaced."""

    payment_id: UUID
    order_id: UUID
    buyer_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class QuoteMoved:
    """A quote was offered, answered or ended; purpose: inquiries; kept as the inquiry is."""

    quote_id: UUID
    state: str
    at: datetime
