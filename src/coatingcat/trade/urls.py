"""Addresses of trade. An order's code is the only thing of an order that ever stands in an address."""

from django.urls import path, register_converter

from coatingcat.trade.desk import orders as desk
from coatingcat.trade.desk import overview
from coatingcat.trade.views import carts, checkout, orders

app_name = "trade"


class CodeConverter:
    """What an order's code looks like; anything else is no address of ours."""

    regex = "CC-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "order_code")

urlpatterns = [
    path("cart/", carts.cart, name="cart"),
    path("cart/lines/", carts.lines, name="cart_lines"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/consignee/", checkout.consignee, name="checkout_consignee"),
    path("checkout/project/", checkout.project, name="checkout_project"),
    path("checkout/review/", checkout.review, name="checkout_review"),
    path("checkout/placed/<order_code:code>/", checkout.placed, name="checkout_placed"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<order_code:code>/", orders.order, name="order"),
    path("orders/<order_code:code>/cancellation/", orders.cancellation, name="cancellation"),
    path("supply/", overview.overview, name="supply"),
    path("desk/orders/", desk.orders, name="desk_orders"),
    path("desk/orders/<order_code:code>/", desk.order, name="desk_order"),
    path("desk/orders/<order_code:code>/confirmation/", desk.confirmation, name="desk_confirmation"),
    path("desk/orders/<order_code:code>/handover/", desk.handover, name="desk_handover"),
]
