"""The trust page: every clause in plain words, and what shows that it is kept."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from coatingcat.ground.access import anyone
from coatingcat.ground.clock import now
from coatingcat.privacy.queries.trust import trust as all_of_it

_SECONDS = 60
"""How long a page may be behind what it tells of."""


@anyone
@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """For everybody; generated, at most a minute old. A clause without a test says so."""
    return render(
        request, "privacy/trust.html", {"body": _body(get_language() or "", int(now().timestamp()) // _SECONDS)}
    )


@lru_cache(maxsize=4)
def _body(language: str, minute: int) -> SafeString:
    """The same for everybody, so made once a minute for each language."""
    return mark_safe(render_to_string("privacy/_trust.html", {"trust": all_of_it()}))  # noqa: S308 -- the template escapes
