import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.search.rules import analysis, numbers, spelling
from coatingcat.search.rules.glossary import _FILES, _FOLDER, _rows, glossary

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
TRADE_TEXT = st.text(st.sampled_from("aA1 -.,®（）ＡＢé\u0301固化剂环氧树脂钛白粉\u200b\u202e\x00\ud800"), max_size=40)


def cut(text: str, *, fine: bool = False) -> list[str]:
    return analysis.words(analysis.plain(text), glossary().jieba, fine=fine)


@given(ANY_TEXT | TRADE_TEXT)
def test_any_text_becomes_words_that_can_be_indexed(text: str) -> None:
    for word in cut(text, fine=True):
        assert word
        assert not any(character.isspace() for character in word)
        word.encode()


@given(ANY_TEXT | TRADE_TEXT)
def test_what_is_asked_is_always_among_what_is_indexed(text: str) -> None:
    assert set(cut(text)) <= set(cut(text, fine=True))


@given(ANY_TEXT | TRADE_TEXT)
def test_plain_text_stays_as_it_is(text: str) -> None:
    once = analysis.plain(text)
    assert analysis.runs(analysis.plain(once)) == analysis.runs(once)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("ＢＹＫ®－163", ["byk", "163"]),
        ("Münzing Métalatex™", ["munzing", "metalatex"]),
        ("CAS 13463-67-7, EC 236-675-5", ["cas", "13463-67-7", "ec", "236-675-5"]),
        ("1,6-hexanediol, 99.5 %", ["1", "6", "hexanediol", "99.5"]),
        ("双组分水性聚氨酯木器涂料", ["双组分", "水性", "聚氨酯", "木器涂料"]),
        ("NCO含量", ["nco", "含量"]),
        ("a\x00b\u200bc\ud800", ["a", "b", "c"]),
    ],
)
def test_words(written: str, words: list[str]) -> None:
    assert cut(written) == words


def test_long_chinese_words_are_indexed_with_the_words_inside() -> None:
    assert {"多异氰酸酯", "异氰酸酯", "固化剂"} <= set(cut("多异氰酸酯固化剂", fine=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plasticisers", "plasticizer"), ("colour", "colors"), ("sulphate", "sulfate"), ("aluminium", "aluminum"),
        ("levelling", "leveling"), ("fibres", "fiber"), ("resins", "resin"), ("glosses", "gloss"), ("waxes", "wax"),
        ("dispersibilities", "dispersibility"),
    ],
)  # fmt: skip
def test_spellings_and_plurals_are_one_word(one: str, other: str) -> None:
    assert analysis.stem(one) == analysis.stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("plastic", "plasticiser"), ("acrylic", "acrylate"), ("gas", "ga"), ("glass", "gla"), ("n3300s", "n3300")],
)
def test_different_things_stay_apart(one: str, other: str) -> None:
    assert analysis.stem(one) != analysis.stem(other)


def test_codes_are_found_written_together_and_apart() -> None:
    assert {"desmodur", "n", "3300", "n3300", "desmodurn3300"} <= set(analysis.joined("desmodur n 3300"))
    assert {"byk", "163", "byk163"} <= set(analysis.joined("byk-163"))
    assert {"13463-67-7", "13463677"} <= set(analysis.joined("13463-67-7"))


def test_pinyin_whole_and_initials() -> None:
    assert analysis.pinyin(["钛白粉"]) == ["tai", "bai", "fen"]


def test_every_expression_of_a_row_leads_to_its_concept() -> None:
    vocabulary = glossary()
    missing = [
        expression
        for name in _FILES
        for token, expressions in _rows(_FOLDER / name)
        for expression in expressions
        if token not in vocabulary.tokens_in(analysis.stems(analysis.words(expression, vocabulary.jieba)))
    ]
    assert missing == []


def test_the_vocabulary_keeps_its_chinese_words_whole() -> None:
    kept = [
        expression
        for name in _FILES
        for _, expressions in _rows(_FOLDER / name)
        for expression in expressions
        if all(map(analysis.is_han, expression))
    ]
    whole = [expression for expression in kept if cut(expression) == [expression]]
    assert len(whole) / len(kept) > 0.98


