import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from coatingcat.ground.clock import frozen
from coatingcat.ground.limits import forget_full_buckets, take, wait_seconds
from coatingcat.ground.models import Bucket

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def spend(count: int, *, at: timedelta = timedelta(0), who: str = "10.0.0.1", scope: str = "sign-in") -> list[bool]:
    with frozen(NOON + at):
        return [take(scope, who, rate=3, per_seconds=60) for _ in range(count)]


@pytest.mark.django_db
def test_a_bucket_holds_its_rate_and_refills_evenly() -> None:
    assert spend(4) == [True, True, True, False]
    assert spend(1, at=timedelta(seconds=19)) == [False]
    assert spend(2, at=timedelta(seconds=20)) == [True, False]
    assert spend(4, at=timedelta(seconds=500)) == [True, True, True, False]


@pytest.mark.django_db
def test_persons_and_purposes_have_buckets_of_their_own() -> None:
    assert spend(4) == [True, True, True, False]
    assert spend(1, who="10.0.0.2") == [True]
    assert spend(1, scope="codes") == [True]


@pytest.mark.django_db
def test_a_refusal_costs_nothing() -> None:
    spend(3)
    assert spend(50, at=timedelta(seconds=10)) == [False] * 50
    assert spend(1, at=timedelta(seconds=20)) == [True]


@pytest.mark.django_db
def test_a_clock_that_steps_back_neither_fills_nor_breaks() -> None:
    assert spend(3) == [True, True, True]
    assert spend(1, at=timedelta(hours=-1)) == [False]
    assert spend(2, at=timedelta(seconds=20)) == [True, False]


@pytest.mark.django_db
def test_the_wait_is_told() -> None:
    with frozen(NOON):
        assert wait_seconds("sign-in", "10.0.0.1", rate=3, per_seconds=60) == 0
    spend(3)
    with frozen(NOON + timedelta(seconds=5)):
        assert wait_seconds("sign-in", "10.0.0.1", rate=3, per_seconds=60) == 15
    assert spend(1, at=timedelta(seconds=20)) == [True]


@pytest.mark.django_db
def test_who_it_was_is_not_written_down() -> None:
    spend(1, who="203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT b::text FROM ground_bucket b")
        rows = [row[0] for row in cursor.fetchall()]
    assert len(rows) == 1
    assert "203.0.113.77" not in rows[0]
    assert b"203.0.113.77".hex() not in rows[0]


@pytest.mark.django_db
def test_full_buckets_are_forgotten_and_others_are_not() -> None:
    spend(3, who="busy")
    spend(1, who="idle")
    with frozen(NOON + timedelta(seconds=30)):
        assert forget_full_buckets() == 1  # one token of three is back after 20 s
        assert forget_full_buckets() == 0
    assert spend(2, who="busy", at=timedelta(seconds=30)) == [True, False]


@pytest.mark.django_db
def test_the_table_is_unlogged() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence::text FROM pg_class WHERE relname = 'ground_bucket'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.django_db
def test_taking_is_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        take("sign-in", b"\x00\x01", rate=1, per_seconds=1)


@pytest.mark.parametrize(("rate", "per_seconds"), [(0, 60), (1, 0), (-1, 1)])
def test_a_limit_that_allows_nothing_is_refused(rate: int, per_seconds: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        take("sign-in", "x", rate=rate, per_seconds=per_seconds)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_get_exactly_what_there_is() -> None:
    answers: list[bool] = []
    start = threading.Barrier(10)

    def one() -> None:
        start.wait(timeout=20)
        answers.append(take("race", "same", rate=4, per_seconds=3600))
        connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answers) == [False] * 6 + [True] * 4
    assert Bucket.objects.count() == 1
