"""What pages of formulations and solutions show."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, Sum

from coatingcat.catalog.models import Document, Formulation, FormulationLine
from coatingcat.catalog.queries.labels import FORMULATION_STATUS, STATUS_MEANS, language, source_text
from coatingcat.catalog.queries.naming import Named, Trees, below, trees
from coatingcat.catalog.words import TECHNOLOGIES, name_of


class Part(NamedTuple):
    """The lines of one part; `share` is its share of the mix by weight, where the source gives a ratio."""

    name: str
    lines: list[FormulationLine]
    ratio: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A technology of a segment, or a segment itself, with how many formulations it has."""

    code: str
    name: str
    count: int


def formulation_of(code: str) -> Formulation | None:
    return Formulation.objects.filter(pk=code).select_related("segment").first()


def facts_of(it: Formulation) -> dict[str, Any]:
    """Everything on the page of a formulation: two queries."""
    here = language()
    lines = list(it.lines.select_related("substance", "product").order_by("number"))
    document = Document.objects.filter(formulation=it).first()
    return {
        "formulation": it,
        "segment_name": it.segment.name(here),
        "technology_name": name_of("technology", it.technology, here) if it.technology else "",
        "parts": _parts(it, lines),
        "largest": max((line.percent or 0 for line in lines), default=0),
        "status_name": FORMULATION_STATUS.get(it.status, ""),
        "status_means": STATUS_MEANS.get(it.status, ""),
        "document": document and {"id": document.pk, "text": source_text(document.source_kind, document.host)},
        "products": list({line.product.pk: line.product for line in lines if line.product}.values()),
    }


def _parts(it: Formulation, lines: list[FormulationLine]) -> list[Part]:
    grouped = [(name, list(found)) for name, found in groupby(lines, key=lambda line: line.part)]
    ratios = it.mix_ratio.split(":") if it.mix_ratio else []
    if len(ratios) != len(grouped):
        ratios = [""] * len(grouped)
    return [Part(name, found, ratio) for (name, found), ratio in zip(grouped, ratios, strict=True)]


def solution_groups() -> list[tuple[Named, str, list[tuple[Entry, list[Entry]]]]]:
    """Top segments, each with the segments below that have formulations, each with its technologies. Two queries."""
    known, here = trees(), language()
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Formulation.objects.exclude(technology="").order_by().values_list("segment_id", "technology")
    for segment, technology, count in rows.annotate(count=Count("pk")):
        counts[segment][technology] = count
    groups = []
    for top in (node for node in known.segments.values() if not node.parent):
        entries = [
            (
                Entry(code, known.segments[code].name.in_language(here), sum(counts[code].values())),
                _entries(counts[code]),
            )
            for code in below(known.segments, top.code)
            if code in counts
        ]
        if entries:
            groups.append((top, top.name.in_language(here), entries))
    return groups


def _entries(by_technology: dict[str, int]) -> list[Entry]:
    here = language()
    return [
        Entry(code, name.in_language(here), by_technology[code])
        for code, name in TECHNOLOGIES.items()
        if code in by_technology
    ]


def solution_of(segment: str, technology: str) -> dict[str, Any] | None:
    """A segment with all below it, in one technology or in all; None if nothing is known of it. Three queries."""
    known, here = trees(), language()
    node = known.segments.get(segment)
    if node is None or (technology and technology not in TECHNOLOGIES):
        return None
    codes = below(known.segments, segment)
    found = Formulation.objects.filter(segment__in=codes).select_related("segment")
    formulations = list((found.filter(technology=technology) if technology else found).order_by("technology", "code"))
    if not formulations:
        return None
    lines = FormulationLine.objects.filter(formulation__in=[it.pk for it in formulations])
    roles = lines.order_by().values("role").annotate(count=Count("formulation", distinct=True), total=Sum("percent"))
    return {
        "node": node,
        "name": node.name.in_language(here),
        "parents": _climb(known, node),
        "technology": technology,
        "technology_name": name_of("technology", technology, here) if technology else "",
        "technologies": _technologies(formulations) if not technology else [],
        "formulations": [
            (it, it.segment.name(here), name_of("technology", it.technology, here)) for it in formulations
        ],
        "roles": list(roles.order_by("-count", "role")[:12]),
        "products": _products(lines),
    }


def _climb(known: Trees, node: Named) -> list[tuple[str, str]]:
    path: list[tuple[str, str]] = []
    while node.parent and len(path) < 20:
        node = known.segments[node.parent]
        path.insert(0, (node.code, node.name.in_language(language())))
    return path


def _technologies(formulations: list[Formulation]) -> list[Entry]:
    counts: dict[str, int] = defaultdict(int)
    for it in formulations:
        counts[it.technology] += 1
    return _entries(counts)


def _products(lines: Any) -> list[dict[str, Any]]:
    """Products that the formulations name, with the role they have there."""
    rows = lines.filter(product__isnull=False).select_related("product", "product__supplier").order_by("product__name")
    found: dict[str, dict[str, Any]] = {}
    for line in rows:
        found.setdefault(line.product_id, {"product": line.product, "roles": []})["roles"].append(line.role)
    return [{**entry, "roles": list(dict.fromkeys(entry["roles"]))} for entry in found.values()]
