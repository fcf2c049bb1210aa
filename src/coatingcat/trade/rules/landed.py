"""What a quote costs in the end: at the buyer's door, per kg and per m² of dry film.

Nothing unknown is taken to be zero: what the price does not cover and nobody estimated makes the result unknown, and
the refusal names it. Amounts stay exact and are rounded once, at the end.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from coatingcat.ground.money import Money, total
from coatingcat.privacy.words import Text
from coatingcat.trade.rules.incoterms import SELLER_PAYS, Leg
from coatingcat.trade.words import Incoterm

_HUNDRED = Decimal(100)
_INSURED_SHARE = Decimal("1.1")
"""Of the value: CIF and CIP insure the price plus ten per cent (Incoterms 2020, A5)."""
_KG = {"kg": Decimal(1), "g": Decimal("0.001"), "t": Decimal(1000)}
_LITRES = {"L": Decimal(1), "mL": Decimal("0.001")}
_TO_A_PORT = frozenset({Incoterm.CFR, Incoterm.CIF})
"""The price ends at the port of destination: from there to the buyer's place the way is the buyer's."""


class Part(Enum):
    """What a landed cost is made of."""

    GOODS = Text("货款", "Goods")
    FREIGHT = Text("运费", "Freight")
    INSURANCE = Text("保险", "Insurance")
    DUTY = Text("关税", "Duty")
    TAX = Text("进口环节税", "Import tax")


class Unknown(Enum):
    """What is not known, so that a cost cannot be computed."""

    FREIGHT = Text("未填写买方承担的运费", "the freight that is yours")
    INSURANCE = Text("未填写保险费率", "the rate of insurance")
    DUTY = Text("未填写关税税率", "the rate of duty")
    TAX = Text("未填写进口环节税率", "the rate of import tax")
    DENSITY = Text("缺少密度", "the density")
    SOLIDS = Text("缺少体积固含量", "the solids by volume")
    FILM = Text("未填写干膜厚度", "the dry film thickness")
    WEIGHT = Text("按件计价，重量未知", "the weight of a piece")
    PRICE = Text("该数量没有报价", "a price for this quantity")


class CannotCost(ValueError):
    """A cost cannot be computed. `missing` says what is not known."""

    def __init__(self, *missing: Unknown) -> None:
        self.missing = missing
        super().__init__(", ".join(one.value.en for one in missing))


@dataclass(frozen=True, slots=True)
class Estimates:
    """What a buyer expects to pay beside the price; None: not known. Rates in per cent, freight in the quote's currency.

    `is_domestic`: no border lies between, so that there is neither duty nor import tax.
    """

    freight: Decimal | None = None
    insurance_rate: Decimal | None = None
    duty_rate: Decimal | None = None
    tax_rate: Decimal | None = None
    is_domestic: bool = False


@dataclass(frozen=True, slots=True)
class Landed:
    """The cost of so many kg; `parts` are exact, `amount` is their sum, rounded once to the smallest coin."""

    parts: tuple[tuple[Part, Money], ...]
    kg: Decimal

    @property
    def exact(self) -> Money:
        return total([amount for _, amount in self.parts], self.parts[0][1].currency)

    @property
    def amount(self) -> Money:
        return self.exact.quantized()

    @property
    def per_kg(self) -> Money:
        """To four digits."""
        return _to_four(Money(self.exact.amount / self.kg, self.exact.currency))

    def per_m2(self, kg_per_m2: Decimal) -> Money:
        """Of so much product on a square metre, to four digits."""
        return _to_four(Money(self.exact.amount * kg_per_m2 / self.kg, self.exact.currency))


def landed(*, goods: Money, kg: Decimal, incoterm: Incoterm, freight: Money | None, estimates: Estimates) -> Landed:
    """The cost of `kg` for which the seller asks `goods`, and `freight` where it charges that apart.

    Insurance is its rate on 110 % of goods and freight; duty is its rate on goods, freight and insurance, the value at
    the border (China: Tariff Law 24); import tax is its rate on that value and the duty. The cost is that at the
    buyer's place; of CPT, CIP and the D rules the named place is taken to be that. Raises CannotCost naming everything that is not known.
    """
    if kg <= 0:
        raise ValueError("A landed cost is that of some weight above zero.")
    left = frozenset(Leg) - SELLER_PAYS[incoterm]
    missing = _missing(incoterm, left, estimates)
    if missing:
        raise CannotCost(*missing)
    carried = _freight(incoterm, freight, estimates, goods.currency)
    insured = _zero(goods)
    if Leg.INSURANCE in left:
        insured = (goods + carried) * (_INSURED_SHARE * _known(estimates.insurance_rate) / _HUNDRED)
    duty = tax = _zero(goods)
    if Leg.IMPORT in left and not estimates.is_domestic:
        value = goods + carried + insured
        duty = value * (_known(estimates.duty_rate) / _HUNDRED)
        tax = (value + duty) * (_known(estimates.tax_rate) / _HUNDRED)
    parts = (
        (Part.GOODS, goods),
        (Part.FREIGHT, carried),
        (Part.INSURANCE, insured),
        (Part.DUTY, duty),
        (Part.TAX, tax),
    )
    return Landed(parts, kg)


def _missing(incoterm: Incoterm, left: frozenset[Leg], estimates: Estimates) -> list[Unknown]:
    missing = []
    if _is_freight_left(incoterm) and estimates.freight is None:
        missing.append(Unknown.FREIGHT)
    if Leg.INSURANCE in left and estimates.insurance_rate is None:
        missing.append(Unknown.INSURANCE)
    if Leg.IMPORT in left and not estimates.is_domestic:
        missing += [Unknown.DUTY] if estimates.duty_rate is None else []
        missing += [Unknown.TAX] if estimates.tax_rate is None else []
    return missing


def _is_freight_left(incoterm: Incoterm) -> bool:
    """Whether the buyer pays for some of the way. Unloading alone at one's own door is work, not freight."""
    return Leg.MAIN_CARRIAGE not in SELLER_PAYS[incoterm] or incoterm in _TO_A_PORT


