"""Where a product stands on the axes, derived from what its source says. What cannot be told stays unknown (empty)."""

import functools
import re
from collections.abc import Mapping

from coatingcat.catalog.words import CHEMISTRIES, FUNCTIONS

FUNCTION_OF_CATEGORY: Mapping[str, str] = {
    "binders": "binder",
    "crosslinkers": "crosslinker",
    "diisocyanate": "crosslinker",
    "monomers": "reactive-diluent",
    "tio2": "pigment-white",
    "iron-oxide": "pigment-coloured",
    "opaque-polymer": "pigment-functional",
    "extenders": "extender",
    "solvents": "solvent",
    "coalescent": "coalescent",
    "dispersant": "dispersing",
    "defoamer": "defoamer",
    "rheology": "rheology",
    "surface-additive": "levelling",
    "wetting": "substrate-wetting",
    "light-stabiliser": "light-stabiliser",
    "photoinitiator": "photoinitiator",
    "adhesion-promoter": "adhesion",
    "catalyst": "catalyst",
}

_CHEMISTRY_OF_TEXT: tuple[tuple[str, str], ...] = (
    (r"styren\w*[- ]?acryl|styrenated acryl|styrenic", "styrene-acrylic"),
    (r"acryl|methacrylate|\bacrylate", "acrylic"),
    (r"polyurethane|urethane|\bPUD?\b", "polyurethane"),
    (r"blocked", "polyisocyanate-blocked"),
    (
        r"\bHDI\b|\bIPDI\b|aliphatic (?:poly)?isocyanate|isophorone diisocyanate|hexamethylene",
        "polyisocyanate-aliphatic",
    ),
    (r"\bMDI\b|\bTDI\b|toluene diisocyanate|4,4'-MDI", "polyisocyanate-aromatic"),
    (r"epoxy|epichlorohydrin|glycidyl", "epoxy"),
    (r"polyamide|polyamino?amide|amidoamine|polyamidoamine", "polyamide"),
    (r"(?<!poly)\bamines?\b|polyamine|aminocyclohexyl|alkanolamide|cycloaliphatic amine|polyetheramine", "amine"),
    (r"polyester|carbonate ester-", "polyester"),
    (r"polycarbonate", "polycarbonate"),
    (r"polyether", "polyether"),
    (r"polyaspartic|aspartate", "polyaspartic"),
    (r"alkyd|oxidatively drying", "alkyd"),
    (r"melamine|\bHMMM\b|urea|amino resin|\bamino\b", "amino"),
    (r"phenolic|novolac|novolak", "phenolic"),
    (r"silicone|siloxane|silanol|dimethicone|\bPDMS\b", "silicone"),
    (r"\bsilanes?\b", "silane"),
    (r"\bvinyl|\bVAE\b|vinyl acetate|ethylene copolymer", "vinyl"),
    (r"fluoro|\bPVDF\b|\bPTFE\b|\bFEVE\b", "fluoropolymer"),
    (r"cellulos(?:e|ic)(?! nut)|nitrocellulose|\bCAB\b", "cellulosic"),
    (r"polyacid|polycarboxyl", "polycarboxylate"),
    (r"maleic", "maleic"),
    (r"rosin", "rosin"),
    (r"mineral oil|hydrocarbon|paraffin", "hydrocarbon"),
    (r"\bacetate\b|isobutyrate|\bester alcohol\b|\besters?\b(?! dispersion)", "ester"),
    (r"glycol \S*\s?(?:n-)?(?:butyl|methyl|ethyl|propyl|mono\w+)? ?ether|propoxy|butoxy", "glycol-ether"),
    (r"\bketones?\b", "ketone"),
    (r"titanium dioxide|\bTiO2\b|iron oxide|zinc oxide|rutile", "inorganic-oxide"),
    (r"silica\b|silicate|talc|kaolin|mica\b|nepheline", "silicate"),
    (r"calcium carbonate|dolomite|marble", "carbonate"),
    (r"titanate", "titanate"),
    (r"aldehyde", "aldehyde"),
    (r"ketimine", "ketimine"),
    (r"lignocellulose|nut-?shell|shell flour", "lignocellulose"),
    (r"tin (?:cata|com)|dibutyltin|bismuth|zirconium|cobalt", "metal-organic"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in _CHEMISTRY_OF_TEXT)

_CHEMISTRY_OF_CATEGORY: Mapping[str, str] = {
    "acrylic-polyol": "acrylic",
    "acrylic-emulsion": "acrylic",
    "acrylic-dispersion-oh": "acrylic",
    "solid-acrylic": "acrylic",
    "pud": "polyurethane",
    "pu-solution": "polyurethane",
    "polyaspartic": "polyaspartic",
    "polyisocyanate-blocked": "polyisocyanate-blocked",
    "epoxy-resin": "epoxy",
    "epoxy-waterborne": "epoxy",
    "amino-resin": "amino",
    "cellulose-ester": "cellulosic",
}
_SWALLOWS: Mapping[str, frozenset[str]] = {
    "styrene-acrylic": frozenset({"acrylic"}),
    "polyisocyanate-blocked": frozenset({"polyisocyanate-aliphatic", "polyisocyanate-aromatic"}),
    "lignocellulose": frozenset({"cellulosic"}),
}
_CURING = frozenset({"polyisocyanate", "polyisocyanate-wb", "polyisocyanate-blocked", "diisocyanate"})
_AMINE_CURING = frozenset({"epoxy-curing"})
_ISOCYANATES = frozenset({"polyisocyanate-aliphatic", "polyisocyanate-aromatic", "polyisocyanate-blocked"})
_SOLVENTS = frozenset({"solvent", "coalescent", "solvents"})

_WATERBORNE = frozenset({"acrylic-dispersion-oh", "acrylic-emulsion", "pud", "polyisocyanate-wb", "epoxy-waterborne"})
_RADIATION = frozenset({"uv-oligomer", "uv-monomer", "photoinitiator"})
_FILM_FORMING = frozenset({"binder", "crosslinker"})
_IN_WATER = re.compile(r"\b(?:in|aqueous|water(?:/[^ ]+)?)\b.*\bwater\b|\baqueous\b|^in water", re.IGNORECASE)
_NO_SOLVENT = re.compile(r"solvent-free|\b100 ?%|undiluted", re.IGNORECASE)
_IN_SOLVENT = re.compile(
    r"\bin (?:[\w-]+ )*(?:n-butyl acetate|xylene|toluene|aromatic|isopropyl alcohol|propylene glycol diacetate)",
    re.IGNORECASE,
)


def function_of(category: str, parents: Mapping[str, str]) -> str:
    """The function of a category, or of its nearest ancestor that has one; empty if none has. `parents`: code to parent."""
    for _step in range(20):  # a file may hold a loop; a taxonomy twenty deep is none
        if category in FUNCTION_OF_CATEGORY:
            return FUNCTION_OF_CATEGORY[category]
        if category in FUNCTIONS:
            return category
        category = parents.get(category, "")
        if not category:
            return ""
    return ""


@functools.lru_cache(maxsize=4096)
def chemistries_of(text: str, category: str) -> tuple[str, ...]:
    """The chemistry axis of a product, read from its chemistry text; a category that names a chemistry adds it.

    In the order of the axis. Curing agents are filed under what they are, not under what they cure.
    """
    found = {code for pattern, code in _PATTERNS if pattern.search(text)}
    if text in CHEMISTRIES:
        found.add(text)
    if named := _CHEMISTRY_OF_CATEGORY.get(category):
        found.add(named)
    for winner, losers in _SWALLOWS.items():
        if winner in found:
            found -= losers
    if category in _CURING:
        found.discard("polyurethane")
    elif "polyurethane" in found:
        found -= _ISOCYANATES  # what a polyurethane was made from is no longer in it
    if category in _AMINE_CURING:
        found.discard("epoxy")
    if category not in _SOLVENTS:
        found -= {"ester", "glycol-ether", "ketone"}
    return tuple(code for code in CHEMISTRIES if code in found)


@functools.lru_cache(maxsize=4096)
def technologies_of(category: str, function: str, form: str) -> tuple[str, ...]:
    """The technology a product is certainly for: by its category, or by the form it is supplied in; else empty."""
    if category in _RADIATION:
        return ("radiation-curing",)
    if category in _WATERBORNE or _IN_WATER.search(form):
        return ("waterborne",)
    if function in _FILM_FORMING and _IN_SOLVENT.search(form):
        return ("solventborne",)
    if function in _FILM_FORMING and _NO_SOLVENT.search(form):
        return ("solvent-free",)
    return ()
