"""Addresses that refuse and fail in every way, for the tests of refusals."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from coatingcat.front import errors
from coatingcat.front.urls import handler400, handler403, handler404, handler500
from coatingcat.front.urls import urlpatterns as all_of_ours
from coatingcat.ground.access import Refused, access_rule, anyone
from coatingcat.privacy.gate import Denied
from coatingcat.privacy.words import Question

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

SECRET = "13800138000"

FAILURES = {
    "denied": Denied(Question.CONSENT, "trade.Consignee.name", SECRET),
    "refused": Refused("Only the buyer may open this order."),
    "gone": Refused("This order was removed.", 410),
    "often": Refused("Wait a minute.", 429, retry_after_seconds=60),
    "http404": Http404(f"No Order matches the given query. {SECRET}"),
    "forbidden": PermissionDenied(SECRET),
    "suspicious": SuspiciousOperation(SECRET),
    "database": OperationalError(SECRET),
    "bug": ValueError(SECRET),
}


@anyone
def fails(request: HttpRequest, kind: str) -> HttpResponse:
    raise FAILURES[kind]


@access_rule("member")
def personal(request: HttpRequest) -> HttpResponse:
    return HttpResponse("mine")


@anyone
def stale_form(request: HttpRequest) -> HttpResponse:
    return errors.csrf_failure(request, "CSRF token missing.")


urlpatterns = [
    path("fails/<kind>/", fails, name="fails"),
    path("personal/", personal),
    path("stale-form/", stale_form),
    path("", include(all_of_ours)),
]
