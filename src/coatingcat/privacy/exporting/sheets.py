"""What an export holds, table by table: which rows, which columns, each value read once."""

import datetime
import decimal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils.timezone import localtime

from coatingcat.privacy.declarations import Entry, NonPersonal, Personal, declaration_of, label_of
from coatingcat.privacy.gate import Denied, warm
from coatingcat.privacy.models import Opening, Subject
from coatingcat.privacy.queries.held import as_words, rows_about, tables_with_people
from coatingcat.privacy.queries.openings import pseudonyms_of
from coatingcat.privacy.sealed import Content, DigestField, Sealed, SealedField
from coatingcat.privacy.words import Basis, Category, Kind, Text

_CHUNK = 1_000
_WITH_PEOPLE = "privacy.Opening"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `declaration` is None for what is about no person and stands beside for context, such as a number."""

    name: str
    label: str
    field: Any
    declaration: Personal | None

    @property
    def is_given(self) -> bool:
        """Given by the person, on consent or contract: what another service may want (PIPL 45 ¶3; NDSR 25)."""
        d = self.declaration
        if d is None or d.kind.category is Category.RECORDS:
            return False
        bases = {purpose.basis for purpose in d.purposes}
        return bool((d.editable_at or d.required_for or d.reason) and bases & {Basis.CONSENT, Basis.CONTRACT})

    def heading(self, language: str) -> str:
        """`Name (name)`: the kind for people, the column for machines."""
        return f"{self.declaration.kind.text.in_language(language)} ({self.name})" if self.declaration else self.name


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it leaves: `value` fits JSON, `text` is for people, `file` a file of its own."""

    value: Any
    text: str
    file: Content | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its rows about the person, and its columns."""

    name: str
    rows: "QuerySet[Any]"
    columns: tuple[Column, ...]
    withheld: tuple[tuple[str, Personal], ...]
    """Columns nobody can read (digests, keys) or that would give others away; named, with their declarations."""

    def title(self, language: str) -> str:
        """Its kinds, in the reader's language."""
        kinds = dict.fromkeys(c.declaration.kind for c in self.columns if c.declaration)
        shown: list[Kind] = [kind for kind in kinds if kind is not Kind.PERSON_ID] or [*kinds]
        return " · ".join(kind.text.in_language(language) for kind in shown[:4])

    def cells(self, language: str) -> Iterator[tuple[Any, list[Cell]]]:
        """Each row with its cells, in the order of the columns; keys are loaded a thousand rows at a time."""
        sealed = [c.field.name for c in self.columns if isinstance(c.field, SealedField)]
        chunk: list[Any] = []
        for row in self.rows.iterator(chunk_size=_CHUNK):
            chunk.append(row)
            if len(chunk) == _CHUNK:
                yield from self._cells(chunk, sealed, language)
                chunk = []
        yield from self._cells(chunk, sealed, language)

    def _cells(self, rows: list[Any], sealed: list[str], language: str) -> Iterator[tuple[Any, list[Cell]]]:
        if sealed and rows:
            warm(rows, *sealed)
        for row in rows:
            yield row, [_cell(row, column, language) for column in self.columns]


def sheets_of(subject_id: UUID) -> list[Sheet]:
    """Every table that holds something about the person, and the log of who opened it."""
    found = [_sheet(model, entries, subject_id) for model, entries in tables_with_people().items()]
    log = Opening.objects.filter(pseudonym__in=pseudonyms_of(subject_id)).order_by("-pk")
    names = ("at", "roles", "purpose", "label", "count")
    columns = tuple(Column(n, f"{_WITH_PEOPLE}.{n}", Opening._meta.get_field(n), None) for n in names)
    found.append(Sheet(_WITH_PEOPLE, log, columns, ()))
    return [sheet for sheet in found if sheet.columns and sheet.rows.exists()]


def count_rows(sheets: list[Sheet]) -> int:
    """Rows of all tables together; one query each."""
    return sum(sheet.rows.count() for sheet in sheets)


def _sheet(model: type[models.Model], entries: list[tuple[Entry, Personal]], subject_id: UUID) -> Sheet:
    shown: list[Column] = []
    withheld: list[tuple[str, Personal]] = []
    for field in model._meta.concrete_fields:
        declaration = declaration_of(field)
        if isinstance(declaration, Personal):
            if not declaration.exported or isinstance(field, DigestField):
                withheld.append((label_of(field), declaration))
            else:
                shown.append(Column(field.name, label_of(field), field, declaration))
        elif isinstance(declaration, NonPersonal) and not field.primary_key and not _is_technical(field):
            shown.append(Column(field.name, label_of(field), field, None))
    if not any(column.declaration for column in shown):
        shown = []
    related = [c.field.name for c in shown if c.field.is_relation and not _is_person(c.field)]
    rows = rows_about(model, entries, subject_id)
    return Sheet(model._meta.label, rows.select_related(*related) if related else rows, tuple(shown), tuple(withheld))


def _is_technical(field: Any) -> bool:
    return isinstance(field, models.BinaryField | models.UUIDField) or field.name in {"dedupe", "revision"}


def _is_person(field: Any) -> bool:
    """Whether a relation leads to a person, who is a random number here."""
    target = field.related_model
    return target is Subject or (target is not None and getattr(target._meta.pk, "related_model", None) is not None)


def _cell(row: Any, column: Column, language: str) -> Cell:
    field = column.field
    if field.is_relation and not _is_person(field):
        related = getattr(row, field.name)
        return Cell(None if related is None else str(related), "" if related is None else str(related))
    value = getattr(row, field.attname)
    if isinstance(value, Sealed):
        try:
            value = value.open()
        except FileNotFoundError:  # one file that is lost must not keep everything else back
            return Cell({"not shown": "file missing"}, "[—]")
        except Denied as refusal:
            return Cell(
                {"not shown": refusal.question.name.lower()}, f"[{refusal.question.value.in_language(language)}]"
            )
    return _read(value, column.label, language)


def _read(value: Any, label: str, language: str) -> Cell:
    if isinstance(value, Content):
        return Cell({"file": value.name, "type": value.content_type}, value.name, value)
    if value is None:
        return Cell(None, "")
    if isinstance(value, datetime.datetime):
        return Cell(value.isoformat(), f"{localtime(value):%Y-%m-%d %H:%M}")
    if isinstance(value, bool):
        return Cell(value, _YES_NO[value].in_language(language))
    if isinstance(value, int | float | decimal.Decimal):
        return Cell(value if isinstance(value, int) else str(value), str(value))
    if isinstance(value, list | dict):
        return Cell(value, str(value))
    if isinstance(value, bytes | memoryview):
        return Cell(bytes(value).hex(), bytes(value).hex())
    return Cell(str(value), as_words(label, str(value), language))


_YES_NO = {True: Text("是", "Yes"), False: Text("否", "No")}
