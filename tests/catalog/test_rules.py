"""Decisions of the catalogue, without a database."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.catalog.rules import axes, cells, figures, numbers, properties
from coatingcat.catalog.rules.bars import bar
from coatingcat.catalog.words import CHEMISTRIES, FUNCTIONS, TECHNOLOGIES


class Notes(list[tuple[str, str]]):
    def __call__(self, field: str, code: str, value: str) -> None:
        self.append((field, code))


@pytest.mark.parametrize(
    ("given_cells", "form", "low", "high", "printed"),
    [
        (("16.5", "", "", "", ""), "exact", 16.5, 16.5, "16.5"),
        (("140", "", "", "approx", ""), "about", 140, 140, "≈ 140"),
        (("16.5 ± 0.3", "", "", "", ""), "range", 16.2, 16.8, "16.5 ± 0.3"),
        (("max. 600", "", "", "", ""), "at_most", None, 600, "max. 600"),
        (("", "39", "43", "", ""), "range", 39, 43, "39–43"),
        (("", "-12", "-8", "", ""), "range", -12, -8, "-12 … -8"),
        (("", "", "40", "", ""), "at_most", None, 40, "≤ 40"),
        (("", "", "0.5", "<", ""), "below", None, 0.5, "< 0.5"),
        (("", "250", "", ">", ""), "above", 250, None, "> 250"),
        (("", "98", "", ">=", ""), "at_least", 98, None, "≥ 98"),
        (("", "", "", "", "not classified"), "text", None, None, "not classified"),
    ],
)
def test_figure_says_what_its_cells_say(
    given_cells: tuple[str, str, str, str, str], form: str, low: float, high: float, printed: str
) -> None:
    notes = Notes()
    assert figures.figure(*given_cells, notes) == (form, low, high, printed)
    assert notes == []


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.sampled_from(sorted(figures.QUALIFIERS)))
def test_figure_takes_any_text_without_raising_and_is_never_upside_down(a: str, b: str, c: str, sign: str) -> None:
    notes = Notes()
    made = figures.figure(a, b, c, sign, "", notes)
    assert (made is None) == bool(notes)
    if made and made.lo is not None and made.hi is not None:
        assert made.lo <= made.hi


@given(st.text(max_size=60))
def test_number_is_finite_or_noted(text: str) -> None:
    notes = Notes()
    value = cells.number(text, "field", notes)
    assert (value is None) == (not text or bool(notes))
    assert value is None or math.isfinite(value)


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "１２", "0x10", "1e999", "--1", "1,5"])
def test_number_refuses_what_python_would_take(text: str) -> None:
    notes = Notes()
    assert cells.number(text, "field", notes) is None
    assert len(notes) == 1


@given(st.text(max_size=100), st.text(max_size=40))
def test_slug_is_fit_for_an_address(name: str, code: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cells.slug(name, code))


@given(st.text(max_size=80))
def test_address_that_is_accepted_names_a_host_and_hides_nothing(text: str) -> None:
    if cells.is_address(text):
        assert text.lower().startswith(("http://", "https://"))
        assert text.isprintable()


@pytest.mark.parametrize(
    "text",
    ["", "javascript:alert(1)", "//evil.example", "https://", "https://a b.example/", "https://user:pw@host/",
     "https://[::1", "http://host:99999/", "data:text/html,x", "https://host\n.example/"],
)  # fmt: skip
def test_address_that_could_lead_astray_is_refused(text: str) -> None:
    assert not cells.is_address(text)


@pytest.mark.parametrize(
    ("condition", "basis", "temperature"),
    [
        ("solid resin, calculated", "on_solids", None),
        ("calculated on solid resin", "on_solids", None),
        ("on solids", "on_solids", None),
        ("supply form", "as_supplied", None),
        ("1:4 in demineralised water", "diluted", None),
        ("77 °F (25 °C)", "", 25.0),
        ("23 °C, D = approx. 40 s-1", "", 23.0),
        ("50 °F", "", 10.0),
        ("", "", None),
    ],
)
def test_condition_tells_basis_and_temperature(condition: str, basis: str, temperature: float | None) -> None:
    assert (figures.basis_of(condition), figures.temperature_of(condition)) == (basis, temperature)


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        ("HDI biuret (aliphatic polyisocyanate)", "polyisocyanate", ("polyisocyanate-aliphatic",)),
        ("non-reactive linear IPDI-based polyurethane", "pu-solution", ("polyurethane",)),
        ("styrene-acrylic copolymer emulsion", "acrylic-emulsion", ("styrene-acrylic",)),
        ("modified polyamine, benzyl-alcohol free", "epoxy-curing", ("amine",)),
        ("n-butyl acetate", "solvent", ("ester",)),
        ("polymeric dispersant blend", "dispersant", ()),
    ],
)
def test_chemistry_is_read_from_the_text_and_stays_unknown_otherwise(
    text: str, category: str, expected: tuple[str, ...]
) -> None:
    assert axes.chemistries_of(text, category) == expected


def test_axes_lead_only_to_values_that_exist() -> None:
    assert set(axes.FUNCTION_OF_CATEGORY.values()) <= set(FUNCTIONS)
    assert {code for _, code in axes._CHEMISTRY_OF_TEXT} <= set(CHEMISTRIES)


@given(st.text(max_size=40), st.sampled_from(["", "solvent", "pud", "epoxy-curing"]))
def test_axes_take_any_text(text: str, category: str) -> None:
    assert set(axes.chemistries_of(text, category)) <= set(CHEMISTRIES)
    assert set(axes.technologies_of(category, "binder", text)) <= set(TECHNOLOGIES)


def test_function_of_a_category_is_that_of_its_nearest_ancestor() -> None:
    parents = {"fumed": "silica", "silica": "extenders", "a": "b", "b": "a"}
    assert axes.function_of("fumed", parents) == "extender"
    assert axes.function_of("a", parents) == ""


@pytest.mark.parametrize(
    ("label", "unit", "value", "expected"),
    [
        ("Viscosity", "P", 35.0, (3500.0, "mPa·s")),
        ("Viscosity", "Pa·s", 3.5, (3500.0, "mPa·s")),
        ("Density", "lb/US gal", 8.86, (1.0617, "g/ml")),
        ("Flash point", "°F", 212.0, (100.0, "°C")),
    ],
)
def test_one_figure_in_several_units_is_one_canonical_figure(
    label: str, unit: str, value: float, expected: tuple[float, str]
) -> None:
    low, high, canonical_unit = properties.canonical(properties.property_of(label, unit), unit, value, value, Notes())
    assert (low, canonical_unit) == (pytest.approx(expected[0], rel=1e-4), expected[1])
    assert low == high


def value(key: str = "oh_content", lo: float | None = 1, hi: float | None = 2, **other: Any) -> dict[str, Any]:
    return {"property": key, "lo": lo, "hi": hi, "basis": "", "temperature": None, "form": "range"} | {
        "printed": "1–2",
        "unit": "%",
        **other,
    }


def test_figures_on_solids_and_as_supplied_are_never_one_number() -> None:
    found = numbers.intervals([value(), value(lo=3, hi=4, basis="on_solids"), value(lo=1.5, hi=5)])
    assert found == {"oh_content": (1, 5), "oh_content__on_solids": (3, 4)}


def test_viscosity_far_from_room_temperature_is_not_compared() -> None:
    hot = value("viscosity", 100, 100, temperature=80.0)
    assert numbers.intervals([hot]) == {}
    assert numbers.intervals([hot, value("viscosity", 900, 900, temperature=25.0)]) == {"viscosity": (900, 900)}


def test_open_end_stays_open() -> None:
    assert numbers.intervals([value(lo=None, hi=3), value(lo=1, hi=2)]) == {"oh_content": (None, 3)}


@given(st.none() | st.floats(-1e6, 1e6), st.none() | st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_bar_lies_within_its_track(low: float | None, high: float | None, smallest: float, largest: float) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    made = bar(low, high, smallest, largest)
    if made is not None:
        assert 0 <= made.x <= 100
        assert 0 < made.width <= 100
        assert made.x + made.width <= 100.2
