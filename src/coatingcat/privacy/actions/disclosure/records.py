"""What is asked to leave: records, and what an authority demands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from coatingcat.privacy.declarations import find


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that goes out: the rows it stands in, and the declared labels taken from them."""

    rows: tuple[models.Model, ...]
    labels: tuple[str, ...]

    def row_of(self, label: str) -> models.Model:
        """The row a label is read from. Raises LookupError if none of the rows has it."""
        model = label.rpartition(".")[0]
        for row in self.rows:
            if row._meta.label == model:
                return row
        raise LookupError(f"No row of this record has {label}.")

    def subject_of(self, label: str) -> UUID:
        """Whose the value is, by the path its declaration names."""
        found: Any = self.row_of(label)
        for step in find(label).subject.split("."):
            found = getattr(found, step)
        assert isinstance(found, UUID)
        return found

    def people(self) -> dict[UUID, list[str]]:
        """The labels of each person in it."""
        found = defaultdict(list)
        for label in self.labels:
            found[self.subject_of(label)].append(label)
        return found


@dataclass(frozen=True, slots=True)
class Demand:
    """What an authority demands, in place of a contract: its legal instrument, and the two officers (IV.3)."""

    authority: str
    country: str
    reference: str
    """Number of the instrument, which is kept beside the demand."""
    approval: str
    """Of the Chinese authority in charge, for what a foreign one demands (PIPL 41; DSL 36)."""
    age_key: str
    asked_by: UUID
    approved_by: UUID


def people_of(records: Iterable[Record]) -> dict[UUID, list[str]]:
    """The labels of each person in any of them."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for record in records:
        for subject, labels in record.people().items():
            found[subject] |= set(labels)
    return {subject: sorted(labels) for subject, labels in found.items()}


def is_sensitive(labels: Iterable[str]) -> bool:
    """Whether any of the labels is of sensitive data (PIPL 28)."""
    return any(find(label).kind.sensitive for label in labels)
