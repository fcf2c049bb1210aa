"""Addresses of trade, a file for each noun."""

from coatingcat.trade.urls import billing, buying, companies, counters, inquiries, orders, quotes

app_name = "trade"
urlpatterns = [
    pattern for noun in (buying, orders, companies, counters, inquiries, billing, quotes) for pattern in noun.paths
]
