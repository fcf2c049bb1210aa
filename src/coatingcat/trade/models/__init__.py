"""Nouns of trade."""

from coatingcat.trade.models.addresses import ShipTo
from coatingcat.trade.models.amendments import Amendment, AmendmentLine
from coatingcat.trade.models.assignments import Assignment, AssignmentRule
from coatingcat.trade.models.billing import BankAccount, Billing, Series
from coatingcat.trade.models.cancellations import Cancellation
from coatingcat.trade.models.carts import Cart, CartLine, Owner
from coatingcat.trade.models.checkouts import CheckoutDraft
from coatingcat.trade.models.consignees import Consignee
from coatingcat.trade.models.deliveries import BatchCertificate, Delivery, DeliveryLine
from coatingcat.trade.models.deskwork import Aside, BulkAct, SavedView
from coatingcat.trade.models.inquiries import Inquiry, InquiryDraft, InquiryLine, InquiryStep
from coatingcat.trade.models.instant import InstantPolicy
from coatingcat.trade.models.invoices import Invoice, InvoiceLine, InvoiceTax, TaxInvoice
from coatingcat.trade.models.limits import ApprovalStep, ApprovalTask, OrderApproval, SpendingLimit
from coatingcat.trade.models.materials import Material, MaterialChange
from coatingcat.trade.models.messages import InquiryMessage, OrderMessage
from coatingcat.trade.models.offers import Offer, Stock, unfit_line
from coatingcat.trade.models.orders import Order, OrderLine
from coatingcat.trade.models.parcels import Parcel
from coatingcat.trade.models.payments import OnlinePayment, Payment, PaymentNotice, ProviderEvent
from coatingcat.trade.models.prices import CompanyTier, OrderTerms, PriceList, PriceRow
from coatingcat.trade.models.quotes import CounterLine, Quote, QuoteAnswer, QuoteLine, QuoteStep
from coatingcat.trade.models.reservations import Reservation
from coatingcat.trade.models.returns import Return, ReturnLine
from coatingcat.trade.models.samples import SampleParcel
from coatingcat.trade.models.saved import SavedCart, SavedLine
from coatingcat.trade.models.sellers import Agency, Agent, Representation, Seller
from coatingcat.trade.models.statistics import SellerStatistic
from coatingcat.trade.models.steps import OrderStep

__all__ = [
    "Agency",
    "Agent",
    "Amendment",
    "AmendmentLine",
    "ApprovalStep",
    "ApprovalTask",
    "Aside",
    "Assignment",
    "AssignmentRule",
    "BankAccount",
    "BatchCertificate",
    "Billing",
    "BulkAct",
    "Cancellation",
    "Cart",
    "CartLine",
    "CheckoutDraft",
    "CompanyTier",
    "Consignee",
    "CounterLine",
    "Delivery",
    "DeliveryLine",
    "Inquiry",
    "InquiryDraft",
    "InquiryLine",
    "InquiryMessage",
    "InquiryStep",
    "InstantPolicy",
    "Invoice",
    "InvoiceLine",
    "InvoiceTax",
    "Material",
    "MaterialChange",
    "Offer",
    "OnlinePayment",
    "Order",
    "OrderApproval",
    "OrderLine",
    "OrderMessage",
    "OrderStep",
    "OrderTerms",
    "Owner",
    "Parcel",
    "Payment",
    "PaymentNotice",
    "PriceList",
    "PriceRow",
    "ProviderEvent",
    "Quote",
    "QuoteAnswer",
    "QuoteLine",
    "QuoteStep",
    "Representation",
    "Reservation",
    "Return",
    "ReturnLine",
    "SampleParcel",
    "SavedCart",
    "SavedLine",
    "SavedView",
    "Seller",
    "SellerStatistic",
    "Series",
    "ShipTo",
    "SpendingLimit",
    "Stock",
    "TaxInvoice",
    "unfit_line",
]
