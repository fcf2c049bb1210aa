"""The files of guide formulations."""

from collections.abc import Sequence

from coatingcat.catalog.rules import cells
from coatingcat.catalog.rules.cells import Note
from coatingcat.catalog.rules.files.base import STATUSES, File, Values, source
from coatingcat.catalog.words import TECHNOLOGIES, Status


class Formulations(File):
    name = "formulations.csv"
    required = ("formulation_id", "name", "segment_code", "status")
    optional = (
        "type", "segment", "technology", "basis", "mix_ratio_by_weight", "computed_pvc_pct", "supplier", "note", "source",
    )  # fmt: skip
    columns = (
        "code", "name", "type", "segment_id", "technology", "basis", "mix_ratio", "computed_pvc", "supplier", "note",
        "source", "status",
    )  # fmt: skip
    numbers = frozenset({"computed_pvc"})
    key = ("code",)
    known_by = "formulation_id"
    status = "status"
    sourced = "source"

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        where, status = source(get("source"), note), get("status")
        if status == Status.VERIFIED and not where.startswith("http"):
            note("source", "no_source", where)
        return (
            cells.code(get("formulation_id"), "formulation_id", note),
            cells.needed(get("name"), "name", note),
            get("type"),
            cells.needed(get("segment_code"), "segment_code", note),
            cells.word(get("technology"), "technology", note, TECHNOLOGIES),
            get("basis"),
            get("mix_ratio_by_weight"),
            cells.number(get("computed_pvc_pct"), "computed_pvc_pct", note, 0, 100),
            get("supplier"),
            get("note"),
            where,
            cells.word(status, "status", note, STATUSES, Status.BACKGROUND),
        )


class Lines(File):
    name = "formulation_lines.csv"
    required = ("formulation_id", "line_no", "ingredient", "weight_pct_of_part")
    optional = ("part", "role", "amount", "cas", "product_id")
    columns = (
        "formulation_id", "number", "part", "ingredient", "role", "amount", "percent", "substance_id", "product_id",
    )  # fmt: skip
    numbers = frozenset({"number", "amount", "percent"})
    key = ("formulation_id", "number")
    known_by = "formulation_id"

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        percent = cells.number(get("weight_pct_of_part"), "weight_pct_of_part", note, 0, 100)
        if not get("weight_pct_of_part"):
            note("weight_pct_of_part", "empty", "")
        if not get("line_no"):
            note("line_no", "empty", "")
        return (
            cells.needed(get("formulation_id"), "formulation_id", note),
            cells.number(get("line_no"), "line_no", note, 1, 100_000),
            get("part") or "A",
            cells.needed(get("ingredient"), "ingredient", note),
            get("role"),
            cells.number(get("amount"), "amount", note, 1e-9, 1e9),
            percent,
            cells.cas(get("cas"), "cas", note) if get("cas") else "",
            get("product_id"),
        )
