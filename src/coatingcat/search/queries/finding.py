"""Finding documents: one page of results with everything that stands beside it."""

from collections.abc import Iterable
from dataclasses import replace

import tantivy

from coatingcat.search.index.reader import Reader
from coatingcat.search.queries import asking
from coatingcat.search.queries.asking import Asked
from coatingcat.search.queries.choosing import as_range, choice, narrowed
from coatingcat.search.queries.counting import Counts, counts
from coatingcat.search.queries.standing import current
from coatingcat.search.words import Found, How, Query

MAX_DEPTH, MAX_PER_PAGE = 10_000, 100
"""Hits that can be paged through, and shown at once."""


def find(query: Query) -> Found:
    """The answer to a query: no SQL, one stat, a few looks into the index.

    If nothing is found as typed, beginnings of words and pinyin are tried, then words like it, then some of the words;
    `Found.how` says which. Raises IndexMissing; never anything else, whatever was typed or chosen.
    """
    reader = current()
    question = asking.asked(query.text)
    if question:
        return _found_by_text(reader, query, question)
    everything = tantivy.Query.all_query()
    return reader.remembered(_fingerprint(query), lambda: _answer(reader, query, everything, by_text=False))


def _found_by_text(reader: Reader, query: Query, question: Asked) -> Found:
    base = asking.every_word(reader, question)
    found = _answer(reader, query, base, by_text=True)
    if found.total or _any(reader, base):
        return found  # if nothing is left, what was chosen narrowed it to nothing, not what was typed
    how, base, suggestion = _second_try(reader, question, query.text)
    return replace(_answer(reader, query, base, by_text=True), how=how, suggestion=suggestion)


def _second_try(reader: Reader, question: Asked, text: str) -> tuple[How, tantivy.Query, str]:
    """For what nothing was found as typed."""
    loose = asking.every_word(reader, question, loosely=True)
    if _any(reader, loose):
        return "prefix", loose, ""
    if meant := asking.corrected(reader, question):
        near = asking.every_word(reader, meant)
        if _any(reader, near):
            return "similar", near, asking.retyped(text, question, meant)
    some = asking.some_words(reader, meant or question)
    if not _any(reader, some):
        return "all", some, ""
    suggestion = asking.retyped(text, question, meant) if meant else ""
    return "some", some, suggestion


def _any(reader: Reader, query: tantivy.Query) -> bool:
    return bool(reader.searcher.search(query, limit=1, count=False).hits)


def _answer(reader: Reader, query: Query, base: tantivy.Query, *, by_text: bool) -> Found:
    chosen = choice(reader, query)
    hits = narrowed(base, chosen)
    size = min(max(query.per_page, 1), MAX_PER_PAGE)
    skipped = min((max(query.page, 1) - 1) * size, MAX_DEPTH)
    if query.sort == "name" or not by_text:
        order = "by_zh" if query.language.startswith("zh") else "by_en"
        page = reader.searcher.search(hits, limit=size, offset=skipped, order_by_field=order, order=tantivy.Order.Asc)
    else:
        page = reader.searcher.search(hits, limit=size, offset=skipped)
    counted: Counts = counts(reader, query, base, chosen, by_text=by_text)
    return Found(
        total=page.count,  # type: ignore[attr-defined]  # the stub has forgotten it
        rows=reader.rows(page.hits),
        kinds=counted.kinds,
        facets=counted.facets,
        histograms=counted.histograms,
        known=counted.known,
        unknown=counted.unknown,
    )


def _fingerprint(query: Query) -> object:
    """A query without text, so that two that ask the same are equal."""
    return (
        frozenset(query.kinds),
        frozenset((name, frozenset(values)) for name, values in query.facets.items()),
        frozenset((name, as_range(wanted)) for name, wanted in query.ranges.items()),
        (query.page, query.per_page, query.language),
        (_tuple(query.count), _tuple(query.histograms), query.top_histograms, query.facet_size),
    )


def _tuple(names: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
