"""Verbs that write the catalogue."""

from coatingcat.catalog.actions.importing import import_catalogue
from coatingcat.catalog.actions.pages import refresh_pages

__all__ = ["import_catalogue", "refresh_pages"]
