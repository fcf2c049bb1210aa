"""Work done later: deferred by name in the caller's transaction, done at least once, by a worker.

    later("outreach.send", dispatch_id=dispatch.id)          # in an action: no import of the task

    @job("outreach.send")                                    # in outreach/tasks.py
    def send(*, dispatch_id: str) -> None: ...

A job may run twice (a worker killed after the work and before the note of it), so each one is idempotent. Its
arguments lie in the database as text: ids only, never values. The queue is procrastinate's, in our PostgreSQL.
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import close_old_connections, connection, transaction
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job

from coatingcat.ground import clock
from coatingcat.ground.crashes import note_crash
from coatingcat.ground.faults import fault

Work = Callable[..., object]
Id = int | UUID | str

MAX_ATTEMPTS = 8
"""How often a job is tried before it is left as failed: with the pauses below, for about a day."""
_LONGEST_PAUSE_SECONDS = 6 * 3600
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}")
_log = logging.getLogger(__name__)


class JobFailed(Exception):
    """Stands for the exception of a job: its type and places, without the message, which may quote personal values."""


class UnknownJob(LookupError):
    """`later` was given a name that no room has registered with `@job`."""


@dataclass(frozen=True)
class Registered:
    """A job as its room declared it."""

    name: str
    work: Work = field(repr=False)
    cron: str | None = None


_registry: dict[str, Registered] = {}


class _Backoff(BaseRetryStrategy):
    """10 s, 40 s, 2 min, 10 min, 42 min, 2 h 50, then every 6 h."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts + 1 >= self.attempts:
            return None
        return RetryDecision(retry_in={"seconds": min(_LONGEST_PAUSE_SECONDS, 10 * 4**job.attempts)})


def job(
    name: str, *, attempts: int = MAX_ATTEMPTS, queue: str = "default", priority: int = 0
) -> Callable[[Work], Work]:
    """Registers the work of a name, in a room's `tasks.py`. It is called with the ids that `later` was given.

    Of what waits, that with the highest `priority` comes first: somebody may sit before a page and wait for it.

    UUIDs arrive as text. The work opens its own transaction. If it raises, it is tried again, `attempts` times in
    all, after longer and longer pauses; then it stays in the table as failed (`queue_state`).
    """

    def register(work: Work) -> Work:
        _register(Registered(name, work), attempts=attempts, queue=queue, priority=priority)
        return work

    return register


def periodic(name: str, *, cron: str, attempts: int = 1, queue: str = "default") -> Callable[[Work], Work]:
    """Registers work without arguments that is done when `cron` says, once for all workers together.

    `cron` has five fields, or a sixth for seconds, in UTC. The work can be asked for with `later` as well. It is
    not tried again unless `attempts` says so: its next time comes.
    """

    def register(work: Work) -> Work:
        task = _register(Registered(name, work, cron), attempts=attempts, queue=queue)
        app.periodic(cron=cron, queueing_lock=f"periodic:{name}")(task)
        return work

    return register


def registered() -> Mapping[str, Registered]:
    """Every job of every room, by name."""
    return dict(_registry)


def later(name: str, *, dedupe: str | None = None, at: datetime | None = None, **ids: Id) -> None:
    """Asks for a job, in the current transaction: a rollback takes the wish back.

    `at`: not before this moment. `dedupe`: if a job of this name and key still waits, that one serves; it is held
    back until the current transaction has committed, so it sees what this transaction wrote.
    Raises ValueError if an argument is not an id: what stands in the table of jobs outlives an erasure.
    """
    arguments = {key: _id(name, key, value) for key, value in ids.items()}
    if name not in app.tasks:
        raise UnknownJob(f"No room has registered the job {name}.")
    if dedupe is None:
        app.configure_task(name, schedule_at=at).defer(**arguments)
        return
    lock = f"{name}:{_id(name, 'dedupe', dedupe)}"
    while not _waits(lock):
        try:
            with transaction.atomic():  # a savepoint: a lost race must not spoil the caller's transaction
                app.configure_task(name, schedule_at=at, queueing_lock=lock).defer(**arguments)
        except AlreadyEnqueued:
            continue  # somebody else's was committed just now: hold that one
        return


