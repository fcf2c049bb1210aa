"""What the files of a catalogue have in common.

`read(cells, note)` gives the staging values in the order of `columns`, or has noted faults, in which case they are not
used. Cells come stripped, with one empty cell at the end, as which columns read that the file does not have. Two statuses are held back by the caller.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from coatingcat.catalog.rules import cells
from coatingcat.catalog.rules.cells import Note
from coatingcat.catalog.words import Status

STATUSES = frozenset(status.value for status in Status)
Values = tuple[Any, ...]


class File:
    """One kind of file. `key` names the staging columns that a row is known by."""

    name: ClassVar[str]
    required: ClassVar[tuple[str, ...]]
    optional: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]]
    numbers: ClassVar[frozenset[str]] = frozenset()
    """Staging columns that are double precision; the rest is text."""
    arrays: ClassVar[frozenset[str]] = frozenset()
    key: ClassVar[tuple[str, ...]]
    known_by: ClassVar[str]
    """Column of the file that other files refer to a row by."""
    status: ClassVar[str] = ""
    """Column of the file that says how far the row can be trusted; empty: it has none."""
    sourced: ClassVar[str] = ""
    """Column that a verified row must have filled."""

    def __init__(self, header: Sequence[str]) -> None:
        self.at: Mapping[str, int] = {name: place for place, name in enumerate(header)}
        self.width = len(header)

    def picker(self, *names: str) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """Picks cells by column, at once; for columns the file does not have, the row ends with an empty cell."""
        return operator.itemgetter(*(self.at.get(name, -1) for name in names))

    def getter(self, row: Sequence[str]) -> Callable[[str], str]:
        at = self.at
        return lambda name: row[at.get(name, -1)]

    def read(self, row: Sequence[str], note: Note) -> Values:
        raise NotImplementedError

    def status_of(self, row: Sequence[str]) -> str:
        """The row's status; background where it says nothing, verified where the file has no such thing."""
        if not self.status:
            return Status.VERIFIED
        return (row[self.at[self.status]] if self.status in self.at else "") or Status.BACKGROUND


def source(text: str, note: Note) -> str:
    """Where it was read: an address, or words such as `own construction`, which link to nothing."""
    if text.startswith(("http:", "https:")) and not cells.is_address(text):
        note("source", "address", text)
    return text
