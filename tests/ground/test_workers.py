"""Real workers in processes of their own, on committed rows."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app

from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import job, later
from coatingcat.ground.models import Progress
from coatingcat.ground.rescue import failed_jobs, queue_state, rescue_stalled_jobs, try_again

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_jobs")]

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The queue's tables are not Django's to flush. Periodic jobs of the rooms stay out of these tests."""
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    _truncate()
    yield
    _truncate()


def _truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_events CASCADE")


def work_off() -> None:
    """A worker of procrastinate's own, until nothing is left that is due."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(
            wait=False, install_signal_handlers=False, listen_notify=False, task_middleware=[_and_close_connections]
        )


def _and_close_connections(work: Callable[[], object], *_about: object) -> object:
    try:
        return work()
    finally:
        connections.close_all()  # the thread ends with the worker, and its connection would be lost in it


def until(true: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def job_row(name: str) -> tuple[str, int, str | None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, attempts, queueing_lock FROM procrastinate_jobs WHERE task_name = %s", [name]
        )
        (row,) = cursor.fetchall()
        return row


@contextmanager
def worker(begun: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, str(HERE / "killed_worker.py"), str(begun)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=20)


def test_a_job_whose_worker_was_killed_is_done_once_after_all(tmp_path: Path) -> None:
    job("test.survivor")(lambda **ids: None)  # so that `later` knows the name; the work is the worker's
    row_id = new_id()
    later("test.survivor", row_id=row_id)
    begun = tmp_path / "begun"
    with worker(begun):
        until(begun.exists, seconds=60)
    assert job_row("test.survivor")[0] == "doing"
    assert Progress.objects.count() == 0
    with worker(begun):
        until(lambda: job_row("test.survivor")[0] == "succeeded", seconds=90)
    assert list(Progress.objects.values_list("id", flat=True)) == [row_id]
    assert job_row("test.survivor")[1] == 2


def test_jobs_of_a_living_worker_are_left_alone() -> None:
    job("test.busy")(lambda: None)
    later("test.busy")
    _take_by_worker("now()")
    assert rescue_stalled_jobs() == ([], [])
    assert job_row("test.busy")[0] == "doing"


def test_a_job_that_outlives_all_its_workers_is_given_up_and_can_be_seen_and_tried_again() -> None:
    job("test.poison")(lambda: None)
    later("test.poison", dedupe="one")
    for _ in range(7):
        job_id = _take_by_worker("now() - interval '1 hour'")
        assert rescue_stalled_jobs() == ([job_id], [])
    job_id = _take_by_worker("now() - interval '1 hour'")
    assert rescue_stalled_jobs() == ([], [job_id])
    assert queue_state() == {"failed": 1}
    (failed,) = failed_jobs()
    assert (failed.id, failed.name, failed.attempts) == (job_id, "test.poison", 8)
    assert try_again(job_id)
    assert not try_again(job_id)
    work_off()
    assert queue_state() == {"succeeded": 1}


def _take_by_worker(heartbeat: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({heartbeat}) RETURNING id")
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [cursor.fetchone()[0]])
        return int(cursor.fetchone()[0])


def test_a_job_that_raises_is_put_off_and_no_message_is_written_anywhere(caplog: pytest.LogCaptureFixture) -> None:
    @job("test.raises", attempts=2)
    def raises() -> None:
        try:
            raise KeyError("Zhang San's card")
        except KeyError as error:
            raise ValueError("138 0013 8000 is taken") from error

    later("test.raises")
    with caplog.at_level(logging.DEBUG):
        work_off()
        assert job_row("test.raises")[:2] == ("todo", 1)
        _make_due("test.raises")
        work_off()
    assert job_row("test.raises")[:2] == ("failed", 2)
    text = caplog.text + _everything_in_the_queue()
    assert "ValueError at" in text
    assert "Zhang" not in text
    assert "0013 8000" not in text


def _make_due(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = %s", [name])


def _everything_in_the_queue() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT j::text FROM procrastinate_jobs j UNION ALL SELECT e::text FROM procrastinate_events e")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_job_may_be_asked_for_again_while_it_runs_and_its_own_retry_does_not_stumble_over_that() -> None:
    seen: list[str] = []

    @job("test.once")
    def once() -> None:
        seen.append("ran")
        if len(seen) == 1:
            later("test.once", dedupe="key")
            raise RuntimeError

    later("test.once", dedupe="key")
    work_off()
    assert seen == ["ran", "ran"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, queueing_lock FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("todo", None), ("succeeded", None)]


@pytest.mark.race
def test_a_waiting_job_that_serves_a_second_wish_does_not_run_before_that_is_committed() -> None:
    runs: list[int] = []
    job("test.fold")(lambda: runs.append(Progress.objects.count()))
    later("test.fold", dedupe="index")
    asked, go = threading.Event(), threading.Event()

    def second() -> None:
        with transaction.atomic():
            Progress.objects.create(name="seen?", started_at="2026-11-23T00:00Z", updated_at="2026-11-23T00:00Z")
            later("test.fold", dedupe="index")
            asked.set()
            assert go.wait(timeout=30)
        connections.close_all()

    thread = threading.Thread(target=second)
    thread.start()
    assert asked.wait(timeout=30)
    work_off()
    assert runs == []
    go.set()
    thread.join(timeout=30)
    work_off()
    assert runs == [1]
    assert queue_state() == {"succeeded": 1}


@pytest.mark.race
def test_two_at_once_with_one_key_ask_for_one_job() -> None:
    job("test.fold")(lambda: None)
    start = threading.Barrier(6)

    def ask() -> None:
        start.wait(timeout=20)
        with transaction.atomic():
            later("test.fold", dedupe="index")
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert queue_state() == {"todo": 1}
