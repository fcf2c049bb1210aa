"""What a product page and a comparison show of a product, from its page row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.translation import get_language, gettext

from coatingcat.catalog.models import ProductPage
from coatingcat.catalog.queries.labels import (
    BASIS_NAMES,
    DOCUMENT_KINDS,
    ROLE_NAMES,
    STATUS_MEANS,
    STATUS_NAMES,
    VALUE_KINDS,
    language,
    source_text,
)
from coatingcat.catalog.rules.bars import bar
from coatingcat.catalog.rules.numbers import key_figures, name_of_key
from coatingcat.catalog.rules.properties import addition_of
from coatingcat.catalog.words import name_of
from coatingcat.chemistry.hazards import UnknownStatement, statement
from coatingcat.chemistry.properties import PROPERTIES
from coatingcat.chemistry.units import tidy_unit

_KIND_ORDER = ("spec", "typical", "measured", "calculated", "recommendation", "declaration")
_SIGNIFICANT = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A product page without its facts: enough where they have been rendered before. `pk` is the product's code."""

    pk: str
    slug: str
    version: int
    name: str
    supplier_name: str
    similar: list[dict[str, str]]
    """Others of the same category: slug, name, supplier."""


def shown(slug: str) -> Shown | None:
    """What a product page needs when its sheet is at hand: one statement, written out as it runs on every page."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, [slug])
        row = cursor.fetchone()
    if row is None:
        return None
    code, address, version, name, supplier, similar = row
    return Shown(code, address, version, name, supplier, similar or [])


def content_of(code: str) -> dict[str, Any]:
    """The facts of a product page: one statement."""
    return ProductPage.objects.only("facts").get(pk=code).content


_SIMILAR = 4
_SHOWN = f"""
SELECT p.product_id, p.slug, p.version, p.name, p.supplier_name, (
    SELECT json_agg(near) FROM (
        SELECT slug, name, supplier_name AS supplier FROM catalog_productpage
        WHERE category_code = p.category_code AND product_id <> p.product_id ORDER BY product_id LIMIT {_SIMILAR}
    ) near)
FROM catalog_productpage p WHERE p.slug = %s
"""  # noqa: S608  # composed of literals


def value_row(value: Mapping[str, Any], documents: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """One figure as the table shows it."""
    known = PROPERTIES.get(value["property"])
    document = documents.get(value["document"])
    condition = [str(BASIS_NAMES[value["basis"]])] if value["basis"] in BASIS_NAMES else []
    condition += [text for text in (value["condition"], value["method"]) if text]
    return {
        "name": known.name.in_language(language()) if known else value["label"],
        "addition": addition_of(value["label"], value["unit"]) if known else "",
        "printed": value["printed"],
        "is_text": value["form"] == "text",
        "unit": value["unit"],
        "canonical": _canonical(value),
        "how": " · ".join(condition),
        "source": document and {"id": document["id"], "text": source_text(document["source_kind"], document["host"])},
        "status": value["status"],
        "status_name": STATUS_NAMES.get(value["status"], ""),
        "status_means": STATUS_MEANS.get(value["status"], ""),
        "bar": bar(value["lo"], value["hi"], value["from"], value["to"]) if value["of"] and value["of"] > 2 else None,
        "key": value["property"],
        "basis": value["basis"],
    }


def _canonical(value: Mapping[str, Any]) -> str:
    """The figure in the canonical unit where it is printed in another: `= 350 mPa·s`."""
    known = PROPERTIES.get(value["property"])
    if known is None or not known.unit or value["lo"] is value["hi"] is None or tidy_unit(value["unit"]) == known.unit:
        return ""
    if known.unit in {"Hazen"}:
        return ""  # another name of the same scale
    ends = [f"{x:.{_SIGNIFICANT}g}" for x in dict.fromkeys((value["lo"], value["hi"])) if x is not None]
    sign = {"at_most": "≤ ", "below": "< ", "at_least": "≥ ", "above": "> ", "about": "≈ "}.get(value["form"], "= ")
    return f"{sign}{'–'.join(ends)} {known.unit}"


def groups_of(content: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The figures by what the maker promises by them, in the order of the sheet."""
    documents = {document["id"]: document for document in content["documents"]}
    ordered = sorted(content["values"], key=lambda value: _KIND_ORDER.index(value["kind"]))
    return [
        (str(VALUE_KINDS[kind]), [value_row(value, documents) for value in values])
        for kind, values in groupby(ordered, key=lambda value: value["kind"])
    ]


def strip_of(content: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The few figures that decide, for the head of the page."""
    return [
        (name_of_key(key).in_language(language()), printed, unit)
        for key, printed, unit in key_figures(content["values"])
    ]


def document_rows(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            **document,
            "kind_name": DOCUMENT_KINDS.get(document["kind"], ""),
            "text": source_text(document["source_kind"], document["host"]),
            "status_name": STATUS_NAMES.get(document["status"], ""),
        }
        for document in content["documents"]
    ]


def substance_rows(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    here = language()
    return [
        {
            **substance,
            "name": substance[here] or substance["en"],
            "role_name": ROLE_NAMES.get(substance["role"], ""),
            "status_name": STATUS_NAMES.get(substance["status"], ""),
            "statements": list(statements(substance["hazards"])),
        }
        for substance in content["substances"]
    ]


def statements(codes: list[str]) -> Iterator[tuple[str, str]]:
    """Code and text of each hazard statement; a code that nobody knows keeps its place without a text."""
    for code in codes:
        try:
            yield code, statement(code).in_language(get_language() or "en")
        except UnknownStatement:
            yield code, gettext("text not known")


def formulation_rows(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    here = language()
    return [
        {
            **recipe,
            "segment_name": recipe[f"segment_{here}"] or recipe["segment_en"],
            "technology_name": name_of("technology", recipe["technology"], here),
            "status_name": STATUS_NAMES.get(recipe["status"], ""),
        }
        for recipe in content["formulations"]
    ]


def axes_of(content: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Codes and names on each axis; an empty axis is unknown."""
    here = language()
    fields = {"function": "functions", "chemistry": "chemistries", "technology": "technologies"}
    return {axis: [(code, name_of(axis, code, here)) for code in content[field]] for axis, field in fields.items()}
