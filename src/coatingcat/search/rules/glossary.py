"""Which words mean the same: the trade's glossary and synonyms, across both languages.

A *concept* is one row of `glossary.csv` or `synonyms.csv`. Its token is written into a document wherever any of its
expressions stands, so that a question in one language finds what is written in the other. Rows stay apart even where
they share a word (起泡 is both foaming and blistering): an ambiguous word stands for several concepts.
Cells hold several expressions separated by `|`.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coatingcat.search.rules import analysis

_FOLDER = Path(__file__).parent
_FILES = ("glossary.csv", "synonyms.csv")
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """The vocabulary, ready for use."""

    jieba: analysis.Cutter
    concepts: Mapping[Phrase, tuple[str, ...]]
    """Tokens of concepts by the stemmed words of an expression."""
    longest: Mapping[str, int]
    """By first word: words in the longest expression that begins with it."""
    spellings: tuple[str, ...]
    """Every Latin word of it as written: what a typing error may have meant."""
    version: str
    """Changes when the files change; then documents must be indexed anew."""

    def found_in(self, stems: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Every expression in a row of words: where it begins, how many words it has, its concepts."""
        for start, first in enumerate(stems):
            for size in range(1, min(self.longest.get(first, 0), len(stems) - start) + 1):
                if concepts := self.concepts.get(tuple(stems[start : start + size])):
                    yield start, size, concepts

    def tokens_in(self, stems: Sequence[str]) -> set[str]:
        """The concepts a row of words speaks of."""
        return {token for _, _, concepts in self.found_in(stems) for token in concepts}


@cache
def glossary() -> Glossary:
    """The shipped vocabulary; about 150 ms the first time, most of it jieba's own dictionary."""
    rows = [row for name in _FILES for row in _rows(_FOLDER / name)]
    jieba = analysis.cutter(
        expression for _, row in rows for expression in row if all(map(analysis.is_han, expression))
    )
    concepts: dict[Phrase, dict[str, None]] = {}
    spellings: dict[str, None] = {}
    for token, expressions in rows:
        for expression in expressions:
            cut = analysis.words(expression, jieba)
            concepts.setdefault(tuple(analysis.stems_of_document(cut)), {})[token] = None
            spellings.update(dict.fromkeys(word for word in cut if word.isascii() and word.isalpha()))
    concepts.pop((), None)
    return Glossary(
        jieba=jieba,
        concepts={phrase: tuple(tokens) for phrase, tokens in concepts.items()},
        longest={phrase[0]: len(phrase) for phrase in sorted(concepts, key=len)},
        spellings=tuple(spellings),
        version=hashlib.sha256(b"".join((_FOLDER / name).read_bytes() for name in _FILES)).hexdigest()[:12],
    )


def _rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells = "|".join((row["en"], row["zh"], row["zh_alt"]))
            expressions = [analysis.plain(cell).strip() for cell in cells.split("|") if cell.strip()]
            yield f"§{path.stem[0]}{expressions[0].replace(' ', '_')}", expressions
