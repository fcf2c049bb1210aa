"""Sealed files that belong to nothing any more."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.privacy.models import StoredFile
from coatingcat.privacy.sealed.files import FOLDER, path_of, remove

_BATCH = 1_000
_PORTION = 500


def sweep_files() -> int:
    """Delete sealed files that belong to nothing: left by a rollback, or sealed under a key that is gone.

    A file younger than a day may still be waiting for its commit. Returns how many were deleted.
    """
    dead = list(StoredFile.objects.exclude(key__destroyed_at=None).values_list("id", flat=True))
    StoredFile.objects.filter(id__in=dead).delete()
    orphans = []
    for names in _batched(_stored(FOLDER), _BATCH):
        known = set(StoredFile.objects.filter(id__in=names).values_list("id", flat=True))
        orphans += [name for name in names if name not in known and _is_old(name)]
    remove([*dead, *orphans])
    return len({*dead, *orphans})


def dead_files_of(subject_id: UUID) -> int:
    """How many sealed files of a subject lie under a key that is gone."""
    return StoredFile.objects.filter(key__subject_id=subject_id).exclude(key__destroyed_at=None).count()


def remove_dead_files_of(subject_id: UUID) -> int:
    """Delete a portion of them, bytes first: a crash in between leaves rows that lead to nothing, and is made good."""
    dead = StoredFile.objects.filter(key__subject_id=subject_id).exclude(key__destroyed_at=None)
    portion = list(dead.values_list("id", flat=True)[:_PORTION])
    remove(portion)
    StoredFile.objects.filter(id__in=portion).delete()
    return len(portion)


def _stored(folder: str) -> Iterator[UUID]:
    """The names of all sealed files; a disk lists folder by folder, a blob store everything at once by its whole name."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for inner in folders:
        yield from _stored(f"{folder}/{inner}")
    for name in names:
        yield UUID(name.rpartition("/")[2])


def _is_old(file_id: UUID) -> bool:
    return default_storage.get_modified_time(path_of(file_id)) < now() - timedelta(days=1)


def _batched(names: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    iterator = iter(names)
    while batch := list(islice(iterator, size)):
        yield batch


def forget_files(*, label: str, rows: Iterable[UUID]) -> None:
    """Delete the sealed files of a field in these rows, when the transaction commits."""
    gone = list(StoredFile.objects.filter(label=label, row__in=list(rows)).values_list("id", flat=True))
    StoredFile.objects.filter(id__in=gone).delete()
    transaction.on_commit(lambda: remove(gone))
