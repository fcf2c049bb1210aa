"""Which state an order may go to from which."""

from coatingcat.trade.words import State

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
