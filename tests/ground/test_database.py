"""Kept connections: found standing without asking, found fallen before anything is asked of them."""

import pytest
from django.db import connection, connections

pytestmark = pytest.mark.django_db(transaction=True)


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_standing_connection_is_kept_and_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    connection.close()
    before = _backend()
    other = connections.create_connection("default")
    try:
        connection.health_check_done = False
        connection.ensure_connection()
        assert connection.is_usable()
        with other.cursor() as cursor:
            cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [before])
            assert cursor.fetchone() == ("SELECT pg_backend_pid()",)
    finally:
        other.close()
    assert _backend() == before


def test_a_connection_the_server_has_ended_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    connection.close()
    before = _backend()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()

    assert not connection.is_usable()
    connection.health_check_done = False
    assert _backend() != before


def test_a_notice_that_came_unasked_ends_nothing() -> None:
    connection.close()
    before = _backend()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN something")
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("NOTIFY something")
    finally:
        other.close()
    assert connection.is_usable()
    assert _backend() == before
