"""What a person was told on the site."""

from uuid import UUID

from django.db.models import QuerySet

from coatingcat.ground.statements import prepared_cursor
from coatingcat.outreach.models import Notice


def unread_of(subject_id: UUID) -> int:
    """How many notices the subject has not read; one statement, written out as it stands on every page of a member."""
    with prepared_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM outreach_notice WHERE subject_id = %s AND read_at IS NULL", [subject_id])
        count: int = cursor.fetchone()[0]
    return count


def notices_of(subject_id: UUID) -> "QuerySet[Notice]":
    """Every notice of the subject, latest first."""
    return Notice.objects.filter(subject_id=subject_id).order_by("-created_at", "-pk")
