"""Keys end, are destroyed, and are wrapped anew."""

from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy import keys, monthly
from coatingcat.privacy.keyring import file_keyring
from coatingcat.privacy.models import Epoch, MonthKey, SubjectKey
from coatingcat.privacy.words import KeyKind

_BATCH = 2_000


def destroy_keys(*, subject_id: UUID, kinds: frozenset[KeyKind] = frozenset(KeyKind)) -> int:
    """Make everything sealed under these keys of a subject unreadable, for good. Returns how many keys died."""
    return SubjectKey.objects.filter(
        subject_id=subject_id, kind__in=[k.value for k in kinds], destroyed_at=None
    ).update(wrapped=None, destroyed_at=now())


def end_key(*, subject_id: UUID, kind: KeyKind, at: datetime) -> None:
    """Set the last moment a key may open anything; an end that was set before never moves earlier by this."""
    SubjectKey.objects.filter(subject_id=subject_id, kind=kind.value).exclude(ends_at__gt=at).update(ends_at=at)


def rotate_epoch() -> tuple[UUID, int]:
    """Wrap every surviving key anew under a new epoch key, then destroy the old epoch's file.

    Old wrappings in WAL, replicas and backups are worthless afterwards. Returns the new epoch and the number of
    keys it wraps. Sealing goes on meanwhile: a key made under the old epoch holds its row locked until it is
    committed, so the rotation waits for it and misses none. Files are destroyed after the commit: a crash in
    between leaves a file that `destroy_retired_epochs` removes.
    """
    new_key = new_id()
    keys.write_key(keys.key_file(new_key), keys.fresh_key())
    with transaction.atomic():
        connection.cursor().execute("SELECT id FROM privacy_epoch WHERE retired_at IS NULL FOR UPDATE")
        Epoch.objects.filter(retired_at=None).update(retired_at=now())
        epoch = Epoch.objects.create(id=new_key)
        count = _rewrap_all(epoch)
        _rewrap_months(epoch)
    file_keyring()
    destroy_retired_epochs()
    return epoch.id, count


def _rewrap_all(epoch: Epoch) -> int:
    cipher, count = keys.epoch_cipher(epoch.id), 0
    while True:
        batch = list(SubjectKey.objects.filter(destroyed_at=None).exclude(epoch=epoch).select_for_update()[:_BATCH])
        if not batch:
            return count
        for key in batch:
            _rewrap(key, epoch, cipher)
        SubjectKey.objects.bulk_update(batch, ["wrapped", "epoch"])
        count += len(batch)


def _rewrap_months(epoch: Epoch) -> None:
    cipher = keys.epoch_cipher(epoch.id)
    for key in MonthKey.objects.exclude(wrapped=None).exclude(epoch=epoch).select_for_update():
        assert key.wrapped is not None
        raw = monthly.unwrap(keys.epoch_cipher(key.epoch_id), bytes(key.wrapped), key.month)
        MonthKey.objects.filter(pk=key.pk).update(wrapped=monthly.wrap(cipher, raw, key.month), epoch=epoch)


def _rewrap(key: SubjectKey, epoch: Epoch, cipher: AESGCM) -> None:
    assert key.wrapped is not None
    old = keys.epoch_cipher(key.epoch_id)
    raw = keys.unwrap(old, bytes(key.wrapped), key_id=key.id, subject_id=key.subject_id, kind=key.kind)
    key.wrapped = keys.wrap(cipher, raw, key_id=key.id, subject_id=key.subject_id, kind=key.kind)
    key.epoch = epoch


def destroy_retired_epochs() -> int:
    """Remove the key files of epochs that wrap nothing any more. Returns how many were removed."""
    removed = 0
    for epoch in Epoch.objects.exclude(retired_at=None):
        path = keys.key_file(epoch.id)
        if path.exists() and not _wraps_anything(epoch):
            path.write_bytes(bytes(path.stat().st_size))
            path.unlink()
            removed += 1
    keys.forget_epochs()
    return removed


def _wraps_anything(epoch: Epoch) -> bool:
    return any(noun.objects.filter(epoch=epoch, destroyed_at=None).exists() for noun in (SubjectKey, MonthKey))
