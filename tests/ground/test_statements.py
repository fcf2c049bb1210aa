"""Composed statements: the same rows as Django's own, in one statement that the server plans once."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import now
from coatingcat.ground.statements import Composed, Given, prepared_cursor
from coatingcat.members.models import BrowserSession, Member
from tests.members.people import person

pytestmark = pytest.mark.django_db

_STANDING = Composed(
    lambda: BrowserSession.objects.select_related("member").filter(member=Given("member"), expire_date__gt=Given("now"))
)


def _session(member: Member, number: int) -> BrowserSession:
    return BrowserSession.objects.create(
        session_key=f"{number:064}", session_data="", expire_date=now() + timedelta(days=number), member=member
    )


def test_rows_are_those_of_django_with_what_select_related_brings() -> None:
    member, other = person("a@example.cn"), person("b@example.cn")
    wanted = [_session(member, number) for number in (1, 2, 3)]
    _session(member, -1)
    _session(other, 4)
    with CaptureQueriesContext(connection) as queries:
        found = _STANDING.all(member=member.pk, now=now())
        assert [row.member for row in found] == [member] * 3
        assert [str(row.member.email) for row in found] == [str(member.email)] * 3
    assert len(queries) == 1
    assert sorted(row.pk for row in found) == sorted(row.pk for row in wanted)
    assert {row.expire_date for row in found} == {row.expire_date for row in wanted}
    assert not any(row._state.adding for row in found)


def test_values_are_of_each_asking() -> None:
    member = person("a@example.cn")
    row = _session(member, 1)
    assert _STANDING.first(member=member.pk, now=now()) == row
    assert _STANDING.first(member=member.pk, now=now() + timedelta(days=2)) is None
    assert _STANDING.first(member=UUID(int=0), now=now()) is None
    with pytest.raises(KeyError):
        _STANDING.first(member=member.pk)


def test_a_prepared_statement_is_planned_once_and_is_told_to_who_counts() -> None:
    with CaptureQueriesContext(connection) as queries, prepared_cursor() as cursor:
        for number in (1, 2):
            cursor.execute("SELECT %s::int + 1 AS asked_by_a_test", [number])
            assert cursor.fetchone() == (number + 1,)
    assert ["asked_by_a_test" in query["sql"] for query in queries] == [True, True]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%asked_by_a_test%'")
        assert cursor.fetchone() == (1,)
