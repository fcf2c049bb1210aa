"""Quotes and instant prices, of buyers and at the counters."""

from django.urls import path

from coatingcat.trade.desk import instant as desk_instant
from coatingcat.trade.desk import quotes as desk_quotes
from coatingcat.trade.urls.parts import QUOTE, at_both
from coatingcat.trade.views import instant, papers, quotes

paths = [
    path("quotes/", quotes.quotes, name="quotes"),
    path("quotes/<quote_code:code>.pdf", papers.quote, name="quote_pdf"),
    path("quotes/for/<inquiry_code:code>/", quotes.comparison, name="quote_comparison"),
    path(QUOTE, quotes.quote, name="quote"),
    path(f"{QUOTE}order/", quotes.order, name="quote_order"),
    path(f"{QUOTE}refusal/", quotes.refusal, name="quote_refusal"),
    path(f"{QUOTE}counter-offer/", quotes.counter_offer, name="counter_offer"),
    path("instant-price/", instant.instant_price, name="instant_price"),
    path("incoterms/", quotes.incoterms, name="incoterms"),
    *at_both("quotes/", desk_quotes.quotes, "quotes"),
    *at_both("quotes/for/<inquiry_code:code>/", desk_quotes.writing, "quote_writing", acts=True),
    *at_both(QUOTE, desk_quotes.quote, "quote"),
    *at_both("quotes/<quote_code:code>.pdf", desk_quotes.quote_pdf, "quote_pdf"),
    *at_both(f"{QUOTE}offering/", desk_quotes.offering, "quote_offering", acts=True),
    *at_both(f"{QUOTE}grant/", desk_quotes.grant, "quote_grant", acts=True),
    *at_both(f"{QUOTE}withdrawal/", desk_quotes.withdrawal, "quote_withdrawal", acts=True),
    *at_both("instant-prices/", desk_instant.policies, "policies"),
    *at_both("instant-prices/new/", desk_instant.new_policy, "policy_new", acts=True),
    *at_both("instant-prices/<uuid:policy_id>/", desk_instant.policy, "policy", acts=True),
]
