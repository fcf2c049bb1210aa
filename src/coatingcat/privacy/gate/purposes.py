"""The purpose is set by code, around what acts for it."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from coatingcat.privacy.gate.log import write_down
from coatingcat.privacy.gate.scopes import Actor, Scope, present
from coatingcat.privacy.words import Purpose, Reason

P = ParamSpec("P")

R = TypeVar("R")


@contextmanager
def purpose(wanted: Purpose, *, actor: Actor, reason: Reason | None = None, about: str = "") -> Iterator[None]:
    """Act for a purpose. Keys and decisions live no longer than the outermost purpose.

    `reason` and `about` (the code of the order, case or incident it is done for) are written down with each opening
    and shown to the person; pages of the staff set them by `privacy.reveal.reveals`.

    Raises TypeError for what is no member of Purpose: an undeclared purpose cannot be expressed (I.0).
    """
    if not isinstance(wanted, Purpose):
        raise TypeError(f"{wanted!r} is no declared purpose.")
    outer = present.get()
    scope = Scope((*(outer.purposes if outer else ()), wanted), outer.actor if outer else actor, outer, reason, about)
    if outer:
        scope.known_keys, scope.consents = outer.known_keys, outer.consents
        scope.standing, scope.seen, scope.handed = outer.standing, outer.seen, outer.handed
        scope.reason, scope.about = outer.reason or reason, outer.about or about
    token = present.set(scope)
    try:
        yield
    finally:
        present.reset(token)
        write_down(scope)


def for_purpose(wanted: Purpose, *, reason: Reason | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a view: the whole request acts for this purpose, as whoever is signed in."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def inside(*args: P.args, **kwargs: P.kwargs) -> R:
            request: Any = args[0]
            with purpose(wanted, actor=Actor.of_request(request), reason=reason):
                response = view(*args, **kwargs)
                if not getattr(response, "is_rendered", True):  # a lazy template would be rendered outside
                    response.render()  # type: ignore[attr-defined]
                return response

        inside.purpose, inside.reason = wanted, reason  # type: ignore[attr-defined]
        return inside

    return decorate
