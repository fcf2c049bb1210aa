"""One stage for each module that walks the site; what a test does on it is taken back."""

import shutil
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from coatingcat.search.index import reader
from tests.contracts.stage import Stage, build, undone


def _without_index() -> None:
    shutil.rmtree(reader.folder().root, ignore_errors=True)
    reader._readers.cache_clear()


@pytest.fixture(scope="module")
def standing_stage(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """The stage in a transaction of its own, which outlasts the tests of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        _without_index()
        yield build(tmp_path_factory.mktemp("stage"))
        transaction.set_rollback(True)
        connection.run_on_commit.clear()
    _without_index()


@pytest.fixture
def stage(standing_stage: Stage) -> Iterator[Stage]:
    with undone():
        yield standing_stage
