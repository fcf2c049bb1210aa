"""Reading: the serving generation as it is now, for as long as nothing changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

import tantivy

from coatingcat.config import config
from coatingcat.search.index.generations import Folder, Hold, Pointer, Stamp
from coatingcat.search.index.schema import opened, unpacked
from coatingcat.search.rules import numbers
from coatingcat.search.words import IndexMissing, Row

T = TypeVar("T")
_REMEMBERED = 256
"""Answers to questions without text that one reader keeps."""


class Reader:
    """One state of the index. Safe for many threads: nothing in it changes but its memory."""

    def __init__(self, folder: Folder, pointer: Pointer, before: "Reader | None" = None) -> None:
        self.generation = pointer.generation
        self.slots = pointer.slots
        same = before if before is not None and before.generation == pointer.generation else None
        self._in_use: Hold = same._in_use if same else folder.hold(pointer.generation)
        self.index: tantivy.Index = same.index if same else _to_read(folder, pointer)
        self.index.reload()
        self.searcher = self.index.searcher()
        self.schema = self.index.schema
        self._memory: OrderedDict[object, Any] = OrderedDict()
        self._scales: dict[str, tuple[float, ...]] = {}
        self._lock = threading.Lock()
        self.facets, self.numbers, self.usual = self._names()

    def _names(self) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, tuple[str, ...]]]:
        """Facets; numbers; numbers of the documents of each kind there is. All with the best known first."""
        has = {"has": {"terms": {"field": "has", "size": 5000}}}
        by_kind = {"kind": {"terms": {"field": "kind", "size": 1000}, "aggs": has}}
        said = self.searcher.aggregate(tantivy.Query.all_query(), has | by_kind)
        usual = {bucket["key"]: self._numbers(bucket["has"]) for bucket in said["kind"]["buckets"]}
        return tuple(name[2:] for name in _keys(said["has"]) if name[0] == "f"), self._numbers(said["has"]), usual

    def _numbers(self, has: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(name[2:] for name in _keys(has) if name[0] == "n" and name[2:] in self.slots)

    def rows(self, hits: list[tuple[Any, tantivy.DocAddress]]) -> tuple[Row, ...]:
        return unpacked(self.searcher.doc(address)["row"][0] for _, address in hits)

    def remembered(self, question: object, answer: Callable[[], T]) -> T:
        """The answer to a question without text, worked out once for this state of the index.

        Never for what somebody typed: that is personal, and would lie in memory.
        """
        with self._lock:
            if question in self._memory:
                self._memory.move_to_end(question)
                return self._memory[question]  # type: ignore[no-any-return]
        found = answer()
        with self._lock:
            self._memory[question] = found
            while len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        return found

    def scale(self, name: str) -> tuple[float, ...]:
        """The edges of a property's histogram, whatever is asked: from the middle 98 % of all its finite ends."""
        if name not in self._scales:
            slot, ends = self.slots[name], list[float]()
            for field in (f"lo{slot}", f"hi{slot}"):
                finite = tantivy.Query.range_query(self.schema, field, tantivy.FieldType.Float, -1e300, 1e300)
                said = self.searcher.aggregate(
                    finite, {"p": {"percentiles": {"field": field, "percents": [1.0, 99.0]}}}
                )
                ends += [value for value in said["p"]["values"].values() if value is not None and value == value]
            self._scales[name] = numbers.edges(min(ends), max(ends)) if ends else ()
        return self._scales[name]


def _keys(terms: Mapping[str, Any]) -> list[str]:
    return [bucket["key"] for bucket in terms["buckets"]]


def _to_read(folder: Folder, pointer: Pointer) -> tantivy.Index:
    index = opened(str(folder.path(pointer.generation)))
    index.config_reader(reload_policy="manual")
    return index


class _Readers:
    """The reader of a folder, replaced when the pointer has changed."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._held: tuple[Stamp, Reader] | None = None
        self._lock = threading.Lock()

    def now(self) -> Reader:
        stamp = self.folder.stamp()
        held = self._held
        if held is not None and held[0] == stamp:
            return held[1]
        with self._lock:
            if self._held is not None and self._held[0] == stamp:
                return self._held[1]
            reader = self._opened(None if held is None else held[1])
            self._held = (stamp, reader)
            return reader

    def _opened(self, before: Reader | None) -> Reader:
        for _ in range(3):
            pointer = self.folder.pointer()
            try:
                return Reader(self.folder, pointer, before)
            except (IndexMissing, ValueError, OSError):
                # Swept between our look at the pointer and our opening it? Then the pointer says another by now.
                if self.folder.pointer() == pointer:
                    break
        raise IndexMissing("The search index is damaged.")


@cache
def folder() -> Folder:
    """The index folder of this deployment."""
    return Folder(config().data / "search")


@cache
def _readers(of: Folder) -> _Readers:
    return _Readers(of)


def reader() -> Reader:
    """The index as it is now: one stat if nothing has changed. Raises IndexMissing."""
    return _readers(folder()).now()
