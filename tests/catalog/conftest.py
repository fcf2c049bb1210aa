"""The sample catalogue, imported and indexed once for all the tests of a module that only read it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from coatingcat.catalog.actions import import_catalogue
from coatingcat.catalog.management.commands.catalog import SAMPLE
from coatingcat.search.actions import rebuild


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The sample in database and index while a module lasts; each test still has a transaction of its own inside."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert import_catalogue(path=SAMPLE).faults == []
        rebuild()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def indexed(sample: None, db: None) -> None:
    """The sample catalogue, for a test that reads it."""
