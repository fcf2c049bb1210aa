"""Epochs, their key files, and what they wrap."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from coatingcat.privacy import keys
from coatingcat.privacy.models import Epoch


@dataclass(frozen=True, slots=True)
class EpochState:
    """One epoch. A file that is there after its end, or missing before it, is a fault."""

    id: UUID
    opened_at: datetime
    retired_at: datetime | None
    has_file: bool
    subject_keys: int
    month_keys: int

    @property
    def is_faulty(self) -> bool:
        wraps = self.subject_keys + self.month_keys
        return not self.has_file if wraps or self.retired_at is None else self.has_file


def epochs() -> list[EpochState]:
    """Every epoch, latest first; one query."""
    found = Epoch.objects.annotate(
        subjects=Count("subjectkey", filter=Q(subjectkey__destroyed_at=None), distinct=True),
        months=Count("monthkey", filter=Q(monthkey__destroyed_at=None), distinct=True),
    ).order_by("-opened_at")
    return [
        EpochState(e.id, e.opened_at, e.retired_at, keys.key_file(e.id).exists(), e.subjects, e.months) for e in found
    ]
