"""Fixtures of all rooms. Each process has a data folder of its own (settings.test) and its own database."""

import os
from collections.abc import Iterator

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from coatingcat.catalog.queries.naming import _trees
from coatingcat.config import put
from coatingcat.ground.postgres import Postgres
from coatingcat.ground.remembered import settle_all
from tests.database import FOLDER, own_database

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
"""How long a draw takes says how busy the machine is, and nothing about the program."""

pytest_plugins = ("tests.clause_results",)


@pytest.fixture(scope="session")
def database_uri(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The libpq URI of this process's test database; programs that a test starts find it as DATABASE_URL."""
    with django_db_blocker.unblock(), own_database() as uri:
        put(DATABASE_URL=uri)
        yield uri


@pytest.fixture(scope="session")
def django_db_setup(database_uri: str) -> None:
    """In place of pytest-django's: a copied template instead of migrating once per process."""


_AGAINST_TRUNCATE = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgtype & 32 <> 0 AND NOT tgisinternal"


@pytest.fixture(autouse=True, scope="session")
def _flush_past_append_only(django_test_environment: None) -> Iterator[None]:
    """Tests with real transactions empty the tables afterwards, which the guards of append-only tables refuse."""
    flush = DatabaseOperations.execute_sql_flush

    def unguarded(operations: DatabaseOperations, statements: list[str]) -> None:
        with operations.connection.cursor() as cursor:
            cursor.execute(_AGAINST_TRUNCATE)
            guards = cursor.fetchall()
        down, up = (
            [f"ALTER TABLE {table} {verb} TRIGGER {guard}" for table, guard in guards] for verb in ("DISABLE", "ENABLE")
        )
        queue = "TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE"
        flush(operations, [*down, *statements, *up, queue])  # the queue's models are not Django's to empty

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", unguarded)
        yield


@pytest.fixture(autouse=True)
def _own_trees() -> None:
    """Editions of the catalogue are numbered anew in each test's transaction; what was read of another's is stale."""
    _trees.cache_clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page leaves its language active in the thread; the next test starts with the site's own."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What a process keeps of the database's answers ends with the test; it is asked anew only after a change."""
    settle_all()
    yield
    settle_all()


@pytest.fixture
def durable_postgres() -> Iterator[Postgres]:
    """A server that writes every commit to the disk, for tests that kill it; gone after the test."""
    server = Postgres(FOLDER / f"durable-{os.getpid()}")
    server.start()
    yield server
    server.remove()
