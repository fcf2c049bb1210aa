"""The journal of erasures: a table, and its copy beside the keys, from which a restored backup is made to forget again."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.privacy.models import ErasureRecord
from coatingcat.privacy.words import KeyKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One destruction: ids and a moment, nothing else."""

    id: UUID
    at: datetime
    subject_id: UUID
    kinds: frozenset[KeyKind]


def journal_file() -> Path:
    """The copy: outside the database and its backups, readable by its owner only."""
    return config().keys / "erasures.journal"


def record_destruction(*, subject_id: UUID, kinds: frozenset[KeyKind]) -> ErasureRecord:
    """Write into the table, in the current transaction, that these keys die. `file_record` makes the copy after it."""
    words = " ".join(sorted(kind.value for kind in kinds))
    return ErasureRecord.objects.create(subject_id=subject_id, kinds=words, at=now())


def file_record(record: ErasureRecord) -> None:
    """Add one record to the copy; what a crash leaves out is added by `file_journal`. A line that stands twice is harmless."""
    _append([record])


def file_journal() -> int:
    """Bring the copy up to what the table says; how many lines were added."""
    filed = {entry.id for entry in read_journal()}
    missing = [record for record in ErasureRecord.objects.iterator() if record.pk not in filed]
    _append(missing)
    return len(missing)


def read_journal(path: Path | None = None) -> Iterator[Entry]:
    """The copy, oldest first; a line that a crash cut short is passed over, as the table will be asked for it again."""
    try:
        lines = (path or journal_file()).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            record, at, subject, *kinds = line.split()
            yield Entry(UUID(record), datetime.fromisoformat(at), UUID(subject), frozenset(map(KeyKind, kinds)))
        except ValueError:
            continue


def _append(records: Iterable[ErasureRecord]) -> None:
    text = "".join(f"{r.pk} {r.at.isoformat()} {r.subject_id} {r.kinds}\n" for r in records)
    if not text:
        return
    path = journal_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, text.encode())  # one write, so that lines of several processes do not mix
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
