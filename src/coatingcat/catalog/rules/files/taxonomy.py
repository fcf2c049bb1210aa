"""The files of companies, trees and sources."""

from collections.abc import Sequence
from typing import ClassVar

from coatingcat.catalog.rules import axes, cells
from coatingcat.catalog.rules.cells import Note
from coatingcat.catalog.rules.files.base import STATUSES, File, Values
from coatingcat.catalog.words import Status


class Companies(File):
    name = "companies.csv"
    required = ("company_id", "name")
    optional = ("name_zh", "kind", "country", "focus", "status")
    columns = ("code", "name", "name_zh", "kind", "country", "focus", "status")
    key = ("code",)
    known_by = "company_id"

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        return (
            cells.code(get("company_id"), "company_id", note),
            cells.needed(get("name"), "name", note),
            *(get(name) for name in ("name_zh", "kind", "country", "focus")),
            cells.word(get("status"), "status", note, STATUSES, Status.BACKGROUND),
        )


class _Tree(File):
    required = ("code", "name_en")
    optional = ("parent", "name_zh", "name_zh_status")
    columns: ClassVar[tuple[str, ...]] = ("code", "parent_id", "name_en", "name_zh", "name_zh_status", "position")
    numbers = frozenset({"position"})
    key = ("code",)
    known_by = "code"

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__(header)
        self.position = 0

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        self.position += 1
        return (
            cells.code(get("code"), "code", note),
            get("parent"),
            cells.needed(get("name_en"), "name_en", note),
            get("name_zh"),
            cells.word(get("name_zh_status"), "name_zh_status", note, STATUSES, Status.BACKGROUND),
            float(self.position),
        )


class Segments(_Tree):
    name = "segments.csv"


class Categories(_Tree):
    name = "product_categories.csv"
    columns = (*_Tree.columns, "function")

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__(header)
        self.parents: dict[str, str] = {}

    def read(self, row: Sequence[str], note: Note) -> Values:
        values = super().read(row, note)
        self.parents[values[0]] = values[1]
        return (*values, axes.function_of(values[0], self.parents))


class Sources(File):
    name = "sources.csv"
    required = ("key", "what")
    optional = ("licence", "used_for")
    columns = ("code", "what", "licence", "used_for")
    key = ("code",)
    known_by = "key"

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        return (
            cells.needed(get("key"), "key", note),
            cells.needed(get("what"), "what", note),
            get("licence"),
            get("used_for"),
        )
