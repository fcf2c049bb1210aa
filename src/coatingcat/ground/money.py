"""Amounts with their currency. Columns are a Decimal (14 digits, 4 of them after the point) and a currency code."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.numbers import NumberPattern, get_currency_precision, parse_pattern

_UNIT_PRICE_DIGITS = 4
_CODE = re.compile("[A-Z]{3}")


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were put together; there is no rate of exchange here."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency (ISO 4217 code), exact. Adds, subtracts and compares within its currency only."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise TypeError("An amount is a finite Decimal: a float has lost the hundredths already.")
        if not _CODE.fullmatch(self.currency):
            raise ValueError("A currency is a code of three capital letters (ISO 4217).")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> "Money":
        if not isinstance(factor, int | Decimal):
            raise TypeError("Money is multiplied by whole numbers and Decimals.")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def _same(self, other: "Money") -> Decimal:
        if not isinstance(other, Money):
            raise TypeError("Money goes together with Money only.")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not go together.")
        return other.amount

    def quantized(self) -> "Money":
        """Rounded half up to the currency's smallest coin: once per line, so that the lines add up to the total."""
        step = Decimal(1).scaleb(-get_currency_precision(self.currency))
        return Money(self.amount.quantize(step, rounding=ROUND_HALF_UP), self.currency)

    def formatted(self, language: str) -> str:
        """For people: `¥38,400.50` in Chinese, else `CNY 38,400.50`; a unit price keeps up to four digits."""
        return _written(self.amount, self.currency, chinese=language.lower().startswith("zh"))

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"


@functools.lru_cache(maxsize=4096)
def _written(amount: Decimal, currency: str, *, chinese: bool) -> str:
    pattern = _pattern(currency, chinese=chinese)
    return str(pattern.apply(amount, _locale(chinese=chinese), currency=currency, currency_digits=False))


@functools.cache
def _locale(*, chinese: bool) -> Locale:
    return Locale("zh", "CN", script="Hans") if chinese else Locale("en")


@functools.lru_cache(maxsize=64)
def _pattern(currency: str, *, chinese: bool) -> NumberPattern:
    """Read once: reading a pattern takes ten times as long as writing an amount in it."""
    digits = get_currency_precision(currency)
    number = "#,##0." + "0" * digits + "#" * (_UNIT_PRICE_DIGITS - digits)
    return parse_pattern(f"¤{number}" if chinese else f"¤¤\u00a0{number}")


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, in `currency`; zero of it for no amounts. Raises CurrencyMismatch if one is in another."""
    result = Money(Decimal(0), currency)
    for amount in amounts:
        result = result + amount
    return result
