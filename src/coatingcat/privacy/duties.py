"""What the gate asks about somebody on the staff: undertaking, training, how many people of late; and the alarm.

The gate alone uses it. It stands beside the gate as the answers are of the whole act: a few statements for each
outermost purpose, not for each value.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.privacy.models.staff import BulkAlarm
from coatingcat.privacy.rules.duties import DAY, HOUR, Standing, bulk_excess
from coatingcat.privacy.words.duties import UNDERTAKING_VERSION

# Written out, as it stands before every page on which staff read of a person.
_STANDING = """
SELECT (SELECT max(at) FROM privacy_undertaking WHERE subject_id = %(who)s AND version = %(version)s),
       (SELECT min(at) FROM privacy_undertaking WHERE subject_id = %(who)s),
       (SELECT max(at) FROM privacy_training WHERE subject_id = %(who)s)
"""
_SEEN = """
SELECT pseudonym, max(at) FROM privacy_opening
WHERE actor = %(who)s AND at > greatest(%(since)s, coalesce((
    SELECT max(l.at) FROM privacy_bulklift l JOIN privacy_bulkalarm a ON a.id = l.alarm_id
    WHERE a.subject_id = %(who)s AND l.is_lifted), %(since)s))
GROUP BY pseudonym
"""


def standing_of(subject_id: UUID | None) -> Standing:
    """What is on record about this person's duties; nothing for nobody. One query."""
    if subject_id is None:
        return Standing()
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"who": subject_id, "version": UNDERTAKING_VERSION})
        return Standing(*cursor.fetchone())


def seen_of_late(subject_id: UUID | None) -> dict[bytes, datetime]:
    """Whose data this person opened in the last 24 hours, by pseudonym, since a stop was lifted last. One query."""
    if subject_id is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"who": subject_id, "since": now() - DAY})
        return {bytes(pseudonym): at for pseudonym, at in cursor.fetchall()}


def excess(seen: dict[bytes, datetime]) -> tuple[timedelta, int] | None:
    """The window that is full, by the limits of this site."""
    return bulk_excess(
        list(seen.values()), at=now(), per_hour=config().bulk_people_per_hour, per_day=config().bulk_people_per_day
    )


def raise_alarm(subject_id: UUID | None, window: timedelta, count: int) -> None:
    """Write the stop down and tell the officers; once an hour for each person, however often they try."""
    if subject_id is None:
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [str(subject_id)])
        if BulkAlarm.objects.filter(subject_id=subject_id, lift=None, at__gt=now() - HOUR).exists():
            return
        alarm = BulkAlarm.objects.create(
            subject_id=subject_id, window_minutes=window.total_seconds() // 60, count=count
        )
        later("members.tell_officers", letter="bulk_alarm", path=f"desk/alarms/{alarm.pk}/")
