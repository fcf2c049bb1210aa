"""What has to happen by itself: nothing is forgotten, nobody waits too long, and what the law held back ends on its day."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.erasures.journal import file_journal, read_journal
from coatingcat.privacy.actions.erasures.requests import recompute_dates, request_erasure
from coatingcat.privacy.actions.keys import destroy_keys
from coatingcat.privacy.models import Erasure, SubjectKey, Tombstone
from coatingcat.privacy.places import holds_of
from coatingcat.privacy.words import ErasureWay, KeyKind, keeping

_PATIENCE = timedelta(minutes=30)
"""How long after its time an erasure may stand still before it is asked for again."""


def watch_erasures() -> None:
    """Ask again for what stands still, tell staff of what is late, work out provisional days, complete the journal."""
    recompute_dates()
    file_journal()
    late = Erasure.objects.filter(withdrawn_at=None, proven_at=None, grace_ends_at__lt=now() - _PATIENCE)
    for erasure_id, unreadable_at in late.values_list("pk", "unreadable_at"):
        if unreadable_at:
            later("privacy.clear", erasure_id=erasure_id, dedupe=str(erasure_id))
        else:
            later("privacy.erase", erasure_id=erasure_id, dedupe=str(erasure_id))
    _alarm()


def _alarm() -> None:
    """Half of the time is over: the officers are told once (V.3-2)."""
    open_ones = Erasure.objects.filter(withdrawn_at=None, proven_at=None, alarmed_at=None, alarm_on__lte=today())
    with transaction.atomic():
        for erasure in open_ones.select_for_update(skip_locked=True):
            Erasure.objects.filter(pk=erasure.pk).update(alarmed_at=now())
            later("members.tell_officers", letter="erasure_late", path="desk/erasures/")


def end_holds() -> int:
    """Erase what the law held back, once its last day is over; how many people are gone altogether now (ECL 31).

    Of somebody erased while something was still open, the day is worked out anew each night.
    """
    waiting = SubjectKey.objects.filter(
        kind=KeyKind.HOLD.value, destroyed_at=None, ends_at=None, subject__erasures__proven_at__isnull=False
    )
    for subject_id in set(waiting.values_list("subject_id", flat=True)):
        _settle(subject_id)
    over = SubjectKey.objects.filter(kind=KeyKind.HOLD.value, destroyed_at=None, ends_at__lte=now())
    return sum(_end(subject_id) for subject_id in list(over.values_list("subject_id", flat=True)))


def _settle(subject_id: UUID) -> None:
    ends = [hold.ends_at for hold in holds_of(subject_id)]
    if None not in ends:
        day = max(filter(None, ends), default=now())
        SubjectKey.objects.filter(subject_id=subject_id, kind=KeyKind.HOLD.value).update(ends_at=day)


def _end(subject_id: UUID) -> bool:
    """One person's hold is over, unless something has come that holds longer."""
    if holds_of(subject_id):
        _settle(subject_id)
        return False
    request_erasure(subject_id=subject_id, by=None, way=ErasureWay.RETENTION, grace_days=0)
    return True


def forget_tombstones() -> int:
    """Delete the digests against re-import after their three years; how many."""
    return Tombstone.objects.filter(made_on__lt=today() - keeping.TOMBSTONE.for_).delete()[0]


def replay_journal() -> int:
    """Carry out again, in a restored database, every destruction of the journal; how many keys died once more.

    To be run after each restoring of a backup, before anybody is let in: `coatingcat erasures replay`.
    """
    count = 0
    for entry in read_journal():
        alive = SubjectKey.objects.filter(
            subject_id=entry.subject_id, kind__in=[kind.value for kind in entry.kinds], destroyed_at=None
        )
        if alive.filter(created_at__lte=entry.at).exists():
            count += destroy_keys(subject_id=entry.subject_id, kinds=entry.kinds)
            request_erasure(subject_id=entry.subject_id, by=None, way=ErasureWay.RESTORED, grace_days=0)
    return count
