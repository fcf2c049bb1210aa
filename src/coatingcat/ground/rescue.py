"""The care of the queue: jobs whose worker died, jobs that failed, jobs long done.

procrastinate counts the heartbeats of its workers, but leaves what a killed worker held as `doing`. Here it is
asked for again.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from procrastinate import sql

from coatingcat.ground.jobs import MAX_ATTEMPTS

STALLED_SECONDS = 30
"""A worker that has not given a sign for so long is dead; signs come every 10 s."""
KEEP_DONE_HOURS = 23
"""How long the table keeps jobs that are done: with the hourly sweep, a day."""
KEEP_FAILED_DAYS = 7
"""How long somebody can look at a job that was given up, and ask for it again."""
_RESCUE_LOCK = 0x636F6174  # "coat": any number that nothing else locks


@dataclass(frozen=True)
class FailedJob:
    """A job that was given up: what it was and since when. Why stands in the log, by its id, without values."""

    id: int
    name: str
    attempts: int
    failed_at: datetime | None


def rescue_stalled_jobs(seconds_since_heartbeat: float | None = None) -> tuple[list[int], list[int]]:
    """Asks again for every job of a dead worker. Out: ids of those asked for again, and of those given up.

    A job that has seen the end of `MAX_ATTEMPTS` workers is given up: it is probably what kills them.
    """
    again: list[int] = []
    given_up: list[int] = []
    seconds = STALLED_SECONDS if seconds_since_heartbeat is None else seconds_since_heartbeat
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_RESCUE_LOCK])
        if not cursor.fetchone()[0]:
            return again, given_up  # another worker is at it
        for job_id, attempts in _stalled(seconds):
            if attempts + 1 >= MAX_ATTEMPTS:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
                given_up.append(job_id)
            else:
                cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = %s", [job_id])
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
                again.append(job_id)
    return again, given_up


def _stalled(seconds: float) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        values = {"queue": None, "task_name": None, "seconds_since_heartbeat": seconds}
        cursor.execute(sql.queries["select_stalled_jobs_by_heartbeat"], values)
        names = [column.name for column in cursor.description]
        return [(row[names.index("id")], row[names.index("attempts")]) for row in cursor.fetchall()]


def queue_state() -> dict[str, int]:
    """How many jobs the table holds by state: `todo`, `doing`, `succeeded`, `failed`, …"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
        return dict(cursor.fetchall())


def failed_jobs(limit: int = 100) -> list[FailedJob]:
    """The jobs that were given up, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, j.attempts, max(e.at) FROM procrastinate_jobs j"
            " LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'failed'"
            " WHERE j.status = 'failed' GROUP BY j.id ORDER BY j.id DESC LIMIT %s",
            [limit],
        )
        return [FailedJob(*row) for row in cursor.fetchall()]


def try_again(job_id: int) -> bool:
    """Asks again for a job that was given up; False if no such job is there any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [job_id])
        if cursor.fetchone() is None:
            return False
        cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = %s", [job_id])
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
    return True


def forget_old_jobs(hours: int = KEEP_DONE_HOURS, failed_days: int = KEEP_FAILED_DAYS) -> int:
    """Deletes jobs and their events: done ones after `hours`, given-up ones after `failed_days`; how many."""
    gone = {("succeeded", "cancelled", "aborted"): hours, ("failed",): 24 * failed_days}
    with connection.cursor() as cursor:
        count = 0
        for statuses, age_hours in gone.items():
            cursor.execute(
                sql.queries["delete_old_jobs"], {"statuses": list(statuses), "queue": None, "nb_hours": age_hours}
            )
            count += cursor.rowcount
    return count
