"""The index follows the database."""

import logging
from collections.abc import Iterable, Sequence

from django.db import transaction

from coatingcat.ground.jobs import later
from coatingcat.search.index.generations import Folder
from coatingcat.search.index.reader import folder
from coatingcat.search.index.schema import Slots
from coatingcat.search.index.writer import Writer, following, moved
from coatingcat.search.models import Change
from coatingcat.search.rules.glossary import glossary
from coatingcat.search.words import DocumentRefused, Indexed, IndexMissing, offers

BATCH = 2000
"""Notes folded in one go: small enough to be visible soon and to leave the transaction within seconds."""
REBUILD = "search.rebuild"
_log = logging.getLogger(__name__)


def follow() -> int:
    """Folds every note there is into the index; how many. Without a usable index: asks for a rebuild and folds none.

    Safe to run at any time, twice, and to be killed anywhere: a note goes only after the index has it for good.
    """
    total = 0
    try:
        while count := _fold_a_batch(folder()):
            total += count
        if folder().pointer().vocabulary != glossary().version:
            later(REBUILD, dedupe="all")  # it serves on, but joins words as an older glossary did
    except IndexMissing:
        later(REBUILD, dedupe="all")
    folder().sweep()
    return total


def _fold_a_batch(into: Folder) -> int:
    # The writer's lock comes first: whoever waits for it must not sit on locked rows. Rows that another process holds
    # are skipped, and so are rows not committed yet, whatever their ids: they are still there next time.
    with into.locked("writer.lock"), transaction.atomic():
        notes = list(Change.objects.select_for_update(skip_locked=True).order_by("id")[:BATCH])
        if not notes:
            return 0
        changes = list(dict.fromkeys((note.kind, note.key) for note in notes))
        pointer = into.pointer()
        slots = Slots(pointer.slots)
        with following(into.path(pointer.generation), slots) as writer:
            fold(writer, changes)
        into.note(changes)
        into.point(moved(pointer, slots))
        Change.objects.filter(id__in=[note.id for note in notes]).delete()
        return len(notes)


def fold(writer: Writer, changes: Iterable[tuple[str, str]]) -> None:
    """Replaces these documents by what they are now; those that are no more are taken out."""
    by_kind: dict[str, list[str]] = {}
    for kind, key in changes:
        by_kind.setdefault(kind, []).append(key)
    for kind, keys in by_kind.items():
        if (offer := offers().get(kind)) is None:
            writer.take_out(kind, keys)
            continue
        for batch in _batches(keys):
            put(writer, kind, offer, batch)


def put(writer: Writer, kind: str, offer: Indexed, keys: Sequence[str]) -> int:
    """Replaces the documents of these keys; how many there are now. A refused one does not hold up the others."""
    writer.take_out(kind, keys)
    try:
        return writer.put(offer.documents(keys))
    except DocumentRefused as refusal:
        if len(keys) == 1:
            _log.warning("Not indexed: %s %s: %s", kind, keys[0], refusal)
            writer.take_out(kind, keys)
            return 0
    return sum(put(writer, kind, offer, [key]) for key in keys)


def _batches(keys: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
