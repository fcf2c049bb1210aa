"""What sources say that tells whether a product is a hazardous chemical: its substances and its own flash point."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from coatingcat.catalog.models import ProductSubstance, PropertyValue
from coatingcat.catalog.words import SubstanceRole


@dataclass(frozen=True, slots=True)
class Named:
    """A substance that a source names as part of a product; `hazards` are H statements such as `H226`."""

    cas: str
    role: str
    hazards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """Of one product; `flash_point` in °C, the lowest that any source states, None where none does."""

    substances: tuple[Named, ...] = ()
    flash_point: float | None = None


_ROLES = [SubstanceRole.MAIN, SubstanceRole.CARRIER]
"""What a product is or is dissolved in; neutralisers and other components do not decide it."""


def hazard_facts(codes: Collection[str]) -> dict[str, HazardFacts]:
    """The facts of these products by code; two statements, however many."""
    named: dict[str, list[Named]] = defaultdict(list)
    rows = ProductSubstance.objects.filter(product_id__in=codes, role__in=_ROLES).order_by("pk")
    for code, cas, role, hazards in rows.values_list("product_id", "substance_id", "role", "substance__hazards"):
        named[code].append(Named(cas, role, tuple(hazards)))
    points: dict[str, list[float]] = defaultdict(list)
    figures = PropertyValue.objects.filter(product_id__in=codes, property="flash_point").order_by()
    for code, lo, hi in figures.values_list("product_id", "canonical_lo", "canonical_hi"):
        points[code] += [point for point in (lo, hi) if point is not None][:1]
    return {code: HazardFacts(tuple(named[code]), min(points[code], default=None)) for code in codes}
