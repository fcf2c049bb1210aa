"""What the law makes us keep of a person's trade after an erasure (ECL 31)."""

from uuid import UUID

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce, Greatest

from coatingcat.privacy.places import Hold
from coatingcat.privacy.words import Text, keeping
from coatingcat.trade.models import Order
from coatingcat.trade.words import State

_ORDERS = Text("已完结订单的交易记录与收货信息", "Records of finished orders, with who received them")
_OPEN = Text("尚未完结的订单", "Orders that are still open")


def order_holds(subject_id: UUID) -> list[Hold]:
    """Why the hold key of a buyer or consignee lives on: three years from the last step of each transaction.

    An order that still waits for confirmation is open: its three years begin once it is finished.
    """
    last = Greatest("placed_at", Coalesce("confirmed_at", "placed_at"), Coalesce("cancellation__at", "placed_at"))
    mine = Order.objects.filter(Q(buyer_id=subject_id) | Q(consignee__subject_id=subject_id)).order_by()
    is_open = Q(state=State.PLACED.value)
    found = mine.annotate(last=last).aggregate(
        open=Count("pk", filter=is_open),
        open_last=Max("last", filter=is_open),
        done=Count("pk", filter=~is_open),
        done_last=Max("last", filter=~is_open),
    )
    holds = []
    if found["done"]:
        ends = found["done_last"] + keeping.TRANSACTION.for_
        holds.append(Hold(_ORDERS, found["done"], keeping.TRANSACTION.article, ends))
    if found["open"]:
        earliest = found["open_last"] + keeping.TRANSACTION.for_
        holds.append(Hold(_OPEN, found["open"], keeping.TRANSACTION.article, None, earliest))
    return holds
