"""What an import found and did."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from coatingcat.catalog.words.faults import Fault

KEPT_FAULTS = 10_000
"""Faults kept one by one; beyond that they are only counted."""


class Unusable(Exception):
    """The folder or one of its files cannot be used at all; nothing was imported. `report` says why."""

    def __init__(self, report: "Report") -> None:
        super().__init__("the catalogue cannot be imported")
        self.report = report


@dataclass
class Tally:
    """Rows of one file: read, refused, held back, and what came of the rest."""

    rows: int = 0
    refused: int = 0
    held_back: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass
class Report:
    """The account of an import. `faults` are errors; rows held back for their status are counted, not faults."""

    files: dict[str, Tally] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    absent: list[str] = field(default_factory=list)
    ignored_columns: dict[str, list[str]] = field(default_factory=dict)
    pages: int = 0
    announced: int = 0
    """Search documents to be made again."""
    seconds: float = 0.0
    dry_run: bool = False

    def add(self, fault: Fault) -> None:
        self.fault_count += 1
        self.reasons[fault.code] += 1
        if len(self.faults) < KEPT_FAULTS:
            self.faults.append(fault)

    def add_all(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.add(fault)

    def tally(self, file: str) -> Tally:
        return self.files.setdefault(file, Tally())

    @property
    def is_clean(self) -> bool:
        return self.fault_count == 0

    @property
    def changed(self) -> int:
        """Rows written or removed."""
        return sum(t.new + t.changed + t.removed for t in self.files.values())
