"""The sample catalogue, imported and indexed."""

import pytest

from coatingcat.catalog.actions import import_catalogue
from coatingcat.catalog.management.commands.catalog import SAMPLE
from coatingcat.search.actions import rebuild


@pytest.fixture
def catalogue(db: None) -> None:
    """The sample catalogue in the database."""
    assert import_catalogue(path=SAMPLE).faults == []


@pytest.fixture
def indexed(catalogue: None) -> None:
    """The sample catalogue in the index too."""
    rebuild()
