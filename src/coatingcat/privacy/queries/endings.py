"""Whether the service is about to end, and what stands in the way of its proof."""

from collections.abc import Sequence
from uuid import UUID

from coatingcat.privacy.models import Erasure, SubjectKey
from coatingcat.privacy.models.endings import EndOfService
from coatingcat.privacy.words import KeyKind


def ending() -> EndOfService | None:
    """The end that is announced and not proven yet."""
    return EndOfService.objects.filter(withdrawn_at=None, finished_at=None).first()


def still_readable(limit: int) -> Sequence[UUID]:
    """The next subjects with a live key that nobody has asked to erase yet, in the order of their ids."""
    asked = Erasure.objects.filter(withdrawn_at=None).values("subject_id")
    keys = SubjectKey.objects.filter(kind=KeyKind.LIVE.value, destroyed_at=None).exclude(subject_id__in=asked)
    return list(keys.order_by("subject_id").values_list("subject_id", flat=True)[:limit])


def unproven() -> int:
    """Erasures under way."""
    return Erasure.objects.filter(withdrawn_at=None, proven_at=None).count()
