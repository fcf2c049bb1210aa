"""The verbs of privacy."""

from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import get_language

from coatingcat.ground.clock import now, today
from coatingcat.ground.ids import new_id
from coatingcat.privacy import keys
from coatingcat.privacy.models import Consent, Epoch, Head, Link, Opening, StoredFile, Subject, SubjectKey
from coatingcat.privacy.queries import latest_link, link_digest
from coatingcat.privacy.sealed.files import FOLDER, path_of, remove
from coatingcat.privacy.words import Act, KeyKind, Purpose

_BATCH = 2_000


def new_subject(sort: Subject.Sort | str) -> Subject:
    """Somebody new to hold data on. Keys are made at the first sealing."""
    return Subject.objects.create(sort=Subject.Sort(sort))


def record_consent(
    *, subject_id: UUID, purpose: Purpose, act: Act, words: str, policy_version: str, language: str | None = None
) -> Consent:
    """Write down what a person said about a purpose and the exact words shown; nothing is ever overwritten.

    Raises ValueError for a purpose that does not rest on consent: asking there would be a pretence.
    """
    if not purpose.needs_consent:
        raise ValueError(f"{purpose.name} rests on {purpose.basis.article}, not on consent.")
    return Consent.objects.create(
        subject_id=subject_id,
        purpose=purpose.name,
        act=act.value,
        words=words,
        policy_version=policy_version,
        language=language or get_language() or "zh-hans",
    )


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
        if path.exists() and not SubjectKey.objects.filter(epoch=epoch, destroyed_at=None).exists():
            path.write_bytes(bytes(path.stat().st_size))
            path.unlink()
            removed += 1
    keys.forget_epochs()
    return removed


def seal_chain() -> int:
    """Chain the openings that are not chained yet, in their order. Returns how many links were added.

    One sealer at a time: the advisory lock is held until the links are committed.
    """
    with transaction.atomic():
        connection.cursor().execute("SELECT pg_advisory_xact_lock(hashtext('privacy.chain'))")
        seq, digest = latest_link()
        links = []
        for opening in Opening.objects.filter(link=None).order_by("id").iterator(_BATCH):
            seq, digest = seq + 1, link_digest(digest, opening)
            links.append(Link(seq=seq, opening=opening, digest=digest))
        Link.objects.bulk_create(links, _BATCH)
    return len(links)


def publish_head() -> Head:
    """Publish today's head of the chain, once a day; what was published is never changed."""
    seal_chain()
    seq, digest = latest_link()
    head, _ = Head.objects.get_or_create(day=today(), defaults={"seq": seq, "digest": digest})
    return head


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
