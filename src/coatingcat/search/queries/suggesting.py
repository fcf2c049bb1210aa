"""Completing what is being typed."""

import tantivy

from coatingcat.search.index.reader import Reader
from coatingcat.search.index.schema import compact
from coatingcat.search.queries.asking import MAX_CHARACTERS, any_of, boosted, must, term
from coatingcat.search.queries.standing import current
from coatingcat.search.rules import analysis
from coatingcat.search.rules.glossary import glossary
from coatingcat.search.words import Suggestion

_LONGEST = 16
"""Beginnings in the index have at most so many characters, or are whole words."""


def suggest(prefix: str, limit: int = 8, language: str = "en") -> tuple[Suggestion, ...]:
    """Titles that what was typed may become: each word begins a word of the title, a code, or its pinyin.

    Those that begin with it as a whole come first. Raises IndexMissing; never anything else.
    """
    typed = analysis.plain(prefix[:MAX_CHARACTERS])
    words = analysis.words(typed, glossary().jieba)
    if not words:
        return ()
    reader = current()
    hits = reader.searcher.search(_beginning(reader, typed, words[:8]), limit=limit * 3, count=False).hits
    rows = reader.rows(hits)
    ordered = sorted(rows, key=lambda row: not compact(analysis.plain(row.title(language))).startswith(compact(typed)))
    by_text = {row.title(language): row for row in reversed(ordered)}
    kept = [row for row in ordered if by_text[row.title(language)] is row]
    return tuple(Suggestion(row.title(language), row.kind, row.url) for row in kept[:limit])


def _beginning(reader: Reader, typed: str, words: list[str]) -> tantivy.Query:
    each = must(term(reader, "starts", word) for word in words)
    whole = boosted(term(reader, "starts", f"^{compact(typed)[: _LONGEST - 1]}"), 3.0)
    together = term(reader, "starts", compact(typed)[:_LONGEST])
    return any_of([each, whole, together])
