"""How a document lies in the index."""

import json
from collections.abc import Iterable, Mapping
from functools import cache

import tantivy

from coatingcat.search.rules import analysis
from coatingcat.search.rules.glossary import Glossary, glossary
from coatingcat.search.words import MAX_NUMBERS, Document, DocumentRefused, Row

VERSION = 1
"""To be raised whenever the schema or what is written into it changes: older indexes are then made anew."""
_WHOLE = "whole"
_OPEN_BELOW, _OPEN_ABOVE = float("-inf"), float("inf")


@cache
def schema() -> tantivy.Schema:
    """One schema for every kind.

    uid      kind:key, to replace a document          has     f:facet and n:property for each one the document has
    title, body   stems of both languages, concepts    lo0… hi0…  ends of intervals, one pair per property (slots)
    codes    trade names, CAS, EC, joined and apart    facets  {facet: values}
    starts   beginnings of titles, codes, pinyin       row     what a line of results shows
    words    Latin words as written, for typing errors  by_en, by_zh  to sort by name (Chinese by pinyin)
    grams    pairs of Han characters of the title
    """
    made = tantivy.SchemaBuilder()
    for name in ("uid", "grams", "starts", "words"):
        made.add_text_field(name, tokenizer_name="raw" if name == "uid" else _WHOLE, index_option="basic")
    for name in ("title", "body", "codes"):
        made.add_text_field(name, tokenizer_name=_WHOLE, index_option="freq")
    for name in ("kind", "has", "by_en", "by_zh"):
        made.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    made.add_json_field("facets", tokenizer_name="raw", fast=True, index_option="basic")
    for slot in range(MAX_NUMBERS):
        made.add_float_field(f"lo{slot}", fast=True)
        made.add_float_field(f"hi{slot}", fast=True)
    made.add_bytes_field("row", stored=True)
    return made.build()


def created(path: str) -> tantivy.Index:
    """A new index in an empty folder."""
    return _taught(tantivy.Index(schema(), path=path, reuse=False))


def opened(path: str) -> tantivy.Index:
    """The index in a folder. Raises ValueError if there is none, or what is there is damaged."""
    return _taught(tantivy.Index.open(path))


def _taught(index: tantivy.Index) -> tantivy.Index:
    # Words come cut already: white space parts them.
    index.register_tokenizer(_WHOLE, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def uid(kind: str, key: str) -> str:
    return f"{kind}:{key}"


class Slots:
    """Which pair of columns holds which property. Given out once and kept with the generation."""

    def __init__(self, taken: Mapping[str, int] = {}) -> None:  # never written to
        self.taken = dict(taken)

    def of(self, name: str) -> int:
        """Raises DocumentRefused if there are more properties than an index has room for."""
        if name not in self.taken:
            if len(self.taken) >= MAX_NUMBERS:
                raise DocumentRefused(f"{name} is one number property too many: an index holds {MAX_NUMBERS}")
            self.taken[name] = len(self.taken)
        return self.taken[name]


def entry(document: Document, slots: Slots) -> tantivy.Document:
    """The document as tantivy takes it."""
    vocabulary = glossary()
    made = tantivy.Document()
    made.add_text("uid", uid(document.kind, document.key))
    made.add_text("kind", document.kind)
    codes = {word for code in document.codes for word in analysis.joined(analysis.plain(code[:200]))}
    made.add_text("codes", " ".join(codes))
    _write_texts(made, document, vocabulary)
    _write_names(made, document, vocabulary, codes)
    facets = {name: [clean(value) for value in values] for name, values in document.facets.items() if values}
    made.add_json("facets", facets)
    for name in facets:
        made.add_text("has", f"f:{name}")
    _write_numbers(made, document, slots)
    made.add_bytes("row", packed(document))
    return made


def _write_texts(made: tantivy.Document, document: Document, vocabulary: Glossary) -> None:
    latin: set[str] = set()
    for name, texts in (
        ("title", (document.title_en, document.title_zh)),
        ("body", (document.body_en, document.body_zh)),
    ):
        tokens: list[str] = []
        for text in texts:
            cut = analysis.words(analysis.plain(text[: analysis.MAX_TEXT]), vocabulary.jieba, fine=True)
            stems = analysis.stems_of_document(cut)
            latin.update(word for word in cut if word.isascii() and word.isalpha())
            tokens += stems
            tokens += vocabulary.tokens_in(stems)
        made.add_text(name, " ".join(tokens))
    for code in document.codes:
        latin.update(word for word in analysis.runs(analysis.plain(code[:200])) if word.isascii() and word.isalpha())
    made.add_text("words", " ".join(latin))


def _write_names(made: tantivy.Document, document: Document, vocabulary: Glossary, codes: set[str]) -> None:
    en, zh = analysis.plain(document.title_en[:200]), analysis.plain(document.title_zh[:200])
    cut = analysis.words(zh, vocabulary.jieba)
    han = [word for word in cut if analysis.is_han(word)]
    syllables = analysis.pinyin(han)
    named = {*analysis.runs(en), *analysis.words(zh, vocabulary.jieba, fine=True), *codes}
    for word in han:
        sounds = analysis.pinyin([word])
        named |= {"".join(sounds), "".join(sound[0] for sound in sounds)} if len(word) > 1 else set()
    named |= {"".join(syllables), "".join(sound[0] for sound in syllables)}
    whole = {f"^{compact(title)}" for title in (en, zh) if title}
    made.add_text("starts", " ".join(analysis.beginnings(named - {""}) | analysis.beginnings(whole)))
    made.add_text("grams", " ".join(analysis.bigrams(zh)))
    by_sound = " ".join("".join(analysis.pinyin([word])) or word for word in cut)
    made.add_text("by_en", (en or by_sound)[:120])
    made.add_text("by_zh", (by_sound or en)[:120])


def compact(title: str) -> str:
    """A plain title without anything between its words: what whole-title beginnings are made of."""
    return "".join(analysis.runs(title))


def _write_numbers(made: tantivy.Document, document: Document, slots: Slots) -> None:
    for name, (low, high) in document.numbers.items():
        if low is None and high is None:
            continue  # says nothing: counted as unknown
        slot = slots.of(name)
        made.add_float(f"lo{slot}", _OPEN_BELOW if low is None else float(low))
        made.add_float(f"hi{slot}", _OPEN_ABOVE if high is None else float(high))
        made.add_text("has", f"n:{name}")


def clean(text: str) -> str:
    """As UTF-8 can carry it: lone surrogates become question marks, NUL a space."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")


def packed(document: Document) -> bytes:
    """What a row of results needs, in one piece."""
    fields = (document.kind, document.key, document.url, document.title_en, document.title_zh, dict(document.stored))
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def unpacked(found: Iterable[bytes]) -> tuple[Row, ...]:
    return tuple(Row(*json.loads(row)) for row in found)
