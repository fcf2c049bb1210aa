"""How a figure is stated: its form, its bounds, how it reads, and what its condition says of basis and temperature."""

import functools
import re
from typing import NamedTuple

from coatingcat.catalog.rules.cells import PLAIN_NUMBER, Note, number
from coatingcat.catalog.words import Basis, Form
from coatingcat.chemistry.values import parse

_SOLIDS = re.compile(r"\bon (?:\w+ )?(?:solids?|resin)\b|solid resin|solvent[- ]free|on non-?volatile", re.IGNORECASE)
_SUPPLIED = re.compile(r"as supplied|supply form|delivery form|on solution|^solution\b", re.IGNORECASE)
_DILUTED = re.compile(r"\b1 ?: ?\d+|\d+ ?% (?:in|solution)\b|\bin (?:demineral\w+ )?water\b", re.IGNORECASE)
_CELSIUS = re.compile(r"(-?\d+(?:\.\d+)?) ?°C")
_FAHRENHEIT = re.compile(r"(-?\d+(?:\.\d+)?) ?°F")
_BELOW_MARKS = {"<": Form.BELOW, "<=": Form.AT_MOST, "": Form.AT_MOST}
_ABOVE_MARKS = {">": Form.ABOVE, ">=": Form.AT_LEAST, "": Form.AT_LEAST}
_SIGN = {Form.BELOW: "< ", Form.AT_MOST: "≤ ", Form.ABOVE: "> ", Form.AT_LEAST: "≥ ", Form.ABOUT: "≈ "}
QUALIFIERS = frozenset({"", "approx", "<", "<=", ">", ">="})


class Figure(NamedTuple):
    """A statement such as `≤ 0.1`: bounds in the printed unit (None: open) and how it reads."""

    form: str
    lo: float | None
    hi: float | None
    printed: str


def figure(value: str, low: str, high: str, qualifier: str, words: str, note: Note) -> Figure | None:
    """What the cells value, value_min, value_max, qualifier and value_text state together; None after a fault was noted."""
    if value:
        return _single(value, qualifier, note)
    if low and high:
        return _range(low, high, qualifier, note)
    if high:
        return _open(high, qualifier, _BELOW_MARKS, "value_max", note)
    if low:
        return _open(low, qualifier, _ABOVE_MARKS, "value_min", note)
    if words:
        return Figure(Form.TEXT.value, None, None, words)
    note("value", "no_value", "")
    return None


def _single(value: str, qualifier: str, note: Note) -> Figure | None:
    if qualifier in {"<", "<="}:
        return _open(value, qualifier, _BELOW_MARKS, "value", note)
    if qualifier in {">", ">="}:
        return _open(value, qualifier, _ABOVE_MARKS, "value", note)
    if not PLAIN_NUMBER.fullmatch(value) and (stated := _stated(value)) is not None:
        return stated
    x = number(value, "value", note)
    if x is None:
        return None
    if qualifier == "approx":
        return Figure(Form.ABOUT.value, x, x, f"≈ {value}")
    return Figure(Form.EXACT.value, x, x, value)


def _stated(text: str) -> Figure | None:
    """A whole statement in one cell, such as `16.5 ± 0.3`; None if it is a plain number or no statement."""
    try:
        made = parse(text)
    except ValueError:
        return None
    if made.form is Form.EXACT or made.unit:
        return None
    return Figure(made.form.value, made.lo, made.hi, made.printed)


def _range(low: str, high: str, qualifier: str, note: Note) -> Figure | None:
    lo, hi = number(low, "value_min", note), number(high, "value_max", note)
    if lo is None or hi is None:
        return None
    if lo > hi:
        note("value_min", "min_over_max", f"{low} > {high}")
        return None
    dash = " … " if low.startswith("-") or high.startswith("-") else "–"
    return Figure(Form.RANGE.value, lo, hi, f"{'≈ ' if qualifier == 'approx' else ''}{low}{dash}{high}")


def _open(text: str, qualifier: str, marks: dict[str, Form], field: str, note: Note) -> Figure | None:
    x = number(text, field, note)
    if x is None:
        return None
    form = marks.get("" if qualifier == "approx" else qualifier)
    if form is None:
        note("qualifier", "unknown_word", qualifier)
        return None
    printed = f"{_SIGN[form]}{text}"
    return Figure(form.value, None, x, printed) if marks is _BELOW_MARKS else Figure(form.value, x, None, printed)


@functools.lru_cache(maxsize=4096)
def basis_of(condition: str) -> str:
    """What a figure refers to, where its condition says so."""
    if _SOLIDS.search(condition):
        return Basis.ON_SOLIDS.value
    if _SUPPLIED.search(condition):
        return Basis.AS_SUPPLIED.value
    if _DILUTED.search(condition):
        return Basis.DILUTED.value
    return Basis.UNSTATED.value


@functools.lru_cache(maxsize=4096)
def temperature_of(condition: str) -> float | None:
    """°C of the measurement where its condition says one; °F converted."""
    if found := _CELSIUS.search(condition):
        return float(found[1])
    if found := _FAHRENHEIT.search(condition):
        return round((float(found[1]) - 32) / 1.8, 1)
    return None
