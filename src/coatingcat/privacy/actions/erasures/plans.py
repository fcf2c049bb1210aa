"""What an erasure would do, shown before anybody decides: from the same walk that carries it out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from coatingcat.privacy.actions.erasures.tables import Table, tables
from coatingcat.privacy.places import Hold, Place, holds_of, places
from coatingcat.privacy.words import Keep, Text


@dataclass(frozen=True, slots=True)
class Line:
    """One place: what lies there, how many rows or files go, how many stay and by which rule."""

    place: str
    text: Text
    goes: int
    stays: int
    keep: Keep | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What stays by one rule: how many entries, and of what."""

    keep: Keep
    stays: int
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    lines: tuple[Line, ...]
    holds: tuple[Hold, ...]

    @property
    def going(self) -> list[Line]:
        return sorted((line for line in self.lines if line.goes), key=lambda line: -line.goes)

    @property
    def staying(self) -> list[Line]:
        return [line for line in self.lines if line.stays]

    @property
    def going_by_text(self) -> list[Line]:
        """What goes, as one reads it: places that hold the same are one line."""
        found: dict[Text, Line] = {}
        for line in self.going:
            known = found.get(line.text)
            found[line.text] = replace(known, goes=known.goes + line.goes) if known else line
        return sorted(found.values(), key=lambda line: -line.goes)

    @property
    def staying_by_rule(self) -> list[Rule]:
        """What stays, one entry for each rule."""
        found: dict[Keep, list[Line]] = {}
        for line in self.staying:
            if line.keep is not None:
                found.setdefault(line.keep, []).append(line)
        return [
            Rule(keep, sum(line.stays for line in lines), tuple(dict.fromkeys(line.text for line in lines)))
            for keep, lines in found.items()
        ]

    @property
    def most(self) -> int:
        """The largest number in a line of what goes, for bars."""
        return max((line.goes for line in self.going_by_text), default=0)


def plan_of(subject_id: UUID) -> Plan:
    """What would be erased of this person now, and what would stay. A fixed number of queries, whatever they have."""
    walked = [table for table in tables() if table.name not in places()]
    numbers = _counts([rows for table in walked for rows in (table.doomed(subject_id), table.staying(subject_id))])
    lines = [_of_table(table, numbers[2 * n], numbers[2 * n + 1]) for n, table in enumerate(walked)]
    lines += [_of_place(place, subject_id) for place in places().values()]
    return Plan(tuple(lines), tuple(holds_of(subject_id)))


def _of_table(table: Table, goes: int, stays: int) -> Line:
    return Line(table.name, table.text, goes, stays, table.keep)


def _of_place(place: Place, subject_id: UUID) -> Line:
    return Line(place.name, place.text, place.count(subject_id), 0, None)


def _counts(queries: Sequence[Any]) -> list[int]:
    """How many rows each query would give, all in one statement."""
    parts, values = [], []
    for rows in queries:
        try:
            sql, given = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS rows)")  # noqa: S608 -- Django's own statement
        values += list(given)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [int(number) for number in cursor.fetchone()]
