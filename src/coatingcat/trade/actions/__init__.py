"""The verbs of trade."""

from coatingcat.trade.actions.carts import (
    Added,
    add_to_cart,
    change_quantities,
    forget_guest_carts,
    merge_guest_cart,
    remove_line,
)
from coatingcat.trade.actions.checkouts import deliver_to, forget_unfinished, name_consignee, tell_project
from coatingcat.trade.actions.handover import hand_over
from coatingcat.trade.actions.importing import Imported, import_offers
from coatingcat.trade.actions.orders import cancel_order, confirm_order
from coatingcat.trade.actions.placing import place_order
from coatingcat.trade.actions.reservations import release, release_expired, reserve

__all__ = [
    "Added",
    "Imported",
    "add_to_cart",
    "cancel_order",
    "change_quantities",
    "confirm_order",
    "deliver_to",
    "forget_guest_carts",
    "forget_unfinished",
    "hand_over",
    "import_offers",
    "merge_guest_cart",
    "name_consignee",
    "place_order",
    "release",
    "release_expired",
    "remove_line",
    "reserve",
    "tell_project",
]
