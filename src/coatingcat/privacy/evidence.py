"""What the running program can show for a clause: facts, registered by whoever knows them, read by the trust page.

    @shows("III.2a")                                          # in a room's queries
    def last_retention_run() -> Fact | None: ...

A fact is about the program and never about a person: counts, times, check values.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from coatingcat.privacy.words import Text


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence in both languages; `at` says when it became so, `value` is shown as code (a check value, a name)."""

    text: Text
    at: datetime | None = None
    value: str = ""
    url_name: str = ""
    """Page that shows more, such as `privacy:recipients`."""


Showing = Callable[[], "Fact | Iterable[Fact] | None"]

_showings: dict[str, list[Showing]] = defaultdict(list)


def shows(*clauses: str) -> Callable[[Showing], Showing]:
    """Registers what shows that clauses are kept; it is asked at most once a minute, and costs a query or two."""

    def register(showing: Showing) -> Showing:
        for clause in clauses:
            _showings[clause].append(showing)
        return showing

    return register


def facts() -> dict[str, tuple[Fact, ...]]:
    """Every fact by clause; each showing is asked once, however many clauses it is for."""
    told: dict[Showing, tuple[Fact, ...]] = {}
    for showing in {one for showings in _showings.values() for one in showings}:
        found = showing()
        told[showing] = () if found is None else (found,) if isinstance(found, Fact) else tuple(found)
    return {clause: tuple(fact for one in showings for fact in told[one]) for clause, showings in _showings.items()}


def shown_clauses() -> frozenset[str]:
    """The clauses for which something is shown."""
    return frozenset(_showings)
