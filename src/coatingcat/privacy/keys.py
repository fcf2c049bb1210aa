"""The keys of subjects, wrapped by epoch keys that lie outside the database and its backups.

Every subject has at most one `live` and one `hold` key (256 bit). The database holds them only wrapped
(AES-256-GCM under the epoch's key, bound to key, subject and kind). Destroying the wrapped bytes makes all
that was sealed under a key unreadable at once; retiring an epoch makes that true in backups as well.
"""

import contextlib
import functools
import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from coatingcat.config import config
from coatingcat.ground.clock import now, today
from coatingcat.ground.statements import prepared_cursor
from coatingcat.privacy.models.keys import Epoch
from coatingcat.privacy.refusals import EpochKeyMissing, KeyGone
from coatingcat.privacy.words import KeyKind

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A key ready for use and what the gate must know of it. `aead` is None once the key is destroyed."""

    id: bytes
    subject_id: UUID
    kind: KeyKind
    aead: AESGCM | None
    pseudonym: bytes
    """Name of the subject in the access log; it dies with the key (16 bytes)."""
    ends_at: datetime | None
    is_restricted: bool
    accepted_version: str = ""
    """The version of the policy that applies to the subject's data."""
    is_minor: bool = False


def key_file(epoch_id: UUID) -> Path:
    return config().keys / f"epoch-{epoch_id.hex}.key"


@functools.lru_cache(maxsize=64)
def _epoch_cipher(folder: Path, epoch_id: UUID) -> AESGCM:
    path = folder / f"epoch-{epoch_id.hex}.key"
    try:
        return AESGCM(path.read_bytes())
    except FileNotFoundError:
        raise EpochKeyMissing(f"The key file of epoch {epoch_id} is missing from the keys folder.") from None


def epoch_cipher(epoch_id: UUID) -> AESGCM:
    """The cipher of an epoch's key. Raises EpochKeyMissing if its file is gone."""
    return _epoch_cipher(config().keys, epoch_id)


def forget_epochs() -> None:
    """Drop epoch keys from this process's memory, after one was destroyed."""
    _epoch_cipher.cache_clear()


def write_key(path: Path, key: bytes) -> None:
    """Write a key file that only its owner can read, complete or not at all. Raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)
    finally:
        new.unlink()


@functools.cache
def _root(folder: Path) -> bytes:
    path = folder / "digest.key"
    with contextlib.suppress(FileExistsError):
        if not path.exists():
            write_key(path, secrets.token_bytes(32))
    return path.read_bytes()


def digest_key(label: str) -> bytes:
    """The secret key of one digest column, derived from the digest root in the keys folder (32 bytes)."""
    return _derived(config().keys, f"digest\0{label}")


def signing_key(use: str) -> bytes:
    """A secret key for signatures of one use (receipts, undertakings), derived like the digests' (32 bytes)."""
    return _derived(config().keys, f"signature\0{use}")


@functools.cache
def _derived(folder: Path, name: str) -> bytes:
    return hmac.digest(_root(folder), name.encode(), "sha256")


def open_epoch() -> Epoch:
    """The epoch that wraps new keys, locked against retirement until this transaction ends; made if there is none."""
    while True:
        found = Epoch.objects.raw("SELECT * FROM privacy_epoch WHERE retired_at IS NULL FOR SHARE")
        for epoch in found:
            return epoch
        begin_epoch()


def begin_epoch() -> None:
    """Make a first epoch, once, whoever comes first; the key file is on disk before the row exists."""
    epoch_id = uuid4()
    write_key(key_file(epoch_id), fresh_key())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO privacy_epoch (id, opened_at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [epoch_id, now()]
        )
        if not cursor.rowcount:
            key_file(epoch_id).unlink()


def fresh_key() -> bytes:
    """A new random key (32 bytes)."""
    return AESGCM.generate_key(256)


def _bound_to(key_id: bytes, subject_id: UUID, kind: str) -> bytes:
    return b"coatingcat key\0" + key_id + subject_id.bytes + kind.encode()


def wrap(cipher: AESGCM, raw: bytes, *, key_id: UUID, subject_id: UUID, kind: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, raw, _bound_to(key_id.bytes, subject_id, kind))


def unwrap(cipher: AESGCM, wrapped: bytes, *, key_id: UUID, subject_id: UUID, kind: str) -> bytes:
    return cipher.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _bound_to(key_id.bytes, subject_id, kind))


