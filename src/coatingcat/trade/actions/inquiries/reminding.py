"""Promised times that are half over or over: whoever owes the next step is told, and what nobody touches is closed."""

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.trade.actions.inquiries.moving import end_inquiry, tell_seller
from coatingcat.trade.models import Inquiry
from coatingcat.trade.rules.inquiries import CLOCKS
from coatingcat.trade.words import InquiryState


def remind_of_inquiries() -> int:
    """Remind sellers at half of a promised time and when it is over, once each; close what the buyer did not within the
    days for it. Returns how many inquiries were touched. May run as often as it likes."""
    moment, count = now(), 0
    running = Inquiry.objects.filter(half_at__lte=moment, due_at__isnull=False).order_by("half_at")
    for pk in list(running.values_list("pk", flat=True)):
        with transaction.atomic():
            held = Inquiry.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            count += held is not None and _remind(held)
    return count


def _remind(inquiry: Inquiry) -> bool:
    moment, running = now(), CLOCKS.get((inquiry.sort, inquiry.stands))
    if running is None or inquiry.half_at is None or inquiry.due_at is None or inquiry.half_at > moment:
        return False
    is_over = inquiry.due_at <= moment
    if not running.owed_by_seller:
        if is_over:
            end_inquiry(inquiry=inquiry, to=InquiryState.CLOSED)
        return is_over
    begun = inquiry.due_at if is_over else inquiry.half_at
    if inquiry.reminded_at is not None and inquiry.reminded_at >= begun:
        return False
    Inquiry.objects.filter(pk=inquiry.pk).update(reminded_at=moment)
    tell_seller(inquiry, "inquiry_overdue" if is_over else "inquiry_due", inquiry.steps.count())
    return True
