"""Whether a seller's policy gives a price at once: a table of conditions against three answers and public facts.

The answers and the buyer's company are all that is asked. Nothing that is derived about a person comes in here: two
companies with the same answers get the same price.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from uuid import UUID

from coatingcat.privacy.words import Text
from coatingcat.trade.words import Timing

_HUNDRED = Decimal(100)


class Condition(Enum):
    """What a policy can ask for; shown to the buyer with whether it was met."""

    SWITCHED_ON = Text("供应商提供即时报价", "The supplier gives prices at once")
    PRODUCT = Text("该产品适用", "For this product")
    PRICED = Text("该包装有标价", "The pack has a price")
    SEGMENT = Text("应用领域", "Your application")
    VOLUME = Text("年需求量", "Your yearly volume")
    TIMING = Text("采购时间", "Your timing")
    COUNTRY = Text("贵公司所在国家或地区", "The country of your company")
    CERTIFIED = Text("企业认证有效", "Your company is certified")
    QUANTITY = Text("起订量", "The smallest quantity")


@dataclass(frozen=True, slots=True)
class Answers:
    """The three answers, and what is publicly known of the buyer's company. Volume in kg a year."""

    segment: str
    yearly_kg: Decimal
    timing: Timing
    country: str = ""
    is_certified: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """An offer and so many packs of it; `price` is its list price of one pack."""

    product: str
    maker: str
    packs: int
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Policy:
    """A seller's rule. Empty sets ask for nothing; the narrower policy goes first (`breadth`)."""

    id: UUID
    is_on: bool
    discount: Decimal
    """Per cent off the list price."""
    products: frozenset[str] = field(default_factory=frozenset)
    makers: frozenset[str] = field(default_factory=frozenset)
    segments: frozenset[str] = field(default_factory=frozenset)
    countries: frozenset[str] = field(default_factory=frozenset)
    timings: frozenset[Timing] = field(default_factory=frozenset)
    least_kg: Decimal = Decimal(0)
    certified_only: bool = True
    min_packs: int = 1

    @property
    def breadth(self) -> tuple[bool, bool, Decimal, str]:
        """Named products before makers before everything; of equals the one for larger volumes, then by key."""
        return (not self.products, not self.makers, -self.least_kg, str(self.id))


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a policy answers, condition by condition."""

    policy: Policy
    met: tuple[tuple[Condition, bool], ...]

    @property
    def matches(self) -> bool:
        return all(is_met for _, is_met in self.met)


def judged(policy: Policy, answers: Answers, wanted: Wanted) -> Verdict:
    """Every condition, met or not, in the order a buyer reads them."""
    in_reach = (
        not (policy.products or policy.makers) or wanted.product in policy.products or wanted.maker in policy.makers
    )
    return Verdict(
        policy,
        (
            (Condition.SWITCHED_ON, policy.is_on),
            (Condition.PRODUCT, in_reach),
            (Condition.PRICED, wanted.price is not None),
            (Condition.SEGMENT, not policy.segments or answers.segment in policy.segments),
            (Condition.VOLUME, answers.yearly_kg >= policy.least_kg),
            (Condition.TIMING, not policy.timings or answers.timing in policy.timings),
            (Condition.COUNTRY, not policy.countries or answers.country in policy.countries),
            (Condition.CERTIFIED, answers.is_certified or not policy.certified_only),
            (Condition.QUANTITY, wanted.packs >= policy.min_packs),
        ),
    )


def best(policies: Sequence[Policy], answers: Answers, wanted: Wanted) -> Verdict | None:
    """The first policy that matches, narrowest first; else the one that came nearest; None if there is none."""
    verdicts = [judged(policy, answers, wanted) for policy in sorted(policies, key=lambda policy: policy.breadth)]
    matching = next((verdict for verdict in verdicts if verdict.matches), None)
    return matching or max(verdicts, key=lambda verdict: sum(is_met for _, is_met in verdict.met), default=None)


def instant_price(price: Decimal, discount: Decimal) -> Decimal:
    """The list price of a pack less so many per cent, to four digits."""
    return (price * (_HUNDRED - discount) / _HUNDRED).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
