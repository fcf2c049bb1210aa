"""Nouns of the catalogue."""

from coatingcat.catalog.models.formulations import Formulation, FormulationLine, Solution
from coatingcat.catalog.models.pages import Edition, ProductPage, PropertySpan
from coatingcat.catalog.models.products import Document, Product, ProductSubstance, PropertyValue
from coatingcat.catalog.models.substances import Substance
from coatingcat.catalog.models.taxonomy import Category, Company, DataSource, Segment

__all__ = [
    "Category",
    "Company",
    "DataSource",
    "Document",
    "Edition",
    "Formulation",
    "FormulationLine",
    "Product",
    "ProductPage",
    "ProductSubstance",
    "PropertySpan",
    "PropertyValue",
    "Segment",
    "Solution",
    "Substance",
]
