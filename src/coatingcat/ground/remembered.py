"""Small answers of the database that every page needs: kept by each process, asked anew every few seconds.

A banner, the version of the policy in force: asking for them on every page would cost each visitor a question whose
answer changes twice a year. What one process changes the others know within `SECONDS`; the process that changed it
knows at once, if it says `forget`.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import DatabaseError, transaction

T = TypeVar("T")

SECONDS = 5.0
"""How old an answer may be."""

_all: "list[Remembered[object]]" = []


class Remembered(Generic[T]):
    """An answer without any personal value. `otherwise` stands where the database cannot be asked."""

    def __init__(self, ask: Callable[[], T], *, otherwise: T) -> None:
        self._ask, self._otherwise = ask, otherwise
        self._answer: T = otherwise
        self._until = 0.0
        _all.append(self)  # type: ignore[arg-type]

    def __call__(self) -> T:
        """The answer; a question to the database once in `SECONDS` for each process."""
        if time.monotonic() >= self._until:
            # Two threads may ask at once, which is cheaper than a lock on every page.
            try:
                self._answer = self._ask()
            except DatabaseError:  # before the first migration, or while the server is away: pages do without
                return self._otherwise
            self._until = time.monotonic() + SECONDS
        return self._answer

    def forget(self) -> None:
        """Ask at the next call; and once more after the commit, as another thread may ask before it."""
        self._until = 0.0
        transaction.on_commit(self._expire)

    def _expire(self) -> None:
        self._until = 0.0

    def settle(self) -> None:
        """For tests: as if asked just now with nothing to tell, and never again unless `forget` is said."""
        self._answer, self._until = self._otherwise, float("inf")


def settle_all() -> None:
    """For tests: `settle` all there are."""
    for one in _all:
        one.settle()
