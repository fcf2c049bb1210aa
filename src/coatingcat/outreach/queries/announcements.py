"""Which announcements stand, for whom, and which a member has read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coatingcat.ground.clock import now
from coatingcat.ground.remembered import Remembered
from coatingcat.outreach.models import Announcement, AnnouncementReading
from coatingcat.outreach.words import Audience
from coatingcat.privacy.words import Text

_MOST = 20
"""Banners that are asked for at a time; more than three on a page would be read by nobody."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An announcement as its banner needs it."""

    id: UUID
    code: str
    topic: str
    audience: Audience
    title: Text
    begins_at: datetime
    ends_at: datetime


def _ask() -> tuple[Standing, ...]:
    rows = (
        Announcement.objects.exclude(published_at=None)
        .filter(withdrawn_at=None, ends_at__gt=now())
        .order_by("-begins_at", "-pk")[:_MOST]
    )
    return tuple(
        Standing(r.pk, r.code, r.topic, Audience[r.audience], r.title, r.begins_at, r.ends_at)
        for r in rows
        if r.ends_at is not None
    )


standing: Remembered[tuple[Standing, ...]] = Remembered(_ask, otherwise=())
"""What stands on every page now or is about to; kept by each process for some seconds."""


def standing_for(audiences: frozenset[Audience], subject_id: UUID | None = None) -> list[Standing]:
    """What stands now for these audiences and was not read yet; one query for a member, if anything stands at all."""
    at = now()
    found = [one for one in standing() if one.audience in audiences and one.begins_at <= at < one.ends_at]
    if found and subject_id is not None:
        read = read_among(subject_id, (one.id for one in found))
        found = [one for one in found if one.id not in read]
    return found


def read_among(subject_id: UUID, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these the subject has read; one query."""
    rows = AnnouncementReading.objects.filter(subject_id=subject_id, announcement_id__in=list(ids))
    return frozenset(rows.values_list("announcement_id", flat=True))


def archive_for(audiences: frozenset[Audience]) -> "QuerySet[Announcement]":
    """What was published for these audiences, latest first."""
    names = [audience.name for audience in audiences]
    shown = Announcement.objects.exclude(published_at=None).filter(audience__in=names, begins_at__lte=now())
    return shown.order_by("-begins_at", "-pk")


def announcement_for(code: str, audiences: frozenset[Audience]) -> Announcement | None:
    return archive_for(audiences).filter(code=code).first()


def at_desk() -> "QuerySet[Announcement]":
    """Every announcement, drafts first, then the latest."""
    return Announcement.objects.order_by("-created_at", "-pk")
