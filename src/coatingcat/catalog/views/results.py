"""What a page of results shows: tabs, chips, facets, ranges, rows. Nothing here asks the database."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString

from coatingcat.catalog.forms import FACETS, KINDS, Question, Range
from coatingcat.catalog.queries.labels import FACET_NAMES, KIND_NAME, KIND_NAMES, language, value_name
from coatingcat.catalog.queries.naming import Trees
from coatingcat.catalog.rules.numbers import name_of_key, property_of_key
from coatingcat.catalog.views import markup
from coatingcat.catalog.words import name_of
from coatingcat.search.words import Bucket, Found, Row

RANGES_SHOWN = 6
LIST_URLS = {"product": "catalog:products", "substance": "catalog:substances", "formulation": "catalog:formulations"}


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied filter and the address without it."""

    name: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class RangeView:
    """A range as the page draws it: what was typed, bars, ends of the scale in the chosen unit."""

    asked: Range
    label: str
    units: tuple[str, ...]
    bars: tuple[Bucket, ...]
    smallest: float | None
    largest: float | None
    unknown: int
    known: int
    is_open: bool


class Results:
    """A finding, ready for the template."""

    def __init__(self, request: HttpRequest, question: Question, found: Found, trees: Trees, *, fixed: bool) -> None:
        self.request = request
        self.question = question
        self.found = found
        self.trees = trees
        self.fixed = fixed
        self.language = language()

    @property
    def total(self) -> int:
        return self.found.total

    def _address(self, *, drop: tuple[str, ...] = (), **put: str) -> str:
        query = self.request.GET.copy()
        for name in (*drop, "page"):
            query.pop(name, None)
        for name, value in put.items():
            query[name] = value
        return self._of(query)

    def _of(self, query: QueryDict) -> str:
        text = query.urlencode()
        return f"{self.request.path}?{text}" if text else self.request.path

    @functools.cached_property
    def tabs(self) -> list[Tab]:
        """All kinds with their counts; a filter that only one kind knows is left behind on the way to another."""
        text = {"q": self.question.text} if self.question.text else {}
        query = QueryDict(mutable=True)
        query.update(text)
        tail = f"?{query.urlencode()}" if text else ""
        tabs = []
        for kind in KINDS:
            base = reverse(LIST_URLS[kind]) if kind in LIST_URLS else f"{reverse('catalog:search')}"
            url = base + tail if kind in LIST_URLS else f"{base}?{self._kind_query(kind)}"
            tabs.append(Tab(str(KIND_NAMES[kind]), url, self.found.kinds.get(kind, 0), kind == self.question.kind))
        return tabs

    def _kind_query(self, kind: str) -> str:
        query = QueryDict(mutable=True)
        if self.question.text:
            query["q"] = self.question.text
        query["kind"] = kind
        return query.urlencode()

    @functools.cached_property
    def chips(self) -> list[Chip]:
        return [*self._facet_chips(), *self._range_chips()]

    def _facet_chips(self) -> Iterator[Chip]:
        for name, values in self.question.facets.items():
            for value in values:
                query = self.request.GET.copy()
                query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
                query.pop("page", None)
                yield Chip(str(FACET_NAMES[name]), value_name(name, value, self.trees), self._of(query))

    def _range_chips(self) -> Iterator[Chip]:
        for key, asked in self.question.ranges.items():
            if asked.is_asked:
                parts = tuple(f"{key}_{part}" for part in ("min", "max", "unit", "unknown"))
                name = name_of_key(key).in_language(self.language)
                yield Chip(name, _interval_text(asked), self._address(drop=parts))

    @property
    def clear_url(self) -> str:
        query = QueryDict(mutable=True)
        for name in ("q",) if self.fixed else ("q", "kind"):
            if value := self.request.GET.get(name, ""):
                query[name] = value
        return self._of(query)

    @functools.cached_property
    def facets(self) -> list[Facet]:
        made = []
        for name in FACETS[self.question.kind]:
            chosen = self.question.facets.get(name, ())
            choices = [
                Choice(value, value_name(name, value, self.trees), count, value in chosen)
                for value, count in self.found.facets.get(name, ())
                if count or value in chosen
            ]
            if len(choices) > 1 or chosen:
                made.append(Facet(name, str(FACET_NAMES[name]), choices))
        return made

    @functools.cached_property
    def ranges(self) -> list[RangeView]:
        """The asked ones, then those best known among what was found."""
        shown = list(self.question.ranges)
        shown += [key for key in self.found.known if key not in shown][: max(0, RANGES_SHOWN - len(shown))]
        return [view for key in shown if (view := self._range(key)) is not None]

    def _range(self, key: str) -> RangeView | None:
        found = property_of_key(key)
        if found is None:
            return None
        known = found[0]
        asked = self.question.ranges.get(key) or Range(key, known, unit=known.unit)
        bars = self.found.histograms.get(key, ())
        smallest = _printed(key, bars[0].low, asked.unit) if bars else None
        largest = _printed(key, bars[-1].high, asked.unit) if bars else None
        return RangeView(
            asked,
            name_of_key(key).in_language(self.language),
            known.units,
            bars,
            smallest,
            largest,
            self.found.unknown.get(key, 0),
            self.found.known.get(key, 0),
            key in self.question.ranges or bool(bars),
        )

    @functools.cached_property
    def more_properties(self) -> list[tuple[str, str]]:
        """Properties known of what was found, for which no range is shown."""
        shown = {view.asked.key for view in self.ranges}
        named = [(key, name_of_key(key).in_language(self.language)) for key in self.found.known if key not in shown]
        return sorted((pair for pair in named if property_of_key(pair[0])), key=lambda pair: pair[1])

    @functools.cached_property
    def tabs_html(self) -> SafeString:
        text = self.question.text
        query = QueryDict(mutable=True)
        if text:
            query["q"] = text
        tail = f"?{query.urlencode()}" if text else ""
        everything = "" if self.fixed else reverse("catalog:search") + tail
        return markup.tabs(self.tabs, everything, all_here=not self.question.kind)

    @functools.cached_property
    def filters_html(self) -> SafeString:
        kind = "" if self.fixed else self.question.kind
        hidden = [("q", self.question.text), ("kind", kind), ("sort", self.question.sort)]
        parts = [markup.facet(facet.name, facet.label, facet.choices) for facet in self.facets]
        parts += [markup.range_of(view) for view in self.ranges]
        return markup.filters(self.request.path, hidden, [*parts, markup.more(self.more_properties)])

    @functools.cached_property
    def rows_html(self) -> SafeString:
        return markup.rows(self.rows, static("front/hazards.svg"))

    @functools.cached_property
    def rows(self) -> list[dict[str, Any]]:
        return [self._row(row) for row in self.found.rows]

    def _row(self, row: Row) -> dict[str, Any]:
        pick = 1 if self.language == "zh" else 0
        known = row.stored
        made: dict[str, Any] = {
            "kind": row.kind,
            "kind_name": KIND_NAME.get(row.kind, ""),
            "url": row.url,
            "title": row.title(self.language),
            "known": known,
        }
        for name in ("category", "segment", "class"):
            if pair := known.get(name):
                made[name] = pair[pick] or pair[0]  # type: ignore[index]
        if technology := known.get("technology"):
            made["technology"] = name_of("technology", str(technology), self.language)
        made["figures"] = [
            (figure[pick], figure[2], figure[3])  # type: ignore[index]
            for figure in known.get("figures", ())  # type: ignore[union-attr]
        ]
        return made

    @property
    def suggestion_url(self) -> str:
        return self._address(q=self.found.suggestion)

    @property
    def typed_url(self) -> str:
        return self._address(drop=("q",))

    @property
    def name_url(self) -> str:
        return self._address(sort="name")

    @property
    def relevance_url(self) -> str:
        return self._address(drop=("sort",))


@functools.lru_cache(maxsize=4096)
def _printed(key: str, value: float, unit: str) -> float:
    """A figure of the canonical unit in the one that was chosen."""
    found = property_of_key(key)
    return found[0].printed(value, unit) if found else value


def _interval_text(asked: Range) -> str:
    low, high = (asked.typed.get(end, "") for end in ("min", "max"))
    text = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    return f"{text} {asked.unit}".strip()