def _freight(incoterm: Incoterm, charged: Money | None, estimates: Estimates, currency: str) -> Money:
    own = Money(_known(estimates.freight), currency) if _is_freight_left(incoterm) else Money(Decimal(0), currency)
    return own + charged if charged is not None else own


def _known(figure: Decimal | None) -> Decimal:
    assert figure is not None  # asked before
    return figure


def _zero(like: Money) -> Money:
    return Money(Decimal(0), like.currency)


def _to_four(money: Money) -> Money:
    return Money(money.amount.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP), money.currency)


def kg_of(size: Decimal, unit: str, density: Decimal | None) -> Decimal:
    """The weight of a pack in kg; `density` in g/mL, needed for litres. Raises CannotCost."""
    if unit in _KG:
        return size * _KG[unit]
    if unit not in _LITRES:
        raise CannotCost(Unknown.WEIGHT)
    if density is None:
        raise CannotCost(Unknown.DENSITY)
    return size * _LITRES[unit] * density


def kg_per_m2(*, density: Decimal | None, solids: Decimal | None, film_um: Decimal | None) -> Decimal:
    """Product on a square metre: density (g/mL) × dry film (µm) / (10 × solids by volume in %), without loss.

    Theoretical spreading rate in m²/L is 10 × solids / film (ISO 23811, ASTM D5201). Raises CannotCost.
    """
    figures = ((density, Unknown.DENSITY), (solids, Unknown.SOLIDS), (film_um, Unknown.FILM))
    missing = [name for figure, name in figures if figure is None]
    if missing:
        raise CannotCost(*missing)
    assert density is not None
    assert solids is not None
    assert film_um is not None
    if density <= 0 or film_um <= 0 or not 0 < solids <= _HUNDRED:
        raise ValueError("Density and film lie above zero, solids above 0 and up to 100 %.")
    return density * film_um / (10 * solids)
