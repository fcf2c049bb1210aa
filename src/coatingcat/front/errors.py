"""Refusals and failures as pages: what happened, what to do now, and a reference that the log knows too.

The log line carries the reference, the status and the name of the view, never a value of the request.
"""

import logging
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language, gettext, gettext_lazy, override

from coatingcat.front.words import Language

log = logging.getLogger("coatingcat.front")

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: read aloud without doubt

TITLES = {
    400: gettext_lazy("This request could not be read"),
    403: gettext_lazy("This page is not open to you"),
    404: gettext_lazy("There is no page here"),
    405: gettext_lazy("This address does not take that kind of request"),
    409: gettext_lazy("Something changed in the meantime"),
    410: gettext_lazy("This is no longer here"),
    413: gettext_lazy("This is too large"),
    422: gettext_lazy("This request could not be carried out"),
    429: gettext_lazy("Too many attempts"),
    500: gettext_lazy("Something went wrong on our side"),
    503: gettext_lazy("CoatingCat is not available at the moment"),
}
ADVICE = {
    400: gettext_lazy("Part of what was sent is damaged or incomplete. Go back, reload the page, and try again."),
    403: gettext_lazy("You may need to sign in, or to have a right that your account does not have."),
    404: gettext_lazy("The address may be mistyped, or the page has moved. The search finds products by name and CAS."),
    405: gettext_lazy("Go back and use the buttons of the page."),
    409: gettext_lazy("Go back, look at the present state, and decide again. Nothing was changed."),
    410: gettext_lazy("What was at this address was removed for good."),
    413: gettext_lazy("Send a smaller file or a shorter text. Nothing was kept."),
    422: gettext_lazy("Go back and check what was entered. Nothing was changed."),
    429: gettext_lazy("To protect accounts we limit how often this can be tried. Please wait a little and try again."),
    500: gettext_lazy("It is recorded under the reference below. Nothing you sent was half-kept; please try again."),
    503: gettext_lazy("Please try again in a few minutes."),
}
CSRF_TITLE = gettext_lazy("This form is out of date")
CSRF_ADVICE = gettext_lazy(
    "The page was open too long, or cookies are blocked. Go back, reload the page, and send the form again. "
    "Nothing was changed."
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
    title: str = "",
    advice: str = "",
    retry_after_seconds: int | None = None,
) -> HttpResponse:
    """The page of a refusal or failure, in both languages.

    `reason` is a sentence meant for the visitor, in the visitor's language; it must not hold a personal
    value. An answer of 500 or above asks nothing of database, session or other rooms.
    """
    reference = reference_of(request)
    match = request.resolver_match
    log.warning("%s reference %s at %s", status, reference, match.view_name if match else "no view")
    context = {
        "status": status,
        "title": title or TITLES.get(status, TITLES[500]),
        "advice": advice or ADVICE.get(status, ADVICE[500]),
        "reason": reason,
        "reference": reference,
        "bare": status >= 500,
        "other": _other_language(title or TITLES.get(status, TITLES[500]), advice or ADVICE.get(status, ADVICE[500])),
    }
    response = render(request, "front/error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if retry_after_seconds is not None:
        response["Retry-After"] = str(retry_after_seconds)
    return response


def _other_language(*texts: Any) -> dict[str, Any]:
    """The same texts in the language the visitor did not choose: an error may be the wrong language too."""
    here = Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH
    other = Language.ENGLISH if here is Language.CHINESE else Language.CHINESE
    with override(other):
        title, advice = (str(text) for text in texts)
    return {"tag": other.tag, "title": title, "advice": advice}


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
    """403 of a form whose token is missing or stale. Django's reason is for the log of developers, not for the page."""
    return error_page(request, 403, title=CSRF_TITLE, advice=CSRF_ADVICE)
