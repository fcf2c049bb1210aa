"""Looking for texts everywhere they could lie readable: every column of the database, every file of the data folder.

This is how an erasure proves that declarations told the whole truth: what only sealed columns should hold must not be
found in clear in any column, declared or not, nor in any file. The texts stay in memory; what is written down is where.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from coatingcat.config import config
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.places import places
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.sealed import SealedField
from coatingcat.privacy.words import Kind, Purpose, Role

TELLING = frozenset({Kind.NAME, Kind.EMAIL, Kind.MOBILE, Kind.ADDRESS, Kind.PROJECT})
"""Kinds of which a value stands for one person; a city or an industry is found on any page."""
_SHORTEST_BYTES = 8
_ROWS_OPENED = 20
"""Rows of a table that are opened, latest first: a contact repeats itself from order to order."""
_NATIONAL_DIGITS = 11
_TEXTS = ("text", "character varying", "character", "json", "jsonb", "bytea")
_BLOCK_BYTES = 8 * 1024 * 1024
_PASSED_OVER = {"postgres", "static", "sealed"}
"""Folders not read: the database, which is asked itself; what we ship; files that are ciphertext as a whole."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked for where. `found` names columns, files and places; never a value."""

    values: int
    columns: int
    files: int
    found: tuple[str, ...]


def values_of(subject_id: UUID, tables: Collection[Any]) -> dict[Kind, set[str]]:
    """The telling values of a subject, opened on their own behalf; a bounded number, whatever the history.

    `tables` are those of `privacy.actions.erasures.tables`.
    """
    values: dict[Kind, set[str]] = defaultdict(set)
    actor = Actor(subject_id, frozenset({Role.SUBJECT}), "privacy.erase")
    with purpose(Purpose.OWN_DATA, actor=actor):
        for table in tables:
            for field in _telling_fields(table.model):
                path = field.declaration.subject.replace(".", "__")
                rows = table.model._base_manager.filter(**{path: subject_id, f"{field.name}__isnull": False})
                for row in rows.order_by("-pk")[:_ROWS_OPENED]:
                    try:
                        values[field.declaration.kind].add(str(getattr(row, field.attname).open()))
                    except Denied:  # under a key that died before, or not declared for this purpose
                        continue
    return values


def _telling_fields(model: Any) -> list[SealedField]:
    return [f for f in model._meta.concrete_fields if isinstance(f, SealedField) and f.declaration.kind in TELLING]


def needles_in(values: "dict[Kind, set[str]]") -> list[str]:
    """The values as they might be written: numbers without their country code; nothing so short that it stands anywhere."""
    found = set()
    for kind, texts in values.items():
        found |= {text[-_NATIONAL_DIGITS:] if kind is Kind.MOBILE else text.strip() for text in texts}
    return sorted(text for text in found if len(text.encode()) >= _SHORTEST_BYTES)


def look_for(needles: Collection[str]) -> Look:
    """Look for these texts in every text, JSON and binary column, in files, and in places that know how to look."""
    if not needles:
        return Look(0, 0, 0, ())
    columns, found = 0, []
    for table, names in _columns().items():
        columns += len(names)
        found += _in_table(table, names, needles)
    files = list(_files())
    found += [str(path.relative_to(config().data)) for path in files if _in_file(path, needles)]
    found += [place.name for place in places().values() if place.look is not None and place.look(needles)]
    return Look(len(needles), columns, len(files), tuple(found))


def _columns() -> dict[str, list[tuple[str, str]]]:
    """Columns that can hold a text, by table: name and type."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.data_type = ANY(%s)"
            " ORDER BY c.table_name, c.ordinal_position",
            [list(_TEXTS)],
        )
        for table, column, sort in cursor.fetchall():
            found[table].append((column, sort))
    return found


def _in_table(table: str, columns: list[tuple[str, str]], needles: Collection[str]) -> list[str]:
    """The columns of a table in which any needle stands, in one pass over it."""
    quote = connection.ops.quote_name
    texts, blobs = list(needles), [needle.encode() for needle in needles]
    parts, values = [], []
    for column, sort in columns:
        if sort == "bytea":
            parts.append(
                f"bool_or(EXISTS (SELECT FROM unnest(%s::bytea[]) n WHERE position(n IN {quote(column)}) > 0))"
            )
            values.append(blobs)
        else:
            parts.append(
                f"bool_or(EXISTS (SELECT FROM unnest(%s::text[]) n WHERE strpos({quote(column)}::text, n) > 0))"
            )
            values.append(texts)  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)} FROM {quote(table)}", values)  # noqa: S608 -- quoted names
        row = cursor.fetchone()
    return [f"{table}.{column}" for (column, _), hit in zip(columns, row, strict=True) if hit]


def _files() -> Iterator[Path]:
    for path in sorted(config().data.rglob("*")):
        inside = path.relative_to(config().data).parts[:-1]
        if path.is_file() and not _PASSED_OVER.intersection(inside):
            yield path


def _in_file(path: Path, needles: Collection[str]) -> bool:
    """Whether a needle stands in a file, as UTF-8 or UTF-16; read in blocks that overlap."""
    forms = [form for n in needles for form in (n.encode(), n.encode("utf-16-le"))]
    overlap, before = max(map(len, forms)), b""
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                text = before + block
                if any(form in text for form in forms):
                    return True
                before = text[-overlap:]
    except OSError:  # gone meanwhile
        return False
    return False
