"""The catalogue's enums and axes."""

from coatingcat.catalog.words.axes import (
    AXES,
    CHEMISTRIES,
    FUNCTION_GROUPS,
    FUNCTIONS,
    TECHNOLOGIES,
    Name,
    name_of,
)
from coatingcat.catalog.words.faults import REASONS, Fault
from coatingcat.catalog.words.kinds import (
    SHOWN_ONLY_ON_REQUEST,
    Basis,
    DocumentKind,
    Form,
    SourceKind,
    Status,
    SubstanceRole,
    ValueKind,
    Voc,
)

__all__ = [
    "AXES",
    "CHEMISTRIES",
    "FUNCTIONS",
    "FUNCTION_GROUPS",
    "REASONS",
    "SHOWN_ONLY_ON_REQUEST",
    "TECHNOLOGIES",
    "Basis",
    "DocumentKind",
    "Fault",
    "Form",
    "Name",
    "SourceKind",
    "Status",
    "SubstanceRole",
    "ValueKind",
    "Voc",
    "name_of",
]
