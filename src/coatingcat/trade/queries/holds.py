"""What the law makes us keep of a person's trade after an erasure (ECL 31)."""

from uuid import UUID

from django.db.models import Count, Max, Q

from coatingcat.privacy.places import Hold
from coatingcat.privacy.words import Text, keeping
from coatingcat.trade.models import Order

_ORDERS = Text("已完结订单的交易记录与收货信息", "Records of finished orders, with who received them")
_OPEN = Text("尚未完结的订单", "Orders that are still open")


def order_holds(subject_id: UUID) -> list[Hold]:
    """Why the hold key of a buyer or consignee lives on: three years from the end of each transaction.

    A transaction ends when the buyer accepts what was delivered, by word or in silence, or with a cancellation; as
    long as it goes on, nobody can say more than the earliest day.
    """
    mine = Order.objects.filter(Q(buyer_id=subject_id) | Q(consignee__subject_id=subject_id)).order_by()
    is_open = Q(ended_at=None)
    found = mine.aggregate(
        open=Count("pk", filter=is_open),
        open_last=Max("placed_at", filter=is_open),
        done=Count("pk", filter=~is_open),
        done_last=Max("ended_at"),
    )
    holds = []
    if found["done"]:
        ends = found["done_last"] + keeping.TRANSACTION.for_
        holds.append(Hold(_ORDERS, found["done"], keeping.TRANSACTION.article, ends))
    if found["open"]:
        earliest = found["open_last"] + keeping.TRANSACTION.for_
        holds.append(Hold(_OPEN, found["open"], keeping.TRANSACTION.article, None, earliest))
    return holds
