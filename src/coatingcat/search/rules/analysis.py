"""From text to the words that are indexed and asked for, in English and Chinese.

Both sides of the index go through `words`: full-width and half-width, upper and lower case, accents, British and
American spelling and English endings make no difference. Chinese is cut by jieba, which has been told the vocabulary
of the trade; what is indexed is cut finer than what is asked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol, cast

MAX_TEXT = 20_000
"""Characters of one document's text that are indexed; data sheets' texts are far shorter."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
IDENTIFIER = re.compile(r"(?<![\d-])(?:\d{2,7}-\d{2}-\d|\d{3}-\d{3}-\d)(?![\d-])")
"""A CAS or EC number as written; whether its check digit is right is chemistry's affair."""
_WORD = re.compile(rf"{IDENTIFIER.pattern}|[{_HAN}]+|\d+\.\d+|[a-z0-9]+|(?:(?![{_HAN}])[^\W_])+")
_IS_HAN = re.compile(rf"[{_HAN}]")
_PARTS = re.compile(r"[a-z]+|\d+")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_SIGNS = dict.fromkeys(map(ord, "®™©℠"), " ")
_HIDDEN = dict.fromkeys(range(32), " ") | dict.fromkeys(
    (0x7F, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)), " "
)
_TABLE = _DASHES | _SIGNS | _HIDDEN
_SPELLING = (
    (re.compile(r"(?<=.{3})is(e|er|ed|ing|ation)$"), r"iz\1"),
    (re.compile(r"(?<=.{2})our(?=$|ed$|ing$|less$|ant$)"), "or"),
    (re.compile(r"^sulph"), "sulf"),
    (re.compile(r"^aluminium$"), "aluminum"),
    (re.compile(r"ll(?=(?:ing|ed|er)$)"), "l"),
    (re.compile(r"^(fib|cent|lit|met)re$"), r"\1er"),
)
_FILLING_EN = "a an and are as at by for from in into is it of on or that the this to was with"
_FILLING_ZH = "的 了 和 与 及 或 在 是 用 等 类 之"
STOP = frozenset(_FILLING_EN.split()) | frozenset(_FILLING_ZH.split())
"""Words that say nothing by themselves."""


class Cutter(Protocol):
    """What we use of jieba."""

    def cut(self, text: str) -> list[str]: ...

    def cut_all(self, text: str) -> list[str]: ...

    def add_word(self, word: str, freq: int | None, tag: str | None) -> int: ...


def cutter(vocabulary: Iterable[str] = ()) -> Cutter:
    """A jieba that keeps the words of `vocabulary` whole."""
    import rjieba  # a tenth of a second, for whoever indexes or searches in Chinese first

    made = cast(Cutter, rjieba.Jieba())
    for word in vocabulary:
        made.add_word(word, 200_000, None)
    return made


def plain(text: str) -> str:
    """Lower case, half width, without accents, marks and invisible characters.

    Never raises, whatever the text: lone surrogates become question marks; NUL and writing direction marks, spaces.
    """
    if text.isascii():
        return text.translate(_TABLE).lower() if not text.isprintable() else text.lower()
    text = text.encode("utf-8", "replace").decode("utf-8").translate(_TABLE)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", bare).casefold().translate(_TABLE)


def is_han(word: str) -> bool:
    return _IS_HAN.match(word) is not None


def is_identifier(word: str) -> bool:
    """Whether a word looks like a CAS or EC number."""
    return IDENTIFIER.fullmatch(word) is not None


def runs(text: str) -> list[str]:
    """The pieces of plain text: Han runs uncut, numbers, identifiers, words of other scripts."""
    return _WORD.findall(text)


def words(text: str, jieba: Cutter, *, fine: bool = False) -> list[str]:
    """The words of plain text in order, not stemmed; `fine`: Chinese words are followed by the words inside them."""
    found: list[str] = []
    for run in runs(text):
        if not is_han(run):
            found.append(run)
            continue
        for word in jieba.cut(run):
            found.append(word)
            if fine and len(word) > 2:
                found.extend(inner for inner in jieba.cut_all(word) if 1 < len(inner) < len(word))
    return found


def stem(word: str) -> str:
    """The word as it stands in the index: American spelling, and the plural's ending off.

    No more than that: a full English stemmer makes one word of plastic and plasticiser, of acrylic and acrylate.
    """
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for pattern, instead in _SPELLING:
        word = pattern.sub(instead, word)
    return word


_stem_of_document = lru_cache(maxsize=100_000)(stem)


def stems(found: Iterable[str]) -> list[str]:
    """The stems of what somebody asked for. Nothing of it is remembered."""
    return [stem(word) for word in found]


def stems_of_document(found: Iterable[str]) -> list[str]:
    """The same for what is public anyway, with a memory: fifty thousand documents have few different words."""
    return [_stem_of_document(word) for word in found]


def joined(code: str) -> Iterator[str]:
    """The words of a plain code, and its neighbours written together: `byk-163` gives byk, 163, byk163."""
    if identifier := IDENTIFIER.search(code):
        yield identifier.group()
    pieces = runs(code)
    yield from pieces
    parts = [part for piece in pieces for part in (_PARTS.findall(piece) if piece.isascii() else [piece])]
    yield from parts
    for size in range(2, min(len(parts), 5) + 1):
        for start in range(len(parts) - size + 1):
            yield "".join(parts[start : start + size])


def parts(word: str) -> list[str]:
    """Letters and digits of a word apart: `n3300` gives n, 3300; nothing to part gives one piece."""
    return _PARTS.findall(word) if word.isascii() else [word]


def bigrams(text: str) -> set[str]:
    """Neighbouring Han characters of plain text: how a Chinese word is found that no dictionary knows."""
    return {run[i : i + 2] for run in runs(text) if is_han(run) and len(run) > 1 for i in range(len(run) - 1)}


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin  # a third of a second that only indexing needs

    return tuple(lazy_pinyin(word, style=Style.NORMAL, errors="ignore"))


def pinyin(han_words: Iterable[str]) -> list[str]:
    """The syllables of words, without tones. For documents only: it remembers the words it was asked for."""
    return [syllable for word in han_words for syllable in _syllables(word)]


def beginnings(found: Iterable[str], *, longest: int = 16) -> set[str]:
    """All beginnings of words, up to `longest` characters, and the words themselves."""
    return {word[:size] for word in set(found) for size in range(1, min(len(word), longest) + 1)} | set(found)
