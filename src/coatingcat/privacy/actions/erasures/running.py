"""An erasure carried out: look, make unreadable, clear place by place, prove, sign. Each step can be done again."""

import logging
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from coatingcat.ground.clock import now
from coatingcat.ground.faults import fault
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.erasures.clearing import clear_place, dead_kinds, places_in_order, remains_in
from coatingcat.privacy.actions.erasures.journal import file_journal
from coatingcat.privacy.actions.erasures.proofs import sign_receipt
from coatingcat.privacy.actions.erasures.requests import receipt_path
from coatingcat.privacy.actions.erasures.tables import tables
from coatingcat.privacy.actions.erasures.unreadable import make_unreadable
from coatingcat.privacy.models import Erasure, ErasureStep
from coatingcat.privacy.places import farewells, holds_of
from coatingcat.privacy.queries.needles import look_for, needles_in, values_of
from coatingcat.privacy.queries.suppression import SUPPRESSED_KINDS, tombstone_of
from coatingcat.privacy.words import KeyKind
from coatingcat.privacy.words.erasures import WITHOUT_LETTERS

_FAREWELL_PATIENCE = timedelta(days=1)
"""How long a mail server that does not answer can keep the last letter, and so the erasure, waiting."""
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
QUEUE = "queue"
"""The place that is cleared again where the person's number turns up: a job may have been asked for meanwhile."""
_log = logging.getLogger(__name__)


def erase(*, erasure_id: UUID) -> None:
    """The first half, up to the moment at which nothing can be read any more; then asks for the clearing.

    Nothing happens while the request can be withdrawn, nor after it was. Done again after a crash it goes on where it
    stood: what was looked for is looked for again while the key lives, and never after.
    """
    erasure = Erasure.objects.filter(pk=erasure_id, withdrawn_at=None, grace_ends_at__lte=now()).first()
    if erasure is None or erasure.proven_at:
        return
    if erasure.unreadable_at is None:
        _say_farewell(erasure)
        tombstones = _look(erasure)
        make_unreadable(erasure_id=erasure.pk, holds=holds_of(erasure.subject_id), tombstones=tombstones)
    _plan_steps(erasure_id)
    later("privacy.clear", erasure_id=erasure_id, dedupe=str(erasure_id))


def _say_farewell(erasure: Erasure) -> None:
    if erasure.way_word in WITHOUT_LETTERS:
        return
    try:
        for step in farewells():
            step(erasure.subject_id, receipt_path(erasure))
    except Exception as error:
        if now() < erasure.grace_ends_at + _FAREWELL_PATIENCE:
            raise
        _log.error("The last letter of erasure %s could not go: %s", erasure.pk, fault(error))


def _look(erasure: Erasure) -> set[bytes]:
    """Look for the person's values in the open, note where, and give the digests that suppress their contacts.

    Before the key dies and not after: afterwards nobody knows what to look for, unless it were kept.
    """
    values = values_of(erasure.subject_id, tables())
    seen = look_for(needles_in(values))
    Erasure.objects.filter(pk=erasure.pk, unreadable_at=None).update(looked_at=now(), look=asdict(seen))
    if seen.found:
        _log.error("Erasure %s found values in the open: %s", erasure.pk, ", ".join(seen.found))
    return {tombstone_of(kind, text) for kind in SUPPRESSED_KINDS for text in values.get(kind, ())}


def _plan_steps(erasure_id: UUID) -> None:
    """One step for each place; those that are there already stay as they are."""
    steps = [
        ErasureStep(erasure_id=erasure_id, place=name, position=position)
        for position, name in enumerate(places_in_order(), start=1)
    ]
    ErasureStep.objects.bulk_create(steps, ignore_conflicts=True)


def clear_next(*, erasure_id: UUID) -> None:
    """Clear the next place that is not clear yet, or prove that all are. Asks for itself until that is done.

    A place that fails waits a while and does not keep the others back.
    """
    erasure = Erasure.objects.filter(pk=erasure_id, proven_at=None).exclude(unreadable_at=None).first()
    if erasure is None:
        return
    waiting = ErasureStep.objects.filter(erasure=erasure, done_at=None)
    step = waiting.filter(not_before=None).first() or waiting.filter(not_before__lte=now()).first()
    if step is not None:
        _clear(erasure, step)
        later("privacy.clear", erasure_id=erasure_id, dedupe=str(erasure_id))
        return
    first: datetime | None = waiting.order_by("not_before").values_list("not_before", flat=True).first()
    if first is not None:
        later("privacy.clear", erasure_id=erasure_id, at=first)
        return
    prove(erasure_id=erasure_id)


def _clear(erasure: Erasure, step: ErasureStep) -> None:
    dead = dead_kinds(erasure.subject_id)
    try:
        while _clear_portion(erasure, step, dead):
            pass
    except Exception as error:
        _put_off(step)
        _log.error("Erasure %s could not clear %s: %s", erasure.pk, step.place, fault(error))
        return
    ErasureStep.objects.filter(pk=step.pk).update(done_at=now(), not_before=None)


def _clear_portion(erasure: Erasure, step: ErasureStep, dead: frozenset[KeyKind]) -> int:
    """A portion and its count in one transaction: whatever kills the worker, the receipt's numbers are right."""
    with transaction.atomic():
        went = clear_place(step.place, erasure.subject_id, dead)
        ErasureStep.objects.filter(pk=step.pk).update(removed=F("removed") + went)
    return went


def _is_named(erasure: Erasure) -> bool:
    """Whether the person's number stands in any text, JSON or file: what is left of them knows it as a key only."""
    seen = look_for([str(erasure.subject_id), erasure.subject_id.hex])
    if seen.found:
        _log.error("Erasure %s: the number stands in %s", erasure.pk, ", ".join(seen.found))
    return bool(seen.found)


def _put_off(step: ErasureStep) -> None:
    pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 4**step.tries)
    ErasureStep.objects.filter(pk=step.pk).update(tries=F("tries") + 1, not_before=now() + pause, done_at=None)


def prove(*, erasure_id: UUID) -> None:
    """Walk every place once more, look for the person's number in texts, where it must not be, and sign the receipt.

    What is found opens its place again, after a pause.
    """
    file_journal()
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
        if erasure.proven_at:
            return
        dead = dead_kinds(erasure.subject_id)
        left = [name for name in places_in_order() if remains_in(name, erasure.subject_id, dead)]
        left += [QUEUE] if not left and _is_named(erasure) else []
        if not left:
            sign_receipt(erasure)
            return
    for step in ErasureStep.objects.filter(erasure_id=erasure_id, place__in=left):
        _put_off(step)
    _log.error("Erasure %s is not proven: something is left in %s", erasure_id, ", ".join(left))
    later("privacy.clear", erasure_id=erasure_id, at=now() + _FIRST_PAUSE)
