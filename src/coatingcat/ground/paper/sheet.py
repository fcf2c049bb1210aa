"""What a paper says, before it is drawn: texts only, already in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. `width` counts as part of the sum of all."""

    heading: str
    width: int
    align: Literal["LEFT", "RIGHT"] = "LEFT"


@dataclass(frozen=True, slots=True)
class Sum:
    """A line below the table; `strong`: the one that counts."""

    label: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A heading and lines, such as a party or a bank account."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice, a delivery note, a confirmation, a quote."""

    title: str
    number: str
    house: str
    """Whose paper it is: the seller's name, at the head."""
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value, at the right of the head: dates, numbers, references."""
    parties: tuple[Box, ...] = ()
    """Up to three, side by side."""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sums: tuple[Sum, ...] = ()
    boxes: tuple[Box, ...] = ()
    """Below the table: where to pay, where to sign."""
    notes: tuple[str, ...] = ()
    code: str = field(default="")
    """An address, drawn as a QR code beside the boxes; `code_says` stands below it."""
    code_says: str = ""
    foot: str = ""

    def texts(self) -> Iterator[str]:
        """Every text that is drawn."""
        yield from (self.title, self.number, self.house, self.code_says, self.foot, *self.notes)
        yield from (text for fact in self.facts for text in fact)
        yield from (text for box in (*self.parties, *self.boxes) for text in (box.heading, *box.lines))
        yield from (column.heading for column in self.columns)
        yield from (text for row in self.rows for text in row)
        yield from (text for one in self.sums for text in (one.label, one.amount))
