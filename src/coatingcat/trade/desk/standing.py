"""What every page of an order at a counter begins with: whose order it is, and who stands there."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from coatingcat.ground.access import Refused as Forbidden
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.models import Order
from coatingcat.trade.queries.execution import (
    order_at,
)

BOTH = ["GET", "HEAD", "POST"]


def side_of(request: HttpRequest) -> str:
    """How the names of addresses begin here."""
    return f"{at_counter(request).prefix}_"


def found_at(request: HttpRequest, code: str) -> Order:
    found = order_at(at_counter(request), code)
    if found is None:
        raise Http404
    return found


def acted_on(request: HttpRequest, code: str) -> Order:
    found = found_at(request, code)
    if not at_counter(request).may_act:
        raise Forbidden(gettext("Your role in your company is to look on; ask its owner for another."))
    return found


def by_whom(request: HttpRequest) -> UUID:
    subject_id = counter_actor(request).subject_id
    assert subject_id is not None  # somebody stands at every counter
    return subject_id


def led_to(request: HttpRequest, name: str, **parts: object) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"trade:{side_of(request)}{name}", kwargs=parts))
