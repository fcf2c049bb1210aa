"""Shapes of what goes in and out, and what is said of them in two languages."""

from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from coatingcat.ground.money import Money

_chinese: dict[str, str] = {}


def told(zh: str, en: str) -> str:
    """The English, of which the Chinese is known from now on: descriptions stand in both languages in the reference."""
    _chinese[en] = zh
    return en


def told_in(language: str, english: str) -> str:
    """What was told, in this language; English where nobody told it in another."""
    return _chinese.get(english, english) if language.lower().startswith("zh") else english


NEXT = told("下一页的 cursor；空为最后一页", "Cursor of the next page; empty: the last one")
"""What the field `next` of every list is."""


class Shape(Schema):
    """Something that is answered."""


class Body(Schema):
    """Something that is sent: a field nobody knows is refused, as a mistyped name would else do nothing in silence."""

    model_config = ConfigDict(extra="forbid")


Word = Annotated[str, Field(pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
"""Text without control characters, which no column and no reader takes."""


class Amount(Shape):
    """An amount of money: digits as text, as a binary float has lost the hundredths already, and its currency."""

    amount: str = Field(
        pattern=r"^\d{1,14}(\.\d{1,4})?$",
        description=told("十进制数，文本形式", "Decimal digits, as text"),
        examples=["120.50"],
    )
    currency: str = Field(
        pattern="^[A-Z]{3}$",
        description=told("货币代码（ISO 4217）", "Code of the currency (ISO 4217)"),
        examples=["CNY"],
    )


def amount(money: Money | None) -> Amount | None:
    """As it is answered: `{"amount": "120.50", "currency": "CNY"}`; None: to be quoted."""
    return None if money is None else Amount(amount=digits(money.amount), currency=money.currency)


def digits(number: Decimal) -> str:
    """A number as text, without exponent and without zeros that say nothing beyond the hundredths."""
    text = f"{number:f}"
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part:0<2}" if part or "." in text else whole
