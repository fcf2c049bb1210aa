from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.money import CurrencyMismatch, Money, total

CNY, USD = "CNY", "USD"
amounts = st.decimals(Decimal("-1e9"), Decimal("1e9"), places=4)


@pytest.mark.parametrize(
    ("amount", "currency", "chinese", "english"),
    [
        ("38400.50", "CNY", "¥38,400.50", "CNY\u00a038,400.50"),
        ("0.0475", "USD", "US$0.0475", "USD\u00a00.0475"),
        ("12.5", "EUR", "€12.50", "EUR\u00a012.50"),
        ("1500", "JPY", "JP¥1,500", "JPY\u00a01,500"),
        ("-3", "CNY", "-¥3.00", "-CNY\u00a03.00"),
    ],
)
def test_formatted(amount: str, currency: str, chinese: str, english: str) -> None:
    money = Money(Decimal(amount), currency)
    assert money.formatted("zh-hans") == chinese
    assert money.formatted("en") == english


def test_a_line_is_rounded_half_up_to_the_smallest_coin() -> None:
    assert Money(Decimal("2.345"), CNY).quantized() == Money(Decimal("2.35"), CNY)
    assert Money(Decimal("-2.345"), CNY).quantized() == Money(Decimal("-2.35"), CNY)
    assert Money(Decimal("1499.5"), "JPY").quantized() == Money(Decimal("1500"), "JPY")


def test_currencies_do_not_mix() -> None:
    one, other = Money(Decimal(1), CNY), Money(Decimal(1), USD)
    for mix in (lambda: one + other, lambda: one - other, lambda: one < other, lambda: total([one, other], CNY)):
        with pytest.raises(CurrencyMismatch, match="CNY and USD"):
            mix()
    assert one != other


def test_floats_and_what_is_no_code_are_refused() -> None:
    with pytest.raises(TypeError):
        Money(0.1, CNY)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(Decimal("NaN"), CNY)
    with pytest.raises(TypeError):
        Money(Decimal(1), CNY) * 0.5  # type: ignore[operator]
    for code in ("", "cny", "CNYX", "C1Y", "人民币"):
        with pytest.raises(ValueError, match="three capital letters"):
            Money(Decimal(1), code)


def test_the_total_of_no_lines_is_zero() -> None:
    assert total([], CNY) == Money(Decimal(0), CNY)


@given(st.lists(amounts, max_size=20))
def test_rounded_lines_add_up_to_their_total(lines: list[Decimal]) -> None:
    rounded = [Money(line, CNY).quantized() for line in lines]
    assert total(rounded, CNY) == total(rounded, CNY).quantized()
    assert total(rounded, CNY).amount == sum(line.amount for line in rounded)


@given(amounts, amounts, st.integers(-1000, 1000))
def test_arithmetic_is_that_of_the_amounts(a: Decimal, b: Decimal, factor: int) -> None:
    one, other = Money(a, CNY), Money(b, CNY)
    assert (one + other).amount == a + b
    assert (one - other).amount == a - b
    assert (one * factor).amount == (factor * one).amount == a * factor
    assert (-one).amount == -a
    assert (one < other, one <= other, one > other, one >= other) == (a < b, a <= b, a > b, a >= b)
