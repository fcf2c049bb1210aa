"""The policy: its text by version, the declarations each version was published with, and what changed between them."""

from coatingcat.privacy.policy.changes import Change, changes
from coatingcat.privacy.policy.snapshot import Snapshot, snapshot
from coatingcat.privacy.policy.text import Clause, PolicyText, State
from coatingcat.privacy.policy.versions import (
    Version,
    current_version,
    in_force,
    policy_hash,
    publish,
    published,
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
    "in_force",
    "policy_hash",
    "publish",
    "published",
    "snapshot",
    "snapshot_of",
]
