"""Inquiries end with their buyer, and go when their year is over (PIPL 19, 47)."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from coatingcat.ground.clock import now
from coatingcat.privacy.actions.files import forget_files
from coatingcat.privacy.actions.retention import allow_deleting
from coatingcat.privacy.words import keeping
from coatingcat.trade.actions.inquiries.drafts import forget_consignee
from coatingcat.trade.actions.inquiries.moving import end_inquiry, tell_seller
from coatingcat.trade.models import (
    Aside,
    Assignment,
    Consignee,
    Inquiry,
    InquiryLine,
    InquiryMessage,
    InquiryStep,
    SampleParcel,
)
from coatingcat.trade.rules.inquiries import OVER, may_follow
from coatingcat.trade.words import InquiryState, Side

_BATCH = 500


def end_inquiries_of(subject_id: UUID) -> None:
    """Whoever asked is being erased: what waits for an answer is withdrawn, the rest is closed, in this transaction.

    A consignee of theirs to whom nothing was sent has no part in anything any more.
    """
    open_ones = Inquiry.objects.select_for_update(of=("self",)).select_related("consignee")
    for inquiry in list(open_ones.filter(buyer_id=subject_id).exclude(state__in=[s.name for s in OVER])):
        if may_follow(inquiry.sort, inquiry.stands, InquiryState.WITHDRAWN):
            step = end_inquiry(inquiry=inquiry, to=InquiryState.WITHDRAWN, side=Side.BUYER)
            tell_seller(inquiry, "inquiry_withdrawn", step.number)
        else:
            end_inquiry(inquiry=inquiry, to=InquiryState.CLOSED)
    _forget_consignees(_useless(subject_id))


def _useless(subject_id: UUID) -> QuerySet[Consignee]:
    named = Consignee.objects.filter(inquiries__buyer_id=subject_id, is_buyer=False)
    return named.exclude(inquiries__shipped_at__isnull=False).distinct()


def _forget_consignees(consignees: QuerySet[Consignee]) -> None:
    for consignee in list(consignees):
        Inquiry.objects.filter(consignee=consignee).update(consignee=None)
        forget_consignee(consignee)


def inquiries_over() -> QuerySet[Inquiry]:
    """Inquiries that ended longer ago than they are kept: a year, or three where an order came of it."""
    moment = now()
    over = Q(ended_at__lte=moment - keeping.INQUIRY.for_, accepted_at=None)
    traded = Q(ended_at__lte=moment - keeping.TRANSACTION.for_, accepted_at__isnull=False)
    return Inquiry.objects.filter(over | traded).order_by("ended_at")


def forget_old_inquiries() -> int:
    """Delete what is over its time: lines, steps, messages with their files, consignee. Returns how many inquiries."""
    gone = 0
    while True:
        with transaction.atomic():
            ids = list(inquiries_over().values_list("pk", flat=True)[:_BATCH])
            if not ids:
                return gone
            _delete(ids)
            gone += len(ids)


def _delete(ids: list[UUID]) -> None:
    allow_deleting()
    messages = InquiryMessage.objects.filter(inquiry_id__in=ids)
    forget_files(label="trade.InquiryMessage.file", rows=messages.values_list("pk", flat=True))
    messages.delete()
    for model in (InquiryStep, SampleParcel, InquiryLine, Assignment, Aside):
        model._base_manager.filter(inquiry_id__in=ids).delete()
    consignees = list(Consignee.objects.filter(inquiries__in=ids).distinct().values_list("pk", flat=True))
    Inquiry.objects.filter(pk__in=ids).delete()
    for consignee in Consignee.objects.filter(pk__in=consignees, inquiries=None, order=None):
        forget_consignee(consignee)
