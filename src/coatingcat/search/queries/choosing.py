"""What was chosen besides the text: kinds, facets, ranges, each as a filter of its own."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import tantivy

from coatingcat.search.index.reader import Reader
from coatingcat.search.queries.asking import any_of, must, term, unscored
from coatingcat.search.words import Interval, NumberRange, Query

KINDS = "kind"
_Q = tantivy.Query


@dataclass(frozen=True, slots=True)
class Chosen:
    """One filter."""

    value: frozenset[str] | NumberRange
    """What was chosen: two filters of one name with equal values are the same."""
    query: tantivy.Query


Choice = Mapping[str, Chosen]
"""By name: `kind`, `f:facet`, `n:property`."""


def choice(reader: Reader, query: Query) -> dict[str, Chosen]:
    """All that was chosen. What the index has never heard of matches nothing."""
    made: dict[str, Chosen] = {}
    if query.kinds:
        made[KINDS] = _values(reader, KINDS, query.kinds)
    for name, values in query.facets.items():
        if wanted := list(values):
            made[f"f:{name}"] = _values(reader, f"facets.{name}" if name in reader.facets else "", wanted)
    for name, ends in query.ranges.items():
        if (asked := as_range(ends)) != NumberRange():
            made[f"n:{name}"] = Chosen(asked, unscored(_within(reader, name, asked)))
    return made


def as_range(wanted: NumberRange | Interval) -> NumberRange:
    """A range without NaN: an end that is no number is no end. A range open on both sides asks for nothing."""
    low, high, *rest = wanted
    low = None if low is None or math.isnan(low) else float(low)
    high = None if high is None or math.isnan(high) else float(high)
    return NumberRange() if low is None and high is None else NumberRange(low, high, bool(rest and rest[0]))


def _values(reader: Reader, column: str, values: Iterable[str]) -> Chosen:
    wanted = frozenset(values)
    # A value that is no proper text stands in no document.
    terms = [term(reader, column, value) for value in wanted if column and _is_text(value)]
    return Chosen(wanted, unscored(any_of(terms)))


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _within(reader: Reader, name: str, asked: NumberRange) -> tantivy.Query:
    meeting = _meeting(reader, name, asked.low, asked.high)
    return any_of([meeting, _unknown(reader, name)]) if asked.or_unknown else meeting


def _unknown(reader: Reader, name: str) -> tantivy.Query:
    if name not in reader.numbers:
        return _Q.all_query()
    known = term(reader, "has", f"n:{name}")
    return _Q.boolean_query([(tantivy.Occur.Must, _Q.all_query()), (tantivy.Occur.MustNot, known)])


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


def narrowed(base: tantivy.Query, by: Choice, *, but: str = "") -> tantivy.Query:
    """The base with all filters but one."""
    return must([base, *(chosen.query for name, chosen in by.items() if name != but)])
