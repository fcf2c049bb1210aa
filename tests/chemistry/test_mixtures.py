import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.chemistry.mixtures import (
    Line,
    density,
    density_of_solids,
    solids_by_volume,
    solids_by_weight,
    solids_from_films,
    volume_ml,
)
from coatingcat.chemistry.words import CannotCompute

TIO2 = Line("TiO₂", 25.20, 4.2, 100)
ALKYD = Line("alkyd solids", 30.05, 1.10, 100)
D40 = Line("D40", 44.75, 0.77, 0)


def test_density_d1_by_volume_additivity_and_not_the_mean_of_densities() -> None:
    result = density([Line("resin", 100, 1.40), Line("filler", 20, 2.71)])
    assert result == pytest.approx(1.522675, abs=1e-6)
    assert result != pytest.approx(1.618, abs=5e-3)  # D3: what the arithmetic mean would give


def test_density_d2_of_the_dry_film_of_the_white_alkyd() -> None:
    assert density([TIO2, ALKYD]) == pytest.approx(1.658, abs=5e-4)


def test_solids_by_weight_n1_and_n2() -> None:
    lines = [Line("solids", 20.8, None, 100), Line("water", 53.0, None, 0), Line("solvent", 26.2, None, 0)]
    assert solids_by_weight(lines) == pytest.approx(20.8)
    assert solids_by_weight([TIO2, ALKYD, D40]) == pytest.approx(55.25)


def test_solids_by_volume_v1_of_a_hundred_gallons() -> None:
    # One gram at one g/ml is one millilitre: the vector is in volumes.
    solids, rest = Line("solids", 33.06, 1.0, 100), Line("solvent and water", 66.94, 1.0, 0)
    assert solids_by_volume([solids, rest]) == pytest.approx(33.06)


def test_solids_by_volume_v2_from_films() -> None:
    assert solids_from_films(wet_um=80, dry_um=28) == pytest.approx(35)


def test_solids_v3_of_a_polyisocyanate_in_butyl_acetate() -> None:
    solid = density_of_solids(75, 1.07, 0.882)
    assert solid == pytest.approx(1.152, abs=5e-4)
    assert solids_by_volume([Line("N 75 BA", 100, 1.07, 75, solid)]) == pytest.approx(69.7, abs=5e-2)


def test_the_whole_white_alkyd() -> None:
    lines = [TIO2, ALKYD, D40]
    assert volume_ml(lines) == pytest.approx(91.4351, abs=5e-5)
    assert density(lines) == pytest.approx(1.09367, abs=5e-6)
    assert solids_by_volume(lines) == pytest.approx(36.4392, abs=5e-5)


def test_what_is_not_known_is_named_and_nothing_is_guessed() -> None:
    with pytest.raises(CannotCompute) as refusal:
        density([TIO2, Line("xylene", 10), Line("resin", 5)])
    assert refusal.value.missing == ("density of xylene", "density of resin")
    with pytest.raises(CannotCompute) as refusal:
        solids_by_volume([Line("resin solution", 10, 1.0, 60), Line("paste", 5)])
    assert refusal.value.missing == ("solids of paste", "density of paste", "density of the solids of resin solution")


def test_of_what_is_not_in_it_nothing_need_be_known() -> None:
    assert density([TIO2, Line("xylene", 0)]) == pytest.approx(4.2)


def test_an_empty_mixture_has_no_density() -> None:
    with pytest.raises(CannotCompute, match="nothing in the mixture"):
        density([])


def test_figures_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(CannotCompute, match="one of the densities is wrong"):
        density_of_solids(5, 1.5, 0.8)


@pytest.mark.parametrize("bad", [{"mass_g": -1.0}, {"density_g_per_ml": 0.0}, {"solids_percent": 101.0}])
def test_an_impossible_line_cannot_be_made(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        Line(**{"name": "x", "mass_g": 1.0, **bad})  # type: ignore[arg-type]


line = st.builds(Line, st.just("x"), st.floats(0.01, 1e4), st.floats(0.5, 6), st.sampled_from([0.0, 100.0]))


@given(st.lists(line, min_size=1, max_size=8))
def test_a_density_lies_between_the_lightest_and_the_heaviest(lines: list[Line]) -> None:
    densities = [each.density_g_per_ml or 0 for each in lines]
    assert min(densities) * (1 - 1e-9) <= density(lines) <= max(densities) * (1 + 1e-9)


@given(st.lists(line, min_size=1, max_size=8), st.floats(0.1, 10))
def test_scaling_a_batch_changes_neither_density_nor_solids(lines: list[Line], factor: float) -> None:
    more = [Line(each.name, each.mass_g * factor, each.density_g_per_ml, each.solids_percent) for each in lines]
    assert density(more) == pytest.approx(density(lines))
    assert solids_by_volume(more) == pytest.approx(solids_by_volume(lines))
