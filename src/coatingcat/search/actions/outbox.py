"""Notes of what changed, written where the change is written."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from coatingcat.ground.jobs import later
from coatingcat.search.models import Change

FOLLOW = "search.follow"


@transaction.atomic
def changed(kind: str, keys: Iterable[str]) -> int:
    """These documents were made, changed or removed; how many notes.

    In the caller's transaction: a rollback takes them back. The index has followed within two seconds of the commit.
    """
    notes = [Change(kind=kind, key=key) for key in dict.fromkeys(keys)]
    Change.objects.bulk_create(notes, batch_size=5000)
    return _ask_to_follow(len(notes))


def changed_all(kind: str, keys: "QuerySet[Any, Any]") -> int:
    """The same for every key of a query with one column (`products.values_list("slug")`), without reading them here."""
    sql, params = keys.order_by().query.sql_with_params()
    return changed_by_sql(kind, sql, params)


@transaction.atomic
def changed_by_sql(kind: str, select: str, params: Sequence[Any] = ()) -> int:
    """The same for the keys that a SELECT of one column gives, for imports. `select` is code, never typed by anyone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Change._meta.db_table} (kind, key)"  # noqa: S608  # a name of ours and a caller's literal
            f" SELECT DISTINCT %s, said.key::text FROM ({select}) AS said(key)",
            [kind, *params],
        )
        count = cursor.rowcount
    return _ask_to_follow(count)


def _ask_to_follow(count: int) -> int:
    if count:
        later(FOLLOW, dedupe="all")
    return count
