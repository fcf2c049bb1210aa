"""Counts every answer, by names of the program's own."""

import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from coatingcat.tracking import store
from coatingcat.tracking.rules import counts

Answer = Callable[[HttpRequest], HttpResponseBase]


def measure(get_response: Answer) -> Answer:
    """Middleware: one addition in memory for each answer; static files and health checks are not counted."""

    def measured(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        view = match.view_name if match else ""
        if not view.startswith("front:live") and not view.startswith("front:ready") and not _is_file(request):
            store.add(
                counts(
                    view=view,
                    status=response.status_code,
                    milliseconds=(time.perf_counter() - began) * 1000,
                    referrer=request.headers.get("Referer", ""),
                    agent=request.headers.get("User-Agent", ""),
                    host=request.META.get("HTTP_HOST", ""),
                )
            )
        return response

    return measured


def _is_file(request: HttpRequest) -> bool:
    return request.path_info.startswith("/static/")
