"""Refusals and failures as pages: what happened, what to do now, and a reference that the log knows too.

The log line carries the reference, the status and the name of the view, never a value of the request.
"""

import logging
import secrets
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import Resolver404
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from coatingcat.front.words import Language

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

log = logging.getLogger("coatingcat.front")

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: read aloud without doubt


class Words(NamedTuple):
    """What an error page says: lazy texts, as they are shown in both languages."""

    title: "str | StrPromise"
    advice: "str | StrPromise"


WORDS = {
    400: Words(
        _("This request could not be read"),
        _("Part of what was sent is damaged or incomplete. Go back, reload the page, and try again."),
    ),
    403: Words(
        _("This page is not open to you"),
        _("You may need to sign in, or to have a right that your account does not have."),
    ),
    404: Words(
        _("There is no page here"),
        _("The address may be mistyped, or the page has moved. The search finds products by name and CAS."),
    ),
    405: Words(
        _("This address does not take that kind of request"),
        _("Go back and use the buttons of the page."),
    ),
    409: Words(
        _("Something changed in the meantime"),
        _("Go back, look at the present state, and decide again. Nothing was changed."),
    ),
    410: Words(
        _("This is no longer here"),
        _("What was at this address was removed for good."),
    ),
    413: Words(
        _("This is too large"),
        _("Send a smaller file or a shorter text. Nothing was kept."),
    ),
    422: Words(
        _("This request could not be carried out"),
        _("Go back and check what was entered. Nothing was changed."),
    ),
    429: Words(
        _("Too many attempts"),
        _("To protect accounts we limit how often this can be tried. Please wait a little and try again."),
    ),
    500: Words(
        _("Something went wrong on our side"),
        _("It is recorded under the reference below. Nothing you sent was half-kept; please try again."),
    ),
    503: Words(
        _("CoatingCat is not available at the moment"),
        _("Please try again in a few minutes."),
    ),
}
STALE_FORM = Words(
    _("This form is out of date"),
    _(
        "The page was open too long, or cookies are blocked. Go back, reload the page, and send the form again. "
        "Nothing was changed."
    ),
)


def reference_of(request: HttpRequest) -> str:
    """The reference of this request, `XXXX-XXXX`, random, made when first asked for."""
    known: str | None = getattr(request, "reference", None)
    if known is None:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        known = f"{code[:4]}-{code[4:]}"
        request.reference = known  # type: ignore[attr-defined]
    return known


def error_page(
    request: HttpRequest,
    status: int,
    *,
    reason: str = "",
    words: Words | None = None,
    retry_after_seconds: int | None = None,
    remedy: str = "",
) -> HttpResponse:
    """The page of a refusal or failure, in both languages.

    `reason` is a sentence meant for the visitor, in the visitor's language; it must not hold a personal
    value. `remedy` is the page of ours where what was refused can be asked for. An answer of 500 or above asks nothing of database, session or other rooms.
    """
    reference = reference_of(request)
    match = request.resolver_match
    log.warning("%s reference %s at %s", status, reference, match.view_name if match else "no view")
    said = words or WORDS.get(status) or WORDS[500 if status >= 500 else 422]
    context = {
        "status": status,
        "title": said.title,
        "advice": said.advice,
        "reason": reason,
        "remedy": remedy,
        "reference": reference,
        "bare": status >= 500,
        "other": _other_language(said),
    }
    response = render(request, "front/error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if retry_after_seconds is not None:
        response["Retry-After"] = str(retry_after_seconds)
    return response


def _other_language(said: Words) -> dict[str, str]:
    """The same in the language the visitor did not choose: what went wrong may be the language."""
    here = Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH
    other = Language.ENGLISH if here is Language.CHINESE else Language.CHINESE
    with override(other):
        return {"tag": other.tag, "title": str(said.title), "advice": str(said.advice)}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. A reason is shown if the view gave one of its own; Django's list of tried patterns is never shown."""
    reason = ""
    if isinstance(exception, Http404) and not isinstance(exception, Resolver404):
        first = exception.args[0] if exception.args else ""
        # `No Order matches the given query.` speaks of our classes, not to a visitor.
        reason = str(first) if first and "matches the given query" not in str(first) else ""
    return error_page(request, 404, reason=reason)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. If even the page fails, a line of plain text remains."""
    try:
        return error_page(request, 500)
    except Exception:
        log.exception("the error page failed, reference %s", reference_of(request))
        text = f"Something went wrong on our side. 我们这边出了问题。 {reference_of(request)}\n"
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is missing or stale. Django's reason is for the log of developers, not for the page.

    A browser that sent no cookie at all keeps none: it is told what is missing, and what works without (I.2b-cookie2).
    """
    if reason == REASON_NO_CSRF_COOKIE and not request.COOKIES:
        return cookies_blocked(request)
    return error_page(request, 403, words=STALE_FORM)


def cookies_blocked(request: HttpRequest) -> HttpResponse:
    """What a browser that keeps no cookies cannot do here, with which cookies it could, and what works all the same."""
    reference = reference_of(request)
    log.warning("403 reference %s: no cookies", reference)
    context = {"reference": reference, "needed": (settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME)}
    response = render(request, "front/cookies_blocked.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response
