"""What every page of an order begins with for its buyer: whether they see it, and may do something about it."""

from django.http import Http404, HttpRequest

from coatingcat.members.access import member_of
from coatingcat.trade.access import may_act_on
from coatingcat.trade.models import Order
from coatingcat.trade.queries.execution import (
    order_in_sight,
)

BOTH = ["GET", "HEAD", "POST"]


def seen(request: HttpRequest, code: str) -> Order:
    """The order, if this person may see it. Raises Http404."""
    found = order_in_sight(member_of(request).pk, code)
    if found is None:
        raise Http404
    return found


def acted_on(request: HttpRequest, code: str) -> Order:
    """Likewise, if they may also do something about it."""
    found = seen(request, code)
    if not may_act_on(member_of(request).pk, found):
        raise Http404
    return found
