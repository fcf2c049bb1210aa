"""Which figures of a product can be compared with others, and under which name search knows them."""

from collections.abc import Iterable, Mapping
from typing import Any

from coatingcat.chemistry.properties import PROPERTIES, Property
from coatingcat.chemistry.values import Basis
from coatingcat.chemistry.words import Words

Interval = tuple[float | None, float | None]

_ON_SOLIDS = "__on_solids"
_AT_ROOM_TEMPERATURE = frozenset({"viscosity", "viscosity_kinematic", "density", "specific_gravity", "vapour_pressure"})
ROOM_TEMPERATURE_C = (15.0, 30.0)
"""Figures of viscosity and the like taken outside are not compared with those taken inside."""

KEY_FIGURES = (
    "nco_content", "blocked_nco_content", "oh_content", "hydroxyl_number", "epoxide_equivalent_weight",
    "amine_hydrogen_equivalent_weight", "amine_value", "non_volatile", "active_substance", "viscosity", "acid_number", "ph",
    "mfft", "glass_transition", "glass_transition_onset", "density", "specific_gravity", "mean_particle_size", "oil_absorption",
    "use_level_on_pigment", "use_level_on_formulation", "use_level_phr", "evaporation_rate", "boiling_point",
    "molecular_weight_mw", "flash_point",
)  # fmt: skip
"""What a line of results shows first of all that is known."""
SHOWN_IN_LIST = 4


def number_key(property_key: str, basis: str) -> str:
    """Name of a number in the index. On solids is another figure than as supplied: an OH content would be doubled."""
    return f"{property_key}{_ON_SOLIDS}" if basis == Basis.ON_SOLIDS else property_key


def property_of_key(key: str) -> tuple[Property, bool] | None:
    """The property behind a number's name, and whether on solids; None if there is no such property."""
    plain = key.removesuffix(_ON_SOLIDS)
    found = PROPERTIES.get(plain)
    return (found, plain != key) if found and found.is_numeric else None


def name_of_key(key: str) -> Words:
    """What a number is called: `OH content, on solids`."""
    found = property_of_key(key)
    if found is None:
        return Words(key, key)
    known, on_solids = found
    return Words(f"{known.name.en}, on solids", f"{known.name.zh}（按固体计）") if on_solids else known.name


def intervals(values: Iterable[Mapping[str, Any]]) -> dict[str, Interval]:
    """For each number of a product the interval that all its comparable figures span, in the canonical unit."""
    found: dict[str, Interval] = {}
    for value in values:
        if not value["property"] or (value["lo"] is None and value["hi"] is None) or not _comparable(value):
            continue
        key = number_key(value["property"], value["basis"])
        here = (value["lo"], value["hi"])
        found[key] = _hull(found[key], here) if key in found else here
    return {key: ends for key, ends in found.items() if ends != (None, None)}


def _comparable(value: Mapping[str, Any]) -> bool:
    if value["property"] not in _AT_ROOM_TEMPERATURE or value["temperature"] is None:
        return True
    return bool(ROOM_TEMPERATURE_C[0] <= value["temperature"] <= ROOM_TEMPERATURE_C[1])


def _hull(one: Interval, other: Interval) -> Interval:
    lows, highs = (one[0], other[0]), (one[1], other[1])
    low = None if None in lows else min(x for x in lows if x is not None)
    high = None if None in highs else max(x for x in highs if x is not None)
    return low, high


def key_figures(values: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Up to four figures for a line of results: number's name, figure as printed, unit."""
    first: dict[str, tuple[str, str, str]] = {}
    for value in values:
        if value["property"] and value["form"] != "text" and _comparable(value):
            key = number_key(value["property"], value["basis"])
            first.setdefault(value["property"], (key, value["printed"], value["unit"]))
    return [first[key] for key in KEY_FIGURES if key in first][:SHOWN_IN_LIST]
