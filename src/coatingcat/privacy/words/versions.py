"""How a version of the policy comes into force (VII.1; ECL 33, 34)."""

from datetime import timedelta
from enum import StrEnum


class PolicyState(StrEnum):
    """Where a version stands. Only one is in force."""

    DRAFT = "draft"
    COMMENT = "comment"
    SHOWN = "shown"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"


POLICY_MOVES: dict[PolicyState, frozenset[PolicyState]] = {
    PolicyState.DRAFT: frozenset({PolicyState.COMMENT}),
    PolicyState.COMMENT: frozenset({PolicyState.SHOWN, PolicyState.DRAFT}),
    PolicyState.SHOWN: frozenset({PolicyState.IN_FORCE, PolicyState.DRAFT}),
    PolicyState.IN_FORCE: frozenset({PolicyState.SUPERSEDED}),
    PolicyState.SUPERSEDED: frozenset(),
}
"""What may follow; the database guards the same moves. A draft that is taken back begins anew."""

COMMENT_FOR = timedelta(days=7)
"""The least time for comments. ECL 34 demands comments and names no time; this is ours."""
SHOWN_FOR = timedelta(days=7)
"""The least time a version is shown before it takes effect (ECL 34)."""


class Answer(StrEnum):
    """What a person said about a version."""

    ACCEPTED = "accepted"
    NOT_NOW = "not now"


def may_move(before: PolicyState, after: PolicyState) -> bool:
    """Whether a version may go from one state to the other."""
    return after in POLICY_MOVES[before]
