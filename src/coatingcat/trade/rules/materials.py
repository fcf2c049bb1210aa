"""The file of a company's materials: its columns, what may stand in them, and what is wrong with a row."""

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from coatingcat.privacy.words import Text
from coatingcat.trade.words import MaterialStatus

COLUMNS = ("code", "product", "grade", "supplier", "status", "notes")
MAX_ROWS = 5000
_LONGEST = {"code": 40, "product": 200, "grade": 200, "supplier": 200, "notes": 1000}


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A row as it was meant: `product` is a code of the catalogue, or empty where grade and supplier say it in words."""

    code: str
    product: str
    grade: str
    supplier: str
    status: MaterialStatus
    notes: str


FAULTS: Mapping[str, Text] = {
    "columns": Text(
        "第一行须为列名，至少包括 code 和 status，以及 product 或 grade",
        "The first line names the columns: code and status at least, and product or grade",
    ),
    "empty": Text("文件中没有物料行", "There is no row in this"),
    "too_many": Text("超过 5000 行，请分批导入", "There are more than 5,000 rows; take them in in parts"),
    "unreadable": Text("含有无法读取的字符或引号未闭合", "It has characters that cannot be read, or a quote left open"),
    "code": Text("缺少内部编码", "The internal code is missing"),
    "ware": Text("须填写产品（product）或牌号（grade）", "Name a product of the catalogue or a grade"),
    "product": Text(
        "目录中没有此产品；请填产品编号或网址名",
        "The catalogue has no such product: give its code or the last part of its address",
    ),
    "status": Text(
        "状态无法识别；可用：" + "、".join(status.name for status in MaterialStatus),
        "There is no such status; there are " + ", ".join(status.name for status in MaterialStatus),
    ),
    "long": Text("有一格内容过长", "A cell is too long"),
    "characters": Text("含有不可见的控制字符", "There are invisible control characters in it"),
    "again": Text("与前面的一行重复", "It is the same material as in a row before"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row of the file, counted from 1 with the line of column names; 0: with all of it."""

    row: int
    why: str

    @property
    def text(self) -> Text:
        return FAULTS[self.why]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: rows that can be taken in, and what is wrong with the others."""

    rows: tuple[MaterialRow, ...]
    faults: tuple[Fault, ...]


def products_named(text: str) -> set[str]:
    """What stands in the column `product` of a file, to be looked up in one go; nothing for what is no such file."""
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    except csv.Error:
        return set()
    column = next((name for row in rows[:1] for name in row if name and name.strip().lower() == "product"), None)
    cells = {_plain(row[column] or "") for row in rows} if column is not None else set()
    return {cell for cell in cells if cell and len(cell) <= _LONGEST["grade"] and cell.isprintable()}


def read_materials(text: str, *, product_of: Callable[[str], str | None]) -> Read:
    """Read a file of materials. `product_of` gives the catalogue's code for what stands in the column `product`."""
    try:
        lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), strict=True))
    except csv.Error:
        return Read((), (Fault(0, "unreadable"),))
    names = [name.strip().lower() for name in lines[0]] if lines else []
    if not {"code", "status"} <= set(names) or not {"product", "grade"} & set(names):
        return Read((), (Fault(0, "columns"),))
    body = [(number, cells) for number, cells in enumerate(lines[1:], start=2) if any(c.strip() for c in cells)]
    if not body or len(body) > MAX_ROWS:
        return Read((), (Fault(0, "empty" if not body else "too_many"),))
    rows: dict[tuple[str, str, str, str], MaterialRow] = {}
    faults = []
    for number, cells in body:
        found = _row(dict(zip(names, (_plain(cell) for cell in cells), strict=False)), product_of)
        if isinstance(found, str):
            faults.append(Fault(number, found))
        elif (key := (found.code, found.product, found.grade, found.supplier)) in rows:
            faults.append(Fault(number, "again"))
        else:
            rows[key] = found
    return Read(tuple(rows.values()), tuple(faults))


def _plain(cell: str) -> str:
    """A cell as it was before `written` guarded it."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _RISKY else text


def _row(given: Mapping[str, str], product_of: Callable[[str], str | None]) -> MaterialRow | str:
    cells = {name: given.get(name, "") for name in COLUMNS}
    if any(len(cells[name]) > longest for name, longest in _LONGEST.items()):
        return "long"
    if any(not c.isprintable() for cell in cells.values() for c in cell):
        return "characters"
    if not cells["code"]:
        return "code"
    if not (cells["product"] or cells["grade"]):
        return "ware"
    status = status_of(cells["status"])
    if status is None:
        return "status"
    product = product_of(cells["product"]) if cells["product"] else ""
    if product is None:
        return "product"
    grade, supplier = ("", "") if product else (cells["grade"], cells["supplier"])
    return MaterialRow(cells["code"], product, grade, supplier, status, cells["notes"])


def status_of(typed: str) -> MaterialStatus | None:
    """A status by its name or by what it is called in either language."""
    wanted = typed.strip().casefold()
    named = wanted.upper().replace(" ", "_")
    for status in MaterialStatus:
        if named == status.name or wanted in (status.value.zh, status.value.en.casefold()):
            return status
    return None


_RISKY = frozenset("=+-@\t\r")


def written(rows: Sequence[Collection[str]]) -> str:
    """A CSV file of these rows, with a mark for spreadsheets; a cell that one would calculate is put behind a quote."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(["'" + cell if cell[:1] in _RISKY else cell for cell in row])
    return "\ufeff" + out.getvalue()
