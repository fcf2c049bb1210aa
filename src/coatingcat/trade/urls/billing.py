"""Invoices, payments and papers, of buyers and at the counters."""

from django.urls import path

from coatingcat.trade.desk import billing as desk_billing
from coatingcat.trade.desk import refunds as desk_refunds
from coatingcat.trade.desk import statements as desk_statements
from coatingcat.trade.urls.parts import ORDER, at_both
from coatingcat.trade.views import billing, online, papers

paths = [
    path("invoices/", billing.invoices, name="invoices"),
    path(f"{ORDER}invoices/<paper_number:number>/", billing.invoice, name="invoice"),
    path(f"{ORDER}invoices/<paper_number:number>.pdf", papers.invoice, name="invoice_pdf"),
    path(f"{ORDER}confirmation.pdf", papers.confirmation, name="confirmation_pdf"),
    path(f"{ORDER}delivery-notes/<int:number>.pdf", papers.delivery_note, name="delivery_note"),
    path(f"{ORDER}payment/", billing.payment, name="payment"),
    path(f"{ORDER}payment/<int:number>/", billing.payment, name="payment_receipt"),
    path(f"{ORDER}payment/announcement/", billing.announcement, name="payment_announcement"),
    path(f"{ORDER}payment/online/", online.online, name="payment_online"),
    path("payments/events/", online.events, name="payment_events"),
    *at_both("invoices/", desk_billing.invoices, "invoices"),
    *at_both("invoices/billing/", desk_billing.billing, "billing", acts=True),
    *at_both("invoices/statement/", desk_statements.statement, "statement", acts=True),
    *at_both("invoices/accounts/", desk_billing.bank_account, "bank_account", acts=True),
    *at_both(f"{ORDER}account/", desk_billing.account, "account"),
    *at_both(f"{ORDER}account/invoices/", desk_billing.bill, "bill", acts=True),
    *at_both(f"{ORDER}account/credits/", desk_billing.credit, "credit", acts=True),
    *at_both(f"{ORDER}account/payments/", desk_billing.movement, "movement", acts=True),
    *at_both(f"{ORDER}account/payments/<uuid:payment_id>/reversal/", desk_billing.reversal, "reversal", acts=True),
    *at_both(f"{ORDER}account/payments/<uuid:payment_id>/refund/", desk_refunds.refund, "refund", acts=True),
    *at_both(f"{ORDER}invoices/<paper_number:number>/tax-invoice/", desk_billing.tax_invoice, "tax_invoice", acts=True),
    *at_both(f"{ORDER}invoices/<paper_number:number>.pdf", desk_billing.invoice_pdf, "invoice_pdf"),
    *at_both(f"{ORDER}confirmation.pdf", desk_billing.confirmation_pdf, "confirmation_pdf"),
    *at_both(f"{ORDER}delivery-notes/<int:number>/", desk_billing.delivery_note, "delivery_note"),
]
