"""Cart, checkout, and what a buyer keeps for the next order."""

from django.urls import path

from coatingcat.trade.urls.parts import ORDER
from coatingcat.trade.views import addresses, carts, checkout, placing, quick, quotes, saved

paths = [
    path("cart/", carts.cart, name="cart"),
    path("cart/lines/", carts.lines, name="cart_lines"),
    path("cart/quick/", quick.quick, name="quick"),
    path("me/addresses/", addresses.addresses, name="addresses"),
    path("me/addresses/<uuid:address_id>/", addresses.address, name="address"),
    path("me/addresses/<uuid:address_id>/removal/", addresses.address_removal, name="address_removal"),
    path("me/carts/", saved.saved_carts, name="saved_carts"),
    path("me/carts/<uuid:cart_id>/", saved.saved_cart, name="saved_cart"),
    path("me/carts/<uuid:cart_id>/acts/", saved.saved_cart_acts, name="saved_cart_acts"),
    path(f"{ORDER}reorder/", quick.reorder, name="reorder"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/consignee/", checkout.consignee, name="checkout_consignee"),
    path("checkout/project/", checkout.project, name="checkout_project"),
    path("checkout/review/", placing.review, name="checkout_review"),
    path("checkout/placed/<order_code:code>/", placing.placed, name="checkout_placed"),
    path("checkout/cart/", quotes.leaving, name="checkout_cart"),
]
