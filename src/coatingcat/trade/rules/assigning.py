"""Which agent what comes in goes to: the first rule that fits decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from coatingcat.privacy.words import Text
from coatingcat.trade.words import Thing


class Misfit(Enum):
    """Why a rule does not fit."""

    THING = Text("类型不同", "it is something else")
    COUNTRY = Text("买方企业的国家或地区不同", "the buyer's company is elsewhere")
    MAKER = Text("不含该制造商的产品", "nothing of this maker is in it")
    CATEGORY = Text("不含该类产品", "nothing of this category is in it")
    CURRENCY = Text("币种不同，不折算", "it is in another currency, and nothing is converted")
    VALUE = Text("金额未达到", "its value is lower, or still to be quoted")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules are asked about: of an order or inquiry, and of nobody."""

    thing: Thing
    country: str = ""
    makers: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    """Of its products, with the groups above them."""
    value: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What one rule asks; empty asks nothing."""

    thing: Thing | None = None
    country: str = ""
    maker: str = ""
    category: str = ""
    least: Decimal | None = None
    currency: str = ""


def misfits(condition: Condition, facts: Facts) -> tuple[Misfit, ...]:
    """Everything that keeps a rule from fitting; nothing if it fits."""
    found = []
    if condition.thing is not None and condition.thing is not facts.thing:
        found.append(Misfit.THING)
    if condition.country and condition.country != facts.country:
        found.append(Misfit.COUNTRY)
    if condition.maker and condition.maker not in facts.makers:
        found.append(Misfit.MAKER)
    if condition.category and condition.category not in facts.categories:
        found.append(Misfit.CATEGORY)
    if condition.least is not None:
        if facts.value is None:
            found.append(Misfit.VALUE)
        elif condition.currency != facts.currency:
            found.append(Misfit.CURRENCY)
        elif facts.value < condition.least:
            found.append(Misfit.VALUE)
    return tuple(found)


R = TypeVar("R")


def first_fitting(rules: Iterable[tuple[R, Condition]], facts: Facts) -> R | None:
    """The first of these rules, in their order, that fits; None if none does."""
    return next((rule for rule, condition in rules if not misfits(condition, facts)), None)


def with_parents(codes: Iterable[str], parents: Sequence[tuple[str, str | None]]) -> frozenset[str]:
    """These groups and all above them. `parents`: each group with the one above it."""
    above, found = dict(parents), set()
    for code in codes:
        step: str | None = code
        while step is not None and step not in found:
            found.add(step)
            step = above.get(step)
    return frozenset(found)
