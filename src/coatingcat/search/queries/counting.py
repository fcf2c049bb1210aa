"""Counts beside the results: values of facets, kinds, histograms, what is unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import tantivy

from coatingcat.search.index.reader import Reader
from coatingcat.search.queries.choosing import KINDS, Filters, narrowed
from coatingcat.search.rules import numbers
from coatingcat.search.words import Bucket, Query

_ALL_VALUES = 20_000
"""So many values of a facet are counted before the biggest are picked: a chosen one is always among them."""
_HAS = {"terms": {"field": "has", "size": 2000}}


@dataclass
class Counts:
    """What was counted so far."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    histograms: dict[str, tuple[Bucket, ...]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)


def counts(reader: Reader, query: Query, base: tantivy.Query, chosen: Filters) -> Counts:
    """All counts: one look at the hits, and one more for each thing chosen, whose own counts it must not narrow."""
    made = Counts()
    wanted = [name for name in (reader.facets if query.count is None else query.count) if name in reader.facets]
    open_facets = [name for name in wanted if f"f:{name}" not in chosen]
    hits = narrowed(base, chosen)
    found = _look(reader, hits, open_facets)
    _take_facets(made, query, found, open_facets)
    _take_known(made, found, (name for name in reader.numbers if f"n:{name}" not in chosen))
    made.kinds = _values(found[KINDS])
    if KINDS in chosen:
        made.kinds = _values(_look(reader, narrowed(base, chosen, but=KINDS), ())[KINDS])
    for name in wanted:
        if f"f:{name}" in chosen:
            _take_facets(made, query, _look(reader, narrowed(base, chosen, but=f"f:{name}"), [name]), [name])
    made.facets = {name: made.facets[name] for name in wanted}
    _draw(made, reader, query, base, chosen, hits)
    return made


def _draw(
    made: Counts, reader: Reader, query: Query, base: tantivy.Query, chosen: Filters, hits: tantivy.Query
) -> None:
    ranged = [name[2:] for name in chosen if name.startswith("n:") and name[2:] in reader.numbers]
    for name in ranged:
        found = _look(reader, narrowed(base, chosen, but=f"n:{name}"), (), [name])
        _take_known(made, found, [name])
        made.histograms[name] = _bars(reader, name, found)
    made.known = dict(sorted(made.known.items(), key=lambda item: (-item[1], item[0])))
    best = list(made.known)[: query.top_histograms] if query.histograms is None else query.histograms
    rest = [name for name in dict.fromkeys(best) if name in reader.numbers and name not in made.histograms]
    if rest:
        found = _look(reader, hits, (), rest)
        made.histograms |= {name: _bars(reader, name, found) for name in rest}


def _look(
    reader: Reader, hits: tantivy.Query, facets: Iterable[str], histograms: Iterable[str] = ()
) -> Mapping[str, Any]:
    """One pass over the hits."""
    asked: dict[str, Any] = {KINDS: {"terms": {"field": KINDS, "size": 1000}}, "has": _HAS}
    for name in facets:
        asked[f"f:{name}"] = {"terms": {"field": f"facets.{name}", "size": _ALL_VALUES}}
    for name in histograms:
        scale, slot = reader.scale(name), reader.slots[name]
        if len(scale) > 1:
            ranges = [{"from": a, "to": b} for a, b in pairwise(scale)]
            asked |= {f"{end}:{name}": {"range": {"field": f"{end}{slot}", "ranges": ranges}} for end in ("lo", "hi")}
    found: Mapping[str, Any] = reader.searcher.aggregate(hits, asked)
    return found


def _values(found: Mapping[str, Any]) -> dict[str, int]:
    """Counts by value, biggest first, then by value."""
    pairs = [(bucket["key"], int(bucket["doc_count"])) for bucket in found["buckets"]]
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _take_facets(made: Counts, query: Query, found: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        values = _values(found[f"f:{name}"])
        chosen = [value for value in query.facets.get(name, ()) if value in values]
        shown = [*list(values)[: query.facet_size]]
        shown += [value for value in chosen if value not in shown]
        made.facets[name] = tuple((value, values[value]) for value in shown)


def _take_known(made: Counts, found: Mapping[str, Any], names: Iterable[str]) -> None:
    total = sum(_values(found[KINDS]).values())
    has = _values(found["has"])
    for name in names:
        known = has.get(f"n:{name}", 0)
        made.unknown[name] = total - known
        if known:
            made.known[name] = known


def _bars(reader: Reader, name: str, found: Mapping[str, Any]) -> tuple[Bucket, ...]:
    """The bars of a histogram. An interval is counted in every bar it lies in, as a filter by that bar would find it."""
    scale = reader.scale(name)
    if len(scale) < 2:
        return ()
    begins, ends = ([int(b["doc_count"]) for b in found[f"{end}:{name}"]["buckets"]] for end in ("lo", "hi"))
    known = sum(begins)
    below = [sum(ends[: i + 1]) for i in range(len(scale))]
    above = [known - sum(begins[: i + 1]) for i in range(len(scale))]
    heights = numbers.bars(scale, below, above, known)
    return tuple(Bucket(a, b, count) for (a, b), count in zip(pairwise(scale), heights, strict=True))
