"""The archive, as a stream: each table read once, written as CSV and JSON on the way."""

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import Personal, recipients
from coatingcat.privacy.exporting import page
from coatingcat.privacy.exporting.sheets import Cell, Sheet, sheets_of
from coatingcat.privacy.sealed import Content

_EVERY = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Progress = Callable[[int], object]


class _Sink(io.RawIOBase):
    """What the archive is written to: bytes wait here until they are taken."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken


class _Packed:
    """Text that grows while tables are read and is written later: compressed meanwhile."""

    def __init__(self) -> None:
        self._packer, self._parts = zlib.compressobj(6), list[bytes]()
        self._has_rows = False

    def separator(self) -> str:
        """A comma before every row but the first."""
        had, self._has_rows = self._has_rows, True
        return "," if had else ""

    def add(self, text: str) -> None:
        self._parts.append(self._packer.compress(text.encode()))

    def parts(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj()
        self._parts.append(self._packer.flush())
        for part in self._parts:
            rest = part
            while rest:
                yield unpacker.decompress(rest, 1 << 16)
                rest = unpacker.unconsumed_tail


def pieces(subject_id: UUID, language: str, on_rows: Progress = lambda count: None) -> Iterator[bytes]:
    """The archive in pieces. Inside Purpose.OWN_DATA, as the person. `on_rows` hears how many rows have been written."""
    sink, at = _Sink(), now()
    data, portable = _Packed(), _Packed()
    data.add(_opening("everything held about you", "tables", subject_id, language, at.isoformat()))
    portable.add(_opening("what you gave, for another service (PIPL 45)", "rows", subject_id, language, at.isoformat()))
    summaries: list[page.Summary] = []
    written = 0
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for number, sheet in enumerate(sheets_of(subject_id)):
            data.add(",\n" if number else "\n")
            summary, files = page.Summary(sheet), list[tuple[str, Content]]()
            with archive.open(f"tables/{sheet.name}.csv", "w", force_zip64=True) as entry:
                for count in _table(sheet, entry, language, data, portable, summary, files):
                    written += count
                    on_rows(written)
                    yield sink.take()
            for path, content in files:
                archive.writestr(path, content.data)
                yield sink.take()
            summaries.append(summary)
        data.add("\n]}\n")
        portable.add("\n]}\n")
        for name, packed in (("data.json", data), ("portable.json", portable)):
            with archive.open(name, "w", force_zip64=True) as entry:
                for part in packed.parts():
                    entry.write(part)
            yield sink.take()
        archive.writestr("index.html", page.rendered(summaries, subject_id, language, at))
        on_rows(written)
    yield sink.take()


def _table(
    sheet: Sheet,
    entry: Any,
    language: str,
    data: _Packed,
    portable: _Packed,
    summary: "page.Summary",
    files: list[tuple[str, Content]],
) -> Iterator[int]:
    """Write one table; gives how many rows more were written, now and then."""
    text = io.StringIO(newline="")
    sheet_csv = csv.writer(text)
    text.write("\ufeff")
    sheet_csv.writerow([_unformula(column.heading(language)) for column in sheet.columns])
    data.add(json.dumps(_declared(sheet, language), ensure_ascii=False)[:-1] + ', "rows": [')
    since = 0
    for number, (row, cells) in enumerate(sheet.cells(language)):
        values = {column.name: cell.value for column, cell in zip(sheet.columns, cells, strict=True)}
        files += _files_of(sheet, row, cells, values)
        sheet_csv.writerow([_unformula(cell.text) for cell in cells])
        data.add((",\n" if number else "\n") + json.dumps(values, ensure_ascii=False))
        given = {c.name: values[c.name] for c in sheet.columns if c.is_given}
        if given:
            portable.add(f"{portable.separator()}\n{json.dumps({'table': sheet.name, **given}, ensure_ascii=False)}")
        summary.add([cell.text for cell in cells])
        since += 1
        if since == _EVERY:
            entry.write(_taken(text))
            yield since
            since = 0
    data.add("]}")
    entry.write(_taken(text))
    yield since


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken


def _files_of(sheet: Sheet, row: Any, cells: list[Cell], values: dict[str, Any]) -> Iterator[tuple[str, Content]]:
    """Files of a row under a path of their own; the value then says where."""
    for column, cell in zip(sheet.columns, cells, strict=True):
        if cell.file is not None:
            path = f"files/{sheet.name}/{row.pk}-{column.name}{PurePosixPath(cell.file.name).suffix[:10]}"
            values[column.name] = {"file": path, "name": cell.file.name, "type": cell.file.content_type}
            yield path, cell.file


def _unformula(text: str) -> str:
    """A cell that a spreadsheet takes for text, whatever somebody typed into it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _opening(what: str, rows: str, subject_id: UUID, language: str, at: str) -> str:
    about = {
        "what": what,
        "subject": str(subject_id),
        "language": language,
        "made_at": at,
        "operator": config().contact.operator,
        "person_in_charge": config().contact.person_in_charge,
        "contact": config().contact.email,
        "format": "coatingcat export 1",
    }
    return json.dumps(about, ensure_ascii=False)[:-1] + f', "{rows}": ['


def _declared(sheet: Sheet, language: str) -> dict[str, Any]:
    """A table's head: each column with what was declared of it."""
    return {
        "table": sheet.name,
        "title": sheet.title(language),
        "columns": [
            {
                "name": c.name,
                "label": c.label,
                "given": c.is_given,
                **(_facts(c.declaration, language) if c.declaration else {}),
            }
            for c in sheet.columns
        ],
        "withheld": [{"label": label, **_facts(declaration, language)} for label, declaration in sheet.withheld],
    }


def _facts(declaration: Personal, language: str) -> dict[str, Any]:
    known = recipients()
    return {
        "kind": declaration.kind.name,
        "kind_text": declaration.kind.text.in_language(language),
        "taxonomy": declaration.kind.fideslang,
        "sensitive": declaration.kind.sensitive,
        "purposes": [
            {"code": p.name, "text": p.text.in_language(language), "basis": p.basis.name, "article": p.article}
            for p in sorted(declaration.purposes, key=lambda p: p.name)
        ],
        "kept": {"text": declaration.keep.text.in_language(language), "article": declaration.keep.article},
        "recipients": [known[key].name.in_language(language) for key in declaration.recipients if key in known],
    }
