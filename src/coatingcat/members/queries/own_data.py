"""Everything held about one person, read off the declarations of all rooms (V.1a, V.0; PIPL 45)."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from coatingcat.privacy.declarations import Entry, Personal
from coatingcat.privacy.gate import Denied, warm
from coatingcat.privacy.models import Opening
from coatingcat.privacy.queries import openings_of
from coatingcat.privacy.queries.held import as_words, rows_about, tables_with_people
from coatingcat.privacy.sealed import Content, DigestField, Sealed, SealedField
from coatingcat.privacy.words import ROLE_PURPOSES, Category, Kind, Purpose, Role, Text

_CARD = "members.Membership.business_card"
ROWS_SHOWN = 20
"""Rows of one table whose values a page shows; the rest is counted."""
_NOT_STAFF = {Role.SUBJECT, Role.MEMBER, Role.VISITOR, Role.GUARDIAN}
UNREADABLE = Text(
    "以无法读取的形式保存（散列或密钥），仅用于比对",
    "Kept in a form nobody can read (digest or key), for comparison only",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One value as the page shows it: text, or a reason why it is not shown, or a file to open."""

    text: str = ""
    reason: str = ""
    is_unreadable: bool = False
    file_url: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One declared field with what it holds about the person."""

    label: str
    declaration: Personal
    values: tuple[Shown, ...]
    more: int
    """Values beyond those shown."""
    openings: tuple[Opening, ...]
    """Who else opened it, latest first."""
    roles: tuple[Role, ...]
    """Which roles of staff and which jobs may open it, for its purposes."""

    @property
    def purposes(self) -> list[Purpose]:
        return sorted(self.declaration.purposes, key=lambda p: p.name)

    @property
    def edit_url(self) -> str:
        """Where to correct it; empty with a `fixed_because` on the declaration."""
        return _url(self.declaration.editable_at)

    @property
    def is_unreadable(self) -> bool:
        """Whether there is nothing to read, only a digest or a key."""
        return all(value.is_unreadable for value in self.values)


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one kind, such as all that is a record of signing in."""

    kind: Kind
    held: tuple[Held, ...]

    @property
    def readable(self) -> list[Held]:
        """What can be read, what the person can correct first."""
        return sorted((held for held in self.held if not held.is_unreadable), key=lambda held: not held.edit_url)

    @property
    def unreadable(self) -> list[Held]:
        return [held for held in self.held if held.is_unreadable]

    @property
    def is_mixed(self) -> bool:
        """Whether several fields hold values of this kind, so that the page says which is which."""
        return len(self.readable) > 1


def data_of(subject_id: UUID) -> dict[Category, list[Group]]:
    """Every declared value of the person, by category and kind, from any room. Inside Purpose.OWN_DATA.

    One query for each table that holds persons, however many fields it has.
    """
    openings = defaultdict(list)
    for opening in openings_of(subject_id):
        openings[opening.label].append(opening)
    by_kind: dict[Kind, list[Held]] = defaultdict(list)
    for model, entries in tables_with_people().items():
        rows, count = _rows(model, entries, subject_id)
        if not rows:
            continue
        sealed = [e.field.name for e, _ in entries if isinstance(e.field, SealedField)]
        warm(rows, *sealed)
        for entry, declaration in entries:
            held = _held(entry, declaration, rows, count, tuple(openings[entry.label]))
            if held is not None:
                by_kind[declaration.kind].append(held)
    return _by_category(by_kind)


def _rows(model: type[models.Model], entries: list[tuple[Entry, Personal]], subject_id: UUID) -> tuple[list[Any], int]:
    """The latest rows of the person in a table, and how many there are."""
    found = rows_about(model, entries, subject_id)
    rows = list(found[: ROWS_SHOWN + 1])
    count = len(rows) if len(rows) <= ROWS_SHOWN else found.count()
    return rows[:ROWS_SHOWN], count


def _held(
    entry: Entry, declaration: Personal, rows: list[Any], count: int, openings: tuple[Opening, ...]
) -> Held | None:
    assert entry.field is not None
    shown = [_shown(entry, declaration, row) for row in rows]
    values = tuple(value for value in shown if value is not None)
    if not values:
        return None
    if all(value.reason for value in values):
        values = values[:1]
    values = tuple(dict.fromkeys(values))  # what is the same in every row is said once
    roles = tuple(r for r in Role if r not in _NOT_STAFF and ROLE_PURPOSES[r] & declaration.purposes)
    return Held(entry.label, declaration, values, max(0, count - len(rows)), openings, roles)


def _shown(entry: Entry, declaration: Personal, row: Any) -> Shown | None:
    """The value of one row; None if there is none."""
    field: Any = entry.field
    if field.attname not in row.__dict__:
        return None
    value = getattr(row, field.attname)
    if value is None or value == "":
        return None
    if isinstance(field, DigestField) or not declaration.exported:
        return _unreadable()
    try:
        return _as_text(entry.label, value.open() if isinstance(value, Sealed) else value)
    except Denied as refusal:
        return Shown(reason=refusal.reason)


def _as_text(label: str, value: Any) -> Shown:
    if isinstance(value, Content):
        return Shown(text=value.name, file_url=_url("members:business_card_file") if label == _CARD else "")
    if isinstance(value, bytes | memoryview):
        return _unreadable()
    if isinstance(value, datetime.datetime):
        return Shown(text=f"{localtime(value):%Y-%m-%d %H:%M}")
    if isinstance(value, bool):
        return Shown(text=gettext("Yes") if value else gettext("No"))
    return Shown(text=as_words(label, str(value), get_language()))


def _unreadable() -> Shown:
    return Shown(reason=UNREADABLE.in_language(get_language()), is_unreadable=True)


def _by_category(by_kind: dict[Kind, list[Held]]) -> dict[Category, list[Group]]:
    found: dict[Category, list[Group]] = {}
    for category in Category:
        groups = [Group(k, tuple(by_kind[k])) for k in Kind if k.category is category and k in by_kind]
        if groups:
            found[category] = groups
    return found


def _url(name: str) -> str:
    if not name:
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def labels_of(subject_id: UUID) -> Iterator[str]:
    """The labels of all that `data_of` shows, for proofs of completeness."""
    for groups in data_of(subject_id).values():
        for group in groups:
            for held in group.held:
                yield held.label
