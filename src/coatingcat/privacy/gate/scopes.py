"""Who acts, for which purposes, and what the gate has found out meanwhile."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from coatingcat.privacy import keys
from coatingcat.privacy.gpc import gpc
from coatingcat.privacy.rules.duties import Standing
from coatingcat.privacy.words import Purpose, Reason, Role

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person known by subject id and roles, or the program itself under the name of a job."""

    subject_id: UUID | None
    roles: frozenset[Role]
    reference: str = ""
    """Random reference of the request, or the job's name: what the access log calls this act."""
    by_gpc: bool = False
    """Whether the browser says `Sec-GPC: 1`: then nothing opens for purposes that it refuses."""
    recipient: str = ""
    """Key of the recipient whose people act, such as a supplier: only what was handed to it opens to them."""
    wards: frozenset[UUID] = frozenset()
    """Minors whose guardian acts: their own data opens to a guardian, and nothing else does."""

    @classmethod
    def system(cls, job: str) -> "Actor":
        return cls(None, frozenset({Role.SYSTEM}), job)

    @classmethod
    def of_request(cls, request: "HttpRequest") -> "Actor":
        """The signed-in person, or a visitor. Roles come from the member's `roles`, never from the request."""
        reference, user = getattr(request, "reference", ""), request.user
        if not user.is_authenticated:
            return cls(None, frozenset({Role.VISITOR}), reference, gpc(request))
        return cls(user.pk, frozenset({Role.MEMBER}) | user.role_set, reference, gpc(request))


@dataclass(slots=True)
class Grant:
    """A yes of the gate for one field and key, and how often it was used."""

    key: keys.Unwrapped
    decrypt: Callable[[bytes, bytes, bytes], bytes]
    earliest_minute: int
    is_logged: bool
    count: int = 0


@dataclass(slots=True)
class Scope:
    purposes: tuple[Purpose, ...]
    actor: Actor
    outer: "Scope | None"
    reason: Reason | None = None
    about: str = ""
    grants: dict[tuple[str, bytes], Grant] = field(default_factory=dict)
    known_keys: dict[bytes, keys.Unwrapped] = field(default_factory=dict)
    consents: dict[tuple[UUID, Purpose], bool] = field(default_factory=dict)
    earliest: dict[str, int] = field(default_factory=dict)
    """Minute of sealing from which on each declared field is inside its keeping time; 0: no such bound."""
    standing: Standing | None = None
    """What is on record about the duties of an actor of the staff; asked once."""
    handed: dict[UUID, frozenset[str]] = field(default_factory=dict)
    """Labels of each subject that were handed to the recipient the actor belongs to."""
    seen: dict[bytes, datetime] | None = None
    """Whose data an actor of the staff opened of late, those of this act included; by pseudonym."""
    roles_allow: dict[tuple[bool, bool], Purpose | None] = field(default_factory=dict)
    """For the subject itself, for its guardian and for others: the first purpose no role may act for, None if all are allowed."""


present: ContextVar[Scope | None] = ContextVar("purpose", default=None)


def current_purposes() -> tuple[Purpose, ...]:
    """The purposes set just now, outermost first; empty outside any."""
    scope = present.get()
    return scope.purposes if scope else ()
