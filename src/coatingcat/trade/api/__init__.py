"""Trade for programs: of buyers, of sellers, of agents."""

from coatingcat.trade.api.amendments import amendments
from coatingcat.trade.api.answering import answering
from coatingcat.trade.api.approvals import approvals
from coatingcat.trade.api.asking import inquiries
from coatingcat.trade.api.billing import billing
from coatingcat.trade.api.carts import carts
from coatingcat.trade.api.deliveries import deliveries
from coatingcat.trade.api.invoices import invoices
from coatingcat.trade.api.offering import offers
from coatingcat.trade.api.orders import orders
from coatingcat.trade.api.price_lists import price_lists
from coatingcat.trade.api.quotes import quotes
from coatingcat.trade.api.quoting import quoting
from coatingcat.trade.api.returns import returns
from coatingcat.trade.api.shipping import shipping
from coatingcat.trade.api.supply import supply

NOUNS = (
    offers,
    price_lists,
    carts,
    approvals,
    orders,
    amendments,
    deliveries,
    returns,
    invoices,
    inquiries,
    answering,
    quotes,
    supply,
    shipping,
    quoting,
    billing,
)
