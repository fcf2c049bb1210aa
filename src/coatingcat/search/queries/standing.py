"""How the index stands."""

import time

from coatingcat.ground.jobs import later
from coatingcat.search.index.reader import Reader, folder, reader
from coatingcat.search.models import Change
from coatingcat.search.rules.glossary import glossary
from coatingcat.search.words import IndexMissing

_ASK_EVERY_SECONDS = 30.0
_asked_at = float("-inf")


def current() -> Reader:
    """The index as it is now. Raises IndexMissing after having asked for a rebuild."""
    try:
        return reader()
    except IndexMissing:
        _ask_for_rebuild()
        raise


def _ask_for_rebuild() -> None:
    # Not on every page of a crowd that finds the index missing: one job waits, and that one serves.
    global _asked_at
    if time.monotonic() - _asked_at >= _ASK_EVERY_SECONDS:
        later("search.rebuild", dedupe="all")
        _asked_at = time.monotonic()


def status() -> dict[str, int | str | bool]:
    """What `coatingcat search status` says. Raises IndexMissing."""
    now, pointer = reader(), folder().pointer()
    return {
        "documents": now.searcher.num_docs,
        "segments": now.searcher.num_segments,
        "changes waiting": Change.objects.count(),
        "generation": pointer.generation,
        "facets": len(now.facets),
        "properties": len(now.numbers),
        "vocabulary is current": pointer.vocabulary == glossary().version,
    }
