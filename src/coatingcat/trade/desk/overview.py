"""Where the people of a seller or agent begin."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coatingcat.trade.access import supply_counter
from coatingcat.trade.desk.frames import counter_page


@supply_counter
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What waits at this counter."""
    return counter_page(request, "trade/supply_overview.html")
