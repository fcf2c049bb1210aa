"""What codes are called on a page, in the language of the request."""

import functools
from collections.abc import Mapping

from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from coatingcat.catalog.queries.naming import Trees
from coatingcat.catalog.words import AXES
from coatingcat.catalog.words.substances import SUBSTANCE_CLASSES
from coatingcat.chemistry.hazards import PICTOGRAMS

_Lazy = Mapping[str, object]

FACET_NAMES: _Lazy = {
    "function": gettext_lazy("Function"),
    "chemistry": gettext_lazy("Chemistry"),
    "technology": gettext_lazy("Technology"),
    "segment": gettext_lazy("Segment"),
    "supplier": gettext_lazy("Supplier"),
    "category": gettext_lazy("Category"),
    "substance_class": gettext_lazy("Class of substance"),
    "hazard": gettext_lazy("Hazard pictogram"),
    "voc": gettext_lazy("VOC (boiling point up to 250 °C)"),
    "status": gettext_lazy("Origin"),
}
KIND_NAMES: _Lazy = {
    "product": gettext_lazy("Products"),
    "substance": gettext_lazy("Substances"),
    "formulation": gettext_lazy("Guide formulations"),
    "solution": gettext_lazy("Solutions"),
    "supplier": gettext_lazy("Suppliers"),
}
KIND_NAME: _Lazy = {
    "product": gettext_lazy("Product"),
    "substance": gettext_lazy("Substance"),
    "formulation": gettext_lazy("Guide formulation"),
    "solution": gettext_lazy("Solution"),
    "supplier": gettext_lazy("Supplier"),
}
STATUS_NAMES: _Lazy = {
    "verified": gettext_lazy("verified"),
    "third_party": gettext_lazy("third party"),
    "background": gettext_lazy("background"),
    "constructed": gettext_lazy("constructed"),
}
STATUS_MEANS: _Lazy = {
    "verified": gettext_lazy("Read in the source that is named."),
    "third_party": gettext_lazy("Read in somebody else's page that cites the supplier; not the supplier's own figure."),
    "background": gettext_lazy("General knowledge, checked by nobody."),
    "constructed": gettext_lazy("Made up from textbook practice; nobody has made it in a laboratory."),
}
FORMULATION_STATUS: _Lazy = {
    "verified": gettext_lazy("Published by a maker"),
    "constructed": gettext_lazy("Constructed from textbook practice"),
    "background": gettext_lazy("Background"),
    "third_party": gettext_lazy("Third party"),
}
VOC_NAMES: _Lazy = {
    "yes": pgettext_lazy("VOC", "Yes"),
    "no": pgettext_lazy("VOC", "No"),
    "conflict": pgettext_lazy("VOC", "Sources disagree"),
    "": pgettext_lazy("VOC", "Not known"),
}
BASIS_NAMES: _Lazy = {
    "as_supplied": gettext_lazy("as supplied"),
    "on_solids": gettext_lazy("on solids"),
    "on_binder": gettext_lazy("on binder"),
    "diluted": gettext_lazy("diluted"),
}
VALUE_KINDS: _Lazy = {
    "spec": gettext_lazy("Specification"),
    "typical": gettext_lazy("Typical values"),
    "measured": gettext_lazy("Measured"),
    "calculated": gettext_lazy("Calculated"),
    "recommendation": gettext_lazy("Recommended use"),
    "declaration": gettext_lazy("Declarations"),
}
ROLE_NAMES: _Lazy = {
    "main": gettext_lazy("main substance"),
    "carrier": gettext_lazy("solvent or carrier"),
    "neutraliser": gettext_lazy("neutralising agent"),
    "component": gettext_lazy("component"),
}
SOURCE_KINDS: _Lazy = {
    "manufacturer_page": gettext_lazy("Maker's page"),
    "copy_of_data_sheet": gettext_lazy("Copy of the data sheet"),
    "distributor_or_producer_page": gettext_lazy("Distributor's page"),
    "third_party_page": gettext_lazy("Third party's page"),
    "own_knowledge": gettext_lazy("General knowledge"),
    "published_formulation": gettext_lazy("Published formulation"),
}
DOCUMENT_KINDS: _Lazy = {
    "tds": gettext_lazy("Technical data sheet"),
    "sds": gettext_lazy("Safety data sheet"),
    "page": gettext_lazy("Source page"),
}


def language() -> str:
    """`zh` or `en`."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def value_name(facet: str, code: str, trees: Trees) -> str:
    """What a value of a facet is called; the code itself where nobody knows it."""
    here = language()
    if facet in AXES:
        name = AXES[facet].get(code)
    elif facet in {"segment", "category"}:
        node = (trees.segments if facet == "segment" else trees.categories).get(code)
        name = node.name if node else None
    elif facet == "substance_class":
        name = SUBSTANCE_CLASSES.get(code)
    elif facet == "hazard":
        name = PICTOGRAMS.get(code)
    else:
        names = VOC_NAMES if facet == "voc" else FORMULATION_STATUS if facet == "status" else {}
        return str(names.get(code, code))
    return name.in_language(here) if name else code


def source_text(kind: str, host: str) -> str:
    """`Copy of the data sheet, example.org`."""
    return _source_text(kind, host, get_language())


@functools.lru_cache(maxsize=4096)
def _source_text(kind: str, host: str, _language: str | None) -> str:
    return gettext("%(kind)s, %(host)s") % {"kind": SOURCE_KINDS.get(kind, kind), "host": host}
