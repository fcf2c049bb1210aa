"""The policy: its text by version, the declarations each version was published with, and what changed between them."""

from coatingcat.privacy.policy.changes import Change, changes
from coatingcat.privacy.policy.snapshot import Snapshot, snapshot
from coatingcat.privacy.policy.text import Clause, PolicyText, State
from coatingcat.privacy.policy.versions import (
    Version,
    current_version,
    effective_on,
    in_force,
    is_public,
    newest,
    policy_hash,
    publish,
    published,
    shipped,
    snapshot_of,
)

__all__ = [
    "Change",
    "Clause",
    "PolicyText",
    "Snapshot",
    "State",
    "Version",
    "changes",
    "current_version",
    "effective_on",
    "in_force",
    "is_public",
    "newest",
    "policy_hash",
    "publish",
    "published",
    "shipped",
    "snapshot",
    "snapshot_of",
]
