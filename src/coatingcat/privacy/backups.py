"""Backups without keys, and the proof that what was erased stays erased in them (III.3-0, V.3-4).

A backup is a folder: `database.dump` (pg_dump, custom format), `media.tar`, `manifest.json`. The keys folder is never
in it: it is backed up apart, and only its latest copy is kept. It holds, beside the epoch keys, the *keyring*: every
living key as the present epoch wraps it. So a backup of any age opens again for the living, whatever epoch wrapped
its rows, and for nobody who was erased: their keys are in no keyring after the next rotation, the epoch that wrapped
them in the backup is destroyed, and until then the journal of erasures closes them.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Identifier

from coatingcat import __version__
from coatingcat.config import config, inherited
from coatingcat.ground.clock import now
from coatingcat.ground.postgres import Postgres, binaries
from coatingcat.privacy import keys
from coatingcat.privacy.actions.erasures import read_journal
from coatingcat.privacy.keyring import file_keyring, keyring_file
from coatingcat.privacy.models import Epoch
from coatingcat.privacy.refusals import EpochKeyMissing
from coatingcat.privacy.sealed import SealedField

DUMP, MEDIA, MANIFEST = "database.dump", "media.tar", "manifest.json"
_TRIED = 100_000
"""Values of each sealed column that are tried at most."""


class BackupFailed(Exception):
    """A backup or a proof could not be made; the message says why, without values."""


def create(folder: Path) -> Path:
    """Make a backup in a new folder of its own below `folder`. Raises BackupFailed."""
    if config().keys in (folder.resolve(), *folder.resolve().parents):
        raise BackupFailed("A backup of the data must not lie in the keys folder.")
    home = folder / f"coatingcat-{now():%Y%m%d-%H%M%S}"
    home.mkdir(parents=True, mode=0o700)
    told = {
        "PGHOST": str(connection.settings_dict["HOST"]),
        "PGPORT": str(connection.settings_dict["PORT"] or ""),
        "PGUSER": str(connection.settings_dict["USER"]),
        "PGPASSWORD": str(connection.settings_dict["PASSWORD"]),
        "PGDATABASE": str(connection.settings_dict["NAME"]),
    }
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={home / DUMP}", where=told)
    media = Path(settings.MEDIA_ROOT)
    with tarfile.open(home / MEDIA, "w") as tar:
        if media.exists():
            tar.add(media, arcname="media")
    epoch = Epoch.objects.filter(retired_at=None).first()
    manifest = {
        "program": __version__,
        "made_at": now().isoformat(),
        "epoch": epoch.id.hex if epoch else "",
        "keys_included": False,
        "files": {name: _digest(home / name) for name in (DUMP, MEDIA)},
    }
    (home / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    file_keyring()
    return home


@dataclass
class Proof:
    """What a restored backup showed. `faults` is empty if everything is as it must be."""

    backup: str
    made_at: str
    proven_at: str
    epoch: str
    epoch_is_destroyed: bool
    keys: int = 0
    erased_keys: int = 0
    closed_by_journal: int = 0
    """Keys of the erased that lay in the backup in wrapped form and would have opened but for the journal."""
    values_of_erased_tried: int = 0
    values_of_erased_opened: int = 0
    values_of_living_tried: int = 0
    values_of_living_opened: int = 0
    chain_links: int = 0
    faults: list[str] = field(default_factory=list)


def prove(home: Path) -> Proof:
    """Restore a backup into a throw-away server, let it forget what the journal says, and try to open everything.

    Files the proof beside the backup. Raises BackupFailed where the backup is not what it was.
    """
    manifest = json.loads((home / MANIFEST).read_text(encoding="utf-8"))
    for name, digest in manifest["files"].items():
        if _digest(home / name) != digest:
            raise BackupFailed(f"{name} is not what the manifest says.")
    keys.forget_epochs()
    epoch_file = keys.key_file(UUID(hex=manifest["epoch"])) if manifest["epoch"] else None
    proof = Proof(
        home.name, manifest["made_at"], now().isoformat(), manifest["epoch"], not (epoch_file and epoch_file.exists())
    )
    with _throw_away() as uri:
        _run(
            "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_name(uri)}", str(home / DUMP), where=_where(uri)
        )
        with psycopg.connect(uri, autocommit=True) as restored:
            _use_keyring(restored)
            erased = _replay(restored, proof)
            _try_all(restored, erased, proof)
        _verify_chain(uri, proof)
    if proof.values_of_erased_opened:
        proof.faults.append(f"{proof.values_of_erased_opened} values of erased people opened.")
    if proof.values_of_living_opened != proof.values_of_living_tried:
        proof.faults.append("Values of living people did not open: is this the latest copy of the keys folder?")
    (home / f"proof-{now():%Y%m%d-%H%M%S}.json").write_text(json.dumps(asdict(proof), indent=1) + "\n")
    return proof


def _use_keyring(restored: "psycopg.Connection[Any]") -> None:
    """Give the living the wrapping of the present epoch; rows of the backup that no keyring knows stay as they are."""
    if not keyring_file().exists():
        return
    rows = [json.loads(line) for line in keyring_file().read_text().splitlines()]
    epochs = {row["epoch"] for row in rows}
    for epoch in epochs:
        restored.execute(
            "INSERT INTO privacy_epoch (id, opened_at, retired_at) VALUES (%s, now(), now()) ON CONFLICT DO NOTHING",
            [UUID(hex=epoch)],
        )
    with restored.cursor() as cursor:
        cursor.executemany(
            "UPDATE privacy_subjectkey SET wrapped = %s, epoch_id = %s WHERE id = %s AND destroyed_at IS NULL",
            [(base64.b64decode(r["wrapped"]), UUID(hex=r["epoch"]), UUID(hex=r["id"])) for r in rows],
        )


def _replay(restored: "psycopg.Connection[Any]", proof: Proof) -> dict[bytes, bytes | None]:
    """Destroy in the restored database what the journal says was destroyed; the keys' raw form is looked at before.

    Out: id of each key of an erased person, and the raw key if it could still be had.
    """
    erased: dict[bytes, bytes | None] = {}
    for entry in read_journal():
        kinds = [kind.value for kind in entry.kinds]
        found = restored.execute(
            "SELECT id, subject_id, kind, epoch_id, wrapped FROM privacy_subjectkey"
            " WHERE subject_id = %s AND kind = ANY(%s)",
            [entry.subject_id, kinds],
        ).fetchall()
        for row in found:
            proof.closed_by_journal += _raw(*row) is not None
            erased[row[0].bytes] = None
        restored.execute(
            "UPDATE privacy_subjectkey SET wrapped = NULL, destroyed_at = now()"
            " WHERE subject_id = %s AND kind = ANY(%s) AND destroyed_at IS NULL",
            [entry.subject_id, kinds],
        )
    proof.erased_keys = len(erased)
    return erased


def _raw(key_id: UUID, subject_id: UUID, kind: str, epoch_id: UUID, wrapped: bytes | None) -> bytes | None:
    """A key unwrapped with what the keys folder holds now; None where that cannot be done."""
    if wrapped is None:
        return None
    try:
        return keys.unwrap(keys.epoch_cipher(epoch_id), bytes(wrapped), key_id=key_id, subject_id=subject_id, kind=kind)
    except (EpochKeyMissing, InvalidTag):
        return None


def _try_all(restored: "psycopg.Connection[Any]", erased: Mapping[bytes, bytes | None], proof: Proof) -> None:
    rows = restored.execute("SELECT id, subject_id, kind, epoch_id, wrapped FROM privacy_subjectkey").fetchall()
    proof.keys = len(rows)
    ciphers = {row[0].bytes: AESGCM(raw) for row in rows if (raw := _raw(*row)) is not None}
    destroyed = {row[0].bytes for row in rows if row[4] is None}
    for sealed, pk, blob in _blobs(restored):
        key_id, cipher = blob[1:17], ciphers.get(blob[1:17])
        is_open = cipher is not None and _opens(sealed, cipher, blob, pk)
        if key_id in erased:
            proof.values_of_erased_tried += 1
            proof.values_of_erased_opened += is_open
        elif key_id not in destroyed:
            proof.values_of_living_tried += 1
            proof.values_of_living_opened += is_open


def _opens(sealed: SealedField, cipher: Any, blob: bytes, pk: UUID) -> bool:
    try:
        sealed.decrypt(cipher, blob, pk.bytes)
    except InvalidTag:
        return False
    return True


def _blobs(restored: "psycopg.Connection[Any]") -> Iterator[tuple[SealedField, UUID, bytes]]:
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, SealedField):
                query = SQL("SELECT {}, {} FROM {} WHERE {} IS NOT NULL LIMIT {}").format(
                    Identifier(str(model._meta.pk.column)),
                    Identifier(str(column.column)),
                    Identifier(model._meta.db_table),
                    Identifier(str(column.column)),
                    _TRIED,
                )
                for pk, blob in restored.execute(query):
                    yield column, pk, bytes(blob)


def _verify_chain(uri: str, proof: Proof) -> None:
    """The access log of the restored database, recomputed by the program itself."""
    done = subprocess.run(
        [sys.executable, "-m", "coatingcat", "openings", "verify", "--json"],
        env=inherited(DATABASE_URL=uri),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        proof.faults.append("The chain of the access log does not hold in the restored database.")
        return
    proof.chain_links = json.loads(done.stdout)["links"]


@contextmanager
def _throw_away() -> Iterator[str]:
    """A server for this proof alone, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="coatingcat-proof-") as folder:
        server = Postgres(Path(folder) / "postgres", durable=False)
        try:
            yield server.start()
        finally:
            server.remove()


def _run(program: str, *arguments: str, where: Mapping[str, str]) -> None:
    environment = {"PATH": os.defpath, "LC_ALL": "C", **where}
    done = subprocess.run(  # noqa: S603 - our own programs, no shell
        [str(binaries() / program), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[:500]}")


def _where(uri: str) -> dict[str, str]:
    """What libpq wants to know, by the environment: a password on a command line is read by everybody."""
    parts = urlsplit(uri)
    asked = parse_qs(parts.query)
    return {
        "PGHOST": asked.get("host", [parts.hostname or ""])[0],
        "PGPORT": str(parts.port or asked.get("port", [""])[0]),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
    }


def _name(uri: str) -> str:
    return unquote(urlsplit(uri).path.lstrip("/"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
