"""A file to lines of COPY: decoding, cells, faults. One bad row does not sink the rest."""

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from coatingcat.catalog.actions.importing.report import Report, Unusable
from coatingcat.catalog.rules import cells
from coatingcat.catalog.rules.files import File
from coatingcat.catalog.words import SHOWN_ONLY_ON_REQUEST, Status
from coatingcat.catalog.words.faults import Fault

Watch = Callable[[str, int, int], None]
"""Told how far a step has come: name, done, total."""

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_FILE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_ROWS_BETWEEN_NEWS = 2000
_HELD_BACK = frozenset(status.value for status in SHOWN_ONLY_ON_REQUEST)
_VERIFIED = Status.VERIFIED.value


class Reader:
    """Reads one file. After `lines` ran out, `set_aside` holds the keys of rows not taken: faulty or held back."""

    def __init__(self, path: Path, kind: type[File], report: Report, *, background: bool) -> None:
        self.path = path
        self.kind = kind
        self.report = report
        self.background = background
        self.set_aside: list[tuple[str, str]] = []
        """Key, and `faulty` or `held`."""
        self._noted: list[tuple[str, str, str]] = []
        self.file: File | None = None

    def header(self) -> Sequence[str]:
        """The column names. Raises Unusable if the file cannot be used."""
        with self._open() as stream:
            try:
                first = next(csv.reader(stream), [])
            except csv.Error as error:
                raise self._unusable("", "unreadable", str(error)) from None
        names = [name.strip() for name in first]
        if self.path.read_bytes()[:2] in _FILE_BOMS:
            raise self._unusable("", "unreadable", "UTF-16")
        if not any(names):
            raise self._unusable("", "unreadable", "empty")
        wrong = [Fault(self.kind.name, 1, name, "missing_column") for name in self.kind.required if name not in names]
        wrong += [
            Fault(self.kind.name, 1, name, "doubled_column") for name in dict.fromkeys(names) if names.count(name) > 1
        ]
        if wrong:
            self.report.add_all(wrong)
            raise Unusable(self.report)
        if others := [name for name in names if name not in {*self.kind.required, *self.kind.optional}]:
            self.report.ignored_columns[self.kind.name] = others
        return names

    def prepare(self) -> File:
        self.file = self.kind(self.header())
        return self.file

    def lines(self, watch: Watch) -> Iterator[bytes]:
        """One line of COPY for each good row: line number, the staging columns, fingerprint."""
        file = self.file or self.prepare()
        tally, size = self.report.tally(self.kind.name), self.path.stat().st_size
        with self._open() as stream:
            rows = csv.reader(stream)
            next(rows)
            try:
                for row in rows:
                    if not row:
                        continue
                    tally.rows += 1
                    if (line := self._line(file, row, rows.line_num)) is not None:
                        yield line
                    if tally.rows % _ROWS_BETWEEN_NEWS == 0:
                        watch(self.kind.name, stream.buffer.tell(), size)  # type: ignore[attr-defined]
            except csv.Error as error:
                tally.refused += 1
                self.report.add(Fault(self.kind.name, rows.line_num, "", "unreadable", str(error)))
        watch(self.kind.name, size, size)

    def _line(self, file: File, row: list[str], number: int) -> bytes | None:
        joined = "".join(row)
        plain = cells.is_plain(joined)
        if len(row) != file.width or (not plain and (cells.broken(joined) or len(joined) > cells.MAX_TEXT)):
            self._noted = list(_damage(file, row))
            if self._noted:
                self._refuse(file, row, number)
                return None
        row = [cell.strip() for cell in row]
        row.append("")  # as which columns read that the file does not have
        status = file.status_of(row)
        if status in _HELD_BACK and not self.background:
            self._hold_back(file, row)
            return None
        self._noted = []
        values = file.read(row, self._note)
        if file.sourced and status == _VERIFIED and not row[file.at.get(file.sourced, -1)]:
            self._note(file.sourced, "no_source", "")
        if self._noted:
            self._refuse(file, row, number)
            return None
        return _copied(number, values, escape=not plain)

    def _note(self, field: str, code: str, value: str) -> None:
        self._noted.append((field, code, value))

    def _refuse(self, file: File, row: Sequence[str], number: int) -> None:
        self.report.tally(file.name).refused += 1
        for field, code, value in self._noted:
            self.report.add(Fault(file.name, number, field, code, value))
        self._put_aside(file, row, "faulty")

    def _hold_back(self, file: File, row: Sequence[str]) -> None:
        self.report.tally(file.name).held_back += 1
        self._put_aside(file, row, "held")

    def _put_aside(self, file: File, row: Sequence[str], why: str) -> None:
        place = file.at[file.known_by]
        key = row[place].strip() if place < len(row) else ""
        if key and cells.broken(key) is None:
            self.set_aside.append((key, why))

    def _open(self) -> IO[str]:
        try:
            return self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
        except OSError as error:
            raise self._unusable("", "unreadable", error.strerror or "") from None

    def _unusable(self, field: str, code: str, value: str) -> Unusable:
        self.report.add(Fault(self.kind.name, 0, field, code, value))
        return Unusable(self.report)


def _damage(file: File, row: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What makes a row unreadable before its cells are looked at one by one."""
    if bad := cells.broken("\t".join(row)):
        yield ("", *bad)
    elif len(row) != file.width:
        yield "", "cells", str(len(row))
    else:
        for name, place in file.at.items():
            if len(row[place]) > cells.MAX_TEXT:
                yield name, "too_long", row[place]


def _copied(number: int, values: Sequence[Any], *, escape: bool) -> bytes:
    if escape:
        values = [value.translate(_ESCAPES) if isinstance(value, str) else value for value in values]
    body = "\t".join([value if value.__class__ is str else _text(value) for value in values]).encode()
    digest = hashlib.blake2b(body, digest_size=12).hexdigest().encode()
    return b"%d\t%b\t%b\n" % (number, body, digest)


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, float):
        return repr(value)
    return str(value) if isinstance(value, str) else "{" + ",".join(value) + "}"
