"""The tray: where the messages of a demonstration end."""

import ipaddress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coatingcat.config import config
from coatingcat.ground.access import access_rule
from coatingcat.outreach.queries.messages import latest_messages


@access_rule("demonstration on this machine")
@never_cache
@require_safe
def tray(request: HttpRequest) -> HttpResponse:
    """Every message that was sent, to whomever; there is no such page but in a demonstration, on its own machine."""
    if not (config().is_demo and _is_local(request)):
        raise Http404
    return render(request, "outreach/tray.html", {"letters": latest_messages()})


def _is_local(request: HttpRequest) -> bool:
    """Whether the request comes from this machine; one that came over a Unix socket has no address."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        return not address or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