# Written out, as a page that seals or opens asks it: the same through the models takes three times as long.
_KEYS = (
    "SELECT k.id, k.subject_id, k.kind, k.epoch_id, k.wrapped, k.ends_at, s.restricted_at, s.accepted_version,"
    " s.minor_until"
    " FROM privacy_subjectkey k JOIN privacy_subject s ON s.id = k.subject_id"
)


def load(key_ids: Iterable[bytes]) -> list[Unwrapped]:
    """The keys of these ids (16 bytes each), destroyed ones included; one query, however many."""
    with prepared_cursor() as cursor:
        cursor.execute(_KEYS + " WHERE k.id = ANY(%s)", [[UUID(bytes=key_id) for key_id in key_ids]])
        return [_unwrapped(*row) for row in cursor.fetchall()]


def _unwrapped(
    key_id: UUID,
    subject_id: UUID,
    kind: str,
    epoch_id: UUID,
    wrapped: bytes | memoryview | None,
    ends_at: datetime | None,
    restricted_at: datetime | None,
    accepted_version: str,
    minor_until: date | None,
) -> Unwrapped:
    aead, pseudonym = None, b""
    if wrapped is not None:
        raw = unwrap(epoch_cipher(epoch_id), bytes(wrapped), key_id=key_id, subject_id=subject_id, kind=kind)
        aead, pseudonym = AESGCM(raw), hmac.digest(raw, b"openings", "sha256")[:16]
    is_restricted = restricted_at is not None
    is_minor = minor_until is not None and today() < minor_until
    return Unwrapped(
        key_id.bytes, subject_id, KeyKind(kind), aead, pseudonym, ends_at, is_restricted, accepted_version, is_minor
    )


def is_erased(subject_id: UUID) -> bool:
    """Whether the subject's live key was destroyed: nothing new may be written about them, though a hold lives on."""
    row = _row_of(subject_id, KeyKind.LIVE)
    return row is not None and row[4] is None


def key_of(subject_id: UUID, kind: KeyKind) -> Unwrapped:
    """The subject's key for sealing, made at its first use. Raises KeyGone once it was destroyed."""
    row = _row_of(subject_id, kind) or _make(subject_id, kind)
    key = _unwrapped(*row)
    if key.aead is None:
        raise KeyGone(f"The {kind.value} key of subject {subject_id} is destroyed; nothing more is kept for it.")
    return key


def pseudonym(subject_id: UUID, use: str) -> bytes:
    """The subject's name for one use, such as one recipient (16 bytes). It is made from the live key and dies with it;
    two uses cannot compare theirs. Raises KeyGone once the key was destroyed."""
    key_id, _, kind, epoch_id, wrapped, *_ = _row_of(subject_id, KeyKind.LIVE) or _make(subject_id, KeyKind.LIVE)
    if wrapped is None:
        raise KeyGone(f"The live key of subject {subject_id} is destroyed, and every pseudonym with it.")
    raw = unwrap(epoch_cipher(epoch_id), bytes(wrapped), key_id=key_id, subject_id=subject_id, kind=kind)
    return hmac.digest(raw, b"pseudonym\0" + use.encode(), "sha256")[:16]


_Row = tuple[
    UUID, UUID, str, UUID, "bytes | memoryview | None", "datetime | None", "datetime | None", str, "date | None"
]


def _row_of(subject_id: UUID, kind: KeyKind) -> _Row | None:
    with prepared_cursor() as cursor:
        cursor.execute(_KEYS + " WHERE k.subject_id = %s AND k.kind = %s", [subject_id, kind.value])
        row: _Row | None = cursor.fetchone()
    return row


def _make(subject_id: UUID, kind: KeyKind) -> _Row:
    with transaction.atomic(savepoint=False):
        epoch = open_epoch()
        key_id = uuid4()
        raw = fresh_key()
        wrapped = wrap(epoch_cipher(epoch.id), raw, key_id=key_id, subject_id=subject_id, kind=kind.value)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO privacy_subjectkey (id, subject_id, kind, epoch_id, wrapped, created_at)"
                " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [key_id, subject_id, kind.value, epoch.id, wrapped, now()],
            )
            if cursor.rowcount:
                return (
                    key_id,
                    subject_id,
                    kind.value,
                    epoch.id,
                    wrapped,
                    None,
                    None,
                    "",
                    None,
                )  # to seal with, not to open
    row = _row_of(subject_id, kind)  # that of the one who was quicker
    assert row is not None
    return row
