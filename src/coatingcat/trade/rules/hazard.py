"""Which products are hazardous chemicals that a licence is asked for, as far as their sources tell.

China's Catalogue of Hazardous Chemicals (2015 edition, under Decree 591 of the State Council, Art. 3) lists substances,
and as item 2828 resins, auxiliaries and paints with flammable solvents whose flash point (closed cup) is 60 °C or less.
So a product counts as one whose own flash point is that low; failing a figure, one of which the source names a
flammable solvent as what it is dissolved in, unless it is dissolved in water as well; and one that is itself, for the
most part, a substance with a physical hazard, acute toxicity of category 1 to 3, or skin corrosion. It is a gate of
this shop, no classification: section 14 of the safety data sheet is that.
"""

from collections.abc import Collection
from dataclasses import dataclass

FLASH_POINT_AT_MOST = 60.0
"""°C, closed cup."""
WATER = "7732-18-5"
_ACUTE_AND_CORROSIVE = frozenset({"H300", "H301", "H310", "H311", "H330", "H331", "H314"})
_FLAMMABLE = frozenset({"H224", "H225", "H226", "H228"})


@dataclass(frozen=True, slots=True)
class Part:
    """A substance that a product's source names: its CAS number, whether it is the product itself, its H statements."""

    cas: str
    is_main: bool
    hazards: tuple[str, ...]


def hazards_of(parts: Collection[Part], flash_point: float | None) -> tuple[str, ...]:
    """The H statements for which a licence is asked, in order; empty: none is. `flash_point`: °C, of the product."""
    found = {code[:4] for part in parts if part.is_main for code in part.hazards if _counts(code[:4])}
    if flash_point is not None:
        found = {code for code in found if code not in _FLAMMABLE}
        found |= {"H226"} if flash_point <= FLASH_POINT_AT_MOST else set()
    elif all(part.cas != WATER for part in parts):
        found |= {code for part in parts if not part.is_main for code in part.hazards if code in _FLAMMABLE}
    return tuple(sorted(found))


def _counts(code: str) -> bool:
    return code.startswith("H2") or code in _ACUTE_AND_CORROSIVE


def needs_licence(country: str | None) -> bool:
    """Whether a buyer from there needs the licence here. Chinese law is asked of buyers in China, and of those who
    order for no company, as nothing says that they are elsewhere."""
    return country in (None, "CN")
