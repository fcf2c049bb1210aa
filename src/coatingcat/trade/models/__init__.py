"""Nouns of trade."""

from coatingcat.trade.models.amendments import Amendment, AmendmentLine
from coatingcat.trade.models.assignments import Assignment, AssignmentRule
from coatingcat.trade.models.carts import Cart, CartLine, Owner
from coatingcat.trade.models.checkouts import CheckoutDraft
from coatingcat.trade.models.deliveries import BatchCertificate, Delivery, DeliveryLine
from coatingcat.trade.models.inquiries import Inquiry, InquiryDraft, InquiryLine, InquiryStep
from coatingcat.trade.models.limits import ApprovalStep, ApprovalTask, OrderApproval, SpendingLimit
from coatingcat.trade.models.materials import Material, MaterialChange
from coatingcat.trade.models.messages import InquiryMessage, OrderMessage
from coatingcat.trade.models.offers import Offer, Stock, unfit_line
from coatingcat.trade.models.orders import Cancellation, Consignee, Order, OrderLine
from coatingcat.trade.models.parcels import Parcel
from coatingcat.trade.models.returns import Return, ReturnLine
from coatingcat.trade.models.samples import SampleParcel
from coatingcat.trade.models.sellers import Agency, Agent, Representation, Seller
from coatingcat.trade.models.steps import OrderStep

__all__ = [
    "Agency",
    "Agent",
    "Amendment",
    "AmendmentLine",
    "ApprovalStep",
    "ApprovalTask",
    "Assignment",
    "AssignmentRule",
    "BatchCertificate",
    "Cancellation",
    "Cart",
    "CartLine",
    "CheckoutDraft",
    "Consignee",
    "Delivery",
    "DeliveryLine",
    "Inquiry",
    "InquiryDraft",
    "InquiryLine",
    "InquiryMessage",
    "InquiryStep",
    "Material",
    "MaterialChange",
    "Offer",
    "Order",
    "OrderApproval",
    "OrderLine",
    "OrderMessage",
    "OrderStep",
    "Owner",
    "Parcel",
    "Representation",
    "Return",
    "ReturnLine",
    "SampleParcel",
    "Seller",
    "SpendingLimit",
    "Stock",
    "unfit_line",
]
