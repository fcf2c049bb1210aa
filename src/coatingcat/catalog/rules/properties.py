"""From a file's property and unit to the registry's: which property it is, and its bounds in the canonical unit."""

import functools

from coatingcat.catalog.rules.cells import Note
from coatingcat.chemistry.properties import PROPERTIES, find_property
from coatingcat.chemistry.units import tidy_unit
from coatingcat.chemistry.words import NotConvertible

ABSURD = {
    "mass_fraction": (0.0, 100.0),
    "volume_fraction": (0.0, 100.0),
    "dynamic_viscosity": (0.0, 1e9),
    "kinematic_viscosity": (0.0, 1e9),
    "density": (1e-4, 25.0),
    "temperature": (-273.15, 6000.0),
    "pressure": (0.0, 1e7),
    "length": (0.0, 1e5),
    "koh_number": (0.0, 3000.0),
    "equivalent_weight": (1.0, 1e6),
    "gardner": (0.0, 18.0),
    "hegman": (0.0, 8.0),
    "hazen": (0.0, 1e4),
}
"""Bounds by quantity, in its base unit, outside of which a figure is a slip of the pen or of the unit."""
_BY_PROPERTY = {
    "ph": (0.0, 14.0),
    "formulation_ph": (0.0, 14.0),
    "tamped_density": (0.1, 25_000.0),
    "bulk_density": (0.1, 25_000.0),
    "molecular_weight": (1.0, 1e8),
    "refractive_index": (1.0, 4.0),
    "specific_gravity": (1e-4, 25.0),
    "acidity": (0.0, 1e6),
    "hydrolysable_chlorine": (0.0, 1e6),
    "epichlorohydrin": (0.0, 1e6),
}
"""Where the property's canonical unit is not the base of its quantity, or the bounds are narrower."""


@functools.lru_cache(maxsize=4096)
def property_of(label: str, unit: str) -> str:
    """Key of the property that a label and unit mean; empty if the registry has none of that name.

    A label the registry knows with a unit it does not: the key all the same, so that the unit is found wanting.
    """
    found = find_property(label, unit)
    if found:
        return found[0].key
    plain = " ".join(label.split()).lower()
    return next((each.key for each in PROPERTIES.values() if plain in each.labels), "")


@functools.lru_cache(maxsize=4096)
def addition_of(label: str, unit: str) -> str:
    """What a label adds to the property's name: `carbon black` in `Recommended use level, carbon black`."""
    found = find_property(label, unit)
    return found[1] if found else ""


def canonical(
    key: str, unit: str, lo: float | None, hi: float | None, note: Note
) -> tuple[float | None, float | None, str]:
    """Both bounds in the canonical unit, and that unit; nothing for a property unknown or a text. Notes a wrong unit."""
    if not key or (lo is None and hi is None):
        return None, None, ""
    known = PROPERTIES[key]
    try:
        low, high = _converted(key, unit, lo), _converted(key, unit, hi)
    except NotConvertible:
        note("unit", "unit", unit)
        return None, None, ""
    bottom, top = _BY_PROPERTY.get(key) or ABSURD.get(known.quantity_key or "", (-1e12, 1e12))
    for value in (low, high):
        if value is not None and not bottom <= value <= top:
            note("value", "absurd", f"{value:g} {known.unit}".strip())
            break
    return low, high, known.unit


@functools.lru_cache(maxsize=65536)
def _converted(key: str, unit: str, value: float | None) -> float | None:
    if value is None:
        return None
    known = PROPERTIES[key]
    if tidy_unit(unit) == known.unit:
        return value
    return known.canonical(value, unit)
