"""Reads of erasures."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from coatingcat.ground.clock import today
from coatingcat.privacy.models import Erasure
from coatingcat.privacy.receipts import digest_of_code

OPEN = Q(withdrawn_at=None, proven_at=None)
SHOWN = 50


def standing_erasure(subject_id: UUID) -> Erasure | None:
    """The request of this person that is neither withdrawn nor done."""
    return Erasure.objects.filter(OPEN, subject_id=subject_id).first()


def erasure_by_code(code: str) -> Erasure | None:
    """The erasure whose receipt has this code, with its receipt. Steps are read with `steps.all()`."""
    found = Erasure.objects.select_related("receipt").prefetch_related("steps")
    return found.filter(code_digest=digest_of_code(code)).first()


def erasures_at_desk(*, is_open: bool = True) -> list[Erasure]:
    """Erasures for staff, those that are due first: dates and numbers, nobody's name. One query."""
    found: QuerySet[Erasure] = Erasure.objects.filter(OPEN) if is_open else Erasure.objects.exclude(OPEN)
    counted = found.annotate(places=Count("steps"), cleared=Count("steps", filter=Q(steps__done_at__isnull=False)))
    return list(counted.order_by("due" if is_open else "-requested_at", "pk")[:SHOWN])


def overdue_erasures() -> int:
    """How many have used up half of their time."""
    return Erasure.objects.filter(OPEN, alarm_on__lte=today()).count()
