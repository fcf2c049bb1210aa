"""What was typed, as the index can be asked for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import tantivy

from coatingcat.search.index.reader import Reader
from coatingcat.search.rules import analysis, spelling
from coatingcat.search.rules.glossary import Glossary, glossary

MAX_CHARACTERS, MAX_WORDS = 200, 16
"""Of what was typed; the rest is not looked at."""
_TITLE, _BODY, _CODES, _STARTS = 3.0, 1.0, 4.0, 0.5
_Q = tantivy.Query


@dataclass(frozen=True, slots=True)
class Asked:
    """The words somebody typed: as typed, and as they stand in the index."""

    typed: tuple[str, ...]
    stems: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.typed)


def asked(text: str) -> Asked:
    """The first words of a text; filling words only if there are no others. Never raises."""
    vocabulary = glossary()
    cut = analysis.words(analysis.plain(text[:MAX_CHARACTERS]), vocabulary.jieba)
    spans = vocabulary.found_in(analysis.stems(cut))
    within = {place for start, size, _ in spans if size > 1 for place in range(start, start + size)}  # the A of 双酚A
    kept = [word for place, word in enumerate(cut) if place in within or word not in analysis.STOP] or cut
    return of_words(kept[:MAX_WORDS])


def of_words(typed: Sequence[str]) -> Asked:
    return Asked(tuple(typed), tuple(analysis.stems(typed)))


def every_word(reader: Reader, question: Asked, *, loosely: bool = False) -> tantivy.Query:
    """All that was typed, in either language. `loosely`: beginnings of words, pinyin and Han pairs will do as well."""
    return must(_groups(reader, question, loosely=loosely))


def some_words(reader: Reader, question: Asked) -> tantivy.Query:
    """Two thirds of what was typed."""
    groups = list(_groups(reader, question, loosely=True))
    should = [(tantivy.Occur.Should, group) for group in groups]
    return _Q.boolean_query(should, minimum_number_should_match=max(1, len(groups) * 2 // 3))


def _groups(reader: Reader, question: Asked, *, loosely: bool) -> Iterator[tantivy.Query]:
    vocabulary, position = glossary(), 0
    spans = _spans(vocabulary, question.stems)
    while position < len(question.typed):
        size, concepts = spans.get(position, (1, ()))
        yield _group(reader, question, position, size, concepts, loosely=loosely)
        position += size


def _spans(vocabulary: Glossary, stems: Sequence[str]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """The longest expression from each position on."""
    return {start: (size, concepts) for start, size, concepts in vocabulary.found_in(stems)}


def _group(
    reader: Reader, question: Asked, start: int, size: int, concepts: tuple[str, ...], *, loosely: bool
) -> tantivy.Query:
    """One word or expression: as it is, or whatever means the same."""
    ways = [way for concept in concepts for way in _in_text(reader, concept)]
    if size == 1:
        ways += _word(reader, question.typed[start], question.stems[start], loosely=loosely)
    else:
        apart = range(start, start + size)
        ways.append(must(any_of(_word(reader, question.typed[i], question.stems[i], loosely=loosely)) for i in apart))
    return any_of(ways)


def _word(reader: Reader, typed: str, stem: str, *, loosely: bool) -> list[tantivy.Query]:
    ways = [*_in_text(reader, stem), boosted(term(reader, "codes", typed), _CODES)]
    if len(pieces := analysis.parts(typed)) > 1 and not analysis.is_identifier(typed):
        ways.append(must(any_of(_in_text(reader, piece)) for piece in pieces))
    if loosely:
        ways += _loose(reader, typed)
    return ways


def _loose(reader: Reader, typed: str) -> Iterator[tantivy.Query]:
    yield boosted(term(reader, "starts", typed), _STARTS)
    if analysis.is_han(typed) and len(typed) > 1:
        yield boosted(must(term(reader, "grams", pair) for pair in sorted(analysis.bigrams(typed))), _STARTS)
        inner = [word for word in analysis.words(typed, glossary().jieba, fine=True) if word != typed]
        if {*"".join(inner)} == {*typed}:
            yield must(any_of(_in_text(reader, word)) for word in inner)


def _in_text(reader: Reader, stem: str) -> tuple[tantivy.Query, tantivy.Query]:
    return boosted(term(reader, "title", stem), _TITLE), boosted(term(reader, "body", stem), _BODY)


def corrected(reader: Reader, question: Asked) -> Asked | None:
    """The question with each unknown word replaced by the known one nearest to it; None if there is none to replace."""
    words = [_meant(reader, typed, stem) for typed, stem in zip(question.typed, question.stems, strict=True)]
    return of_words(words) if tuple(words) != question.typed else None


def retyped(text: str, question: Asked, meant: Asked) -> str:
    """The text with the corrected words in it; everything else as it was."""
    now = analysis.plain(text[:MAX_CHARACTERS])
    for typed, instead in zip(question.typed, meant.typed, strict=True):
        now = now.replace(typed, instead, 1) if typed != instead else now
    return " ".join(now.split())


def _meant(reader: Reader, typed: str, stem: str) -> str:
    count = reader.searcher.doc_freq
    if not spelling.tolerance(typed) or count("title", stem) or count("body", stem) or count("codes", typed):
        return typed
    if (stem,) in (vocabulary := glossary()).concepts:
        return typed
    spellings = [(word, 1) for word in vocabulary.spellings]
    for known in (_indexed(reader, {typed[:1], typed[1:2]}), _indexed(reader, {""})):
        if near := spelling.nearest(typed, [*known, *spellings], most=1):
            return near[0]
    return typed


def _indexed(reader: Reader, beginnings: Iterable[str]) -> list[tuple[str, int]]:
    return [found for start in beginnings for found in reader.searcher.terms_with_prefix("words", start)]


def term(reader: Reader, field: str, value: str) -> tantivy.Query:
    return _Q.term_query(
        reader.schema, field, value, index_option="freq" if field in {"title", "body", "codes"} else "basic"
    )


def boosted(query: tantivy.Query, by: float) -> tantivy.Query:
    return query if by == 1.0 else _Q.boost_query(query, by)


def unscored(query: tantivy.Query) -> tantivy.Query:
    """A filter: it says yes or no, and is worth nothing."""
    return _Q.const_score_query(query, 0.0)


def any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """At least one; none of none."""
    ways = list(queries)
    if not ways:
        return _Q.empty_query()
    return ways[0] if len(ways) == 1 else _Q.boolean_query([(tantivy.Occur.Should, way) for way in ways])


def must(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """All of them; everything if there are none."""
    parts = list(queries)
    if not parts:
        return _Q.all_query()
    return parts[0] if len(parts) == 1 else _Q.boolean_query([(tantivy.Occur.Must, part) for part in parts])
