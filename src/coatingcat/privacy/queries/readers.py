"""Who read what, from the access log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Sum

from coatingcat.privacy.models import AccessReview, Opening, Training, Undertaking
from coatingcat.privacy.rules.duties import Standing
from coatingcat.privacy.words.duties import UNDERTAKING_VERSION


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


def reads_between(since: datetime, until: datetime) -> dict[UUID | None, list[Read]]:
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


def people_between(since: datetime, until: datetime) -> dict[UUID | None, int]:
    """How many people's data each reader opened; one query."""
    rows = Opening.objects.filter(at__gt=since, at__lte=until).order_by().values_list("actor")
    return dict(rows.annotate(Count("pseudonym", distinct=True)))


def reviewed_at(subject_ids: list[UUID]) -> dict[UUID, datetime]:
    """When each one's access was reviewed last; one query."""
    rows = AccessReview.objects.filter(subject_id__in=subject_ids).order_by().values_list("subject_id")
    return dict(rows.annotate(Max("at")))


def standings(subject_ids: list[UUID]) -> dict[UUID, Standing]:
    """The duties of several people; two queries."""
    signed: dict[UUID, list[tuple[str, datetime]]] = {}
    rows = Undertaking.objects.filter(subject_id__in=subject_ids).order_by("at")
    for subject_id, version, at in rows.values_list("subject_id", "version", "at"):
        signed.setdefault(subject_id, []).append((version, at))
    trained = dict(
        Training.objects.filter(subject_id__in=subject_ids).order_by().values_list("subject_id").annotate(Max("at"))
    )
    found = {}
    for subject_id in subject_ids:
        mine = signed.get(subject_id, [])
        now_in_force = [at for version, at in mine if version == UNDERTAKING_VERSION]
        found[subject_id] = Standing(
            max(now_in_force, default=None), mine[0][1] if mine else None, trained.get(subject_id)
        )
    return found
