"""A paper as the answer to a request."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, override

from coatingcat.ground.access import Refused
from coatingcat.ground.paper import LacksGlyphs, Paper, draw

LANGUAGES = ("zh-hans", "en")


def as_pdf(request: HttpRequest, make: Callable[[], Paper], *, name: str, at: datetime) -> HttpResponse:
    """The paper in the reader's language, or that of `?language=`. Raises Refused if a character cannot be drawn."""
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else (get_language() or "en")
    try:
        with override(language):
            content = draw(make(), language=language, at=at)
    except LacksGlyphs as lacking:
        raise Refused(
            gettext("No font of this site has: %(characters)s. The operator can install one that does.")
            % {"characters": lacking.characters},
            422,
        ) from None
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
