"""Counts beside the results: values of facets, kinds, histograms, what is unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import tantivy

from coatingcat.search.index.reader import Reader
from coatingcat.search.queries.asking import any_of, must, term, unscored
from coatingcat.search.queries.choosing import KINDS, Choice, narrowed
from coatingcat.search.rules import numbers
from coatingcat.search.words import Bucket, Query

_ALL_VALUES = 20_000
"""So many values of a facet are counted before the biggest are picked: a chosen one is always among them."""
_KINDS = {"terms": {"field": KINDS, "size": 1000}}
_HAS = {"terms": {"field": "has", "size": 2000}}
Counted = Mapping[str, dict[str, int]]


@dataclass
class Counts:
    """What was counted so far."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    histograms: dict[str, tuple[Bucket, ...]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)


class Look:
    """Passes over the hits of one question, with all that was chosen or with one thing left out."""

    def __init__(self, reader: Reader, base: tantivy.Query, chosen: Choice, *, by_text: bool) -> None:
        self._reader, self._base, self._chosen, self._by_text = reader, base, chosen, by_text

    def __call__(
        self, *, but: str = "", facets: Iterable[str] = (), histograms: Iterable[str] = (), has: bool = False
    ) -> Counted:
        """Counts by value for `kind`, `f:facet` and `has`, and by place on the scale for `lo:` and `hi:property`."""
        facets, histograms = tuple(facets), tuple(histograms)
        if self._by_text:
            return self._counted(but, facets, histograms, has)
        left = frozenset((name, choice.value) for name, choice in self._chosen.items() if name != but)
        asked = (left, facets, histograms, has)
        return self._reader.remembered(asked, lambda: self._counted(but, facets, histograms, has))

    def other_kinds(self) -> Mapping[str, int]:
        """Counts of the kinds that were not chosen: the index looks at their documents alone, which are few."""
        kinds = self._chosen[KINDS].value
        others = [term(self._reader, KINDS, kind) for kind in self._reader.usual if kind not in kinds]
        if not others:
            return {}
        hits = must([unscored(any_of(others)), narrowed(self._base, self._chosen, but=KINDS)])
        said = self._reader.searcher.aggregate(hits, {KINDS: _KINDS})
        return {bucket["key"]: int(bucket["doc_count"]) for bucket in said[KINDS]["buckets"]}

    def _counted(self, but: str, facets: tuple[str, ...], histograms: tuple[str, ...], has: bool) -> Counted:
        asked: dict[str, Any] = {KINDS: _KINDS, **({"has": _HAS} if has else {})}
        for name in facets:
            asked[f"f:{name}"] = {"terms": {"field": f"facets.{name}", "size": _ALL_VALUES}}
        for name in histograms:
            scale, slot = self._reader.scale(name), self._reader.slots[name]
            ranges = [{"from": a, "to": b} for a, b in pairwise(scale)]
            asked |= {f"{end}:{name}": {"range": {"field": f"{end}{slot}", "ranges": ranges}} for end in ("lo", "hi")}
        found = self._reader.searcher.aggregate(narrowed(self._base, self._chosen, but=but), asked)
        return {name: {b["key"]: int(b["doc_count"]) for b in part["buckets"]} for name, part in found.items()}


def counts(reader: Reader, query: Query, base: tantivy.Query, chosen: Choice, *, by_text: bool) -> Counts:
    """All counts: one look at the hits, and one more for each thing chosen, whose own counts it must not narrow."""
    made, look = Counts(), Look(reader, base, chosen, by_text=by_text)
    wanted = [name for name in (reader.facets if query.count is None else query.count) if name in reader.facets]
    by_itself = query.histograms is None
    bars = _drawable(reader, _usual(reader, query) if by_itself else query.histograms or (), chosen)
    main = look(facets=[name for name in wanted if f"f:{name}" not in chosen], histograms=bars, has=by_itself)
    made.kinds = _sorted({**main[KINDS], **look.other_kinds()} if KINDS in chosen else main[KINDS])
    for name in wanted:
        choice = f"f:{name}"
        found = look(but=choice, facets=[name]) if choice in chosen else main
        made.facets[name] = _biggest(found[choice], query.facet_size, query.facets.get(name, ()))
    _take_known(made, main, [name for name in reader.numbers if f"n:{name}" not in chosen] if by_itself else bars)
    for name in (name[2:] for name in chosen if name.startswith("n:") and name[2:] in reader.numbers):
        own = look(but=f"n:{name}", histograms=_drawable(reader, [name], {}))
        _take_known(made, own, [name])
        made.histograms[name] = _bars(reader, name, own)
    made.known = _sorted(made.known)
    if by_itself:
        best = _drawable(reader, list(made.known)[: query.top_histograms], chosen)
        missing = [name for name in best if name not in bars]
        main, bars = {**main, **look(histograms=missing)} if missing else main, best
    made.histograms |= {name: _bars(reader, name, main) for name in bars}
    return made


def _usual(reader: Reader, query: Query) -> list[str]:
    """What will probably be best known among the hits: drawn in the same look that tells whether it is."""
    (kind,) = query.kinds if len(query.kinds) == 1 else ("",)
    return list(reader.usual.get(kind, reader.numbers)[: query.top_histograms])


def _drawable(reader: Reader, names: Iterable[str], chosen: Mapping[str, object]) -> list[str]:
    """Those that are known at all and are not drawn apart because they were chosen."""
    able = (name for name in dict.fromkeys(names) if name in reader.numbers and f"n:{name}" not in chosen)
    return [name for name in able if len(reader.scale(name)) > 1]


def _sorted(values: Mapping[str, int]) -> dict[str, int]:
    """Biggest first, then by name."""
    return dict(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))


def _biggest(values: Mapping[str, int], size: int, chosen: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The most frequent values, and the chosen ones wherever they stand."""
    ordered = list(_sorted(values).items())
    shown = ordered[:size]
    also = set(chosen) - {value for value, _ in shown}
    return (*shown, *((value, count) for value, count in ordered[size:] if value in also))


def _take_known(made: Counts, found: Counted, names: Iterable[str]) -> None:
    total = sum(found[KINDS].values())
    for name in names:
        known = found["has"].get(f"n:{name}", 0) if "has" in found else sum(found.get(f"lo:{name}", {}).values())
        made.unknown[name] = total - known
        if known:
            made.known[name] = known


def _bars(reader: Reader, name: str, found: Counted) -> tuple[Bucket, ...]:
    """The bars of a histogram. An interval is counted in every bar it lies in, as a filter by that bar would find it."""
    scale = reader.scale(name)
    if len(scale) < 2 or f"lo:{name}" not in found:
        return ()
    begins, ends = (list(found[f"{end}:{name}"].values()) for end in ("lo", "hi"))
    known = sum(begins)
    below = [sum(ends[: i + 1]) for i in range(len(scale))]
    above = [known - sum(begins[: i + 1]) for i in range(len(scale))]
    heights = numbers.bars(scale, below, above, known)
    return tuple(Bucket(a, b, height) for (a, b), height in zip(pairwise(scale), heights, strict=True))
