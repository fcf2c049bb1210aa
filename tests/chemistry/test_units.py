import csv
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coatingcat.catalog
from coatingcat.chemistry.properties import PROPERTIES, find_property
from coatingcat.chemistry.units import QUANTITIES, convert, convert_exactly, exact, tidy_unit
from coatingcat.chemistry.words import NotConvertible

CATALOGUE = Path(coatingcat.catalog.__file__).parent / "seed" / "product_properties.csv"


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (3500, "mPa·s", "Pa·s", 3.5),
        (35, "P", "mPa·s", 3500),
        (3500, "cP", "P", 35),
        (1, "lb/US gal", "g/l", 119.82642731689663),
        (8.86, "lb/US gal", "g/ml", 1.061662146027704),
        (1.062, "g/ml", "kg/m³", 1062),
        (0.1072, "US gal/lb", "ml/g", 0.8946273572564724),
        (212, "°F", "°C", 100),
        (-40, "°F", "°C", -40),
        (0, "°C", "K", 273.15),
        (0.05, "%", "ppm", 500),
        (12, "mg/kg", "ppm", 12),
        (250, "nm", "µm", 0.25),
        (1, "mil", "µm", 25.4),
        (760, "Torr", "hPa", 1013.25),
        (1, "mmHg", "Pa", 133.322387415),
        (2, "St", "mm²/s", 200),
    ],
)
def test_vectors(value: float, unit: str, to: str, expected: float) -> None:
    assert convert(value, unit, to) == expected


def test_a_printed_decimal_is_taken_as_that_decimal() -> None:
    assert convert_exactly(0.1, "Pa·s", "mPa·s") == 100
    assert exact(8.86) == Fraction(886, 100)


@pytest.mark.parametrize("scale", ["s", "KU", "Gardner", "Hazen", "mg I₂/100 ml", "Hegman"])
def test_scales_that_no_factor_joins_are_never_turned_into_anything_else(scale: str) -> None:
    others = {unit for quantity in QUANTITIES.values() if scale not in quantity.units for unit in quantity.units}
    for other in sorted(others):
        with pytest.raises(NotConvertible):
            convert(1, scale, other)
        with pytest.raises(NotConvertible):
            convert(1, other, scale)


def test_percent_by_weight_is_not_percent_by_volume() -> None:
    with pytest.raises(NotConvertible):
        convert(5, "%", "% v/v")
    assert convert(5, "%", "% v/v", "volume_fraction") == 5


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(NotConvertible, match="'cubits' is not known"):
        convert(1, "cubits", "µm")


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("mPas", "mPa·s"),
        ("MPA.S", "mPa·s"),
        ("g/cm3", "g/cm³"),
        ("g/mL", "g/ml"),
        ("lbs/gal", "lb/US gal"),
        ("℃", "°C"),
        ("\u03bcm", "µm"),
        (" mg KOH/g ", "mg KOH/g"),
        ("wt%", "%"),
        ("parsec", "parsec"),
    ],
)
def test_spellings(typed: str, tidy: str) -> None:
    assert tidy_unit(typed) == tidy


@given(st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from(sorted(QUANTITIES)), st.data())
def test_there_and_back_is_the_same(value: float, key: str, data: st.DataObject) -> None:
    units = sorted(QUANTITIES[key].units)
    source, target = data.draw(st.sampled_from(units)), data.draw(st.sampled_from(units))
    there = convert_exactly(value, source, target, key)
    assert convert_exactly(there, target, source, key) == exact(value)


def test_pint_agrees_on_every_unit_that_it_knows() -> None:
    import pint

    registry: Any = pint.UnitRegistry()
    names = {
        "mPa·s": "mPa*s", "cP": "cP", "Pa·s": "Pa*s", "P": "P", "dPa·s": "dPa*s",
        "mm²/s": "mm**2/s", "cSt": "cSt", "St": "St",
        "g/ml": "g/ml", "g/cm³": "g/cm**3", "kg/l": "kg/l", "kg/m³": "kg/m**3", "g/l": "g/l",
        "lb/US gal": "lb/gallon", "lb/ft³": "lb/ft**3",
        "ml/g": "ml/g", "cm³/g": "cm**3/g", "l/kg": "l/kg", "US gal/lb": "gallon/lb", "mg/ml": "mg/ml", "mg/l": "mg/l",
        "°C": "degC", "°F": "degF", "K": "kelvin",
        "hPa": "hPa", "mbar": "mbar", "Pa": "Pa", "kPa": "kPa", "bar": "bar", "atm": "atm", "mmHg": "mmHg",
        "Torr": "torr", "psi": "psi", "µm": "um", "nm": "nm", "mm": "mm", "mil": "thou", "Å": "angstrom",
        "m²/g": "m**2/g", "cm²/g": "cm**2/g", "g/mol": "g/mol", "kg/mol": "kg/mol",
        "mmol/kg": "mmol/kg", "mol/kg": "mol/kg", "mmol/g": "mmol/g",
        "%": "percent", "‰": "permille", "g/kg": "g/kg", "mg/g": "mg/g", "ppm": "ppm", "mg/kg": "mg/kg", "µg/g": "ug/g",
    }  # fmt: skip
    compared = 0
    for quantity in QUANTITIES.values():
        known = [unit for unit in quantity.units if unit in names]
        for source in known:
            for target in known:
                theirs = registry.Quantity(37.5, names[source]).to(names[target]).magnitude
                assert math.isclose(convert(37.5, source, target, quantity.key), theirs, rel_tol=1e-9), (source, target)
                compared += 1
    assert compared > 200


def test_importing_units_does_not_import_pint() -> None:
    code = "import sys, coatingcat.chemistry.values; sys.exit('pint' in sys.modules or 'django' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def _rows() -> Iterator[dict[str, str]]:
    with CATALOGUE.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def test_every_property_of_the_catalogue_is_typed_and_every_figure_converts() -> None:
    untyped = {(row["property"], row["unit"]) for row in _rows() if find_property(row["property"], row["unit"]) is None}
    assert untyped == set()
    for row in _rows():
        found = find_property(row["property"], row["unit"])
        assert found is not None
        if found[0].is_numeric:
            for column in ("value", "value_min", "value_max"):
                if row[column]:
                    ours = found[0].canonical(float(row[column]), row["unit"])
                    theirs = found[0].canonical(float(row[f"{column}_si"]), row["unit_si"])
                    assert math.isclose(ours, theirs, rel_tol=1e-3), row


def test_one_label_of_two_properties_is_decided_by_the_unit() -> None:
    by_weight, by_volume = find_property("VOC content", "%"), find_property("VOC content", "g/l")
    assert by_weight is not None
    assert by_volume is not None
    assert (by_weight[0].key, by_volume[0].key) == ("voc_content", "voc_concentration")


def test_what_a_label_adds_after_a_comma_is_kept_as_condition() -> None:
    found = find_property("Recommended use level, carbon black", "% on pigment")
    assert found is not None
    assert (found[0].key, found[1]) == ("use_level_on_pigment", "carbon black")


def test_a_figure_in_a_unit_of_something_else_is_no_value_of_the_property() -> None:
    assert find_property("Viscosity", "KU") is None
    with pytest.raises(NotConvertible, match="'KU' is no unit of Viscosity"):
        PROPERTIES["viscosity"].canonical(80, "KU")


def test_every_property_has_both_names_and_a_canonical_unit_of_its_quantity() -> None:
    for each in PROPERTIES.values():
        assert each.name.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in each.name.zh), each.key
        if each.quantity is not None:
            assert each.unit in each.quantity.units
            assert each.units[0] == each.unit
