"""Places: where anything about a person can lie, and how each is cleared of one.

The tables of all rooms are places by their declarations (`privacy.actions.erasures.tables`). What lies elsewhere
(files, index, queue, tray) is declared here by the room that keeps it, in its `holdings`; so is what has to happen the
moment somebody asks to be erased, and the moment their key dies. A declaration that belongs to no place is refused by
the contract tests: nothing is forgotten by forgetting to write it down.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import DeclarationError
from coatingcat.privacy.words import Text

Count = Callable[[UUID], int]
Clear = Callable[[UUID], int]
Look = Callable[[Collection[str]], int]
Step = Callable[[UUID], object]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere personal data can lie outside of what the declarations of tables tell.

    `count` and `clear` take a subject's id; `clear` removes a portion in one transaction of its own and gives how many
    went, 0 once nothing is left. `look` gives in how many of the place's parts any of some texts stands readable.
    """

    name: str
    text: Text
    labels: frozenset[str]
    """Declared labels that lie here."""
    count: Count
    clear: Clear
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Why something of an erased person has to stay readable for whom the law names, and until when."""

    text: Text
    count: int
    article: str
    ends_at: datetime | None
    """None: what it waits for has not happened yet; `earliest` then says from when on it can end."""
    earliest: datetime | None = None


@dataclass(slots=True)
class _Registered:
    places: dict[str, Place] = field(default_factory=dict)
    at_request: list[Step] = field(default_factory=list)
    at_once: list[Step] = field(default_factory=list)
    farewells: list[Callable[[UUID, str], object]] = field(default_factory=list)
    holds: list[Callable[[UUID], list[Hold]]] = field(default_factory=list)
    vocabularies: list[Callable[[str], bool]] = field(default_factory=list)


_registered = _Registered()


def erases(
    name: str, text: Text, *, labels: Collection[str], count: Count, clear: Clear, look: Look | None = None
) -> None:
    """Declare a place and how it is cleared; `name` is such as `files:sealed`, or `table:app.Model` to take a table over."""
    if name in _registered.places:
        raise DeclarationError(f"The place {name} is declared twice.")
    _registered.places[name] = Place(name, text, frozenset(labels), count, clear, look)


def at_request(step: Step) -> Step:
    """Something to do in the very transaction in which somebody asks to be erased, such as to stop what waits to go."""
    _registered.at_request.append(step)
    return step


def at_once(step: Step) -> Step:
    """Something to do in the very transaction in which the key dies; quick, whatever the person's history."""
    _registered.at_once.append(step)
    return step


def farewell(step: Callable[[UUID, str], object]) -> Callable[[UUID, str], object]:
    """A last word to the person, with the path of the receipt, before the address is gone. Idempotent."""
    _registered.farewells.append(step)
    return step


def holds_back(reason: Callable[[UUID], list[Hold]]) -> Callable[[UUID], list[Hold]]:
    """Reasons of law why something of a person stays under the hold key."""
    _registered.holds.append(reason)
    return reason


def publishes(is_word: Callable[[str], bool]) -> Callable[[str], bool]:
    """Say how to ask whether a short text stands in what a room publishes, such as a product's name: found there, it
    tells of nobody."""
    _registered.vocabularies.append(is_word)
    return is_word


def is_published(text: str) -> bool:
    """Whether a short text is a word of what this site publishes."""
    return any(is_word(text) for is_word in _registered.vocabularies)


def places() -> dict[str, Place]:
    return dict(_registered.places)


def request_steps() -> tuple[Step, ...]:
    return tuple(_registered.at_request)


def immediate_steps() -> tuple[Step, ...]:
    return tuple(_registered.at_once)


def farewells() -> tuple[Callable[[UUID, str], object], ...]:
    return tuple(_registered.farewells)


def holds_of(subject_id: UUID) -> list[Hold]:
    """Every reason of law to keep something of this person now, from all rooms; those whose day is over are none."""
    found = [hold for reason in _registered.holds for hold in reason(subject_id)]
    return [hold for hold in found if hold.ends_at is None or hold.ends_at > now()]
