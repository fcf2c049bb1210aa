"""What a search may ask: the parameters of an address, with what is wrong in them said at the field."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from coatingcat.catalog.rules.numbers import property_of_key
from coatingcat.chemistry.properties import Property
from coatingcat.chemistry.units import tidy_unit
from coatingcat.chemistry.values import Form, NotAFigure, parse
from coatingcat.chemistry.words import NotConvertible
from coatingcat.search.words import NumberRange, Query

FACETS: Mapping[str, tuple[str, ...]] = {
    "product": ("function", "chemistry", "technology", "segment", "supplier", "category"),
    "substance": ("substance_class", "hazard", "voc"),
    "formulation": ("technology", "segment", "status"),
    "solution": ("technology", "segment"),
    "supplier": (),
    "": ("function", "chemistry", "technology", "segment", "supplier", "hazard"),
}
"""Facets offered for one kind; for all kinds together."""
KINDS = ("product", "substance", "formulation", "solution", "supplier")
PER_PAGE = 20
MAX_PAGE = 500
MAX_TEXT = 200
MAX_NUMBER = 1e12
_MAX_VALUES = 50
_ENDS = ("min", "max")


@dataclass
class Range:
    """A range somebody asked for, as typed and in the canonical unit. `errors` by end: `min`, `max`."""

    key: str
    known: Property
    typed: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    or_unknown: bool = False
    low: float | None = None
    high: float | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_asked(self) -> bool:
        return (self.low is not None or self.high is not None) and not self.errors

    @property
    def name(self) -> str:
        """The property's name in the reader's language."""
        return self.known.name.in_language(get_language() or "zh-hans")

    def read(self) -> "Range":
        """Turn what was typed into numbers of the canonical unit, or into errors."""
        self.low, self.high = self._end("min"), self._end("max")
        if self.low is not None and self.high is not None and self.low > self.high:
            self.errors["max"] = gettext("The second value must not be smaller than the first.")
        return self

    def _end(self, end: str) -> float | None:
        text = unicodedata.normalize("NFKC", self.typed.get(end, "")).strip()
        if not text:
            return None
        try:
            stated = parse(text, self.unit)
            value = self.known.canonical(stated.lo if stated.lo is not None else math.nan, stated.unit)
        except NotAFigure:
            self.errors[end] = gettext("Enter a number, such as 3.5.")
        except NotConvertible:
            self.errors[end] = gettext("This unit does not measure %(property)s.") % {"property": self.name}
        except (ValueError, OverflowError):
            self.errors[end] = gettext("Enter one number, such as 3.5.")
        else:
            if stated.form is not Form.EXACT:
                self.errors[end] = gettext("Enter one number, such as 3.5.")
            elif not abs(value) <= MAX_NUMBER:
                self.errors[end] = gettext("This number is too large to mean anything here.")
            else:
                return value
        return None


@dataclass
class Question:
    """What an address asks the search."""

    text: str = ""
    kind: str = ""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)
    page: int = 1
    sort: str = ""

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Field id and message of everything wrong; a summary stands apart from its fields, so it names them."""
        return [
            (f"{asked.key}-{end}", gettext("%(name)s: %(what)s") % {"name": asked.name, "what": message})
            for asked in self.ranges.values()
            for end, message in asked.errors.items()
        ]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.facets) or any(asked.is_asked for asked in self.ranges.values())

    def query(self, language: str) -> Query:
        """The question as search takes it; a range with an error asks for nothing."""
        return Query(
            text=self.text,
            kinds=(self.kind,) if self.kind else (),
            facets=self.facets,
            ranges={
                key: NumberRange(asked.low, asked.high, asked.or_unknown)
                for key, asked in self.ranges.items()
                if asked.is_asked
            },
            page=self.page,
            per_page=PER_PAGE,
            language="zh" if language.startswith("zh") else "en",
            sort="name" if self.sort == "name" else "relevance",
            count=FACETS[self.kind],
            facet_size=12,
        )


def question(asked: QueryDict, kind: str = "") -> Question:
    """The question in an address. Never raises: what makes no sense is left out or noted at its field."""
    made = Question(text=_text(asked.get("q", "")), kind=kind or _among(asked.get("kind", ""), KINDS))
    for name in FACETS[made.kind]:
        values = tuple(dict.fromkeys(_text(value) for value in asked.getlist(name)[:_MAX_VALUES] if value.strip()))
        if values:
            made.facets[name] = values
    made.ranges = _ranges(asked)
    made.page = _page(asked.get("page", ""))
    made.sort = _among(asked.get("sort", ""), ("name",))
    return made


def _ranges(asked: QueryDict) -> dict[str, Range]:
    found: dict[str, Range] = {}
    for name in asked:
        key, _, part = name.rpartition("_")
        if part not in {*_ENDS, "unit", "unknown"} or key in found:
            continue
        if known := property_of_key(key):
            found[key] = _range(asked, key, known[0])
    shown = asked.get("property", "")
    if opened := property_of_key(shown):
        found.setdefault(shown, Range(shown, opened[0], unit=opened[0].unit))
    return found


def _range(asked: QueryDict, key: str, known: Property) -> Range:
    unit = tidy_unit(_text(asked.get(f"{key}_unit", ""))) or known.unit
    typed = {end: _text(asked.get(f"{key}_{end}", "")) for end in _ENDS}
    made = Range(key, known, typed, unit if known.accepts(unit) else known.unit, bool(asked.get(f"{key}_unknown")))
    return made.read()


def _text(value: str) -> str:
    """What was typed, without what no text has: NUL, lone surrogates, 1 MB."""
    short = value[:MAX_TEXT].encode("utf-8", "ignore").decode()
    return "".join(c for c in short if c.isprintable()).strip()


def _among(value: str, allowed: Sequence[str]) -> str:
    return value if value in allowed else ""


def _page(value: str) -> int:
    return min(max(int(value), 1), MAX_PAGE) if value.isascii() and value.isdigit() and len(value) < 9 else 1
