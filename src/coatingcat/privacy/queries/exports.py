"""A person's archives."""

from uuid import UUID

from coatingcat.privacy.models import Export

SHOWN = 20


def exports_of(subject_id: UUID) -> list[Export]:
    """The latest archives of a person, with when each was fetched; two queries."""
    found = Export.objects.filter(subject_id=subject_id).order_by("-asked_at", "-pk").prefetch_related("downloads")
    return list(found[:SHOWN])


def export_of(subject_id: UUID, export_id: UUID) -> Export | None:
    """One archive, if it is this person's."""
    return Export.objects.filter(subject_id=subject_id, pk=export_id).first()
