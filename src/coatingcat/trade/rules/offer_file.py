"""The file of offers: its columns, what may stand in them, and what is wrong with a row, in both languages."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from coatingcat.privacy.words import Text
from coatingcat.trade.words import MAX_QUANTITY, PACK_UNITS

REQUIRED = ("product_id", "sku", "pack", "unit", "price", "currency", "min", "multiple", "stock", "lead_days")
OPTIONAL = ("label",)
DEMONSTRATION = "demonstration"
_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CURRENCY = re.compile("[A-Z]{3}")
_NUMBER = re.compile(r"\d{1,10}(\.\d{1,4})?", re.ASCII)
_MOST_DAYS = 400

Note = Callable[[str, str], None]
"""Takes down a fault of the row being read: field and code."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: file, line in the file (0: the file as a whole), field, code of the reason, what stood there."""

    file: str
    row: int
    field: str
    code: str
    value: str = ""

    @property
    def reason(self) -> Text:
        return self._filled(REASONS[self.code][0])

    @property
    def remedy(self) -> Text:
        return self._filled(REASONS[self.code][1])

    def _filled(self, text: Text) -> Text:
        shown = "".join(c if c.isprintable() else "�" for c in self.value[:60])
        return Text(text.zh.replace("{value}", shown), text.en.replace("{value}", shown))


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


REASONS: Mapping[str, tuple[Text, Text]] = {
    "unreadable": (
        Text("文件无法读取：{value}", "the file cannot be read: {value}"),
        Text("请另存为带表头的 UTF-8 逗号分隔文件。", "Save it as comma-separated UTF-8 with a header row."),
    ),
    "missing_column": (
        Text("缺少该列", "the column is missing"),
        Text("请在表头中加入该列。", "Add the column to the header row."),
    ),
    "cells": (
        Text("该行的单元格数与表头不符", "the row has more or fewer cells than the header"),
        Text("请检查是否有未加引号的逗号。", "Check for a comma that is not in quotes."),
    ),
    "characters": (
        Text("该行含有无法保存的字符", "the row has characters that cannot be stored"),
        Text("请将文件另存为 UTF-8，并删除控制字符。", "Save the file as UTF-8 and remove control characters."),
    ),
    "empty": (Text("内容为空", "nothing is given"), Text("此字段必填。", "This field is needed.")),
    "code": (
        Text("“{value}”不是有效代码", "“{value}” is no code"),
        Text("请使用字母、数字、点、连字符或下划线。", "Use letters, digits, dots, hyphens or underscores."),
    ),
    "number": (
        Text("“{value}”不是大于零的数字", "“{value}” is no number above zero"),
        Text(
            "请填写如 25 或 38.5 的数字，小数不超过四位。", "Write a number such as 25 or 38.5, four decimals at most."
        ),
    ),
    "whole": (
        Text("“{value}”不是允许范围内的整数", "“{value}” is no whole number in the range allowed"),
        Text("请填写整数，不带千位分隔符。", "Write a whole number without thousands separators."),
    ),
    "unit": (
        Text("单位“{value}”不可用", "the unit “{value}” is not known"),
        Text(f"请使用：{'、'.join(PACK_UNITS)}。", f"Use one of {', '.join(PACK_UNITS)}."),
    ),
    "currency": (
        Text("“{value}”不是货币代码", "“{value}” is no currency"),
        Text(
            "有价格时请填写如 CNY 的三位代码，否则留空。",
            "Write a code such as CNY where there is a price, else nothing.",
        ),
    ),
    "label": (
        Text("标记“{value}”不可用", "the label “{value}” is not known"),
        Text(f"请填写 {DEMONSTRATION} 或留空。", f"Write {DEMONSTRATION} or nothing."),
    ),
    "duplicate": (
        Text("货号“{value}”重复；已采用第一条", "the SKU “{value}” is there more than once; the first was taken"),
        Text("请为该行使用自己的货号。", "Give the row a SKU of its own."),
    ),
    "taken": (
        Text("货号“{value}”属于其他供应商", "the SKU “{value}” is another seller's"),
        Text("请使用自己的货号。", "Give it a SKU of your own."),
    ),
    "product": (
        Text("产品“{value}”不存在", "there is no product “{value}”"),
        Text("请先导入产品目录，或更正编号。", "Import the catalogue first, or correct the number."),
    ),
    "promised": (
        Text(
            "已有 {value} 件承诺给订单，库存不能更少", "{value} packs are promised to orders; the stock cannot be less"
        ),
        Text("请填写含已承诺部分的现有库存。", "Give the packs on hand, those that are promised included."),
    ),
}


def rows_of(file: str, lines: Iterable[str]) -> Iterator[OfferRow | list[Fault]]:
    """The rows of a file, each as it was meant or with all that is wrong with it; the first of doubled SKUs counts."""
    reader, seen = csv.reader(lines, strict=False), set()
    header = [name.strip().removeprefix("\ufeff") for name in next(reader, [])]
    missing = [Fault(file, 1, name, "missing_column") for name in REQUIRED if name not in header]
    if missing:
        yield missing
        return
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(file, reader.line_num, header, cells)
        if isinstance(row, OfferRow) and row.sku in seen:
            row = [Fault(file, row.row, "sku", "duplicate", row.sku)]
        if isinstance(row, OfferRow):
            seen.add(row.sku)
        yield row


def _row(file: str, number: int, header: list[str], cells: list[str]) -> OfferRow | list[Fault]:
    if len(cells) != len(header):
        return [Fault(file, number, "", "cells")]
    if any(not c.isprintable() for cell in cells for c in cell):
        return [Fault(file, number, "", "characters")]
    given = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    faults: list[Fault] = []

    def note(field: str, code: str) -> None:
        faults.append(Fault(file, number, field, code, given.get(field, "")))

    price = _decimal(given, "price", note) if given["price"] else None
    row = OfferRow(
        row=number,
        product_id=_matching(given, "product_id", _CODE, note),
        sku=_matching(given, "sku", _SKU, note),
        pack_size=_decimal(given, "pack", note),
        pack_unit=given["unit"],
        price=price,
        currency=given["currency"] if given["price"] else "",
        minimum=_whole(given, "min", note, low=1, otherwise=1) or 1,
        multiple=_whole(given, "multiple", note, low=1, otherwise=1) or 1,
        stock=_whole(given, "stock", note),
        lead_days=_whole(given, "lead_days", note, high=_MOST_DAYS),
        is_demonstration=given.get("label") == DEMONSTRATION,
    )
    if row.pack_unit not in PACK_UNITS:
        note("unit", "unit")
    if given["price"] and not _CURRENCY.fullmatch(row.currency):
        note("currency", "currency")
    if given.get("label", "") not in {"", DEMONSTRATION}:
        note("label", "label")
    return faults or row


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
