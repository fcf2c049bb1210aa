"""Who may see and do what in trade."""

from typing import Any
from uuid import UUID

from coatingcat.members.access import signed_in_member
from coatingcat.trade.models import Order, Owner
from coatingcat.trade.rules import may_move
from coatingcat.trade.words import CART_COOKIE, State


def owner_of(request: Any) -> Owner:
    """Whose cart a request means. No session and no database is asked for a visitor who brings no cookie."""
    member = signed_in_member(request)
    return Owner(member.pk if member else None, request.COOKIES.get(CART_COOKIE) if request else None)


def may_see(subject_id: UUID, order: Order) -> bool:
    """A buyer sees their own orders; the order desk has pages of its own."""
    return bool(order.buyer_id == subject_id)


def may_cancel(subject_id: UUID, order: Order) -> bool:
    """The buyer may take an order back until it is confirmed."""
    return may_see(subject_id, order) and may_move(State(order.state), State.CANCELLED)
