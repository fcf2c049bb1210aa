"""The file of offers: its columns, what may stand in them, and what is wrong with a row, in both languages."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from coatingcat.trade.rules.ladders import NoLadder, Steps, ladder_in_text
from coatingcat.trade.rules.offer_faults import DEMONSTRATION, Fault
from coatingcat.trade.words import MAX_QUANTITY, PACK_UNITS

REQUIRED = ("product_id", "sku", "pack", "unit", "price", "currency", "min", "multiple", "stock", "lead_days")
OPTIONAL = ("label", "seller", "ladder")
"""`seller`: key among the recipients, or registration number, of who sells; empty: the operator. `ladder`: price steps
such as `1:120.50;10:118.00`; where the column is there, an empty cell ends the steps of the offer."""
LIST_COLUMNS = ("sku", "ladder")
"""Of the file of one price list."""
_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CURRENCY = re.compile("[A-Z]{3}")
_NUMBER = re.compile(r"\d{1,10}(\.\d{1,4})?", re.ASCII)
_MOST_DAYS = 400

Note = Callable[[str, str], None]
"""Takes down a fault of the row being read: field and code."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A row as it was meant. `price` None: on request; `stock` None: made to order."""

    row: int
    product_id: str
    sku: str
    pack_size: Decimal
    pack_unit: str
    price: Decimal | None
    currency: str
    minimum: int
    multiple: int
    stock: int | None
    lead_days: int | None
    is_demonstration: bool
    seller: str = ""
    """Key or registration number; empty: who takes the file in."""
    steps: Steps | None = None
    """From more packs than one; None: the file has no such column."""


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A row of the file of a price list; without steps the list says nothing of the offer any more."""

    row: int
    sku: str
    steps: Steps


R = TypeVar("R", OfferRow, LadderRow)


def rows_of(file: str, lines: Iterable[str]) -> Iterator[OfferRow | list[Fault]]:
    """The rows of a file, each as it was meant or with all that is wrong with it; the first of doubled SKUs counts."""
    return _read(file, lines, REQUIRED, _row)


def ladders_of(file: str, lines: Iterable[str]) -> Iterator[LadderRow | list[Fault]]:
    """The rows of the file of a price list, likewise."""
    return _read(file, lines, LIST_COLUMNS, _ladder_row)


def _read(
    file: str,
    lines: Iterable[str],
    required: Sequence[str],
    meant: Callable[[str, int, Mapping[str, str]], R | list[Fault]],
) -> Iterator[R | list[Fault]]:
    """`meant` makes a row of the cells by the names of their columns."""
    records, seen = _records(lines), set()
    _, first = next(records, (1, []))
    header = [name.strip().removeprefix("\ufeff") for name in first or []]
    missing = [Fault(file, 1, name, "missing_column") for name in required if name not in header]
    if missing:
        yield missing
        return
    for number, cells in records:
        if cells is None:
            yield [Fault(file, number, "", "characters")]
            continue
        if not any(cell.strip() for cell in cells):
            continue
        given = _cells(file, number, header, cells)
        row = given if isinstance(given, list) else meant(file, number, given)
        if not isinstance(row, list) and row.sku in seen:
            row = [Fault(file, number, "sku", "duplicate", row.sku)]
        if not isinstance(row, list):
            seen.add(row.sku)
        yield row


def _records(lines: Iterable[str]) -> Iterator[tuple[int, list[str] | None]]:
    """Number of the line and its cells; None where the reader gives up, as at a cell without an end."""
    reader = csv.reader(lines, strict=False)
    while True:
        cells: list[str] | None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        yield reader.line_num, cells


def _cells(file: str, number: int, header: list[str], cells: list[str]) -> dict[str, str] | list[Fault]:
    if len(cells) != len(header):
        return [Fault(file, number, "", "cells")]
    if any(not c.isprintable() for cell in cells for c in cell):
        return [Fault(file, number, "", "characters")]
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def _ladder_row(file: str, number: int, given: Mapping[str, str]) -> LadderRow | list[Fault]:
    try:
        return LadderRow(number, given["sku"], ladder_in_text(given["ladder"]))
    except NoLadder as refusal:
        return [Fault(file, number, "ladder", refusal.code, given["ladder"])]


def _row(file: str, number: int, given: Mapping[str, str]) -> OfferRow | list[Fault]:
    faults: list[Fault] = []

    def note(field: str, code: str) -> None:
        faults.append(Fault(file, number, field, code, given.get(field, "")))

    price = _decimal(given, "price", note) if given["price"] else None
    price, steps = _with_steps(given, price, note)
    row = OfferRow(
        row=number,
        product_id=_matching(given, "product_id", _CODE, note),
        sku=_matching(given, "sku", _SKU, note),
        pack_size=_decimal(given, "pack", note),
        pack_unit=given["unit"],
        price=price,
        currency=given["currency"] if price is not None else "",
        minimum=_whole(given, "min", note, low=1, otherwise=1) or 1,
        multiple=_whole(given, "multiple", note, low=1, otherwise=1) or 1,
        stock=_whole(given, "stock", note),
        lead_days=_whole(given, "lead_days", note, high=_MOST_DAYS),
        is_demonstration=given.get("label") == DEMONSTRATION,
        seller=given.get("seller", ""),
        steps=steps,
    )
    if row.pack_unit not in PACK_UNITS:
        note("unit", "unit")
    if price is not None and not _CURRENCY.fullmatch(row.currency):
        note("currency", "currency")
    if given.get("label", "") not in {"", DEMONSTRATION}:
        note("label", "label")
    return faults or row


def _with_steps(given: Mapping[str, str], price: Decimal | None, note: Note) -> tuple[Decimal | None, Steps | None]:
    """The price of one pack, from its own column or the ladder's first step, and the steps above it."""
    if "ladder" not in given:
        return price, None
    try:
        steps = ladder_in_text(given["ladder"])
    except NoLadder as refusal:
        note("ladder", refusal.code)
        return price, ()
    if not steps:
        return price, ()
    first, rest = (steps[0][1], steps[1:]) if steps[0][0] == 1 else (None, steps)
    price = price if given["price"] else first
    if price is None or first not in {None, price}:
        note("ladder", "first_step")
    elif rest and rest[0][1] >= price:
        note("ladder", "falling")
    return price, rest


def _matching(given: Mapping[str, str], field: str, pattern: re.Pattern[str], note: Note) -> str:
    text = given[field]
    if not text:
        note(field, "empty")
    elif not pattern.fullmatch(text):
        note(field, "code")
    return text


def _decimal(given: Mapping[str, str], field: str, note: Note) -> Decimal:
    text = given[field]
    try:
        value = Decimal(text) if _NUMBER.fullmatch(text) else Decimal(0)
    except InvalidOperation:
        value = Decimal(0)
    if value <= 0:
        note(field, "number" if text else "empty")
    return value


def _whole(
    given: Mapping[str, str],
    field: str,
    note: Note,
    *,
    low: int = 0,
    high: int = MAX_QUANTITY,
    otherwise: int | None = None,
) -> int | None:
    text = given[field]
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and low <= int(text) <= high):
        note(field, "whole")
        return otherwise
    return int(text)
