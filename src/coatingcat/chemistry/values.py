"""The value of a property as a data sheet states it. A figure of a sheet is not a number: `≤ 40`, `approx. 140` and
`39–43` say different things, and what a sheet does not say is unknown, which is neither zero nor anything.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from coatingcat.chemistry.properties import Property
from coatingcat.chemistry.units import convert, tidy_unit
from coatingcat.chemistry.words import NotConvertible


class Form(StrEnum):
    """How a figure is stated."""

    EXACT = "exact"
    ABOUT = "about"
    RANGE = "range"
    """From … to …, or ± of a middle."""
    AT_MOST = "at_most"
    BELOW = "below"
    AT_LEAST = "at_least"
    ABOVE = "above"
    TEXT = "text"


class Kind(StrEnum):
    """What the one who states a figure promises by it."""

    SPEC = "spec"
    TYPICAL = "typical"
    MEASURED = "measured"
    CALCULATED = "calculated"
    RECOMMENDATION = "recommendation"
    DECLARATION = "declaration"


class Basis(StrEnum):
    """What a figure refers to. An OH content on solids, read as supplied, gives twice the hardener."""

    UNSTATED = ""
    AS_SUPPLIED = "as_supplied"
    ON_SOLIDS = "on_solids"
    ON_BINDER = "on_binder"
    DILUTED = "diluted"


class NotAFigure(ValueError):
    """A text states no figure in any form that sheets use."""


@dataclass(frozen=True, slots=True)
class Value:
    """One figure: its bounds in `unit` (None: open on that side) and what it holds for. Raises ValueError: lo > hi."""

    form: Form
    lo: float | None
    hi: float | None
    unit: str = ""
    kind: Kind = Kind.TYPICAL
    basis: Basis = Basis.UNSTATED
    condition: str = ""
    """Temperature, shear, sample size, oven; as printed."""
    method: str = ""
    printed: str = ""

    def __post_init__(self) -> None:
        if self.lo is not None and self.hi is not None and self.lo > self.hi:
            raise ValueError(f"The range {self.printed or (self.lo, self.hi)} runs backwards.")

    def overlaps(self, lo: float | None, hi: float | None) -> bool | None:
        """Whether part of the figure lies from `lo` to `hi`, both in this value's unit and both included (None: open).

        `< 0.5` does not reach 0.5. None if the figure has no bounds at all: unknown is a bucket of its own.
        """
        if self.lo is None and self.hi is None:
            return None
        reaches = self.hi is None or lo is None or (self.hi > lo if self.form is Form.BELOW else self.hi >= lo)
        begins = self.lo is None or hi is None or (self.lo < hi if self.form is Form.ABOVE else self.lo <= hi)
        return reaches and begins

    def in_unit(self, unit: str, quantity: str | None = None) -> "Value":
        """The same figure in another unit of the same quantity. Raises NotConvertible."""
        lo = None if self.lo is None else convert(self.lo, self.unit, unit, quantity)
        hi = None if self.hi is None else convert(self.hi, self.unit, unit, quantity)
        return replace(self, lo=lo, hi=hi, unit=tidy_unit(unit))

    def canonical(self, property: Property) -> "Value":
        """The same figure in the property's canonical unit. Raises NotConvertible if it is no value of the property."""
        if not property.accepts(self.unit):
            raise NotConvertible(f"{self.unit!r} is no unit of {property.name.en}.")
        return self.in_unit(property.unit, property.quantity_key)


