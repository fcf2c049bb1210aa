"""Quotes: writing and offering them, answering them, and letting them run out."""

from coatingcat.trade.actions.quotes.answering import Countered, accept_quote, counter_quote, decline_quote
from coatingcat.trade.actions.quotes.choosing import choose_quote, leave_quote
from coatingcat.trade.actions.quotes.expiring import expire_quotes
from coatingcat.trade.actions.quotes.granting import grant_counter, lead_time
from coatingcat.trade.actions.quotes.instant import change_policy, quote_at_once
from coatingcat.trade.actions.quotes.writing import QuotedLine, QuoteTerms, offer_quote, withdraw_quote, write_quote

__all__ = [
    "Countered",
    "QuoteTerms",
    "QuotedLine",
    "accept_quote",
    "change_policy",
    "choose_quote",
    "counter_quote",
    "decline_quote",
    "expire_quotes",
    "grant_counter",
    "lead_time",
    "leave_quote",
    "offer_quote",
    "quote_at_once",
    "withdraw_quote",
    "write_quote",
]
