"""The keyring: every living key as the present epoch wraps it, beside the epoch keys and outside every backup.

With it a backup that is older than the last rotation opens again, for the living alone.
"""

import base64
import json
import os
from pathlib import Path

from coatingcat.config import config
from coatingcat.privacy.models import SubjectKey

_BATCH = 5_000


def keyring_file() -> Path:
    return config().keys / "keyring.jsonl"


def file_keyring() -> int:
    """Write every living key, as its epoch wraps it, beside the epoch keys. Returns how many there are."""
    path, count = keyring_file(), 0
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        for key in SubjectKey.objects.filter(destroyed_at=None).iterator(_BATCH):
            assert key.wrapped is not None
            wrapped = base64.b64encode(bytes(key.wrapped)).decode()
            file.write(json.dumps({"id": key.id.hex, "epoch": key.epoch_id.hex, "wrapped": wrapped}) + "\n")
            count += 1
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    return count
