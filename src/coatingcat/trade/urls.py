"""Addresses of trade. An order's code is the only thing of an order that ever stands in an address."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, register_converter

from coatingcat.trade.access import operator_counter, supply_acts, supply_counter
from coatingcat.trade.desk import agents, overview, prices, queues, refunds, sellers, shop, statements
from coatingcat.trade.desk import amendments as desk_amendments
from coatingcat.trade.desk import billing as desk_billing
from coatingcat.trade.desk import conversation as desk_conversation
from coatingcat.trade.desk import deliveries as desk_deliveries
from coatingcat.trade.desk import inquiries as counter_inquiries
from coatingcat.trade.desk import instant as counter_rules
from coatingcat.trade.desk import orders as desk
from coatingcat.trade.desk import quotes as counter_quotes
from coatingcat.trade.desk import returns as desk_returns
from coatingcat.trade.views import (
    addresses,
    amendments,
    approvals,
    asking,
    billing,
    carts,
    checkout,
    conversation,
    deliveries,
    export,
    inquiries,
    instant,
    materials,
    online,
    order_terms,
    orders,
    papers,
    quick,
    quotes,
    returns,
    saved,
)

app_name = "trade"


class CodeConverter:
    """What an order's code looks like; anything else is no address of ours."""

    regex = "CC-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class InquiryCodeConverter(CodeConverter):
    """What an inquiry's code looks like."""

    regex = "IQ-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"


class PaperConverter:
    """What the number of an invoice or credit note looks like."""

    regex = "(?:IN|CN)[0-9]{4}-[0-9]{5,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class QuoteCodeConverter(CodeConverter):
    """What a quote's code looks like."""

    regex = "QU-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"


class ReturnCodeConverter(CodeConverter):
    """What the number of a return or claim looks like."""

    regex = "RT-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"


register_converter(CodeConverter, "order_code")
register_converter(QuoteCodeConverter, "quote_code")
register_converter(InquiryCodeConverter, "inquiry_code")
register_converter(PaperConverter, "paper_number")
register_converter(ReturnCodeConverter, "return_code")


def at_both(route: str, view: Callable[..., Any], name: str, *, acts: bool = False) -> list[URLPattern]:
    """One view at both counters: `desk/…` for the operator's staff, `supply/…` for sellers and agents. `acts`: only
    for those of a seller's or agent's people who may change something."""
    supply = supply_counter(supply_acts(view)) if acts else supply_counter(view)
    return [
        path(f"desk/{route}", operator_counter(view), name=f"desk_{name}"),
        path(f"supply/{route}", supply, name=f"supply_{name}"),
    ]


