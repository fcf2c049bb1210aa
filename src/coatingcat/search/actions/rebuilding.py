"""The index made anew while the old one serves."""

from collections.abc import Callable

from django.db import connection

from coatingcat.ground.ids import new_id
from coatingcat.search.actions.following import fold, put
from coatingcat.search.index.generations import Folder
from coatingcat.search.index.reader import folder
from coatingcat.search.index.schema import Slots
from coatingcat.search.index.writer import Writer, first_pointer, following, new_generation
from coatingcat.search.models import Change
from coatingcat.search.words import RebuildUnderWay, offers


def rebuild(*, told: Callable[[str, int], None] = lambda kind, count: None) -> int:
    """Makes a new generation of all documents and puts it in the old one's place; how many documents.

    `told` hears the kind and the number of documents after each batch. What changes meanwhile is not lost: what was
    folded into the old generation is noted and folded into the new one, the rest still waits in the outbox. What
    waited there before is read along with all the rest, and need not be folded again.
    Raises RebuildUnderWay if one is being made already.
    """
    into = folder()
    with into.locked("rebuild.lock", wait=False) as alone:
        if not alone:
            raise RebuildUnderWay("A new search index is being made already.")
        waiting = list(Change.objects.values_list("id", flat=True))  # before any document is read
        with into.journal():
            count = _made_anew(into, told)
        _forget(waiting)
    into.sweep()
    return count


def _forget(changes: list[int]) -> None:
    """Take notes out of the outbox, but for those that somebody is folding just now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_change WHERE id IN"
            " (SELECT id FROM search_change WHERE id = ANY(%s) FOR UPDATE SKIP LOCKED)",
            [changes],
        )


def _made_anew(into: Folder, told: Callable[[str, int], None]) -> int:
    generation, slots = f"g{new_id().hex}", Slots()
    path = into.make(generation)
    with new_generation(path, slots) as writer:
        count = _write_all(writer, told)
    with into.locked("writer.lock"):
        if noted := into.noted():
            with following(path, slots) as writer:
                fold(writer, noted)
        into.point(first_pointer(generation, slots))
    return count


def _write_all(writer: Writer, told: Callable[[str, int], None]) -> int:
    total = 0
    for kind, offer in offers().items():
        for keys in offer.all_keys():
            count = put(writer, kind, offer, keys)
            total += count
            told(kind, count)
    return total
