"""Who may open what of the pages above, and how often one may try."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from coatingcat.ground import limits
from coatingcat.ground.access import Refused, access_rule
from coatingcat.ground.clients import client_of, country_of, network_of
from coatingcat.members.models import Member, Position
from coatingcat.members.queries.companies import position_of
from coatingcat.members.rules import Limit, has_right
from coatingcat.members.words import MANAGERS, CompanyRight
from coatingcat.privacy.access import (
    anyone,
    has_session,
    is_own_page,
    member_required,
    next_of,
    staff_required,
    to_sign_in,
    with_next,
)

__all__ = [
    "anyone",
    "client_of",
    "country_of",
    "failures_of",
    "full_member_required",
    "has_session",
    "is_own_page",
    "may",
    "member_of",
    "member_required",
    "network_of",
    "next_of",
    "owner_of",
    "signed_in_member",
    "staff_required",
    "wait_text",
    "waiting_seconds",
]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member_of(request: HttpRequest) -> Member:
    """The signed-in member, for views behind `member_required`."""
    assert isinstance(request.user, Member)
    return request.user


def full_member_required(view: View[P]) -> View[P]:
    """Open to members who have given the obligatory details; others are led to the form."""

    @functools.wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not member_of(request).is_full:
            return redirect(with_next(reverse("members:membership"), request))
        return view(request, *args, **kwargs)

    return access_rule("full member")(inside)


def may(position: Position | None, right: CompanyRight) -> bool:
    """Whether somebody who acts for a company may do this for it: by their role, while they hold it."""
    return position is not None and position.ended_at is None and has_right(position.as_role, right)


def owner_of(request: HttpRequest) -> Position:
    """As whom the signed-in member owns a company. Raises Http404 without a company, Refused (403) for its others."""
    position = position_of(member_of(request).pk)
    if position is None:
        raise Http404
    if position.as_role not in MANAGERS:
        raise Refused(gettext("Only an owner of the company can do this."))
    return position


def waiting_seconds(*tries: tuple[Limit, bytes | str]) -> int:
    """Takes one try of each limit; 0 if all agree, else the seconds until the slowest will.

    Every limit is asked whatever the others say, so that a refusal costs the same for every account.
    """
    waits = []
    for limit, who in tries:
        if not limits.take(limit.scope, who, rate=limit.rate, per_seconds=limit.per_seconds):
            waits.append(limits.wait_seconds(limit.scope, who, rate=limit.rate, per_seconds=limit.per_seconds))
    return max((max(1, w) for w in waits), default=0)


def failures_of(limit: Limit, who: bytes) -> int:
    """How often somebody tried of late before this time."""
    return max(0, limits.taken(limit.scope, who, rate=limit.rate, per_seconds=limit.per_seconds) - 1)


def wait_text(seconds: int) -> str:
    """The sentence of a 429."""
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many attempts. Try again in %(minutes)s minute.",
        "Too many attempts. Try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}


def signed_in_member(request: Any) -> Member | None:
    """The signed-in member, without a query for visitors who have no session."""
    if request is None or not has_session(request) or not hasattr(request, "user"):
        return None
    return request.user if request.user.is_authenticated else None
