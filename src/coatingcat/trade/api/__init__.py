"""Trade for programs: of buyers, of sellers, of agents."""

from coatingcat.trade.api.carts import carts
from coatingcat.trade.api.inquiries import inquiries
from coatingcat.trade.api.offers import offers
from coatingcat.trade.api.orders import orders
from coatingcat.trade.api.supply import supply

NOUNS = (offers, carts, orders, inquiries, supply)
