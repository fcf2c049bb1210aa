"""Lines somebody pastes to order quickly: which ware by which name, how many, and what is wrong with a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from coatingcat.privacy.words import Text
from coatingcat.trade.rules.quantities import NotAQuantity, quantity_of
from coatingcat.trade.words import MAX_LINES

_SEPARATED = re.compile(r"\s*[\t;,，；]\s*")
_SPACED = re.compile(r"^(.*\S)\s+(\S+)$")
_HEADS = {"sku", "code", "item", "product", "article", "货号", "编码", "产品", "物料"}
LONGEST = 200
"""Characters of a line."""
MOST = MAX_LINES
"""Lines at once: as many as a cart takes. More is refused as a whole, never cut off."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as it was meant."""

    number: int
    typed: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that was not taken: why, and what is near it."""

    number: int
    typed: str
    why: Text
    nearest: tuple[str, ...] = ()


NO_QUANTITY = Text("缺少数量，或数量不是整数", "There is no quantity, or it is no whole number")
UNKNOWN = Text("没有这个货号、编码或产品名称", "No SKU, code or product goes by this name")
SEVERAL = Text("有多种包装，请填写货号", "There are several packs; give the SKU of one")
TOO_LONG = Text("该行过长", "The line is too long")


def lines_of(text: str) -> list[Wanted | Wrong]:
    """What was pasted, line by line: a name and a quantity, by tab, comma, semicolon or the last space between them.

    A first line of headings and empty lines are passed over.
    """
    found: list[Wanted | Wrong] = []
    for number, line in enumerate(text.splitlines(), start=1):
        typed = line.strip()
        if not typed or (not found and _SEPARATED.split(typed)[0].strip('"').casefold() in _HEADS):
            continue
        found.append(_line(number, typed))
    return found


def _line(number: int, typed: str) -> Wanted | Wrong:
    if len(typed) > LONGEST:
        return Wrong(number, typed[:LONGEST] + "…", TOO_LONG)
    cells = [cell.strip().strip('"') for cell in _SEPARATED.split(typed) if cell.strip()]
    if len(cells) < 2:
        parted = _SPACED.match(typed)
        cells = list(parted.groups()) if parted else [typed]
    try:
        return Wanted(number, typed, " ".join(cells[:-1]), quantity_of(cells[-1] if len(cells) > 1 else ""))
    except NotAQuantity:
        return Wrong(number, typed, NO_QUANTITY)


def nearest_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """At most three names that somebody may have meant."""
    by_folded = {one.casefold(): one for one in known}
    return tuple(by_folded[one] for one in get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.6))
