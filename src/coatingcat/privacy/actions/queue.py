"""Jobs that name a person by their number."""

from uuid import UUID

from django.db import connection

_ABOUT = "FROM procrastinate_jobs WHERE strpos(args::text, %s) > 0 AND status <> 'doing'"


def jobs_about(subject_id: UUID) -> int:
    """How many jobs, done ones included, have the subject's number among their arguments."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_ABOUT}", [str(subject_id)])
        return int(cursor.fetchone()[0])


def forget_jobs_about(subject_id: UUID) -> int:
    """Delete them: there is nobody left to do anything for. How many went."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE {_ABOUT}", [str(subject_id)])
        return int(cursor.rowcount)
