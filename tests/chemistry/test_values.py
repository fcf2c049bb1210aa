import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.chemistry.properties import PROPERTIES
from coatingcat.chemistry.values import Form, NotAFigure, Value, parse
from coatingcat.chemistry.words import NotConvertible


@pytest.mark.parametrize(
    ("text", "form", "lo", "hi", "unit"),
    [
        ("16.5 ± 0.3", Form.RANGE, 16.2, 16.8, ""),
        ("1.2 +/- 0.1 g/ml", Form.RANGE, 1.1, 1.3, "g/ml"),
        ("≤ 40", Form.AT_MOST, None, 40, ""),
        ("max. 600", Form.AT_MOST, None, 600, ""),
        ("100 % max", Form.AT_MOST, None, 100, "%"),
        ("<0.5", Form.BELOW, None, 0.5, ""),
        ("> 93 °C", Form.ABOVE, 93, None, "°C"),
        ("min. 98", Form.AT_LEAST, 98, None, ""),
        ("approx. 140", Form.ABOUT, 140, 140, ""),
        ("约 140", Form.ABOUT, 140, 140, ""),
        ("不大于 0.5", Form.AT_MOST, None, 0.5, ""),
        ("39–43", Form.RANGE, 39, 43, ""),
        ("39 - 43 %", Form.RANGE, 39, 43, "%"),
        ("-10 to -5 °C", Form.RANGE, -10, -5, "°C"),
        ("1,000–1,500 mPas", Form.RANGE, 1000, 1500, "mPa·s"),
        ("16,5", Form.EXACT, 16.5, 16.5, ""),
        ("0,123", Form.EXACT, 0.123, 0.123, ""),
        ("−5", Form.EXACT, -5, -5, ""),
        ("5 mg KOH/g", Form.EXACT, 5, 5, "mg KOH/g"),
    ],
)
def test_printed_forms(text: str, form: Form, lo: float | None, hi: float | None, unit: str) -> None:
    value = parse(text)
    assert (value.form, value.lo, value.hi, value.unit, value.printed) == (form, lo, hi, unit, text)


@pytest.mark.parametrize("text", ["", "white", "43–39", "10 20", "≤", "± 3", "n/a", "1.2.3"])
def test_what_states_no_figure_is_refused(text: str) -> None:
    with pytest.raises(NotAFigure):
        parse(text)


def test_a_unit_is_taken_from_outside_only_where_none_is_printed() -> None:
    assert parse("5", "%").unit == "%"
    assert parse("5 ppm", "%").unit == "ppm"


@pytest.mark.parametrize(
    ("text", "lo", "hi", "expected"),
    [
        ("39–43", 43, 50, True),
        ("39–43", 43.1, None, False),
        ("39–43", None, 39, True),
        ("39–43", None, None, True),
        ("≤ 40", 40, 60, True),
        ("< 40", 40, 60, False),
        ("< 40", None, 0, True),
        ("> 93", 90, 93, False),
        ("≥ 93", 90, 93, True),
        ("140", 140, 140, True),
    ],
)
def test_a_filter_finds_a_figure_that_overlaps(text: str, lo: float | None, hi: float | None, expected: bool) -> None:
    assert parse(text).overlaps(lo, hi) is expected


def test_a_figure_without_bounds_is_neither_inside_nor_outside() -> None:
    assert Value(Form.TEXT, None, None, printed="not classified as VOC").overlaps(0, 1) is None


def test_a_range_that_runs_backwards_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        Value(Form.RANGE, 2, 1)


def test_a_figure_becomes_canonical_with_its_form_kept() -> None:
    value = parse("110–150 P").canonical(PROPERTIES["viscosity"])
    assert (value.form, value.lo, value.hi, value.unit, value.printed) == (
        Form.RANGE, 11000, 15000, "mPa·s", "110–150 P",
    )  # fmt: skip


def test_seconds_of_a_cup_are_no_viscosity_in_millipascal_seconds() -> None:
    with pytest.raises(NotConvertible):
        parse("60 s").canonical(PROPERTIES["viscosity"])
    assert parse("60 s").canonical(PROPERTIES["efflux_din_4"]).lo == 60


finite = st.floats(-1e6, 1e6, allow_nan=False)


@given(finite, finite, finite, finite)
def test_overlap_of_closed_ranges_is_symmetric(a: float, b: float, c: float, d: float) -> None:
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    one, other = Value(Form.RANGE, a, b), Value(Form.RANGE, c, d)
    assert one.overlaps(c, d) is other.overlaps(a, b) is (max(a, c) <= min(b, d))


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        value = parse(text)
    except NotAFigure:
        return
    assert value.lo is not None or value.hi is not None


@given(st.integers(-10_000, 10_000), st.integers(1, 10_000))
def test_a_printed_range_is_read_back(low: int, width: int) -> None:
    lo, hi = low / 100, (low + width) / 100
    value = parse(f"{lo} to {hi}")
    assert (value.lo, value.hi) == (lo, hi)
