"""Versions of the policy: their wording in `texts`, the declarations each was published with in `registry-<version>.json`."""

import functools
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from coatingcat.ground.remembered import Remembered
from coatingcat.privacy.models import PolicyVersion
from coatingcat.privacy.policy.snapshot import Snapshot, snapshot
from coatingcat.privacy.policy.text import TEXTS, PolicyText, read_text
from coatingcat.privacy.words import PolicyState

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


def shipped() -> tuple[Version, ...]:
    """`published`, read once in each process."""
    return _read()


@functools.cache
def _read() -> tuple[Version, ...]:
    return published()


def newest() -> Version:
    """The newest version that this program ships: the one in force, or what is to become it."""
    return shipped()[0]


def in_force() -> Version:
    """What the page shows and what a consent refers to: the version this installation has taken into force.

    Before an installation has taken any, it is the newest: nobody has been shown another.
    """
    name = next((name for name, at in standings().items() if at.state is PolicyState.IN_FORCE), "")
    return next((version for version in shipped() if version.name == name), newest())


def current_version() -> str:
    """Name of the version in force, for the record of a consent."""
    return in_force().name


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a version has come in this installation."""

    state: PolicyState
    is_material: bool
    effective_on: date | None
    comment_until: datetime | None
    shown_at: datetime | None


def _ask_standings() -> dict[str, Standing]:
    columns = ("name", "state", "is_material", "effective_on", "comment_until", "shown_at")
    rows = PolicyVersion.objects.order_by("name").values_list(*columns)
    return {name: Standing(PolicyState(state), *rest) for name, state, *rest in rows}


standings: Remembered[dict[str, Standing]] = Remembered(_ask_standings, otherwise={})
"""Every version this installation knows of, by name; kept by each process for some seconds."""


def is_public(name: str) -> bool:
    """Whether a version may be read by everybody: all but drafts."""
    standing = standings().get(name)
    if standing is not None:
        return standing.state is not PolicyState.DRAFT
    order = [version.name for version in shipped()]
    return name in order and order.index(name) >= order.index(current_version())


def effective_on(version: Version) -> date:
    """The day a version takes effect here: as it was shown, else as its text says."""
    standing = standings().get(version.name)
    return (standing.effective_on if standing else None) or version.text.effective


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
    path = _file(newest().name, snapshots)
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
