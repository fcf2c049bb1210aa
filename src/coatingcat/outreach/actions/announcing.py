"""Announcements: written, published, withdrawn, read; and the same told to every member."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.ground.models import Progress
from coatingcat.members.models import Member
from coatingcat.outreach.actions.telling import tell
from coatingcat.outreach.models import Announcement, AnnouncementReading
from coatingcat.outreach.queries.announcements import standing
from coatingcat.outreach.words import Audience, Topic
from coatingcat.privacy.words import Text

NOWHERE = "-"
"""Stands for no page in the arguments of a job, which are never empty."""
STEP = 500
"""How many members a job tells before it asks for the next: some seconds, so that nothing waits long behind it."""


def announce(
    *,
    topic: Topic,
    title: Text,
    body: Text,
    audience: Audience = Audience.ALL,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
    path: str = "",
    about: str | None = None,
    by: UUID | None = None,
) -> Announcement:
    """Publish an announcement, once for each `about`: asked again, the one that is there comes back.

    Its banner stands until `ends_at`; without that it is in the archive alone. `path` leads to a page of this site.
    """
    new = Announcement(
        topic=topic.name,
        audience=audience.name,
        title_zh=title.zh,
        title_en=title.en,
        body_zh=body.zh,
        body_en=body.en,
        begins_at=begins_at or now(),
        ends_at=ends_at,
        published_at=now(),
        path=path,
        about=about,
        by=by,
    )
    with transaction.atomic():
        Announcement.objects.bulk_create([new], ignore_conflicts=True)
        standing.forget()
        return Announcement.objects.get(about=about) if about else new


def publish_announcement(*, announcement: Announcement) -> bool:
    """Publish a draft; whether it was one. It is shown from `begins_at`, or from now if that has passed."""
    with transaction.atomic():
        row = Announcement.objects.select_for_update().get(pk=announcement.pk)
        if not row.is_draft:
            return False
        row.published_at, row.begins_at = now(), max(row.begins_at, now())
        row.save(update_fields=["published_at", "begins_at"])
        standing.forget()
    return True


def withdraw_announcement(*, announcement: Announcement) -> bool:
    """Take the banner away; the archive keeps the page and says that it does not hold any more."""
    with transaction.atomic():
        rows = Announcement.objects.filter(pk=announcement.pk, withdrawn_at=None).exclude(published_at=None)
        done = rows.update(withdrawn_at=now())
        standing.forget()
    return bool(done)


def mark_announcement_read(*, announcement: Announcement, subject_id: UUID) -> None:
    """It does not stand on this member's pages any more."""
    row = AnnouncementReading(subject_id=subject_id, announcement=announcement)
    AnnouncementReading.objects.bulk_create([row], ignore_conflicts=True)


def tell_everybody(*, letter: str, path: str = "", after: UUID | None = None) -> int:
    """Tell the next `STEP` members, in the order of their ids, and ask for those after them; how many were reached.

    Each is told in a transaction of its own and once only (`Notice`), so a step that is done again, or two chains of
    steps side by side, tell nobody twice.
    """
    members = Member.objects.order_by("pk")
    ids = list((members.filter(pk__gt=after) if after else members).values_list("pk", flat=True)[:STEP])
    for subject_id in ids:
        tell(letter=letter, subject_id=subject_id, path=path)
    _note_progress(letter, path, len(ids), after)
    if len(ids) == STEP:
        later("outreach.tell_everybody", letter=letter, path=path or NOWHERE, after=ids[-1])
    return len(ids)


def _note_progress(letter: str, path: str, count: int, after: UUID | None) -> None:
    """One row for all the steps of one telling; steps done again may count twice, the notices do not."""
    at, name = now(), f"tell {letter} {path}"[:80]
    row = Progress.objects.filter(name=name).order_by("-started_at").first()
    if row is None or (after is None and row.state != Progress.State.RUNNING):
        row = Progress(name=name, started_at=at, updated_at=at, total=Member.objects.count())
    row.done, row.updated_at = row.done + count, at
    if count < STEP:
        row.state = Progress.State.DONE
    row.save()


def draft_announcement(
    *, by: UUID, values: Mapping[str, Any], announcement: Announcement | None = None
) -> Announcement:
    """Keep a draft, a new one or changes to one; what was published is not changed any more."""
    with transaction.atomic():
        if announcement is None:
            return Announcement.objects.create(begins_at=now(), by=by, **values)
        Announcement.objects.filter(pk=announcement.pk, published_at=None).update(**values)
        return Announcement.objects.get(pk=announcement.pk)
