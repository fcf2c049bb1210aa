"""Who calls: a program with a key of a company, acting as the member who made the key, and never as staff."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja.security import HttpBearer

from coatingcat.ground import limits
from coatingcat.ground.api import Problem
from coatingcat.ground.clients import client_of
from coatingcat.members.actions.api_keys import note_use
from coatingcat.members.models import ApiKey, Company, Member
from coatingcat.members.queries.api_keys import working_key
from coatingcat.members.scopes import Scope
from coatingcat.members.tokens import digest_of_token, is_token
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.words import Role

PER_MINUTE = 600
"""Requests of one key in a minute: ten a second, with as many at once."""
WRONG_PER_MINUTE = 30
"""Wrong keys from one place in a minute."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A program at work. Everything it does is done by `member`, for `company`."""

    key: ApiKey
    reference: str

    @property
    def member(self) -> Member:
        member: Member = self.key.member
        return member

    @property
    def company(self) -> Company:
        company: Company = self.key.company
        return company

    @property
    def subject_id(self) -> UUID:
        subject_id: UUID = self.member.pk
        return subject_id

    @property
    def actor(self) -> Actor:
        """The member as a buyer; what their roles on the staff would open stays shut to programs."""
        return Actor(self.subject_id, frozenset({Role.MEMBER}), self.reference)


class Key(HttpBearer):
    """`Authorization: Bearer ccat_live_…`, with a scope: asked for before anything of the request is read."""

    openapi_description = "Authorization: Bearer ccat_live_…"

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Caller:
        found = super().__call__(request)
        if found is None:
            raise _unknown(request)
        assert isinstance(found, Caller)
        demand_scope(found, self.scope)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        key = working_key(digest_of_token(token)) if is_token(token) else None
        if key is None:
            return None
        _count(request, key)
        note_use(key)
        request.user = key.member  # what rooms ask of whoever is signed in, they ask of who made the key
        return Caller(key, getattr(request, "reference", ""))


def caller_of(request: Any) -> Caller:
    """Who calls, for operations."""
    caller: Caller = request.auth
    return caller


def demand_scope(caller: Caller, scope: Scope) -> None:
    """Raises Problem (403) if the key was not given this scope."""
    if scope not in caller.key.as_scopes:
        told = gettext("This key may not do this: it lacks the scope %(scope)s.") % {"scope": scope.value}
        raise Problem(403, "scope-missing", told)


def _count(request: HttpRequest, key: ApiKey) -> None:
    left = limits.take_one("api.key", key.pk.bytes, rate=PER_MINUTE, per_seconds=60)
    request.rate_left = left  # type: ignore[attr-defined]
    if left is None:
        wait = max(1, limits.wait_seconds("api.key", key.pk.bytes, rate=PER_MINUTE, per_seconds=60))
        raise Problem(429, "too-many-requests", _slower(), headers={"Retry-After": str(wait)})


def _unknown(request: HttpRequest) -> Problem:
    """The same answer for a key that is wrong, revoked, expired, or whose maker left. Guessing is slowed down."""
    rate = {"rate": WRONG_PER_MINUTE, "per_seconds": 60}
    if not limits.take("api.wrong", client_of(request), **rate):
        wait = max(1, limits.wait_seconds("api.wrong", client_of(request), **rate))
        return Problem(429, "too-many-requests", _slower(), headers={"Retry-After": str(wait)})
    told = gettext("Send a key that works in the header Authorization: Bearer …. Keys are made at Keys for programs.")
    return Problem(401, "key-missing", told, headers={"WWW-Authenticate": 'Bearer realm="CoatingCat"'})


def _slower() -> str:
    return gettext("Too many requests. The header Retry-After says when to go on.")
