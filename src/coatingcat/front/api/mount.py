"""Every room's operations under /api/v1/: collected, bound, and given what all answers have."""

import functools
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI

from coatingcat.catalog.api import NOUNS as CATALOG
from coatingcat.front.api.parsing import Strict
from coatingcat.front.api.problems import listen, problem_response
from coatingcat.front.errors import reference_of
from coatingcat.ground.access import access_rule, anyone
from coatingcat.members.machines import Operations
from coatingcat.members.machines.callers import PER_MINUTE
from coatingcat.outreach.api import NOUNS as OUTREACH
from coatingcat.trade.api import NOUNS as TRADE

ROOMS: tuple[tuple[Operations, ...], ...] = (CATALOG, TRADE, OUTREACH)
VERSION = "1"

api = NinjaAPI(
    title="CoatingCat",
    version=VERSION,
    docs_url=None,
    openapi_url=None,
    parser=Strict(),
    urls_namespace="api",
    description="",
)
listen(api)
for _nouns in ROOMS:
    for _noun in _nouns:
        api.add_router("", _noun.router)


def machine_paths() -> list[URLPattern]:
    """The addresses of all operations, each behind what is common to them, and what is nowhere among them."""
    for room in ("catalog", "trade"):
        import_module(f"coatingcat.{room}.urls")  # they register what a code in an address looks like
    found: dict[str, URLPattern] = {}
    for router in api._get_bound_routers():
        for pattern in router.urls_paths(router.prefix):  # once for each method; each of them leads to all of them
            route = str(pattern.pattern)
            name = route.replace("/", "_").replace("<", "").replace(">", "").replace(":", "_")
            found.setdefault(route, path(route, _machine(pattern.callback), name=name))
    return list(found.values())


def _machine(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    @functools.wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reference_of(request)
        response: HttpResponse = view(request, *args, **kwargs)
        if response.status_code == 405:
            response = problem_response(request, 405, headers={"Allow": response["Allow"]})
        left = getattr(request, "rate_left", None)
        if left is not None:
            response["RateLimit-Policy"] = f'"key";q={PER_MINUTE};w=60'
            response["RateLimit"] = f'"key";r={left};t=60'
        return response

    inside.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie lets anybody in here
    return access_rule("key of a company")(inside)


@anyone
def absent(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address of the API."""
    return problem_response(request, 404)


absent.csrf_exempt = True  # type: ignore[attr-defined]