def test_an_ambiguous_word_does_not_join_what_it_may_mean() -> None:
    vocabulary = glossary()
    foaming, blistering = vocabulary.tokens_in(["foaming"]), vocabulary.tokens_in(["blistering"])
    assert foaming
    assert not foaming & blistering
    assert vocabulary.tokens_in(["起泡"]) >= foaming | blistering


ENDS = st.none() | st.integers(-5, 5).map(float)
INTERVALS = st.tuples(ENDS, ENDS).filter(lambda ends: None in ends or ends[0] <= ends[1])


@given(INTERVALS, st.tuples(ENDS, ENDS))
def test_intervals_meet_exactly_if_they_share_a_value(
    interval: tuple[float, float], asked: tuple[float, float]
) -> None:
    halves = [step / 2 for step in range(-14, 15)]

    def inside(value: float, ends: tuple[float | None, float | None]) -> bool:
        return (ends[0] is None or ends[0] <= value) and (ends[1] is None or value <= ends[1])

    shared = any(inside(value, interval) and inside(value, asked) for value in halves)
    assert numbers.meet(*interval, *asked) == shared


FINITE = st.floats(-1e9, 1e9).map(lambda value: float(f"{value:.6g}"))


@given(FINITE, FINITE)
def test_a_scale_rises_covers_its_values_and_is_short(one: float, other: float) -> None:
    low, high = sorted((one, other))
    scale = numbers.edges(low, high)
    assert list(scale) == sorted(set(scale))
    assert 2 <= len(scale) <= numbers.BARS + 2
    hair = 1e-6 * (high - low)
    assert scale[0] <= low + hair
    assert scale[-1] >= high - hair


def test_scales_are_round() -> None:
    assert numbers.edges(16.0, 23.0) == (16.0, 17.0, 18.0, 19.0, 20.0, 21.0, 22.0, 23.0)
    assert numbers.edges(5.0, 5000.0) == (5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0)


@given(st.lists(INTERVALS.filter(lambda ends: ends != (None, None)), max_size=30))
def test_bars_count_what_lies_in_them(intervals: list[tuple[float | None, float | None]]) -> None:
    scale = (-4.0, -1.0, 0.0, 2.0, 4.0)
    filled = [(-9.0 if low is None else low, 9.0 if high is None else high) for low, high in intervals]
    below = [sum(high < edge for _, high in filled) for edge in scale]
    above = [sum(low >= edge for low, _ in filled) for edge in scale]
    ends = [-10.0, *scale[1:-1], 10.0]
    expected = [sum(low < right and high >= left for low, high in filled) for left, right in pairwise(ends)]
    assert numbers.bars(scale, below, above, len(filled)) == expected


WORDS = st.text(st.sampled_from("abc"), max_size=6)


def distance(one: str, other: str) -> int:
    """Optimal string alignment, straight from its definition."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        distance(one[1:], other) + 1, distance(one, other[1:]) + 1, distance(one[1:], other[1:]) + (one[0] != other[0])
    )
    if one[:2] == other[:2][::-1] and len(one) > 1 and len(other) > 1:
        best = min(best, distance(one[2:], other[2:]) + 1)
    return best


@given(WORDS, WORDS, st.integers(1, 3))
def test_slips_between_words(one: str, other: str, limit: int) -> None:
    assert spelling.apart(one, other, limit) == min(distance(one, other), limit + 1)


@given(st.text(string.ascii_lowercase, max_size=12))
def test_long_words_forgive_more(word: str) -> None:
    assert spelling.tolerance(word) == (2 if len(word) >= 8 else 1 if len(word) >= 4 else 0)


def test_the_nearest_word_is_meant() -> None:
    known = [("epoxy", 5), ("epoxide", 9), ("apoxy", 90), ("resin", 900)]
    assert spelling.nearest("epxoy", known) == ["epoxy"]
    assert spelling.nearest("epoxx", known) == ["epoxy"]
    assert spelling.nearest("3300", known) == []
