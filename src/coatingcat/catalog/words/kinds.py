"""Enums of the catalogue; their values are what the files and the columns hold."""

from enum import StrEnum

from coatingcat.chemistry.values import Basis, Form
from coatingcat.chemistry.values import Kind as ValueKind

__all__ = [
    "SHOWN_ONLY_ON_REQUEST",
    "Basis",
    "DocumentKind",
    "Form",
    "SourceKind",
    "Status",
    "SubstanceRole",
    "ValueKind",
    "Voc",
]


class Status(StrEnum):
    """How far a statement can be trusted."""

    VERIFIED = "verified"
    """Read in the source its row names."""
    THIRD_PARTY = "third_party"
    """Read in somebody else's page that cites the supplier; never shown as the supplier's own figure."""
    BACKGROUND = "background"
    """From general knowledge, checked by nobody."""
    CONSTRUCTED = "constructed"
    """A formulation made up from textbook practice, never made in a laboratory."""


SHOWN_ONLY_ON_REQUEST = frozenset({Status.THIRD_PARTY, Status.BACKGROUND})
"""What an import refuses unless the operator asks for it; it is badged wherever it is shown."""


class DocumentKind(StrEnum):
    TDS = "tds"
    SDS = "sds"
    """Never gated: REACH Art. 31 wants it given free of charge."""
    PAGE = "page"
    """A page that was read as the source of figures."""


class SourceKind(StrEnum):
    MANUFACTURER = "manufacturer_page"
    COPY = "copy_of_data_sheet"
    DISTRIBUTOR = "distributor_or_producer_page"
    THIRD_PARTY = "third_party_page"
    OWN = "own_knowledge"
    FORMULATION = "published_formulation"


class SubstanceRole(StrEnum):
    MAIN = "main"
    CARRIER = "carrier"
    NEUTRALISER = "neutraliser"
    COMPONENT = "component"


class Voc(StrEnum):
    """Boiling point at most 250 °C at 101.3 kPa: an aid to classification, not a regulatory statement."""

    YES = "yes"
    NO = "no"
    CONFLICT = "conflict"
    UNKNOWN = ""
