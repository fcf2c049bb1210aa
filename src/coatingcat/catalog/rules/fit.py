"""What suits an industry: the segments it coats or makes coatings for, and the technologies it works with."""

from collections.abc import Mapping
from typing import NamedTuple

from coatingcat.members.words import Industry


class Fit(NamedTuple):
    """Codes of segments, each with all below it, and of technologies; the first ones suit best."""

    segments: tuple[str, ...]
    technologies: tuple[str, ...] = ()


_EVERY_COATING = Fit(("industrial", "protective", "architectural", "wood", "construction", "automotive"))

FITS: Mapping[Industry, Fit] = {
    Industry.RAW_MATERIALS: _EVERY_COATING,
    Industry.COATINGS: _EVERY_COATING,
    Industry.INKS: Fit((), ("radiation-curing", "waterborne")),
    Industry.ADHESIVES: Fit((), ("hot-melt", "solvent-free")),
    Industry.APPLICATION: Fit(("protective", "flooring", "industrial", "construction")),
    Industry.AUTOMOTIVE: Fit(("automotive", "coil", "metal-powder")),
    Industry.MARINE: Fit(("marine", "anticorrosion")),
    Industry.CONSTRUCTION: Fit(("construction", "architectural", "fire-protection")),
    Industry.WOOD: Fit(("wood", "architectural-trim")),
    Industry.MACHINERY: Fit(("industrial", "metal-powder", "anticorrosion")),
    Industry.ELECTRONICS: Fit(("appliances", "coil"), ("electrocoat", "powder")),
    Industry.RESEARCH: _EVERY_COATING,
    Industry.OTHER: Fit(()),
}


def fit_of(code: str) -> Fit | None:
    """What suits the industry of this code; None for one that is not on the list any more."""
    industry = Industry.__members__.get(code)
    return FITS[industry] if industry else None
