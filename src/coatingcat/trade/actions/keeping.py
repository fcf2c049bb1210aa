"""What the law made us keep of a transaction goes when its three years are over (ECL 31; III.2a)."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from coatingcat.ground.clock import now
from coatingcat.privacy.actions import destroy_keys
from coatingcat.privacy.actions.retention import allow_deleting
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import Assignment, Cancellation, Consignee, Order, OrderLine, Parcel
from coatingcat.trade.words import State

_BATCH = 500


def orders_over() -> QuerySet[Order]:
    """Orders whose transaction was completed, by confirmation or cancellation, longer ago than the law asks."""
    ended = Order.objects.filter(~Q(state=State.PLACED.value)).annotate(
        ended_at=Coalesce("cancellation__at", "confirmed_at")
    )
    return ended.filter(ended_at__lte=now() - keeping.TRANSACTION.for_).order_by("ended_at")


def forget_old_orders() -> int:
    """Delete the records of transactions past their time: lines, consignee and all. Returns how many orders went.

    A consignee's key dies with the row: it was made for this one order. The buyer's keys serve other orders.
    """
    gone = 0
    while True:
        with transaction.atomic():
            batch = list(orders_over().select_related("consignee")[:_BATCH])
            if not batch:
                return gone
            ids, consignees = [order.pk for order in batch], [order.consignee for order in batch]
            OrderLine.objects.filter(order_id__in=ids).delete()
            Cancellation.objects.filter(order_id__in=ids).delete()
            Parcel.objects.filter(order_id__in=ids).delete()
            allow_deleting()
            Assignment.objects.filter(order_id__in=ids).delete()
            Order.objects.filter(pk__in=ids).delete()
            Consignee.objects.filter(pk__in=[consignee.pk for consignee in consignees]).delete()
            for consignee in consignees:
                if not consignee.is_buyer:
                    destroy_keys(subject_id=consignee.subject_id)
            gone += len(ids)