urlpatterns = [
    path("cart/", carts.cart, name="cart"),
    path("cart/lines/", carts.lines, name="cart_lines"),
    path("cart/quick/", quick.quick, name="quick"),
    path("me/addresses/", addresses.addresses, name="addresses"),
    path("me/addresses/<uuid:address_id>/", addresses.address, name="address"),
    path("me/addresses/<uuid:address_id>/removal/", addresses.address_removal, name="address_removal"),
    path("me/carts/", saved.saved_carts, name="saved_carts"),
    path("me/carts/<uuid:cart_id>/", saved.saved_cart, name="saved_cart"),
    path("me/carts/<uuid:cart_id>/acts/", saved.saved_cart_acts, name="saved_cart_acts"),
    path("orders/<order_code:code>/reorder/", quick.reorder, name="reorder"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/consignee/", checkout.consignee, name="checkout_consignee"),
    path("checkout/project/", checkout.project, name="checkout_project"),
    path("checkout/review/", checkout.review, name="checkout_review"),
    path("checkout/placed/<order_code:code>/", checkout.placed, name="checkout_placed"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<order_code:code>/", orders.order, name="order"),
    path("orders/<order_code:code>/<int:number>/", conversation.order_told, name="order_told"),
    path("orders/<order_code:code>/messages/", conversation.order_messages, name="order_messages"),
    path("orders/<order_code:code>/files/<uuid:message_id>/", conversation.order_file, name="order_file"),
    path("orders/<order_code:code>/cancellation/", orders.cancellation, name="cancellation"),
    path("orders/<order_code:code>/approval/", approvals.approval, name="approval"),
    path("me/company/approvals/", approvals.approvals, name="approvals"),
    path("me/company/limits/", approvals.limits, name="limits"),
    path("me/company/limits/<uuid:limit_id>/removal/", approvals.limit_removal, name="limit_removal"),
    path("me/company/limits/steps/", approvals.steps, name="steps"),
    path("me/company/limits/steps/<uuid:step_id>/removal/", approvals.step_removal, name="step_removal"),
    path("me/company/orders/", order_terms.order_terms, name="order_terms"),
    path("me/company/materials/", materials.materials, name="materials"),
    path("me/company/materials/new/", materials.listing, name="material_listing"),
    path("me/company/materials/import/", materials.taking_in, name="materials_import"),
    path("me/company/materials/export/", materials.export, name="materials_export"),
    path("me/company/materials/<uuid:material_id>/", materials.material, name="material"),
    path("me/company/materials/<uuid:material_id>/removal/", materials.removal, name="material_removal"),
    path("supply/", overview.overview, name="supply"),
    path("orders/export/", export.export, name="orders_export"),
    path("orders/<order_code:code>/acceptance/", deliveries.acceptance, name="order_acceptance"),
    path("orders/<order_code:code>/deliveries/<int:number>/", deliveries.delivery, name="order_delivery"),
    path("orders/<order_code:code>/deliveries/<int:number>/arrival/", deliveries.arrival, name="order_arrival"),
    path(
        "orders/<order_code:code>/certificates/<uuid:certificate_id>/",
        deliveries.certificate,
        name="order_certificate",
    ),
    path("orders/<order_code:code>/amendments/", amendments.amendments, name="order_amendments"),
    path("orders/<order_code:code>/amendments/<int:number>/", amendments.amendment, name="order_amendment"),
    path(
        "orders/<order_code:code>/amendments/<int:number>/answer/",
        amendments.amendment_answer,
        name="order_amendment_answer",
    ),
    path("orders/<order_code:code>/returns/", returns.returns, name="order_returns"),
    path("orders/<order_code:code>/returns/<return_code:return_code>/", returns.order_return, name="order_return"),
    path(
        "orders/<order_code:code>/returns/<return_code:return_code>/withdrawal/",
        returns.return_withdrawal,
        name="order_return_withdrawal",
    ),
]
_ORDER, _RETURN = "orders/<order_code:code>/", "orders/<order_code:code>/returns/<return_code:return_code>/"
urlpatterns += [
    *at_both("orders/", desk.orders, "orders"),
    *at_both(_ORDER, desk.order, "order"),
    *at_both(f"{_ORDER}<int:number>/", desk.order, "order_told"),
    *at_both(f"{_ORDER}messages/", desk_conversation.order_messages, "order_messages", acts=True),
    *at_both(f"{_ORDER}files/<uuid:message_id>/", desk_conversation.order_file, "order_file"),
    *at_both(f"{_ORDER}confirmation/", desk.confirmation, "confirmation", acts=True),
    *at_both(f"{_ORDER}refusal/", desk.refusal, "refusal", acts=True),
    *at_both(f"{_ORDER}deliveries/", desk_deliveries.shipping, "shipping", acts=True),
    *at_both(f"{_ORDER}deliveries/<int:number>/", desk_deliveries.delivery, "order_delivery"),
    *at_both(f"{_ORDER}deliveries/<int:number>/arrival/", desk_deliveries.arrival, "order_arrival", acts=True),
    *at_both(f"{_ORDER}deliveries/<int:number>/bill/", desk_deliveries.delivery_bill, "delivery_bill", acts=True),
    *at_both(f"{_ORDER}certificates/<uuid:certificate_id>/", desk_deliveries.certificate, "order_certificate"),
    *at_both(f"{_ORDER}amendments/", desk_amendments.amendments, "order_amendments", acts=True),
    *at_both(f"{_ORDER}amendments/<int:number>/", desk_amendments.amendment, "order_amendment"),
    *at_both(
        f"{_ORDER}amendments/<int:number>/answer/",
        desk_amendments.amendment_answer,
        "order_amendment_answer",
        acts=True,
    ),
    *at_both(_RETURN, desk_returns.order_return, "order_return"),
    *at_both(f"{_RETURN}answer/", desk_returns.return_answer, "order_return_answer", acts=True),
    *at_both(f"{_RETURN}receipt/", desk_returns.return_receipt, "order_return_receipt", acts=True),
    *at_both(f"{_RETURN}credit/", desk_returns.return_credit, "order_return_credit", acts=True),
    *at_both(f"{_RETURN}replacement/", desk_deliveries.replacement, "order_return_replacement", acts=True),
]
urlpatterns += [
    *at_both("queue/", queues.queue, "queue"),
    *at_both("queue/acts/", queues.acts, "queue_acts", acts=True),
    *at_both("queue/acts/<uuid:act_id>/undoing/", queues.undoing, "queue_undoing", acts=True),
    *at_both("queue/views/", queues.views, "queue_views"),
    *at_both("queue/views/<uuid:view_id>/removal/", queues.view_removal, "queue_view_removal"),
    *at_both("agents/", agents.agents, "agents", acts=True),
    *at_both("agents/preview/", agents.preview, "agents_preview"),
    *at_both("agents/agencies/", agents.agencies, "agencies", acts=True),
    *at_both("agents/agencies/<uuid:agency_id>/ending/", agents.agency_ending, "agency_ending", acts=True),
    *at_both("agents/rules/<uuid:rule_id>/", agents.rule, "rule", acts=True),
    *at_both("agents/assignments/<uuid:assignment_id>/ending/", agents.assignment_ending, "unassign", acts=True),
]

_INQUIRY = "inquiries/<inquiry_code:code>/"
urlpatterns += [
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/new/", asking.products, name="inquiry_new"),
    path("inquiries/new/project/", asking.project, name="inquiry_project"),
    path("inquiries/new/recipients/", asking.recipients, name="inquiry_recipients"),
    path("inquiries/new/review/", asking.review, name="inquiry_review"),
    path(_INQUIRY, inquiries.inquiry, name="inquiry"),
    path(f"{_INQUIRY}<int:number>/", inquiries.inquiry, name="inquiry_told"),
    path(f"{_INQUIRY}messages/", inquiries.inquiry_messages, name="inquiry_messages"),
    path(f"{_INQUIRY}steps/", inquiries.inquiry_steps, name="inquiry_steps"),
    path(f"{_INQUIRY}files/<uuid:message_id>/", inquiries.inquiry_file, name="inquiry_file"),
]


urlpatterns += [
    *at_both("inquiries/", counter_inquiries.inquiries, "inquiries"),
    *at_both(_INQUIRY, counter_inquiries.inquiry, "inquiry"),
    *at_both(f"{_INQUIRY}<int:number>/", counter_inquiries.inquiry, "inquiry_told"),
    *at_both(f"{_INQUIRY}steps/", counter_inquiries.inquiry_steps, "inquiry_steps", acts=True),
    *at_both(f"{_INQUIRY}messages/", counter_inquiries.inquiry_messages, "inquiry_messages", acts=True),
    *at_both(f"{_INQUIRY}parcel/", counter_inquiries.inquiry_parcel, "inquiry_parcel", acts=True),
    *at_both(f"{_INQUIRY}files/<uuid:message_id>/", counter_inquiries.inquiry_file, "inquiry_file"),
    *at_both("offers/", shop.offers, "offers"),
    *at_both("offers/<int:offer_id>/stock/", shop.stock, "offer_stock", acts=True),
    *at_both("offers/import/", prices.offers_import, "offers_import", acts=True),
    *at_both("prices/", prices.prices, "prices"),
    *at_both("prices/new/", prices.new_list, "price_list_new", acts=True),
    *at_both("prices/groups/", prices.groups, "price_groups", acts=True),
    *at_both("prices/groups/<int:tier_id>/removal/", prices.group_removal, "price_group_removal", acts=True),
    *at_both("prices/preview/", prices.preview, "price_preview"),
    *at_both("prices/<int:list_id>/", prices.price_list, "price_list"),
    *at_both("prices/<int:list_id>/ladder/", prices.ladder, "price_ladder", acts=True),
    *at_both("prices/<int:list_id>/ending/", prices.ending, "price_list_ending", acts=True),
    *at_both("prices/<int:list_id>/import/", prices.list_import, "price_list_import", acts=True),
    *at_both("dashboard/", shop.dashboard, "dashboard"),
    path("supply/profile/", supply_counter(shop.profile), name="supply_profile"),
    path("desk/sellers/", sellers.sellers, name="desk_sellers"),
    path("desk/sellers/<uuid:seller_id>/", sellers.seller, name="desk_seller"),
    path("desk/sellers/<uuid:seller_id>/ending/", sellers.seller_ending, name="desk_seller_ending"),
    path("desk/followers/", sellers.followers, name="desk_followers"),
    path("desk/followers/<uuid:agent_id>/ending/", sellers.follower_ending, name="desk_follower_ending"),
]
_OF_ORDER = "orders/<order_code:code>"
urlpatterns += [
    path("invoices/", billing.invoices, name="invoices"),
    path(f"{_OF_ORDER}/invoices/<paper_number:number>/", billing.invoice, name="invoice"),
    path(f"{_OF_ORDER}/invoices/<paper_number:number>.pdf", papers.invoice, name="invoice_pdf"),
    path(f"{_OF_ORDER}/confirmation.pdf", papers.confirmation, name="confirmation_pdf"),
    path(f"{_OF_ORDER}/delivery-notes/<int:number>.pdf", papers.delivery_note, name="delivery_note"),
    path(f"{_OF_ORDER}/payment/", billing.payment, name="payment"),
    path(f"{_OF_ORDER}/payment/<int:number>/", billing.payment, name="payment_receipt"),
    path(f"{_OF_ORDER}/payment/announcement/", billing.announcement, name="payment_announcement"),
    path(f"{_OF_ORDER}/payment/online/", online.online, name="payment_online"),
    path("payments/events/", online.events, name="payment_events"),
    *at_both("invoices/", desk_billing.invoices, "invoices"),
    *at_both("invoices/billing/", desk_billing.billing, "billing", acts=True),
    *at_both("invoices/statement/", statements.statement, "statement", acts=True),
    *at_both("invoices/accounts/", desk_billing.bank_account, "bank_account", acts=True),
    *at_both(f"{_OF_ORDER}/account/", desk_billing.account, "account"),
    *at_both(f"{_OF_ORDER}/account/invoices/", desk_billing.bill, "bill", acts=True),
    *at_both(f"{_OF_ORDER}/account/credits/", desk_billing.credit, "credit", acts=True),
    *at_both(f"{_OF_ORDER}/account/payments/", desk_billing.movement, "movement", acts=True),
    *at_both(f"{_OF_ORDER}/account/payments/<uuid:payment_id>/reversal/", desk_billing.reversal, "reversal", acts=True),
    *at_both(f"{_OF_ORDER}/account/payments/<uuid:payment_id>/refund/", refunds.refund, "refund", acts=True),
    *at_both(
        f"{_OF_ORDER}/invoices/<paper_number:number>/tax-invoice/", desk_billing.tax_invoice, "tax_invoice", acts=True
    ),
    *at_both(f"{_OF_ORDER}/invoices/<paper_number:number>.pdf", desk_billing.invoice_pdf, "invoice_pdf"),
    *at_both(f"{_OF_ORDER}/confirmation.pdf", desk_billing.confirmation_pdf, "confirmation_pdf"),
    *at_both(f"{_OF_ORDER}/delivery-notes/<int:number>/", desk_billing.delivery_note, "delivery_note"),
]

_QUOTE = "quotes/<quote_code:code>/"
urlpatterns += [
    path("quotes/", quotes.quotes, name="quotes"),
    path("quotes/<quote_code:code>.pdf", papers.quote, name="quote_pdf"),
    path("quotes/for/<inquiry_code:code>/", quotes.comparison, name="quote_comparison"),
    path(_QUOTE, quotes.quote, name="quote"),
    path(f"{_QUOTE}order/", quotes.order, name="quote_order"),
    path("checkout/cart/", quotes.leaving, name="checkout_cart"),
    path(f"{_QUOTE}refusal/", quotes.refusal, name="quote_refusal"),
    path(f"{_QUOTE}counter-offer/", quotes.counter_offer, name="counter_offer"),
    path("instant-price/", instant.instant_price, name="instant_price"),
    path("incoterms/", quotes.incoterms, name="incoterms"),
    *at_both("quotes/", counter_quotes.quotes, "quotes"),
    *at_both("quotes/for/<inquiry_code:code>/", counter_quotes.writing, "quote_writing", acts=True),
    *at_both(_QUOTE, counter_quotes.quote, "quote"),
    *at_both("quotes/<quote_code:code>.pdf", counter_quotes.quote_pdf, "quote_pdf"),
    *at_both(f"{_QUOTE}offering/", counter_quotes.offering, "quote_offering", acts=True),
    *at_both(f"{_QUOTE}withdrawal/", counter_quotes.withdrawal, "quote_withdrawal", acts=True),
    *at_both("instant-prices/", counter_rules.policies, "policies"),
    *at_both("instant-prices/new/", counter_rules.new_policy, "policy_new", acts=True),
    *at_both("instant-prices/<uuid:policy_id>/", counter_rules.policy, "policy", acts=True),
]
