"""Who may open pages about persons: whoever is signed in, and staff by their roles.

What a signed-in visitor is (`request.user`) is decided above, in members: here it has `is_authenticated`, `pk` (the
subject's id) and `role_set`. Pages for staff ask for a second factor as well: members writes into the session that it
was passed in this browser (`SECOND_FACTOR`), and has the page where it is set up or asked for.
"""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from coatingcat.ground.access import Refused, access_rule, anyone
from coatingcat.ground.clock import now
from coatingcat.privacy.words import Role

__all__ = [
    "SECOND_FACTOR",
    "anyone",
    "confirmation_address",
    "has_fresh_sign_in",
    "has_session",
    "is_own_page",
    "member_required",
    "next_of",
    "roles_of",
    "signed_in_subject",
    "staff_required",
    "subject_of",
    "to_confirmation",
    "to_sign_in",
    "with_next",
]

SECOND_FACTOR = "second_factor"
"""Key of the session: an authenticator, a recovery code or a passkey was used in this browser since the sign-in."""

CONFIRMED = "confirmed"
"""Key of the session under which stands when the person proved last who they are."""
CONFIRMATION_LIFE = timedelta(minutes=30)
"""How long that counts as fresh enough for what cannot be undone."""
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member_required(view: View[P]) -> View[P]:
    """Open to whoever is signed in; others are asked to sign in and come back."""

    @functools.wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return access_rule("member")(inside)


def staff_required(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Open to members who have one of these roles and have passed a second factor. Raises Refused for other members.

    Without the second factor (PIPL 51(3); CSL 23) staff are led to the page that asks for it, or helps to set one up.
    """

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not roles_of(request) & set(roles):
                raise Refused(gettext("This page is for staff with another role than yours."))
            if not request.session.get(SECOND_FACTOR):
                return redirect(with_next(settings.SECOND_FACTOR_URL, request))
            return view(request, *args, **kwargs)

        return access_rule("staff " + " ".join(sorted(r.name.lower() for r in roles)))(inside)

    return decorate


def subject_of(request: HttpRequest) -> UUID:
    """Subject id of the signed-in person, for views behind `member_required` and `staff_required`."""
    subject_id = request.user.pk
    assert isinstance(subject_id, UUID)
    return subject_id


def signed_in_subject(request: Any) -> UUID | None:
    """Subject id of the signed-in person, without a query for visitors who have no session."""
    if request is None or not has_session(request) or not hasattr(request, "user"):
        return None
    return request.user.pk if request.user.is_authenticated else None


def roles_of(request: HttpRequest) -> frozenset[Role]:
    """Roles of staff of the signed-in person; most have none."""
    user: Any = request.user
    return user.role_set if user.is_authenticated else frozenset()


def has_session(request: HttpRequest) -> bool:
    """Whether the browser sent a session cookie at all; without one nobody can be signed in, and nothing is asked."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def has_fresh_sign_in(request: HttpRequest) -> bool:
    """Whether the person proved a short while ago who they are: the only identity check, with what we hold (V.3-1)."""
    at = float(request.session.get(CONFIRMED, 0.0))
    return now().timestamp() - at < CONFIRMATION_LIFE.total_seconds()


def to_confirmation(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the password once more, and back to this one."""
    return redirect(confirmation_address(request))


def confirmation_address(request: HttpRequest) -> str:
    """Where the password is asked for once more, with the way back to the page of this request."""
    return f"{settings.CONFIRMATION_URL}?{urlencode({'next': request.path}, safe='/')}"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to this one after it."""
    return redirect(with_next(settings.LOGIN_URL, request))


def with_next(address: str, request: HttpRequest) -> str:
    """The address, with the page to come back to; only a page that was read can be come back to."""
    return f"{address}?{urlencode({'next': request.get_full_path()}, safe='/')}" if request.method == "GET" else address


def next_of(request: HttpRequest) -> str:
    """Where to go afterwards, as the form or address says, if it is a page of this site; else empty."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_own_page(request, wanted) else ""


def is_own_page(request: HttpRequest, address: str) -> bool:
    """Whether an address is a path on this very site: anything else would make us an open redirect."""
    return (
        address.startswith("/")
        and len(address) <= 2000
        and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    )
