"""Writing: documents into a generation. Who may write is settled by the folder's locks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import tantivy

from coatingcat.search.index.generations import Pointer
from coatingcat.search.index.schema import VERSION, Slots, created, entry, opened, uid
from coatingcat.search.rules.glossary import glossary
from coatingcat.search.words import Document, IndexMissing

_SMALL_HEAP, _BIG_HEAP = 30_000_000, 100_000_000
"""Bytes that tantivy may fill before it writes a segment: for following, and for making a whole generation."""


class Writer:
    """An open generation."""

    def __init__(self, index: tantivy.Index, slots: Slots, *, heap: int) -> None:
        self.slots = slots
        self._writer = index.writer(heap_size=heap, num_threads=1)

    def put(self, documents: Iterable[Document]) -> int:
        """Adds documents that are not there yet; how many."""
        count = 0
        for document in documents:
            self._writer.add_document(entry(document, self.slots))
            count += 1
        return count

    def take_out(self, kind: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._writer.delete_documents_by_term("uid", uid(kind, key))

    def commit(self) -> None:
        self._writer.commit()

    def roll_back(self) -> None:
        """Forgets what was put and taken out since the last commit."""
        self._writer.rollback()

    def close(self) -> None:
        """Waits for merges: a writer that is dropped drops them, and segments would pile up."""
        self._writer.wait_merging_threads()


@contextmanager
def new_generation(path: Path, slots: Slots) -> Iterator[Writer]:
    """A writer of a generation in the making, with room for all documents; commits at the end."""
    yield from _written(Writer(created(str(path)), slots, heap=_BIG_HEAP))


@contextmanager
def following(path: Path, slots: Slots) -> Iterator[Writer]:
    """A writer of a generation that is there; commits at the end. Raises IndexMissing if it is damaged."""
    try:
        writer = Writer(opened(str(path)), slots, heap=_SMALL_HEAP)
    except (ValueError, OSError) as error:
        raise IndexMissing("The search index is damaged.") from error
    yield from _written(writer)


def _written(writer: Writer) -> Iterator[Writer]:
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.roll_back()
        raise
    finally:
        writer.close()


def first_pointer(generation: str, slots: Slots) -> Pointer:
    return Pointer(generation=generation, schema=VERSION, vocabulary=glossary().version, slots=dict(slots.taken))


def moved(pointer: Pointer, slots: Slots) -> Pointer:
    """The pointer after one more change in the same generation."""
    return replace(pointer, change=pointer.change + 1, slots=dict(slots.taken))
