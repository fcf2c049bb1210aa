"""The files a catalogue comes in, in the order in which they refer to one another."""

from coatingcat.catalog.rules.files.base import File, Values
from coatingcat.catalog.rules.files.formulations import Formulations, Lines
from coatingcat.catalog.rules.files.products import Documents, Products, ProductSubstances, Properties
from coatingcat.catalog.rules.files.substances import Substances
from coatingcat.catalog.rules.files.taxonomy import Categories, Companies, Segments, Sources

FILES: tuple[type[File], ...] = (
    Sources,
    Companies,
    Segments,
    Categories,
    Substances,
    Products,
    Properties,
    ProductSubstances,
    Documents,
    Formulations,
    Lines,
)

__all__ = [
    "FILES",
    "Categories",
    "Companies",
    "Documents",
    "File",
    "Formulations",
    "Lines",
    "ProductSubstances",
    "Products",
    "Properties",
    "Segments",
    "Sources",
    "Substances",
    "Values",
]
