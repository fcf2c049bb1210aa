"""What outreach puts into the frames of the pages: banners, the number of unread notices, entries of navigations."""

import functools
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coatingcat.ground.slots import fills
from coatingcat.outreach.access import WRITERS, audiences_of
from coatingcat.outreach.queries.announcements import standing, standing_for
from coatingcat.outreach.queries.notices import unread_of
from coatingcat.privacy.access import roles_of, signed_in_subject
from coatingcat.privacy.words import Role

_BANNERS = 3


@fills("site.banner", order=50)
def announcements(request: HttpRequest | None, **others: Any) -> str:
    """What is announced now; members can put it away. Nothing is asked while nothing stands."""
    if request is None or not standing():
        return ""
    reader, here = signed_in_subject(request), request.path
    standing_here = standing_for(audiences_of(request), reader)
    found = [one for one in standing_here if not here.startswith(f"/announcements/{one.code}/")]
    if not found:
        return ""
    context = {"announcements": found[:_BANNERS], "reader": reader}
    return render_to_string("outreach/_banner.html", context, request=request if reader else None)


@fills("header.account", order=40)
def notices_link(request: HttpRequest | None, **others: Any) -> str:
    """The way to what the member was told and has not read; nothing for visitors, nothing where all is read."""
    reader = signed_in_subject(request)
    count = unread_of(reader) if reader is not None else 0
    return _notices_link(get_language() or "", count) if count else ""


@functools.lru_cache(maxsize=256)
def _notices_link(language: str, count: int) -> SafeString:
    return render_to_string("outreach/_notices_link.html", {"count": count})


@fills("centre.account", order=30)
def centre_links(request: HttpRequest, **others: Any) -> str:
    return render_to_string("outreach/_centre_nav.html", request=request)


@fills("desk.nav", order=60)
def desk_links(request: HttpRequest, **others: Any) -> str:
    """Announcements and news, for those who write them."""
    roles = roles_of(request)
    context = {"writes": bool(roles & set(WRITERS)), "is_marketing": Role.MARKETING in roles}
    return render_to_string("outreach/_desk_nav.html", context, request=request)
