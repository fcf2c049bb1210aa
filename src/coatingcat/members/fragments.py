"""What members put into the frames of the pages."""

import functools
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coatingcat.ground.slots import fills
from coatingcat.members.access import signed_in_member
from coatingcat.members.queries.centre import waits_for


@fills("header.account")
def account(request: HttpRequest | None, **context: Any) -> SafeString:
    """Sign in and register, or the member's centre and the way out. Visitors without a session cost no query."""
    member = signed_in_member(request)
    if member is None:
        return _way_in(get_language() or "")
    return render_to_string("members/_account.html", {"member": member}, request=request)


@functools.lru_cache(maxsize=8)
def _way_in(language: str) -> SafeString:
    """Rendered once for each language: it is the same for every visitor."""
    return render_to_string("members/_account.html", {"member": None})


@fills("centre.nav", order=50)
def navigation(request: HttpRequest, **context: Any) -> SafeString:
    return render_to_string("members/_centre_nav.html", request=request)


@fills("centre.waiting", order=20)
def waiting(request: HttpRequest, **context: Any) -> SafeString:
    """What is missing for full membership."""
    member = signed_in_member(request)
    wanted = waits_for(member) if member else ""
    return render_to_string("members/_waiting.html", {"waits_for": wanted}) if wanted else SafeString("")
