"""Which way an inquiry goes, and which promised time runs meanwhile (F.8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from coatingcat.trade.words import InquiryClock, InquiryKind, InquiryState, Side

_S = InquiryState
_LEFT = frozenset({_S.DECLINED, _S.WITHDRAWN})

INQUIRY_MOVES: Mapping[InquiryKind, Mapping[InquiryState, frozenset[InquiryState]]] = {
    InquiryKind.SAMPLE: {
        _S.SENT: _LEFT | {_S.QUALIFIED},
        _S.QUALIFIED: _LEFT | {_S.APPROVED},
        _S.APPROVED: _LEFT | {_S.SHIPPED},
        _S.SHIPPED: frozenset({_S.DELIVERED, _S.CLOSED}),
        _S.DELIVERED: frozenset({_S.CLOSED}),
    },
    InquiryKind.TECHNICAL: {
        _S.SENT: _LEFT | {_S.QUALIFIED, _S.ANSWERED},
        _S.QUALIFIED: _LEFT | {_S.ANSWERED},
        _S.ANSWERED: frozenset({_S.QUALIFIED, _S.CLOSED}),
    },
    InquiryKind.QUOTE: {
        _S.SENT: _LEFT | {_S.QUALIFIED, _S.QUOTED},
        _S.QUALIFIED: _LEFT | {_S.QUOTED},
        _S.QUOTED: frozenset({_S.QUALIFIED, _S.ACCEPTED, _S.WITHDRAWN, _S.CLOSED}),
        _S.ACCEPTED: frozenset({_S.CLOSED}),
    },
}
"""Where each kind may go from where; a state that is not named is an end. The database has the same table."""

BUYERS_MOVES = frozenset({_S.WITHDRAWN, _S.ACCEPTED, _S.CLOSED})
"""Moves that are the buyer's alone."""

OVER = frozenset({_S.DECLINED, _S.WITHDRAWN, _S.CLOSED})
"""States from which nothing follows: the keeping time of a year begins."""

FIRST_ANSWERS = frozenset({_S.QUALIFIED, _S.DECLINED, _S.ANSWERED, _S.QUOTED})
"""Moves that end the wait for a first answer."""

_HOURS_72 = timedelta(hours=72)
_DAYS_7 = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Running:
    """A promised time: which, how long, and whose it is to keep."""

    clock: InquiryClock
    time: timedelta
    owed_by_seller: bool = True


ANSWER = Running(InquiryClock.ANSWER, _HOURS_72)
SHIP = Running(InquiryClock.SHIP, _DAYS_7)
REPLY = Running(InquiryClock.REPLY, _DAYS_7)
QUOTE = Running(InquiryClock.QUOTE, _DAYS_7)
CLOSE = Running(InquiryClock.CLOSE, _DAYS_7, owed_by_seller=False)

CLOCKS: Mapping[tuple[InquiryKind, InquiryState], Running] = {
    (InquiryKind.SAMPLE, _S.SENT): ANSWER,
    (InquiryKind.SAMPLE, _S.QUALIFIED): SHIP,
    (InquiryKind.SAMPLE, _S.APPROVED): SHIP,
    (InquiryKind.SAMPLE, _S.DELIVERED): CLOSE,
    (InquiryKind.TECHNICAL, _S.SENT): ANSWER,
    (InquiryKind.TECHNICAL, _S.QUALIFIED): REPLY,
    (InquiryKind.TECHNICAL, _S.ANSWERED): CLOSE,
    (InquiryKind.QUOTE, _S.SENT): ANSWER,
    (InquiryKind.QUOTE, _S.QUALIFIED): QUOTE,
}
"""The times as they are published, in plain hours of the clock, nights and holidays included. A quote that was made
runs out by its own validity."""


@dataclass(frozen=True, slots=True)
class Times:
    """When a running time began, is half over and is over; all None where none runs."""

    since: datetime | None
    half_at: datetime | None
    due_at: datetime | None


NO_TIME = Times(None, None, None)


def times_after(kind: InquiryKind, old: InquiryState | None, new: InquiryState, before: Times, at: datetime) -> Times:
    """The times after a move. A clock that ran before the move runs on: approving a sample does not begin it anew."""
    running = CLOCKS.get((kind, new))
    if running is None:
        return NO_TIME
    if old is not None and CLOCKS.get((kind, old)) is running:
        return before
    return Times(at, at + running.time / 2, at + running.time)


def may_follow(kind: InquiryKind, old: InquiryState, new: InquiryState) -> bool:
    return new in INQUIRY_MOVES[kind].get(old, frozenset())


def inquiry_sources(kind: InquiryKind, new: InquiryState) -> tuple[InquiryState, ...]:
    """The states from which an inquiry of this kind may come to `new`: what the guarded UPDATE asks for."""
    return tuple(old for old in InquiryState if may_follow(kind, old, new))


def moves_of(kind: InquiryKind, state: InquiryState, side: Side) -> frozenset[InquiryState]:
    """What this side may do with an inquiry that stands here."""
    following = INQUIRY_MOVES[kind].get(state, frozenset())
    if side is Side.BUYER:
        return frozenset(
            new
            for new in following
            if new in BUYERS_MOVES or new is _S.DELIVERED or (state, new) == (_S.ANSWERED, _S.QUALIFIED)
        )
    return frozenset(new for new in following if new not in BUYERS_MOVES and state is not _S.ANSWERED)


def is_open(kind: InquiryKind, state: InquiryState) -> bool:
    """Whether something can still come of it."""
    return bool(INQUIRY_MOVES[kind].get(state))


def share_of_time(times: Times, at: datetime) -> float:
    """How much of a running time is over, from 0 to 1; 1 once it is late. 0 where none runs."""
    if times.since is None or times.due_at is None:
        return 0.0
    return min(1.0, max(0.0, (at - times.since) / (times.due_at - times.since)))
