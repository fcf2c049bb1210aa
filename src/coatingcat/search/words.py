"""What search speaks of: documents going in, queries and findings, and who offers documents."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, TypeVar

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Interval = tuple[float | None, float | None]
"""Lowest and highest value in the property's canonical unit; None: open on that side."""

MAX_NUMBERS = 256
"""How many different number properties one index can hold."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
_KEY = re.compile(r"[^\x00-\x1f]{1,200}")


class IndexMissing(Exception):
    """No usable index on this machine: not made yet, damaged, or of another version. A rebuild has been asked for."""


class RebuildUnderWay(Exception):
    """Somebody else is making a new generation right now."""


class DocumentRefused(ValueError):
    """A room offered a document that the index cannot hold; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. `kind` and `key` name it; everything shown in a row of results travels with it."""

    kind: str
    key: str
    url: str
    title_en: str
    title_zh: str
    body_en: str = ""
    body_zh: str = ""
    codes: tuple[str, ...] = ()
    """Trade names, CAS and EC numbers, article numbers: found whole, in part, and written together or apart."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Choices by facet. A facet without a value is left out."""
    numbers: Mapping[str, Interval] = field(default_factory=dict)
    """Interval by property. A property that is not known is left out; so is one open on both sides."""
    stored: Mapping[str, Json] = field(default_factory=dict)
    """What a row of results shows besides titles and address."""

    def __post_init__(self) -> None:
        _demand(_NAME.fullmatch(self.kind) is not None, f"kind {self.kind!r} is not a name")
        _demand(
            _KEY.fullmatch(self.key) is not None, f"a key of {self.kind} is empty, too long or has control characters"
        )
        for name in (*self.facets, *self.numbers):
            _demand(_NAME.fullmatch(name) is not None, f"{self.kind}: {name!r} is not a name of a facet or property")
        for name, (low, high) in self.numbers.items():
            bounds = [x for x in (low, high) if x is not None]
            _demand(all(math.isfinite(x) for x in bounds), f"{self.kind} {self.key}: {name} is not finite")
            _demand(len(bounds) < 2 or bounds[0] <= bounds[1], f"{self.kind} {self.key}: {name} runs backwards")


class NumberRange(NamedTuple):
    """What a property may be, in its canonical unit, both ends included; None: open.

    A document matches if its interval and this one meet. `or_unknown`: those that say nothing of it match too.
    """

    low: float | None = None
    high: float | None = None
    or_unknown: bool = False


Sort = Literal["relevance", "name"]


@dataclass(frozen=True, slots=True)
class Query:
    """A question. Inside one facet any of the values will do; facets, ranges, kinds and text must all be met."""

    text: str = ""
    kinds: Collection[str] = ()
    """Empty: all kinds."""
    facets: Mapping[str, Iterable[str]] = field(default_factory=dict)
    ranges: Mapping[str, NumberRange | Interval] = field(default_factory=dict)
    page: int = 1
    per_page: int = 20
    language: str = "en"
    """For the order by name: what begins with `zh` is sorted by pinyin."""
    sort: Sort = "relevance"
    """Without text, `relevance` is `name`."""
    count: Collection[str] | None = None
    """Facets to count; None: all that the index knows."""
    histograms: Collection[str] | None = None
    """Properties to draw; None: those with a range, and the `top_histograms` best known among what was found."""
    top_histograms: int = 3
    facet_size: int = 50
    """Values counted per facet; chosen ones are always among them."""


class Row(NamedTuple):
    """One line of results, from the index alone."""

    kind: str
    key: str
    url: str
    title_en: str
    title_zh: str
    stored: Mapping[str, Json]

    def title(self, language: str) -> str:
        """In the language asked for, or the one there is."""
        return (self.title_zh or self.title_en) if language.startswith("zh") else (self.title_en or self.title_zh)


class Bucket(NamedTuple):
    """A bar of a histogram: how many documents `low` to `high` would leave. An interval may lie in several bars."""

    low: float
    high: float
    hits: int


How = Literal["all", "prefix", "similar", "some"]
"""How the text was met: every word; beginnings and pinyin; words like it (typing errors); some of the words."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query."""

    total: int
    rows: tuple[Row, ...]
    kinds: Mapping[str, int]
    """Hits by kind, as if no kind had been chosen; biggest first."""
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    """Hits by value, as if nothing had been chosen in that very facet; biggest first."""
    histograms: Mapping[str, tuple[Bucket, ...]]
    """As if no range had been given for that very property."""
    known: Mapping[str, int]
    """How many of the hits say anything of a property, best known first (own range left aside): of all properties, or
    of the drawn ones if the query names `histograms`."""
    unknown: Mapping[str, int]
    """How many of the hits say nothing of it: of the same properties."""
    suggestion: str = ""
    """The text as it was probably meant, if nothing was found as it was typed."""
    how: How = "all"


class Suggestion(NamedTuple):
    """One completion of what is being typed."""

    text: str
    kind: str
    url: str


class Indexed(Protocol):
    """What a room offers to the index, in its `indexed.py`."""

    def documents(self, keys: Sequence[str]) -> Iterable[Document]:
        """The documents of these keys that exist now and anyone may find; the others are taken out of the index."""

    def all_keys(self) -> Iterator[Sequence[str]]:
        """Every key, in batches of some hundreds."""


Offer = TypeVar("Offer", bound=type)
_offers: dict[str, Indexed] = {}


class indexes:  # noqa: N801  # reads as a verb where it is used
    """`@indexes("product")` over a class with `documents` and `all_keys`: search will hold that kind."""

    def __init__(self, kind: str) -> None:
        _demand(_NAME.fullmatch(kind) is not None, f"kind {kind!r} is not a name")
        self.kind = kind

    def __call__(self, offer: Offer) -> Offer:
        _demand(self.kind not in _offers, f"the kind {self.kind} is offered twice")
        _offers[self.kind] = offer()
        return offer


def offers() -> dict[str, Indexed]:
    """Who offers documents, by kind."""
    return dict(_offers)


def _demand(kept: bool, otherwise: str) -> None:
    if not kept:
        raise DocumentRefused(otherwise)
