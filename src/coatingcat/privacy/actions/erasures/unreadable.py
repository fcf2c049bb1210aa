"""The moment at which everything becomes unreadable: one short transaction, whatever the person's history."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now, today
from coatingcat.privacy.actions.erasures.journal import file_record, record_destruction
from coatingcat.privacy.actions.keys import destroy_keys
from coatingcat.privacy.models import Erasure, Subject, SubjectKey, Tombstone
from coatingcat.privacy.places import Hold, immediate_steps
from coatingcat.privacy.words import KeyKind


@transaction.atomic
def make_unreadable(*, erasure_id: UUID, holds: Collection[Hold] = (), tombstones: Collection[bytes] = ()) -> bool:
    """Destroy the keys that no law holds back, end sessions and look-ups, write the journal; whether it was now.

    The hold key outlives it if there are `holds`. Nothing here counts or touches rows of the person's history, so the
    time does not depend on it.
    """
    erasure = (
        Erasure.objects.select_for_update()
        .filter(pk=erasure_id, withdrawn_at=None, unreadable_at=None, grace_ends_at__lte=now())
        .first()
    )
    if erasure is None:
        return False
    kinds = frozenset({KeyKind.LIVE}) if holds else frozenset(KeyKind)
    for step in immediate_steps():
        step(erasure.subject_id)
    destroy_keys(subject_id=erasure.subject_id, kinds=kinds)
    _end_hold_key(erasure.subject_id, holds)
    Subject.objects.filter(pk=erasure.subject_id, restricted_at=None).update(restricted_at=now())
    month = today().replace(day=1)
    Tombstone.objects.bulk_create((Tombstone(digest=d, made_on=month) for d in tombstones), ignore_conflicts=True)
    record = record_destruction(subject_id=erasure.subject_id, kinds=kinds)
    Erasure.objects.filter(pk=erasure_id).update(unreadable_at=now())
    transaction.on_commit(partial(file_record, record))
    return True


def _end_hold_key(subject_id: UUID, holds: Collection[Hold]) -> None:
    """The last day of the hold key is that of the last hold; none while something is still open."""
    ends = [hold.ends_at for hold in holds]
    last = None if None in ends else max(filter(None, ends), default=None)
    SubjectKey.objects.filter(subject_id=subject_id, kind=KeyKind.HOLD.value, destroyed_at=None).update(ends_at=last)
