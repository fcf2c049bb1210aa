"""Reads a bank's statement as CSV: day, amount and words of each transfer. Names of payers are never looked at."""

import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from coatingcat.trade.rules.references import codes_among

MOST_BYTES, MOST_LINES = 2_000_000, 5_000
_COLUMNS = {
    "on": ("date", "value date", "booking date", "日期", "交易日期", "入账日期", "记账日期"),
    "amount": ("amount", "credit", "credit amount", "金额", "交易金额", "收入", "贷方金额", "收入金额"),
    "currency": ("currency", "币种", "货币"),
    "words": ("reference", "remittance", "remittance information", "purpose", "附言", "摘要", "用途", "备注"),
    "number": ("transaction id", "bank reference", "id", "流水号", "交易流水号", "凭证号"),
}
_NEEDED = ("on", "amount", "words")
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%Y.%m.%d")


class UnreadableStatement(ValueError):
    """`why`: `size`, `text`, `columns` or `lines`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line. `wrong`: the column that cannot be read. `codes`: the orders whose references stand in its words."""

    row: int
    on: date | None
    amount: Decimal | None
    currency: str
    number: str
    codes: tuple[str, ...]
    has_broken_reference: bool
    source: str
    wrong: str = ""


def read_statement(content: bytes) -> list[StatementLine]:
    """Every line with anything in it. Raises UnreadableStatement."""
    if len(content) > MOST_BYTES:
        raise UnreadableStatement("size")
    text = _text(content)
    head = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise UnreadableStatement("columns") from None
    places = _places(rows[0] if rows else [])
    if any(name not in places for name in _NEEDED):
        raise UnreadableStatement("columns")
    if len(rows) > MOST_LINES + 1:
        raise UnreadableStatement("lines")
    seen: Counter[str] = Counter()
    return [
        _line(number, row, places, seen) for number, row in enumerate(rows[1:], start=2) if any(map(str.strip, row))
    ]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableStatement("text")


def _places(headings: list[str]) -> dict[str, int]:
    known = {heading.strip().lower(): place for place, heading in reversed(list(enumerate(headings)))}
    found = {}
    for name, headings_of in _COLUMNS.items():
        place = next((known[heading] for heading in headings_of if heading in known), None)
        if place is not None:
            found[name] = place
    return found


def _line(number: int, row: list[str], places: dict[str, int], seen: Counter[str]) -> StatementLine:
    said = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    on, amount = _day(said["on"]), _amount(said["amount"])
    wrong = "on" if on is None else "amount" if amount is None else ""
    words = said["words"]
    facts = "|".join((said["on"], said["amount"], said.get("currency", ""), words, said.get("number", "")))
    seen[facts] += 1  # two alike lines of one statement are two transfers
    digest = hashlib.sha256(f"{facts}|{seen[facts]}".encode()).hexdigest()
    codes = codes_among(words)
    broken = not codes and bool(re.search(r"RF\d\d", re.sub(r"[\s./-]", "", words.upper())))
    currency = said.get("currency", "").upper()
    return StatementLine(number, on, amount, currency, said.get("number", "")[:35], codes, broken, digest, wrong)


def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007  # a day of the bank's, in no zone
        except ValueError:
            continue
    return None


def _amount(text: str) -> Decimal | None:
    """`1,234.50`, `1.234,50` and `1234.5` alike."""
    tidy = re.sub(r"[\s'¥]", "", text)
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})*,\d{1,3}|[+-]?\d+,\d{1,2}", tidy):
        tidy = tidy.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(tidy.replace(",", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < Decimal(10) ** 14 else None
