"""Which copies follow a corrected value: an index, a projection in the lake.

    @follows("members.Member.nickname", copy="search")
    def index_anew(subject_id: UUID) -> None: …            # in a room's `holdings` or `receivers`

It is called in the job that passes the correction on, reads the value anew, and may be called twice. What went to
recipients is found in the ledger of shares.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

Follower = Callable[[UUID], object]
F = TypeVar("F", bound=Follower)

_followers: dict[str, dict[str, Follower]] = defaultdict(dict)


def follows(label: str, *, copy: str) -> Callable[[F], F]:
    """Say that a copy, named for the person who reads it, holds this declared value and how it is brought up to date."""

    def register(follower: F) -> F:
        _followers[label][copy] = follower
        return follower

    return register


def followers_of(label: str) -> dict[str, Follower]:
    """By the name of the copy, what brings it up to date."""
    return dict(_followers.get(label, {}))
