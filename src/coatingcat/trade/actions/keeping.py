"""What the law made us keep of a transaction goes when its three years are over (ECL 31; III.2a)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max, QuerySet

from coatingcat.ground.clock import now
from coatingcat.privacy.actions import destroy_keys, end_key
from coatingcat.privacy.actions.files import forget_files
from coatingcat.privacy.actions.retention import allow_deleting
from coatingcat.privacy.words import KeyKind, keeping
from coatingcat.trade.actions.paper_keeping import forget_papers
from coatingcat.trade.models import (
    Amendment,
    AmendmentLine,
    ApprovalTask,
    Aside,
    Assignment,
    Cancellation,
    Consignee,
    Delivery,
    DeliveryLine,
    Order,
    OrderApproval,
    OrderLine,
    OrderMessage,
    OrderStep,
    Parcel,
    Return,
    ReturnLine,
)

_BATCH = 500
PARTS: tuple[tuple[type[models.Model], str], ...] = (
    (AmendmentLine, "amendment__order"),
    (Amendment, "order"),
    (Parcel, "order"),
    (DeliveryLine, "delivery__order"),
    (Delivery, "order"),
    (ReturnLine, "returned__order"),
    (Return, "order"),
    (OrderStep, "order"),
    (OrderMessage, "order"),
    (OrderLine, "order"),
    (Cancellation, "order"),
    (Assignment, "order"),
    (OrderApproval, "order"),
    (ApprovalTask, "order"),
    (Aside, "order"),
)
"""What hangs on an order and goes with it, in the order in which it can, each with the way to the order."""


def orders_over() -> QuerySet[Order]:
    """Orders that ended, by completion or cancellation, longer ago than the law asks."""
    return Order.objects.filter(ended_at__lte=now() - keeping.TRANSACTION.for_).order_by("ended_at")


def forget_old_orders() -> int:
    """Delete the records of transactions past their time: lines, consignee and all. Returns how many orders went.

    A consignee's key dies with the last of their rows: it was made for their consignments alone. The buyer's keys
    serve other orders.
    """
    gone = 0
    while True:
        with transaction.atomic():
            batch = list(orders_over().select_related("consignee")[:_BATCH])
            if not batch:
                return gone
            _delete([order.pk for order in batch])
            _forget_consignees([order.consignee for order in batch])
            gone += len(batch)


def _delete(ids: list[UUID]) -> None:
    allow_deleting()  # steps are append-only until now
    messages = OrderMessage.objects.filter(order_id__in=ids)
    forget_files(label="trade.OrderMessage.file", rows=messages.values_list("pk", flat=True))
    forget_papers(ids)
    for model, way in PARTS:
        model._default_manager.filter(**{f"{way}__in": ids}).delete()
    Order.objects.filter(pk__in=ids).delete()


def _forget_consignees(consignees: Iterable[Consignee]) -> None:
    rows = list(consignees)
    Consignee.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for subject_id in {row.subject_id for row in rows if not row.is_buyer}:
        if not Consignee.objects.filter(subject_id=subject_id).exists():
            destroy_keys(subject_id=subject_id)


def end_consignees_key(order: Order) -> None:
    """Give the key of a consignee who is not the buyer its last day, once the last order that names them has ended."""
    subject_id = order.consignee.subject_id
    theirs = Order.objects.filter(consignee__subject_id=subject_id)
    if order.consignee.is_buyer or theirs.filter(ended_at=None).exists():
        return
    last = theirs.aggregate(last=Max("ended_at"))["last"]
    end_key(subject_id=subject_id, kind=KeyKind.HOLD, at=last + keeping.TRANSACTION.for_)


def end_again(order: Order, at: datetime) -> None:
    """What happens after the end moves the end: the law's three years count from the last of a transaction (ECL 31)."""
    if order.ended_at is not None:
        Order.objects.filter(pk=order.pk).update(ended_at=at)
        end_consignees_key(order)
