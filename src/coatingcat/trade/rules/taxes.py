"""Value added tax on an order, by where the goods come from and go to: dated rates, quantised once on the sum.

Prices are net. Sources: China: Announcement of the Ministry of Finance, the Tax Administration and Customs 2019 No. 39
(13 % on goods from 2019-04-01), Cai Shui 2018 No. 32 (16 %), Provisional Regulations on VAT, Art. 2 (exports 0 %) and,
in force since 2026-01-01, the VAT Law of 2024-12-25, Art. 10 (13 %; exports zero). European Union: Directive
2006/112/EC, Art. 32 (taxed where transport begins), 138 (to a business identified in another member state: exempt
there, taxed by the buyer as an acquisition), 33 (distance sales), 146 (exports); the standard rates are those of the
Commission's list of 2025, all member states. The decision is docs/decisions/0028.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coatingcat.ground.money import Money
from coatingcat.trade.words import TaxGround

STANDARD: Mapping[str, tuple[tuple[date, str], ...]] = {
    "CN": ((date(2018, 5, 1), "0.16"), (date(2019, 4, 1), "0.13")),
    "AT": ((date(1984, 1, 1), "0.20"),),
    "BE": ((date(1996, 1, 1), "0.21"),),
    "BG": ((date(1999, 1, 1), "0.20"),),
    "CY": ((date(2014, 1, 13), "0.19"),),
    "CZ": ((date(2013, 1, 1), "0.21"),),
    "DE": ((date(2007, 1, 1), "0.19"), (date(2020, 7, 1), "0.16"), (date(2021, 1, 1), "0.19")),
    "DK": ((date(1992, 1, 1), "0.25"),),
    "EE": ((date(2024, 1, 1), "0.22"), (date(2025, 7, 1), "0.24")),
    "ES": ((date(2012, 9, 1), "0.21"),),
    "FI": ((date(2013, 1, 1), "0.24"), (date(2024, 9, 1), "0.255")),
    "FR": ((date(2014, 1, 1), "0.20"),),
    "GR": ((date(2016, 6, 1), "0.24"),),
    "HR": ((date(2012, 3, 1), "0.25"),),
    "HU": ((date(2012, 1, 1), "0.27"),),
    "IE": ((date(2021, 3, 1), "0.23"),),
    "IT": ((date(2013, 10, 1), "0.22"),),
    "LT": ((date(2009, 9, 1), "0.21"),),
    "LU": ((date(2024, 1, 1), "0.17"),),
    "LV": ((date(2012, 7, 1), "0.21"),),
    "MT": ((date(2004, 1, 1), "0.18"),),
    "NL": ((date(2012, 10, 1), "0.21"),),
    "PL": ((date(2011, 1, 1), "0.23"),),
    "PT": ((date(2011, 1, 1), "0.23"),),
    "RO": ((date(2017, 1, 1), "0.19"), (date(2025, 8, 1), "0.21")),
    "SE": ((date(1990, 7, 1), "0.25"),),
    "SI": ((date(2013, 7, 1), "0.22"),),
    "SK": ((date(2011, 1, 1), "0.20"), (date(2025, 1, 1), "0.23")),
}
"""Standard rate of goods by country, from which day on. Countries that are missing are left to the invoice."""

EUROPEAN_UNION = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


@dataclass(frozen=True, slots=True)
class Tax:
    """The rate of an order and why it is that; `rate` None: unknown here, told with the invoice."""

    rate: Decimal | None
    ground: TaxGround
    is_estimated: bool = False
    """It may turn out otherwise: nothing says for certain where the goods go, or as what the buyer is registered."""

    def on(self, net: Money | None) -> Money | None:
        """The tax on the sum of the lines, rounded half up to the smallest coin, once; None if it is not known."""
        return None if net is None or self.rate is None else (net * self.rate).quantized()


def tax_of(
    *,
    seller: str,
    buyer: str,
    on: date,
    is_business: bool = True,
    destination: str = "",
    own_rate: Decimal | None = None,
) -> Tax:
    """The tax on goods that a seller in one country (ISO 3166 codes) sends to `destination`; where that is not known
    (empty), to the country of the buyer's company, and the tax is estimated. `own_rate`: as a fraction, what the seller
    said its sales at home bear, as a small-scale taxpayer's do; None: the standard rate."""
    goes_to, is_guess = destination or buyer, not destination
    at_home = standard_rate(seller, on) if own_rate is None else own_rate
    if seller == goes_to:
        return Tax(at_home, TaxGround.DOMESTIC, is_guess)
    if not {seller, goes_to} <= EUROPEAN_UNION:
        return Tax(Decimal(0), TaxGround.EXPORT, is_guess)
    if not is_business:
        return Tax(standard_rate(goes_to, on), TaxGround.DISTANCE, is_guess)
    if buyer in EUROPEAN_UNION and buyer != seller:
        return Tax(Decimal(0), TaxGround.REVERSE_CHARGE, is_guess)
    # A company of the seller's own country, or of none of the Union's, may be registered elsewhere in it: who knows?
    return Tax(at_home, TaxGround.DOMESTIC, is_estimated=True)


def standard_rate(country: str, on: date) -> Decimal | None:
    """The standard rate of goods on a day; None if it is not known here."""
    rates = [Decimal(rate) for since, rate in STANDARD.get(country, ()) if since <= on]
    return rates[-1] if rates else None


def with_tax(net: Money | None, tax: Money | None) -> Money | None:
    """What is to be paid; None while either is not known."""
    return None if net is None or tax is None else net + tax
