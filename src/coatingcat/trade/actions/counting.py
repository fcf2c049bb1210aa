"""The figures about sellers, worked out every night into a table without people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.trade.models import Delivery, Inquiry, InquiryStep, Seller, SellerStatistic
from coatingcat.trade.rules.queues import end_of, send_by
from coatingcat.trade.rules.statistics import PATIENCE, WINDOW, answer_minutes, per_cent
from coatingcat.trade.words import InquiryKind, InquiryState

Key = UUID | None


@transaction.atomic
def count_statistics() -> int:
    """Work out the figures of everybody who sells here, the operator among them; how many rows there are now."""
    at = now()
    asked, on_time, quotes = _asked(at), _on_time(at), _quotes(at)
    sellers: list[Key] = [None, *Seller.objects.filter(ended_at=None).values_list("pk", flat=True)]
    rows = [
        SellerStatistic(
            seller_id=key,
            counted_at=at,
            answer_minutes=answer_minutes(asked[key], at),
            on_time=per_cent(sum(on_time[key]), len(on_time[key])),
            quoted=per_cent(sum(quotes[key]), len(quotes[key])),
        )
        for key in sellers
    ]
    SellerStatistic.objects.all().delete()
    SellerStatistic.objects.bulk_create(rows)
    return len(rows)


def _asked(at: datetime) -> dict[Key, list[tuple[datetime, datetime | None]]]:
    """When each inquiry of the window was sent and first answered; what its buyer took back is left out."""
    found: dict[Key, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    rows = Inquiry.objects.filter(sent_at__gt=at - WINDOW).exclude(state=InquiryState.WITHDRAWN.name, answered_at=None)
    for seller, sent, answered in rows.order_by().values_list("seller_id", "sent_at", "answered_at"):
        found[seller].append((sent, answered))
    return found


def _on_time(at: datetime) -> dict[Key, list[bool]]:
    """Of each delivery that left in the window, whether it left by the promised day, or within the lead time."""
    rows = Delivery.objects.filter(shipped_at__gt=at - WINDOW, replaces=None).select_related("order")
    found: dict[Key, list[bool]] = defaultdict(list)
    for one in rows.order_by().defer("order__background", "order__yearly_demand", "order__demand_unit"):
        order = one.order
        promised = (
            end_of(order.promised_on) if order.promised_on else send_by(order.confirmed_at or order.placed_at, None)
        )
        found[order.seller_id].append(one.shipped_at <= promised)
    return found


def _quotes(at: datetime) -> dict[Key, list[bool]]:
    """Of each request for a quote whose answer is due or given, whether a quote came."""
    rows = Inquiry.objects.filter(kind=InquiryKind.QUOTE.name, sent_at__gt=at - WINDOW)
    rows = rows.exclude(state=InquiryState.WITHDRAWN.name)
    keys: Iterable[UUID] = InquiryStep.objects.filter(state=InquiryState.QUOTED.name, inquiry__in=rows).values_list(
        "inquiry_id", flat=True
    )
    quoted = set(keys)
    found: dict[Key, list[bool]] = defaultdict(list)
    for key, seller, sent, state in rows.order_by().values_list("pk", "seller_id", "sent_at", "state"):
        is_waiting = state in {InquiryState.SENT.name, InquiryState.QUALIFIED.name} and at - sent <= PATIENCE
        if not is_waiting:
            found[seller].append(key in quoted)
    return found
