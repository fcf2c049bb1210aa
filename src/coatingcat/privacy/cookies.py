"""The last door of every answer: a cookie that is not declared does not leave (I.2b-cookie1)."""

from collections.abc import Callable
from http.cookies import Morsel

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from coatingcat.privacy.declarations import cookies
from coatingcat.privacy.refusals import PrivacyError

_DAY_SECONDS = 24 * 3600


class UndeclaredCookie(PrivacyError):
    """A view or middleware set a cookie that no room declares, or for longer than it declares."""


def only_declared(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the outermost: raises UndeclaredCookie, so that such an answer becomes a plain failure."""
    known = cookies()

    def guard(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, morsel in response.cookies.items():
            if name not in known:
                raise UndeclaredCookie(
                    f"Cookie {name} is not declared; declare it with cookie(…) in a room's holdings."
                )
            if (seconds := _life(morsel)) > known[name].days * _DAY_SECONDS:
                raise UndeclaredCookie(f"Cookie {name} lives {seconds} s; {known[name].days} days are declared.")
        return response

    return guard


def _life(morsel: "Morsel[str]") -> int:
    """Seconds the browser is told to keep it; 0: until it closes, or at once to be forgotten.

    Django always writes `max-age` beside `expires`; a cookie with `expires` alone was made by hand.
    """
    if morsel["max-age"] != "":
        return int(morsel["max-age"])
    if morsel["expires"] and not morsel["expires"].startswith("Thu, 01 Jan 1970"):
        raise UndeclaredCookie(f"Cookie {morsel.key} has a date to expire but no age; set max_age.")
    return 0
