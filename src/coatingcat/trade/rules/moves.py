"""Which state an order may go to from which."""

from collections.abc import Collection, Iterable, Mapping

from coatingcat.trade.words import AmendmentState, ReturnState, State

ORDER_MOVES: dict[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.PLACED, State.CANCELLED}),
    State.PLACED: frozenset({State.CONFIRMED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.DELIVERING, State.DELIVERED, State.CANCELLED}),
    State.DELIVERING: frozenset({State.DELIVERED}),
    State.DELIVERED: frozenset({State.COMPLETED}),
    State.COMPLETED: frozenset(),
    State.CANCELLED: frozenset(),
}
"""A confirmed order is a contract: ending it is an agreement of both sides, and only before anything has left."""

UNBOUND = frozenset({State.REQUESTED, State.PLACED})
"""States in which a buyer may still take an order back alone."""


def may_move(old: State, new: State) -> bool:
    return new in ORDER_MOVES[old]


def sources_of(new: State) -> tuple[State, ...]:
    """The states from which an order may come to `new`: what the guarded UPDATE asks for."""
    return tuple(old for old in State if may_move(old, new))


AMENDMENT_MOVES: dict[AmendmentState, frozenset[AmendmentState]] = {
    AmendmentState.PROPOSED: frozenset(set(AmendmentState) - {AmendmentState.PROPOSED}),
    **{state: frozenset[AmendmentState]() for state in AmendmentState if state is not AmendmentState.PROPOSED},
}
"""A change waits for one answer."""

RETURN_MOVES: dict[ReturnState, frozenset[ReturnState]] = {
    ReturnState.ASKED: frozenset({ReturnState.AGREED, ReturnState.REFUSED, ReturnState.WITHDRAWN}),
    ReturnState.AGREED: frozenset({ReturnState.RECEIVED, ReturnState.SETTLED}),
    ReturnState.RECEIVED: frozenset({ReturnState.SETTLED}),
    ReturnState.REFUSED: frozenset(),
    ReturnState.WITHDRAWN: frozenset(),
    ReturnState.SETTLED: frozenset(),
}
"""Of what stays with the buyer nothing is received: a claim is settled as soon as it is agreed to."""

MOVES: Mapping[str, Mapping[str, Collection[str]]] = {
    "order": {old.value: {new.value for new in allowed} for old, allowed in ORDER_MOVES.items()},
    "amendment": {old.value: {new.value for new in allowed} for old, allowed in AMENDMENT_MOVES.items()},
    "return": {old.value: {new.value for new in allowed} for old, allowed in RETURN_MOVES.items()},
}
"""What the database guards, by the noun that moves (`trade_move`)."""

BEFORE_SHIPPING = frozenset({State.PLACED, State.CONFIRMED})
"""States in which nothing has left the house yet, so that everything can still be cancelled by agreement."""

AMENDABLE = BEFORE_SHIPPING | {State.DELIVERING}
SHIPPABLE = frozenset({State.CONFIRMED, State.DELIVERING})
CLAIMABLE = frozenset({State.DELIVERING, State.DELIVERED, State.COMPLETED})


def progress(lines: Iterable[tuple[int, int, int]]) -> State:
    """Where a confirmed order stands by its lines: each how many packs are ordered, shipped and delivered."""
    told = list(lines)
    if not any(ordered for ordered, _, _ in told):
        return State.CANCELLED
    if all(delivered == ordered for ordered, _, delivered in told):
        return State.DELIVERED
    return State.DELIVERING if any(shipped for _, shipped, _ in told) else State.CONFIRMED
