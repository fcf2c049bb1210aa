"""Versions of the policy: their wording in `texts`, the declarations each was published with in `registry-<version>.json`."""

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

from coatingcat.privacy.policy.snapshot import Snapshot, snapshot
from coatingcat.privacy.policy.text import TEXTS, PolicyText, read_text

SNAPSHOTS = Path(__file__).parent


class NotPublished(LookupError):
    """No such version of the policy was published; the message names those that were."""


@dataclass(frozen=True, slots=True)
class Version:
    """`filed` are the declarations as they were filed; None for a wording that was not published yet."""

    text: PolicyText
    filed: bytes | None

    @property
    def declared(self) -> Snapshot | None:
        return None if self.filed is None else Snapshot.from_json(self.filed.decode())

    @property
    def hash(self) -> str:
        """The check value it was published with. Raises NotPublished."""
        if self.filed is None:
            raise NotPublished(f"Version {self.name} was not published.")
        return policy_hash(self.text, self.filed)

    @property
    def name(self) -> str:
        return self.text.version


def published(texts: Path = TEXTS, snapshots: Path = SNAPSHOTS) -> tuple[Version, ...]:
    """Every version, the newest first; by the day they take effect."""
    found = [read_text(path) for path in texts.glob("*.toml")]
    found.sort(key=lambda text: (text.effective, text.version), reverse=True)
    return tuple(Version(text, _filed(text.version, snapshots)) for text in found)


@functools.cache
def in_force() -> Version:
    """The newest version: what the page shows and what a consent refers to."""
    return published()[0]


def current_version() -> str:
    """Name of the version in force, for the record of a consent."""
    return in_force().name


@functools.cache
def running() -> Snapshot:
    """The declarations of this process; they do not change while it runs."""
    return snapshot()


def policy_hash(text: PolicyText, declared: bytes) -> str:
    """SHA-256 over the wording and the declarations as filed, in hexadecimal (P.0). The operator's contact is not in it.

    It is taken over files, so that it can be computed anew from them, by anybody and after any later change of form.
    """
    return hashlib.sha256(len(text.source).to_bytes(8) + text.source + declared).hexdigest()


def snapshot_of(version: str, snapshots: Path = SNAPSHOTS) -> Snapshot:
    """The declarations a version was published with. Raises NotPublished."""
    found = _filed(version, snapshots)
    if found is None:
        names = sorted(path.stem.removeprefix("registry-") for path in snapshots.glob("registry-*.json"))
        raise NotPublished(f"Version {version} was not published; there are: {', '.join(names) or 'none'}.")
    return Snapshot.from_json(found.decode())


def publish(*, replace: bool = False, snapshots: Path = SNAPSHOTS) -> Path:
    """File the running declarations with the newest wording. Raises FileExistsError if that was done and differs.

    `replace` is for a version nobody has been shown yet; a version that was shown gets a successor instead.
    """
    path = _file(current_version(), snapshots)
    content = snapshot().as_json()
    if path.exists() and path.read_text(encoding="utf-8") != content and not replace:
        raise FileExistsError(f"{path.name} was published with other declarations; write a new version of the text.")
    path.write_text(content, encoding="utf-8")
    return path


def _filed(version: str, snapshots: Path) -> bytes | None:
    path = _file(version, snapshots)
    return path.read_bytes() if path.exists() else None


def _file(version: str, snapshots: Path) -> Path:
    return snapshots / f"registry-{version}.json"
