"""Who read what, from the access log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Sum

from coatingcat.privacy.models import Opening


@dataclass(frozen=True, slots=True)
class Read:
    """How much somebody opened of one field for one purpose."""

    purpose: str
    label: str
    reason: str
    people: int
    values: int
    last_at: datetime


def opened_by(subject_id: UUID, *, until: datetime, minutes: int) -> list[Read]:
    """What this person opened in the minutes before a moment, by purpose, field and reason; one query."""
    since = until - timedelta(minutes=minutes)
    return _reads(subject_id, since, until).get(subject_id, [])


def reads_since(since: datetime, until: datetime, readers: Collection[UUID] = ()) -> dict[UUID | None, list[Read]]:
    """Everybody who opened values of others in this time, jobs under None: nobody is left out. One query."""
    return _reads(None, since, until)


def _reads(only: UUID | None, since: datetime, until: datetime) -> dict[UUID | None, list[Read]]:
    rows = Opening.objects.filter(at__gt=since, at__lte=until)
    if only is not None:
        rows = rows.filter(actor=only)
    found: dict[UUID | None, list[Read]] = {}
    grouped = (
        rows.order_by()
        .values_list("actor", "purpose", "label", "reason")
        .annotate(Count("pseudonym", distinct=True), Sum("count"), Max("at"))
        .order_by("actor", "purpose", "label", "reason")
    )
    for actor, purpose, label, reason, people, values, last in grouped:
        found.setdefault(actor, []).append(Read(purpose, label, reason, people, values, last))
    return found