def _id(name: str, key: str, value: object) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | UUID | str):
        raise ValueError(f"{name}: {key} must be an id (int, UUID or short text), not {type(value).__name__}.")
    if isinstance(value, int):
        return value
    text = str(value)
    if not _ID.fullmatch(text):
        raise ValueError(f"{name}: {key} must be an id: at most 64 letters, digits and ._:/-. Jobs carry no values.")
    return text


def _waits(lock: str) -> bool:
    """Whether a job with this lock waits. It then waits until the current transaction ends; workers hear of it then.

    The row lock is what workers skip. Without it the waiting job could run between our look and our commit, would
    not see what we wrote, and nothing would ever run for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, queue_name FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' FOR KEY SHARE",
            [lock],
        )
        row = cursor.fetchone()
        if row is None:
            return False
        payload = json.dumps({"type": "job_inserted", "job_id": row[0]})
        cursor.execute(
            "SELECT pg_notify('procrastinate_queue_v1#' || %s, %s), pg_notify('procrastinate_any_queue_v1', %s)",
            [row[1], payload, payload],
        )
    return True


def _register(entry: Registered, *, attempts: int, queue: str, priority: int = 0) -> Any:
    if entry.name in _registry:
        raise ValueError(f"The job {entry.name} is registered twice.")
    _registry[entry.name] = entry

    def run(context: JobContext, /, timestamp: int | None = None, **ids: int | str) -> None:
        # `timestamp` is what procrastinate hands to periodic work; the clock tells the work itself.
        _let_go_of_the_queueing_lock(context.job)
        perform(entry, ids)

    retry = _Backoff(attempts)
    return app.task(name=entry.name, queue=queue, priority=priority, pass_context=True, retry=retry)(run)


def perform(entry: Registered, ids: Mapping[str, int | str]) -> None:
    """Does the work of a job. Raises JobFailed in place of what it raises: no message reaches a log or a table."""
    close_old_connections()  # no request begins or ends here that would do it
    try:
        entry.work(**ids)
        return
    except Exception as error:
        told = fault(error)
        close_old_connections()
        note_crash(error, at_work=entry.name)
    finally:
        close_old_connections()
    _log.error("Job %s failed: %s", entry.name, told)
    raise JobFailed(f"{entry.name}: {told}")  # out here, so that the first exception does not hang on it as its context


def _let_go_of_the_queueing_lock(job: Job) -> None:
    # A job under way must not hinder one that is asked for now; and when it is tried again, it must not run into
    # the lock of that one, which would leave it `doing` for ever.
    if job.queueing_lock is not None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = %s", [job.id])


def run_jobs_now(*, limit: int = 1000) -> int:
    """For tests: does every job due by `clock.now()` and those they ask for, in this thread and transaction; how many.

    What a job raises is raised, unchanged: a test wants the message. Raises RuntimeError after `limit` jobs.
    """
    for count in range(limit):
        due = _next_due()
        if due is None:
            return count
        job_id, name, ids = due
        with transaction.atomic():
            _registry[name].work(**ids)
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)", [job_id])
    raise RuntimeError(f"{limit} jobs were done and more are due: does one ask for itself?")


def _next_due() -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', queueing_lock = NULL WHERE id = ("
            "  SELECT id FROM procrastinate_jobs WHERE status = 'todo'"
            "  AND (scheduled_at IS NULL OR scheduled_at <= %s) ORDER BY priority DESC, id LIMIT 1)"
            " RETURNING id, task_name, args::text",
            [clock.now()],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    ids = json.loads(row[2])
    ids.pop("timestamp", None)
    return row[0], row[1], ids
