"""Fixtures of all rooms. Each process has a data folder of its own (settings.test) and its own database."""

import os
from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from coatingcat.config import put
from coatingcat.ground.postgres import Postgres
from tests.database import FOLDER, own_database


@pytest.fixture(scope="session")
def database_uri(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The libpq URI of this process's test database; programs that a test starts find it as DATABASE_URL."""
    with django_db_blocker.unblock(), own_database() as uri:
        put(DATABASE_URL=uri)
        yield uri


@pytest.fixture(scope="session")
def django_db_setup(database_uri: str) -> None:
    """In place of pytest-django's: a copied template instead of migrating once per process."""


@pytest.fixture
def durable_postgres() -> Iterator[Postgres]:
    """A server that writes every commit to the disk, for tests that kill it; gone after the test."""
    server = Postgres(FOLDER / f"durable-{os.getpid()}")
    server.start()
    yield server
    server.remove()
