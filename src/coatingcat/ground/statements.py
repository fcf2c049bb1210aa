"""Statements that run on every page: composed once in each process, planned once on each connection.

    _DRAFT = Composed(lambda: Draft.objects.select_related("consignee").filter(subject_id=Given("subject")))
    draft = _DRAFT.first(subject=member.pk)

Django composes a statement anew each time, which takes longer than all the rest of asking; and PostgreSQL plans
anew what comes with its values written into it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators

from coatingcat.ground.database.base import DatabaseWrapper

M = TypeVar("M", bound=Model)


def prepared_cursor() -> Any:
    """A cursor for a statement written out by hand, to be used with `with`: planned once on each connection."""
    return cast(DatabaseWrapper, connection).prepared_cursor()


class Given(Expression):
    """The place of a value in a composed statement, by name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Composed(Generic[M]):
    """A query for rows of one model and those `select_related` brings along; its values come in by name.

    Values are handed to the database as they are: UUIDs, numbers, texts, moments with a time zone.
    """

    def __init__(self, query: Callable[[], QuerySet[M]]) -> None:
        self._query = query

    @cached_property
    def _plan(self) -> "_Plan":
        return _Plan(self._query())

    def all(self, **values: Any) -> list[M]:
        """Every row; one statement. Raises KeyError for a value that is missing."""
        return self._plan.rows(values)

    def first(self, **values: Any) -> M | None:
        """The first row, or None; one statement."""
        return next(iter(self.all(**values)), None)


class _Plan:
    """What Django finds out about a query before it asks, and how it makes models of the rows."""

    def __init__(self, query: QuerySet[Any]) -> None:
        self._database = query.db
        self._compiler = query.query.get_compiler(using=query.db)
        self._sql, self._places = self._compiler.as_sql()
        select, about = self._compiler.select or [], cast(dict[str, Any], self._compiler.klass_info)
        places = about["select_fields"]
        self._model, self._span = about["model"], slice(places[0], places[-1] + 1)
        self._names = [column[0].target.attname for column in select[self._span]]
        self._related = get_related_populators(about, select, query.db)  # type: ignore[call-arg]
        self._converters = self._compiler.get_converters([column[0] for column in select])

    def rows(self, values: dict[str, Any]) -> list[Any]:
        given = [values[place.name] if isinstance(place, Given) else place for place in self._places]
        with prepared_cursor() as cursor:
            cursor.execute(self._sql, given)
            found: Any = cursor.fetchall()
        if self._converters:
            found = self._compiler.apply_converters(found, self._converters)
        return [self._made(row) for row in found]

    def _made(self, row: Any) -> Any:
        made = self._model.from_db(self._database, self._names, row[self._span])
        for related in self._related:
            related.populate(row, made)
        return made
