"""What every answer gets: its language, its headers, and a page in place of a bare refusal."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from coatingcat.front.errors import error_page, reference_of
from coatingcat.front.rules import chosen_language
from coatingcat.front.words import CHOICE_DAYS, LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, Theme
from coatingcat.ground.access import Refused
from coatingcat.ground.crashes import note_crash
from coatingcat.ground.faults import fault
from coatingcat.members.words import SiteChoices
from coatingcat.privacy.actions import note_denial
from coatingcat.privacy.gate import Denied
from coatingcat.privacy.refusals import NeedsApproval

log = logging.getLogger("coatingcat.front")

Answer = Callable[[HttpRequest], HttpResponseBase]
_HANDLED_BY_DJANGO = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)
_RETRY_SECONDS = 10

PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in ("accelerometer", "browsing-topics", "camera", "display-capture")),
        *(f"{feature}=()" for feature in ("geolocation", "gyroscope", "magnetometer", "microphone", "midi")),
        *(f"{feature}=()" for feature in ("payment", "serial", "usb", "hid", "idle-detection")),
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    ]
)


def language(get_response: Answer) -> Answer:
    """Chooses the language of the answer: the visitor's cookie, else Accept-Language; no session, no database."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        cookie = request.COOKIES.get(LANGUAGE_COOKIE)
        chosen = chosen_language(cookie, request.headers.get("Accept-Language", ""), LANGUAGES)
        translation.activate(chosen.value)
        request.LANGUAGE_CODE = chosen.value
        response = get_response(request)
        response.headers.setdefault("Content-Language", chosen.tag)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return middleware


def choices(get_response: Answer) -> Answer:
    """Gives a browser the language and look its member has chosen: at the sign-in what it lacks, else what is new.

    A page that changes them, or lets a member in, says so as `request.site_choices`.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        chosen: SiteChoices | None = getattr(request, "site_choices", None)
        if chosen is not None:
            for cookie, value in ((LANGUAGE_COOKIE, chosen.language), (THEME_COOKIE, chosen.theme)):
                if chosen.is_new or (value and cookie not in request.COOKIES):
                    remember(request, response, cookie, value)
        return response

    return middleware


def remember(request: HttpRequest, response: HttpResponseBase, cookie: str, value: str) -> None:
    """Sets a cookie of the visitor's choice, or takes it back if nothing is chosen."""
    if value in {"", Theme.AUTO}:
        response.delete_cookie(cookie, samesite="Lax")
        return
    response.set_cookie(
        cookie,
        value,
        max_age=CHOICE_DAYS * 24 * 3600,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


class Headers:
    """Headers that neither Django nor django-csp sets, and what a browser may keep.

    A page that is not open to anyone is never stored (ASVS 14.3.2); a page open to anyone is asked for
    anew each time, as it may show the visitor's cart.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        rule = getattr(request, "access_rule", None)
        if rule is not None and rule != "anyone":
            headers["Cache-Control"] = "no-store"
        else:
            headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.access_rule = getattr(view, "access_rule", "unknown")  # type: ignore[attr-defined]


class Refusals:
    """Turns what rooms refuse into pages, once, and keeps the values of a failure out of log and page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = error_page(request, 405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case NeedsApproval():
                return error_page(request, 403, reason=exception.reason, remedy=exception.remedy)
            case Denied():
                note_denial(request, exception)
                return error_page(request, 403, reason=exception.reason)
            case Refused():
                if exception.status == 403:
                    note_denial(request, exception)
                return error_page(
                    request,
                    exception.status,
                    reason=exception.reason,
                    retry_after_seconds=exception.retry_after_seconds,
                )
            case _ if isinstance(exception, _HANDLED_BY_DJANGO):
                return None
            case _ if settings.DEBUG:
                return None
        # Django would log the exception's message, and messages of databases quote the row.
        log.error("reference %s: %s", reference_of(request), fault(exception))
        match = request.resolver_match
        note_crash(exception, at_work=match.view_name if match else "no view")
        got_request_exception.send(sender=type(self), request=request)
        if isinstance(exception, OperationalError | InterfaceError):
            return error_page(request, 503, retry_after_seconds=_RETRY_SECONDS)
        return error_page(request, 500)
