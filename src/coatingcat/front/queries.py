"""What the frame asks about the state of the program."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def readiness() -> dict[str, bool]:
    """Checks by name: the database answers, and its tables are those of this program."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return {"database": True, "migrations": _migrated()}
    except DatabaseError:
        return {"database": False, "migrations": False}


def _migrated() -> bool:
    try:
        return _migrated_once()
    except _Behind:
        return False


class _Behind(Exception):
    """Raised so that the answer is cached only once it is yes."""


@cache
def _migrated_once() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Behind
    return True