_NUMBER = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][-+]?\d+)?|[-+−]?\.\d+"
_UNIT = r"(?P<unit>[^\d\s.,;<>≤≥±–…~-].*)?"
_WORDS: dict[Form, tuple[str, ...]] = {
    Form.AT_MOST: (
        "≤",
        "<=",
        "=<",
        "max.",
        "max",
        "maximum",
        "not more than",
        "up to",
        "最大",
        "不大于",
        "不高于",
        "不超过",
    ),
    Form.BELOW: ("<", "＜", "less than", "below", "小于", "低于"),
    Form.AT_LEAST: ("≥", ">=", "=>", "min.", "min", "minimum", "not less than", "at least", "最小", "不小于", "不低于"),
    Form.ABOVE: (">", "＞", "more than", "above", "大于", "高于"),
    Form.ABOUT: ("approx.", "approx", "approximately", "about", "ca.", "ca", "c.", "~", "≈", "约", "大约"),
}
_SIGNS = {word: form for form, words in _WORDS.items() for word in words}
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_ABOUT = "|".join(map(re.escape, _WORDS[Form.ABOUT]))
_BETWEEN = r"\s*(?:-|–|—|~|～|…|\.\.\.?|\bto\b|至|到|÷)\s*"
_FLAGS = re.IGNORECASE

_PLUS_MINUS = re.compile(rf"(?P<middle>{_NUMBER})\s*(?:±|\+/-)\s*(?P<half>{_NUMBER})\s*{_UNIT}", _FLAGS)
_RANGE = re.compile(rf"(?:(?:{_ABOUT})\s*)?(?P<lo>{_NUMBER}){_BETWEEN}(?P<hi>{_NUMBER})\s*{_UNIT}", _FLAGS)
_SIGNED = re.compile(rf"(?P<sign>{_SIGN})\s*(?P<number>{_NUMBER})\s*{_UNIT}", _FLAGS)
_TRAILING = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<unit>[^\d\s.,;(<>≤≥±-][^(]*?)??\s*\(?(?P<sign>max\.?|min\.?|maximum|minimum)\)?",
    _FLAGS,
)
_PLAIN = re.compile(rf"(?P<number>{_NUMBER})\s*{_UNIT}", _FLAGS)
_DECIMAL_COMMA = re.compile(r"[-+−]?(?:0,\d+|\d+,\d{1,2}|\d+,\d{4,})")


def parse(text: str, unit: str = "") -> Value:
    """The figure that a sheet prints: `16.5 ± 0.3`, `≤ 40`, `max. 600`, `approx. 140`, `39–43`, `约 140`.

    A unit after the figure counts; `unit` is taken where none is printed. Raises NotAFigure.
    """
    printed = " ".join(text.split())
    if found := _PLUS_MINUS.fullmatch(printed):
        middle, half = found["middle"], abs(_decimal(found["half"]))
        lo, hi = _tidy(_decimal(middle) - half), _tidy(_decimal(middle) + half)
        return _value(Form.RANGE, lo, hi, found["unit"] or unit, printed)
    if found := _RANGE.fullmatch(printed):
        return _value(Form.RANGE, _decimal(found["lo"]), _decimal(found["hi"]), found["unit"] or unit, printed)
    found = _SIGNED.fullmatch(printed) or _TRAILING.fullmatch(printed)
    if found:
        return _one_sided(_SIGNS[found["sign"].lower()], _decimal(found["number"]), found["unit"] or unit, printed)
    if found := _PLAIN.fullmatch(printed):
        number = _decimal(found["number"])
        return _value(Form.EXACT, number, number, found["unit"] or unit, printed)
    raise NotAFigure(f"{text!r} states no figure.")


def _one_sided(form: Form, number: float, unit: str, printed: str) -> Value:
    if form is Form.ABOUT:
        return _value(form, number, number, unit, printed)
    if form in {Form.AT_MOST, Form.BELOW}:
        return _value(form, None, number, unit, printed)
    return _value(form, number, None, unit, printed)


def _value(form: Form, lo: float | None, hi: float | None, unit: str, printed: str) -> Value:
    if lo is not None and hi is not None and lo > hi:
        raise NotAFigure(f"{printed!r} runs backwards.")
    return Value(form, lo, hi, tidy_unit(unit), printed=printed)


def _decimal(text: str) -> float:
    """The number. A comma before exactly three digits parts thousands (not after a lone 0), any other is decimal."""
    plain = text.replace("−", "-")
    return float(plain.replace(",", ".") if _DECIMAL_COMMA.fullmatch(plain) else plain.replace(",", ""))


def _tidy(number: float) -> float:
    return round(number, 10)  # 16.5 - 0.3 is 16.2, not 16.199999999999999
