import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from procrastinate.jobs import Job

from coatingcat.ground import jobs
from coatingcat.ground.clock import frozen
from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import UnknownJob, job, later, periodic, registered, run_jobs_now
from coatingcat.ground.rescue import forget_old_jobs, queue_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_jobs")]

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def arguments() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def test_a_job_is_done_with_its_ids_and_uuids_arrive_as_text() -> None:
    done: list[tuple[str, int]] = []
    job("test.send")(lambda *, dispatch_id, count: done.append((dispatch_id, count)))
    dispatch_id = new_id()
    later("test.send", dispatch_id=dispatch_id, count=3)
    assert done == []
    assert run_jobs_now() == 1
    assert done == [(str(dispatch_id), 3)]
    assert run_jobs_now() == 0


def test_a_rollback_takes_the_wish_back() -> None:
    job("test.send")(lambda: None)
    with pytest.raises(RuntimeError), transaction.atomic():
        later("test.send")
        assert queue_state() == {"todo": 1}
        raise RuntimeError
    assert queue_state() == {}


@pytest.mark.parametrize(
    "value",
    ["a@b.cn", "Zhang San", "张三", "+8613800138000", "x" * 65, "", "two\nlines", 1.5, None, True, b"id", ["id"]],
)
def test_what_is_no_id_is_refused_and_nothing_is_asked_for(value: object) -> None:
    job("test.send")(lambda **ids: None)
    with pytest.raises(ValueError, match="must be an id") as refusal:
        later("test.send", dispatch_id=value)  # type: ignore[arg-type]
    assert str(value) not in str(refusal.value) or value in ("", None, True)
    assert queue_state() == {}


def test_a_name_that_no_room_registered_is_refused() -> None:
    with pytest.raises(UnknownJob, match="No room has registered"):
        later("nowhere.to_be_found")
    assert queue_state() == {}


def test_a_name_is_registered_once() -> None:
    job("test.send")(lambda: None)
    with pytest.raises(ValueError, match="registered twice"):
        job("test.send")(lambda: None)


def test_dedupe_asks_once_while_one_waits_and_again_after_it() -> None:
    done: list[str] = []
    job("test.fold")(lambda: done.append("folded"))
    for _ in range(3):
        later("test.fold", dedupe="index")
    later("test.fold", dedupe="other")
    assert queue_state() == {"todo": 2}
    assert run_jobs_now() == 2
    later("test.fold", dedupe="index")
    assert run_jobs_now() == 1
    assert len(done) == 3


def test_the_same_key_of_two_jobs_is_two_keys() -> None:
    job("test.fold")(lambda: None)
    job("test.send")(lambda: None)
    later("test.fold", dedupe="x")
    later("test.send", dedupe="x")
    assert queue_state() == {"todo": 2}


def test_a_dedupe_key_is_an_id_too() -> None:
    job("test.fold")(lambda: None)
    with pytest.raises(ValueError, match="dedupe must be an id"):
        later("test.fold", dedupe="zhang.san@example.com")
    assert queue_state() == {}


def test_a_job_for_a_moment_is_not_done_before_it() -> None:
    done: list[str] = []
    job("test.remind")(lambda: done.append("reminded"))
    later("test.remind", at=NOON)
    with frozen(NOON - timedelta(seconds=1)):
        assert run_jobs_now() == 0
    with frozen(NOON):
        assert run_jobs_now() == 1
    assert done == ["reminded"]


def test_jobs_that_a_job_asks_for_are_done_too_and_an_endless_chain_is_an_error() -> None:
    done: list[str] = []

    @job("test.first")
    def first() -> None:
        done.append("first")
        later("test.second")

    job("test.second")(lambda: done.append("second"))
    job("test.forever")(lambda: later("test.forever"))
    later("test.first")
    assert run_jobs_now() == 2
    assert done == ["first", "second"]
    later("test.forever")
    with pytest.raises(RuntimeError, match="5 jobs were done"):
        run_jobs_now(limit=5)


def test_what_a_job_raises_reaches_the_test() -> None:
    @job("test.raises")
    def raises() -> None:
        raise ZeroDivisionError("the message")

    later("test.raises")
    with pytest.raises(ZeroDivisionError, match="the message"):
        run_jobs_now()


def test_outside_of_tests_the_message_is_left_behind() -> None:
    def raises() -> None:
        raise ZeroDivisionError("the message")

    with pytest.raises(jobs.JobFailed) as failure:
        jobs.perform(jobs.Registered("test.raises", raises), {})
    assert "ZeroDivisionError at" in str(failure.value)
    assert "the message" not in str(failure.value)
    assert failure.value.__cause__ is None
    assert failure.value.__context__ is None


def test_a_periodic_job_is_registered_with_its_time_and_can_be_asked_for() -> None:
    done: list[str] = []
    periodic("test.sweep", cron="0 3 * * *")(lambda: done.append("swept"))
    assert registered()["test.sweep"].cron == "0 3 * * *"
    later("test.sweep")
    assert run_jobs_now() == 1
    assert done == ["swept"]


def test_a_retry_waits_longer_each_time_and_ends() -> None:
    strategy = jobs._Backoff(8)
    waits = []
    for attempts in range(8):
        row = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
        decision = strategy.get_retry_decision(exception=Exception(), job=row)
        at = decision.retry_at if decision else None
        waits.append(None if at is None else round((at - datetime.now(UTC)).total_seconds() / 10) * 10)
    assert waits == [10, 40, 160, 640, 2560, 10240, 21600, None]


def test_done_jobs_are_forgotten_after_a_day_and_failed_ones_are_not() -> None:
    job("test.send")(lambda: None)
    later("test.send")
    later("test.send")
    run_jobs_now(limit=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed' WHERE id = (SELECT min(id) FROM procrastinate_jobs)"
        )
    assert forget_old_jobs() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 day'")
    assert forget_old_jobs() == 1
    assert queue_state() == {"failed": 1}


def test_only_ids_lie_in_the_table() -> None:
    job("test.send")(lambda **ids: None)
    one = UUID("018f3c5e-0000-7000-8000-000000000001")
    later("test.send", dispatch_id=one, row=5, code="CC-7K3M9-QXD4T")
    assert arguments() == [{"dispatch_id": str(one), "row": 5, "code": "CC-7K3M9-QXD4T"}]


def test_the_grounds_own_jobs_run() -> None:
    later("ground.forget")
    assert run_jobs_now() == 1
    assert {"ground.rescue", "ground.forget"} <= set(registered())


def test_what_somebody_waits_for_comes_before_what_was_asked_for_earlier() -> None:
    done: list[str] = []
    job("test.letter")(lambda: done.append("letter"))
    job("test.index", priority=1)(lambda: done.append("index"))
    later("test.letter")
    later("test.letter")
    later("test.index")
    run_jobs_now()
    assert done == ["index", "letter", "letter"]
