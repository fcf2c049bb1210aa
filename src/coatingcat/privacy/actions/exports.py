"""A person asks for a copy of everything, a job builds it, the person fetches it, and it goes (V.1a; PIPL 45)."""

import base64
import contextlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.db import connection, transaction

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.privacy import exporting, keys
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Download, Export
from coatingcat.privacy.refusals import KeyGone
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.sealed.streams import Pieces, opened, sealed
from coatingcat.privacy.words import KeyKind, Purpose, Role, keeping

FOLDER = "exports"


@transaction.atomic
def ask_for_export(*, subject_id: UUID, language: str) -> Export:
    """Ask for a copy of everything held about a person; one that is being built already serves."""
    wanted = Export(subject_id=subject_id, language=language)
    Export.objects.bulk_create([wanted], ignore_conflicts=True)
    export = Export.objects.get(subject_id=subject_id, state=Export.State.WAITING)
    if export.pk == wanted.pk:
        later("privacy.build_export", export_id=export.pk)
    return export


def build_export(*, export_id: UUID) -> None:
    """Build the archive that was asked for; nothing if it is ready, or being built by somebody else just now.

    The file is written whole under a name of its own, and only then named in the row, in one transaction: a worker
    killed at any step leaves the row waiting, and the next one begins anew and clears away what lies about.
    """
    with _alone(export_id) as is_mine:
        export = Export.objects.filter(pk=export_id, state=Export.State.WAITING).first()
        if export is None or not is_mine:
            return
        _clear_away(export_id)
        file_id, key = uuid4(), keys.fresh_key()
        try:
            size = _write(export, file_id, key)
            _is_ready(export_id, file_id, key, size)
        except (KeyGone, Export.DoesNotExist):  # erased meanwhile: there is nobody left to give it to
            Export.objects.filter(pk=export_id).delete()
            _clear_away(export_id)
        except BaseException:
            _clear_away(export_id)
            raise


def _write(export: Export, file_id: UUID, key: bytes) -> int:
    """Write the sealed archive; its size in bytes."""
    with purpose(Purpose.OWN_DATA, actor=_self(export.subject_id)):
        total = exporting.count_rows(exporting.sheets_of(export.subject_id))
        Export.objects.filter(pk=export.pk).update(done=0, total=total)

        def note(done: int) -> None:
            Export.objects.filter(pk=export.pk).update(done=done)

        parts = exporting.pieces(export.subject_id, export.language, note)
        archive = Pieces(sealed(parts, key, export.pk.bytes))
        default_storage.save(_path(export.pk, file_id), archive)
    return archive.written


@transaction.atomic
def _is_ready(export_id: UUID, file_id: UUID, key: bytes, size: int) -> None:
    export = Export.objects.select_for_update().get(pk=export_id)
    keys.key_of(export.subject_id, KeyKind.LIVE)  # raises KeyGone
    export.secret = Clear(base64.b64encode(key).decode())
    export.file, export.size, export.state = file_id, size, Export.State.READY
    export.ready_at, export.expires_at = now(), now() + keeping.EXPORT.for_
    export.save()
    later("outreach.tell", letter="export_ready", subject_id=export.subject_id, path=f"me/export/{export_id}/")


def fetch_archive(*, export: Export) -> Iterator[bytes]:
    """The archive in clear, piece by piece, for its person; the download is written down. Inside OWN_DATA.

    Raises Denied where the key is gone, and FileNotFoundError where the file is.
    """
    assert export.file is not None
    assert export.secret is not None
    key = base64.b64decode(export.secret.open())
    path = _path(export.pk, export.file)
    if not default_storage.exists(path):
        raise FileNotFoundError(path)
    Download.objects.create(export=export)
    return _read(path, key, export.pk.bytes)


def _read(path: str, key: bytes, bound: bytes) -> Iterator[bytes]:
    with default_storage.open(path) as file:
        yield from opened(file, key, bound)


def forget_old_exports() -> int:
    """Delete archives past their seven days; their key goes with them. Returns how many."""
    over = list(Export.objects.filter(state=Export.State.READY, expires_at__lte=now()).values_list("pk", flat=True))
    Export.objects.filter(pk__in=over).update(state=Export.State.EXPIRED, secret=None, file=None)
    transaction.on_commit(sweep_archives)
    return len(over)


def sweep_archives() -> int:
    """Delete the files of archives that no row names any more: expired, erased, or left by a killed worker."""
    removed = 0
    for folder in _listed(FOLDER)[0]:
        known = set(Export.objects.filter(pk=UUID(hex=folder)).values_list("file", flat=True))
        for name in _listed(f"{FOLDER}/{folder}")[1]:
            path = f"{FOLDER}/{folder}/{name}"
            if UUID(hex=name) not in known and _is_left(UUID(hex=folder), path):
                default_storage.delete(path)
                removed += 1
    return removed


def archives_of(subject_id: UUID) -> int:
    """How many archives about a person lie in the store, finished or not."""
    exports = Export.objects.filter(subject_id=subject_id).values_list("pk", flat=True)
    return sum(len(_listed(f"{FOLDER}/{export_id.hex}")[1]) for export_id in exports)


def remove_archives_of(subject_id: UUID) -> int:
    """Delete them, and what names them. What is still being built finds no key to be sealed under, and is left alone."""
    gone = archives_of(subject_id)
    for export_id in Export.objects.filter(subject_id=subject_id).values_list("pk", flat=True):
        _clear_away(export_id)
    Export.objects.filter(subject_id=subject_id).update(state=Export.State.EXPIRED, secret=None, file=None)
    return gone


def _is_left(export_id: UUID, path: str) -> bool:
    """A file of an export that is still being built is left alone for a day."""
    waits = Export.objects.filter(pk=export_id, state=Export.State.WAITING).exists()
    return not waits or default_storage.get_modified_time(path) < now() - timedelta(days=1)


def _clear_away(export_id: UUID) -> None:
    for name in _listed(f"{FOLDER}/{export_id.hex}")[1]:
        default_storage.delete(f"{FOLDER}/{export_id.hex}/{name}")


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _path(export_id: UUID, file_id: UUID) -> str:
    return f"{FOLDER}/{export_id.hex}/{file_id.hex}"


def _self(subject_id: UUID) -> Actor:
    """The job acts for the person who asked, and opens what that person may open."""
    return Actor(subject_id, frozenset({Role.SUBJECT}), "privacy.build_export")


@contextlib.contextmanager
def _alone(export_id: UUID) -> Iterator[bool]:
    """Whether nobody else builds this one; a killed worker's lock goes with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"privacy.export {export_id}"])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"privacy.export {export_id}"])
