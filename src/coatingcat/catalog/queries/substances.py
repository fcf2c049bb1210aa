"""What a substance page shows."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext

from coatingcat.catalog.models import FormulationLine, ProductSubstance, Substance
from coatingcat.catalog.queries.labels import STATUS_NAMES, VOC_NAMES, language
from coatingcat.catalog.queries.sheets import statements
from coatingcat.catalog.words.substances import SUBSTANCE_CLASSES
from coatingcat.chemistry.hazards import SIGNAL_WORDS
from coatingcat.chemistry.properties import PROPERTIES

USES_SHOWN = 60


class Figure(NamedTuple):
    """A physical figure with where it comes from, and what other sources say where they disagree."""

    name: str
    value: float | None
    unit: str
    source: str
    conflict: str = ""
    note: str = ""


def substance_of(cas: str) -> Substance | None:
    return Substance.objects.filter(pk=cas).first()


def products_naming(substance: Substance) -> "QuerySet[ProductSubstance]":
    """Products whose source names the substance: one query."""
    rows = ProductSubstance.objects.filter(substance=substance).select_related("product", "product__supplier")
    return rows.order_by("product__name")[:USES_SHOWN]


def lines_using(substance: Substance) -> "QuerySet[FormulationLine]":
    """Lines of formulations that use it: one query."""
    rows = FormulationLine.objects.filter(substance=substance).select_related("formulation")
    return rows.order_by("formulation_id", "number")[:USES_SHOWN]


def facts_of(it: Substance) -> dict[str, Any]:
    """Everything about a substance that is in its own row."""
    here = language()
    kind = SUBSTANCE_CLASSES.get(it.category)
    return {
        "substance": it,
        "name": it.name(here),
        "other_name": it.name_en if here == "zh" and it.name_zh else "",
        "class_name": kind.in_language(here) if kind else "",
        "signal": SIGNAL_WORDS[it.signal_word].in_language(here) if it.signal_word else "",
        "statements": list(statements(it.hazards)),
        "nite": [part.strip() for part in it.nite_classification.split("|") if part.strip()],
        "figures": _figures(it),
        "voc_name": VOC_NAMES.get(it.voc, ""),
        "status_name": STATUS_NAMES.get(it.status, ""),
        "sources": [source for source in it.identity_source.split(";") if source],
    }


def _figures(it: Substance) -> list[Figure]:
    here = language()
    at = f"{it.density_temperature:g} °C" if it.density_temperature is not None else gettext("near 20 °C")
    rows = [
        ("boiling_point", it.boiling_point, "°C", it.boiling_point_source, it.boiling_point_conflict, "101.3 kPa"),
        ("melting_point", it.melting_point, "°C", it.melting_point_source, "", ""),
        ("flash_point", it.flash_point, "°C", it.flash_point_source, it.flash_point_conflict, ""),
        ("density", it.density, "g/ml", it.density_source, "", at if it.density is not None else ""),
        ("vapour_pressure", it.vapour_pressure, "Pa", it.vapour_pressure_source, "", "20 °C"),
        ("molecular_weight", it.molecular_weight, "g/mol", "", "", ""),
    ]
    made = [
        Figure(PROPERTIES[key].name.in_language(here), value, unit, source, conflict, note)
        for key, value, unit, source, conflict, note in rows
    ]
    return [*made, Figure(gettext("Auto-ignition temperature"), it.autoignition, "°C", "")]
