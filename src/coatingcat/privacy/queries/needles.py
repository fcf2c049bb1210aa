"""Looking for texts everywhere they could lie readable: every column of the database, every file of the data folder.

This is how an erasure proves that declarations told the whole truth: what only sealed columns should hold must not be
found in clear in any column, declared or not, nor in any file. The texts stay in memory; what is written down is where.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from coatingcat.config import config
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.places import is_published, places
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.sealed import SealedField
from coatingcat.privacy.words import Kind, Purpose, Role

TELLING = frozenset({Kind.NAME, Kind.EMAIL, Kind.MOBILE, Kind.ADDRESS, Kind.PROJECT})
"""Kinds of which a value stands for one person; a city or an industry is found on any page."""
_SHORTEST_BYTES = 8
"""A text at least so long is looked for as a part of any other; a shorter one would be found by chance."""
_SHORTEST_NAME = 2
"""Characters of a name that is shorter than that, as most Chinese names are: looked for standing by itself."""
_LETTERS = r"A-Za-z\u3400-\u9fff\uac00-\ud7a3"
"""What a short name is not part of: 林文 is not found in 森林文化."""
_BEFORE = ("尊敬的", "亲爱的", "致", "给", "由", "向")
_AFTER = ("先生", "女士", "小姐", "老师", "经理", "博士", "您好", "你好")
"""Words beside which a name still stands by itself."""
_ROWS_AT_ONCE = 2_000
_VALUES_AT_MOST = 20_000
"""Different values of a kind that are kept in memory, latest first."""
_NEEDLES_AT_MOST = 200
"""Different texts that are looked for, the latest of each kind first; a pass over everything compares with each."""
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


Values = Mapping[Kind, Collection[str]]
"""Telling values by kind, the latest first."""


def values_of(subject_id: UUID, tables: Collection[Any]) -> "Values":
    """The telling values of a subject, latest first, opened on their own behalf: those of every row, in batches.

    `tables` are those of `privacy.actions.erasures.tables`. A contact repeats itself from order to order, so the
    different values are few, whatever the history.
    """
    values: dict[Kind, dict[str, None]] = defaultdict(dict)
    actor = Actor(subject_id, frozenset({Role.SUBJECT}), "privacy.erase")
    with purpose(Purpose.OWN_DATA, actor=actor):
        for table in tables:
            for field in _telling_fields(table.model):
                path = field.declaration.subject.replace(".", "__")
                rows = table.model._base_manager.filter(**{path: subject_id, f"{field.name}__isnull": False})
                found = values[field.declaration.kind]
                for row in rows.only("pk", field.name).order_by("-pk").iterator(_ROWS_AT_ONCE):
                    if len(found) >= _VALUES_AT_MOST:
                        break
                    try:
                        found.setdefault(str(getattr(row, field.attname).open()))
                    except Denied:  # under a key that died before, or not declared for this purpose
                        continue
    return values


def _telling_fields(model: Any) -> list[SealedField]:
    return [f for f in model._meta.concrete_fields if isinstance(f, SealedField) and f.declaration.kind in TELLING]


def needles_in(values: Values) -> list[str]:
    """The values as they might be written: numbers without their country code; nothing so short that it stands anywhere.

    A name of two characters or more is looked for if it is no word of what this site publishes (a member called 白云
    and a product of that name). Bounded: of each kind the latest first.
    """
    by_kind = [
        [text for text in dict.fromkeys(_as_written(kind, text) for text in texts) if _is_telling(kind, text)]
        for kind, texts in values.items()
    ]
    in_turn = (text for texts in zip_longest(*by_kind) for text in texts if text is not None)
    return sorted(islice(dict.fromkeys(in_turn), _NEEDLES_AT_MOST))


def _as_written(kind: Kind, text: str) -> str:
    return text[-_NATIONAL_DIGITS:] if kind is Kind.MOBILE else text.strip()


def _is_telling(kind: Kind, text: str) -> bool:
    if _is_long(text):
        return len(text) > _LONGEST_WORD or not is_published(text)
    return kind is Kind.NAME and not text.isascii() and len(text) >= _SHORTEST_NAME and not is_published(text)


_LONGEST_WORD = 4
"""Characters; a longer value that is published as well is worth an alarm."""


def _is_long(text: str) -> bool:
    return len(text.encode()) >= _SHORTEST_BYTES


def look_for(needles: Collection[str]) -> Look:
    """Look for these texts in every text, JSON and binary column, in files, and in places that know how to look."""
    if not needles:
        return Look(0, 0, 0, ())
    # JSON that was written by others than the database may spell characters by their numbers.
    spelt = [json.dumps(text)[1:-1] for text in needles if not text.isascii()]
    columns, found = 0, []
    for table, names in _columns().items():
        columns += len(names)
        found += _in_table(table, names, [*needles, *spelt])
    files, pattern = list(_files()), _pattern([*needles, *spelt])
    found += [str(path.relative_to(config().data)) for path in files if _in_file(path, pattern)]
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
    texts, blobs = [text for text in needles if _is_long(text)], [needle.encode() for needle in needles]
    short = [_LEFT + text + _RIGHT for text in needles if not _is_long(text)]
    parts, values = [], []
    for column, sort in columns:
        if sort == "bytea":
            parts.append(
                f"bool_or(EXISTS (SELECT FROM unnest(%s::bytea[]) n WHERE position(n IN {quote(column)}) > 0))"
            )
            values.append(blobs)
        else:
            parts.append(
                f"bool_or(EXISTS (SELECT FROM unnest(%s::text[]) n WHERE strpos({quote(column)}::text, n) > 0)"
                f" OR {quote(column)}::text ~ ANY(%s::text[]))"
            )
            values += [texts, short]  # type: ignore[list-item]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)} FROM {quote(table)}", values)  # noqa: S608 -- quoted names
        row = cursor.fetchone()
    return [f"{table}.{column}" for (column, _), hit in zip(columns, row, strict=True) if hit]


def _files() -> Iterator[Path]:
    for path in sorted(config().data.rglob("*")):
        inside = path.relative_to(config().data).parts[:-1]
        if path.is_file() and not _PASSED_OVER.intersection(inside):
            yield path


_LEFT = f"(?:^|[^{_LETTERS}]|{'|'.join(_BEFORE)})"
_RIGHT = f"(?:$|[^{_LETTERS}]|{'|'.join(_AFTER)})"
_LETTER_ENDS = rb"(?<!\xe3[\x90-\xbf][\x80-\xbf])(?<![\xe4-\xed][\x80-\xbf]{2})(?<![A-Za-z])"
_LETTER_BEGINS = rb"(?!\xe3[\x90-\xbf]|[\xe4-\xed][\x80-\xbf]|[A-Za-z])"
"""The same in UTF-8, in which a character of Chinese or Korean is three bytes."""


def _pattern(needles: Collection[str]) -> "re.Pattern[bytes]":
    """Any of the needles, as UTF-8 or UTF-16. A short name stands by itself, and is not looked for in UTF-16, in which
    it is four bytes that any picture may contain."""
    forms = [re.escape(form) for n in needles if _is_long(n) for form in (n.encode(), n.encode("utf-16-le"))]
    left = b"|".join([_LETTER_ENDS, *(b"(?<=" + word.encode() + b")" for word in _BEFORE)])
    right = b"|".join([_LETTER_BEGINS, *(b"(?=" + word.encode() + b")" for word in _AFTER)])
    forms += [b"(?:%s)%s(?:%s)" % (left, re.escape(n.encode()), right) for n in needles if not _is_long(n)]
    return re.compile(b"|".join(forms), re.DOTALL)


_OVERLAP_BYTES = 4096
"""More than any value and the words beside it."""


def _in_file(path: Path, pattern: "re.Pattern[bytes]") -> bool:
    """Whether a needle stands in a file; read in blocks that overlap."""
    before = b""
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                text = before + block
                if pattern.search(text):
                    return True
                before = text[-_OVERLAP_BYTES:]
    except OSError:  # gone meanwhile
        return False
    return False
