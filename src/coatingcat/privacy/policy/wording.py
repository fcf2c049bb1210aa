"""What changed between the wordings of two versions, clause by clause and word by word (P.0, VII.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from coatingcat.privacy.policy.text import Clause, PolicyText
from coatingcat.privacy.words import Text

_TOKENS = re.compile(r"[A-Za-z0-9'’.-]+|\s+|.", re.DOTALL)
"""Words of Latin script, spaces, and any other character by itself: a Chinese text is compared by characters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`sort` is `same`, `gone` or `new`."""

    sort: str
    text: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """A clause, or a line of the summary, that is not what it was. `sort` is `added`, `removed` or `changed`."""

    sort: str
    id: str
    title: Text
    before: Text | None
    after: Text | None
    was: str = ""
    """State of the clause before, if that changed: `built`, `partly`, `later`."""
    now: str = ""

    def pieces(self, language: str) -> list[Piece]:
        """The text with what went and what came, in one language."""
        old, new = (text.in_language(language) if text else "" for text in (self.before, self.after))
        return word_diff(old, new)


def word_diff(old: str, new: str) -> list[Piece]:
    """Both texts in one, as pieces that stayed, went or came; what went stands before what came in its place."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    codes = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    found: list[Piece] = []
    gone, came = "", ""
    for at, (sort, i, j, k, m) in enumerate(codes):
        is_inside = 0 < at < len(codes) - 1
        if sort != "equal" or (is_inside and _is_slight(before[i:j])):
            gone, came = gone + "".join(before[i:j]), came + "".join(after[k:m])
            continue
        found += [*_changed_pieces(gone, came), Piece("same", "".join(before[i:j]))]
        gone, came = "", ""
    return [*found, *_changed_pieces(gone, came)]


def _is_slight(tokens: list[str]) -> bool:
    """Whether so little stayed between two changes that one reads them as one: spaces, and a word at most."""
    return sum(1 for token in tokens if not token.isspace()) <= 1


def _changed_pieces(gone: str, came: str) -> list[Piece]:
    return [piece for piece in (Piece("gone", gone), Piece("new", came)) if piece.text]


def reworded(old: PolicyText, new: PolicyText) -> tuple[Reworded, ...]:
    """The summary's lines and the clauses that differ, in the order of the new version; what was removed comes last."""
    return (*_summary(old, new), *_clauses(old, new))


def _summary(old: PolicyText, new: PolicyText) -> Iterator[Reworded]:
    title = Text("摘要", "In short")
    count = max(len(old.summary), len(new.summary))
    for before, after in zip(_padded(old.summary, count), _padded(new.summary, count), strict=True):
        if before != after:
            sort = "added" if before is None else "removed" if after is None else "changed"
            yield Reworded(sort, "", title, before, after)


def _padded(texts: tuple[Text, ...], count: int) -> tuple[Text | None, ...]:
    return (*texts, *([None] * (count - len(texts))))


def _clauses(old: PolicyText, new: PolicyText) -> Iterator[Reworded]:
    before = {clause.id: clause for clause in old.clauses}
    for clause in new.clauses:
        was = before.pop(clause.id, None)
        if was is None:
            yield Reworded("added", clause.id, clause.title, None, clause.promise, "", clause.state.value)
        elif (was.promise, was.title, was.state) != (clause.promise, clause.title, clause.state):
            yield _changed(was, clause)
    for clause in before.values():
        yield Reworded("removed", clause.id, clause.title, clause.promise, None, clause.state.value, "")


def _changed(was: Clause, clause: Clause) -> Reworded:
    moved = was.state is not clause.state
    states = (was.state.value, clause.state.value) if moved else ("", "")
    return Reworded("changed", clause.id, clause.title, was.promise, clause.promise, *states)
