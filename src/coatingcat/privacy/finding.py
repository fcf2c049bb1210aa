"""Finding people by what they themselves know: an e-mail address, or the cookies their browser sends.

Rooms register in their `holdings` how they find somebody; privacy asks all of them and knows none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Text

ByEmail = Callable[["Clear[str]"], "set[UUID]"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept under a cookie: its name, why, and lines of (what, value) for people and for machines."""

    cookie: str
    what: Text
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ByCookie:
    """`read(token)` gives what is kept, None if nothing; `forget(token)` deletes it."""

    cookie: str
    read: Callable[[str], Kept | None]
    forget: Callable[[str], object]


_by_email: list[ByEmail] = []
_by_cookie: list[ByCookie] = []


def found_by_email(finder: ByEmail) -> ByEmail:
    """Register how a room finds people without an account by their e-mail address: ids of subjects."""
    _by_email.append(finder)
    return finder


def kept_by_cookie(keeper: ByCookie) -> None:
    """Register what a room keeps under a cookie of somebody it does not know."""
    _by_cookie.append(keeper)


def subjects_by_email(address: "Clear[str]") -> set[UUID]:
    """Everybody without an account who has this address, in any room."""
    return {subject for finder in _by_email for subject in finder(address)}


def kept_for(cookies: dict[str, Any]) -> list[Kept]:
    """What the server keeps under the cookies of one browser."""
    found = (keeper.read(cookies[keeper.cookie]) for keeper in _by_cookie if cookies.get(keeper.cookie))
    return [kept for kept in found if kept is not None]


def forget_for(cookies: dict[str, Any]) -> list[str]:
    """Delete it. Returns the names of the cookies that are worth nothing any more."""
    names = []
    for keeper in _by_cookie:
        if cookies.get(keeper.cookie):
            keeper.forget(cookies[keeper.cookie])
            names.append(keeper.cookie)
    return names
