from django.apps import AppConfig


class TradeConfig(AppConfig):
    name = "coatingcat.trade"
    label = "trade"
