from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.front.rules import bars, chosen_language, grouped, interval, page_numbers, same_site
from coatingcat.front.words import LANGUAGES, Language, Theme

ZH, EN = Language.CHINESE, Language.ENGLISH


@pytest.mark.parametrize(
    ("cookie", "accepted", "expected"),
    [
        ("en", "zh-CN,zh;q=0.9", EN),
        ("zh-hans", "en-GB", ZH),
        ("zh-hant", "en-GB", EN),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", ZH),
        (None, "zh-TW", ZH),
        (None, "zh-Hant-HK,en;q=0.9", ZH),
        (None, "en-US,en;q=0.9,zh-CN;q=0.8", EN),
        (None, "fr-FR,zh;q=0.5,en;q=0.4", ZH),
        (None, "en;q=0.3,zh;q=0.7", ZH),
        (None, "zh;q=0,en;q=0.1", EN),
        (None, "de-DE,de;q=0.9", EN),
        (None, "", EN),
        (None, "*", EN),
        (None, "zh;q=much,en", EN),
        (None, "zhx", EN),
        (None, "ZH-hans", ZH),
    ],
)
def test_language_is_the_visitors_choice_then_the_browsers(cookie: str | None, accepted: str, expected: Language):
    assert chosen_language(cookie, accepted, LANGUAGES) == expected


@given(st.text(), st.text())
def test_no_header_breaks_the_choice_of_language(cookie: str, accepted: str):
    assert chosen_language(cookie, accepted, LANGUAGES) in set(Language)


def test_an_unknown_theme_is_auto():
    assert [Theme.named(cookie) for cookie in ("dark", "light", "auto", "pink", None)] == [
        Theme.DARK, Theme.LIGHT, Theme.AUTO, Theme.AUTO, Theme.AUTO,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (3500, "3500"),
        (12500, "12\u202f500"),
        (1234567.5, "1\u202f234\u202f567.5"),
        (-42, "\u221242"),
        (2.0, "2"),
        (Decimal("1.070"), "1.070"),
        (1e-05, "0.00001"),
        (Decimal("1E+5"), "100\u202f000"),
        ("approx. 5", "approx. 5"),
        (float("inf"), "inf"),
        ("", ""),
    ],
)
def test_numbers_are_printed_as_on_a_data_sheet(value: object, expected: str):
    assert grouped(value) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_printing_a_number_loses_nothing(number: Decimal):
    assert Decimal(grouped(number).replace("\u202f", "").replace("\u2212", "-")) == number


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1.2, 3.4, "1.2–3.4"),
        (3, None, "≥\u202f3"),
        (None, 80, "≤\u202f80"),
        (None, None, ""),
        (5, 5, "5"),
        (0, None, "≥\u202f0"),
        (-10, -5, "\u221210\u202f…\u202f\u22125"),
    ],
)
def test_ranges_say_which_end_is_open(low: object, high: object, expected: str):
    assert interval(low, high) == expected


@pytest.mark.parametrize(
    ("page", "pages", "expected"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (4, 12, [1, 2, 3, 4, 5, 6, None, 12]),
        (6, 12, [1, None, 4, 5, 6, 7, 8, None, 12]),
        (12, 12, [1, None, 10, 11, 12]),
    ],
)
def test_pages_shown_are_the_ends_and_the_neighbours(page: int, pages: int, expected: list[int | None]):
    assert page_numbers(page, pages) == expected


@given(st.integers(1, 500).flatmap(lambda pages: st.tuples(st.integers(1, pages), st.just(pages))))
def test_a_gap_hides_at_least_two_pages(pair: tuple[int, int]):
    page, pages = pair
    shown = page_numbers(page, pages)
    numbers = [n for n in shown if n is not None]
    assert numbers == sorted(set(numbers))
    assert {1, page, pages} <= set(numbers)
    for index, number in enumerate(shown):
        if number is None:
            before, after = shown[index - 1], shown[index + 1]
            assert before is not None
            assert after is not None
            assert after - before > 2


def test_a_bin_that_holds_anything_can_be_seen():
    assert bars([0, 1, 1000], height=40) == [0, 2, 40]
    assert bars([], height=40) == []
    assert bars([0, 0], height=40) == [0, 0]


@pytest.mark.parametrize(
    ("fetch_site", "origin", "expected"),
    [
        ("same-origin", None, True),
        ("none", None, True),
        ("cross-site", "https://own.example", False),
        ("same-site", None, False),
        (None, "https://own.example", True),
        (None, "https://other.example", False),
        (None, "null", False),
        (None, None, True),
    ],
)
def test_only_our_own_pages_change_a_choice(fetch_site: str | None, origin: str | None, expected: bool):
    assert same_site(fetch_site=fetch_site, origin=origin, own_origin="https://own.example") is expected
