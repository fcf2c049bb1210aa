"""What was chosen besides the text: kinds, facets, ranges, each as a filter of its own."""

import math
from collections.abc import Iterable, Mapping

import tantivy

from coatingcat.search.index.reader import Reader
from coatingcat.search.queries.asking import any_of, must, term, unscored
from coatingcat.search.words import Interval, NumberRange, Query

Filters = Mapping[str, tantivy.Query]
KINDS = "kind"
_Q = tantivy.Query


def filters(reader: Reader, query: Query) -> dict[str, tantivy.Query]:
    """By name: `kind`, `f:facet`, `n:property`. What the index has never heard of matches nothing."""
    chosen: dict[str, tantivy.Query] = {}
    if query.kinds:
        chosen[KINDS] = _one_of(reader, KINDS, query.kinds)
    for name, values in query.facets.items():
        if wanted := list(values):
            chosen[f"f:{name}"] = (
                _one_of(reader, f"facets.{name}", wanted) if name in reader.facets else _Q.empty_query()
            )
    for name, wanted_range in query.ranges.items():
        if (asked := as_range(wanted_range)) != NumberRange():
            chosen[f"n:{name}"] = _within(reader, name, asked)
    return {name: unscored(found) for name, found in chosen.items()}


def as_range(wanted: NumberRange | Interval) -> NumberRange:
    """A range without NaN: an end that is no number is no end. A range open on both sides asks for nothing."""
    low, high, *rest = wanted
    low = None if low is None or math.isnan(low) else float(low)
    high = None if high is None or math.isnan(high) else float(high)
    return NumberRange() if low is None and high is None else NumberRange(low, high, bool(rest and rest[0]))


def _one_of(reader: Reader, field: str, values: Iterable[str]) -> tantivy.Query:
    # A value that is no proper text stands in no document.
    return any_of(term(reader, field, value) for value in values if value.isascii() or _is_text(value))


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _within(reader: Reader, name: str, asked: NumberRange) -> tantivy.Query:
    unknown = (
        _Q.boolean_query(
            [(tantivy.Occur.Must, _Q.all_query()), (tantivy.Occur.MustNot, term(reader, "has", f"n:{name}"))]
        )
        if name in reader.numbers
        else _Q.all_query()
    )
    meeting = _meeting(reader, name, asked.low, asked.high)
    return any_of([meeting, unknown]) if asked.or_unknown else meeting


def _meeting(reader: Reader, name: str, low: float | None, high: float | None) -> tantivy.Query:
    """Documents whose interval meets this one: they begin before it ends, and end after it begins."""
    backwards = low is not None and high is not None and low > high
    if name not in reader.numbers or backwards:
        return _Q.empty_query()
    slot, number = reader.slots[name], tantivy.FieldType.Float
    ends = []
    if high is not None:
        ends.append(_Q.range_query(reader.schema, f"lo{slot}", number, None, high))
    if low is not None:
        ends.append(_Q.range_query(reader.schema, f"hi{slot}", number, low, None))
    return must(ends)


def narrowed(base: tantivy.Query, by: Filters, *, but: str = "") -> tantivy.Query:
    """The base with all filters but one."""
    return must([base, *(found for name, found in by.items() if name != but)])
