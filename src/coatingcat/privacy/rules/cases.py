"""How a case may move, who may read it, and when it must be answered (VIII.1; NDSR 20: fifteen working days)."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from coatingcat.privacy.words import Role
from coatingcat.privacy.words.cases import UNANSWERED, CaseKind, CaseState, Move

ANSWER_WORKING_DAYS = 15
"""What is promised, counted from the day after receipt (NDSR 20)."""
HALF_WORKING_DAYS = 7
"""After so many the officer is reminded."""
CLOSED_AFTER = timedelta(days=30)
"""An answer nobody comes back to ends the case."""

_OPEN = UNANSWERED
MOVES: dict[Move, tuple[frozenset[CaseState | None], CaseState]] = {
    Move.OPEN: (frozenset({None}), CaseState.OPENED),
    Move.TAKE: (frozenset({CaseState.OPENED, CaseState.REOPENED, CaseState.TAKEN}), CaseState.TAKEN),
    Move.ASK: (frozenset({CaseState.OPENED, CaseState.TAKEN, CaseState.REOPENED}), CaseState.WAITING),
    Move.REPLY: (frozenset({CaseState.WAITING}), CaseState.TAKEN),
    Move.ANSWER: (_OPEN, CaseState.ANSWERED),
    Move.REFUSE: (_OPEN, CaseState.REFUSED),
    Move.CLOSE: (_OPEN | {CaseState.ANSWERED, CaseState.REFUSED}, CaseState.CLOSED),
    Move.ERASED: (_OPEN | {CaseState.ANSWERED, CaseState.REFUSED}, CaseState.CLOSED),
    Move.REOPEN: (frozenset({CaseState.ANSWERED, CaseState.REFUSED, CaseState.CLOSED}), CaseState.REOPENED),
}
"""Move to the states it starts from (None: the case is not there yet) and the one it leads to. The database knows
the same table: a trigger refuses every other change of a state."""

STATE_CHANGES = frozenset(
    (before.code, after.code) for starts, after in MOVES.values() for before in starts if before is not None
)
"""Every pair of states that one move joins."""


def after(move: Move, state: CaseState | None) -> CaseState | None:
    """The state a move leads to; the same state for what moves nothing, None if it is not allowed from there."""
    if move not in MOVES:
        return state
    starts, end = MOVES[move]
    return end if state in starts else None


def move_of_message(state: CaseState) -> Move:
    """What it means that the person writes: an answer to a question, something more, or a case that begins again."""
    if state is CaseState.WAITING:
        return Move.REPLY
    return Move.WRITE if state in UNANSWERED else Move.REOPEN


def may_handle(roles: Collection[Role], kind: CaseKind) -> bool:
    """Whether staff with these roles may read and answer a case of this kind (III.3a)."""
    return bool(kind.roles & set(roles))


def kinds_for(roles: Collection[Role]) -> list[CaseKind]:
    return [kind for kind in CaseKind if may_handle(roles, kind)]


def median(times: Sequence[timedelta]) -> timedelta | None:
    """The middle one, the mean of the middle two; None of none."""
    if not times:
        return None
    ordered, half = sorted(times), len(times) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
