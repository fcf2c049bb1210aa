"""One set of pages for two counters: the operator's order desk, and that of a seller or agent."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coatingcat.trade.access import at_counter
from coatingcat.trade.words import Side


def counter_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the counter the request stands at. Its template begins with `{% extends frame %}`, fills `title` and
    `desk`, and names addresses by `counter.prefix` (`desk_order`, `supply_order`)."""
    counter = at_counter(request)
    frame = "front/desk.html" if counter.side is Side.OPERATOR else "trade/supply.html"
    return render(request, template, {**(context or {}), "frame": frame, "counter": counter}, status=status)
