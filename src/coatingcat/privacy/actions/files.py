"""Sealed files that belong to nothing any more."""

from datetime import timedelta
from uuid import UUID

from django.core.files.storage import default_storage

from coatingcat.ground.clock import now
from coatingcat.privacy.models import StoredFile
from coatingcat.privacy.sealed.files import FOLDER, path_of, remove


def sweep_files() -> int:
    """Delete sealed files that belong to nothing: left by a rollback, or sealed under a key that is gone.

    A file younger than a day may still be waiting for its commit. Returns how many were deleted.
    """
    dead = list(StoredFile.objects.exclude(key__destroyed_at=None).values_list("id", flat=True))
    StoredFile.objects.filter(id__in=dead).delete()
    orphans = []
    for folder in _listed(FOLDER)[0]:
        names = _listed(f"{FOLDER}/{folder}")[1]
        known = set(StoredFile.objects.filter(id__in=map(UUID, names)).values_list("id", flat=True))
        orphans += [UUID(name) for name in names if UUID(name) not in known and _is_old(UUID(name))]
    remove([*dead, *orphans])
    return len({*dead, *orphans})


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _is_old(file_id: UUID) -> bool:
    return default_storage.get_modified_time(path_of(file_id)) < now() - timedelta(days=1)
