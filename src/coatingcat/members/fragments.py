"""What members put into the frames of the pages."""

import functools
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coatingcat.ground.slots import fills
from coatingcat.members.access import signed_in_member
from coatingcat.members.queries.centre import waits_for
from coatingcat.members.queries.companies import certifications_waiting
from coatingcat.members.queries.guardians import has_come_of_age
from coatingcat.members.queries.review import reviews_due
from coatingcat.privacy.access import roles_of
from coatingcat.privacy.words import Role


@fills("header.account")
def account(request: HttpRequest | None, **context: Any) -> SafeString:
    """Sign in and register, or the member's centre and the way out. Visitors without a session cost no query."""
    member = signed_in_member(request)
    if member is None or request is None:
        return _way_in(get_language() or "")
    text = _way_home(get_language() or "", bool(member.nickname))
    return mark_safe(  # noqa: S308  # a template's text, with what was put in escaped
        text.replace(_TOKEN, escape(get_token(request))).replace(_NICKNAME, escape(member.nickname))
    )


_TOKEN, _NICKNAME = "\ue000", "\ue001"
"""Stand in the text for what is of one request."""


@functools.lru_cache(maxsize=8)
def _way_home(language: str, is_named: bool) -> str:
    """Rendered once for each language: a member's differ in the nickname and the token of the form."""
    member = {"nickname": _NICKNAME if is_named else ""}
    return render_to_string("members/_account.html", {"member": member, "csrf_token": _TOKEN})


@functools.lru_cache(maxsize=8)
def _way_in(language: str) -> SafeString:
    """Rendered once for each language: it is the same for every visitor."""
    return render_to_string("members/_account.html", {"member": None})


@fills("centre.company", order=50)
def company_link(request: HttpRequest, **context: Any) -> SafeString:
    return render_to_string("members/_company_nav.html", request=request)


@fills("centre.rights", order=50)
def data_links(request: HttpRequest, **context: Any) -> SafeString:
    """What is held and what was agreed to."""
    return render_to_string("members/_centre_nav.html", request=request)


@fills("centre.account", order=50)
def security_link(request: HttpRequest, **context: Any) -> SafeString:
    return render_to_string("members/_security_nav.html", request=request)


@fills("centre.waiting", order=20)
def waiting(request: HttpRequest, **context: Any) -> SafeString:
    """What is missing for full membership."""
    member = signed_in_member(request)
    wanted = waits_for(member) if member else ""
    if member and has_come_of_age(member):
        wanted = "majority"
    return render_to_string("members/_waiting.html", {"waits_for": wanted}) if wanted else SafeString("")


@fills("desk.nav", order=40)
def desk_links(request: HttpRequest, **context: Any) -> str:
    """The desk of certifiers, for them."""
    return render_to_string("members/_desk_nav.html", request=request) if Role.CERTIFIER in roles_of(request) else ""


@fills("desk.waiting", order=40)
def desk_waiting(request: HttpRequest, **context: Any) -> str:
    """How many applications wait for a certifier."""
    count = certifications_waiting() if Role.CERTIFIER in roles_of(request) else 0
    return render_to_string("members/_desk_waiting.html", {"count": count}, request=request) if count else ""


@fills("desk.nav", order=85)
def staff_links(request: HttpRequest, **context: Any) -> str:
    """Who is on the staff and who reads what, for officers."""
    is_officer = Role.PRIVACY_OFFICER in roles_of(request)
    return render_to_string("members/_staff_nav.html", request=request) if is_officer else ""


@fills("desk.waiting", order=30)
def reviews_waiting(request: HttpRequest, **context: Any) -> str:
    """Whose access waits for its yearly review."""
    count = reviews_due() if Role.PRIVACY_OFFICER in roles_of(request) else 0
    return render_to_string("members/_reviews_due.html", {"count": count}, request=request) if count else ""
