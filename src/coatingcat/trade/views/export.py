"""A buyer's orders as a file, as far back as they are kept: the whole of what a list shows, not a page of it (V.1b)."""

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from coatingcat.ground.clock import today
from coatingcat.members.access import member_of, member_required
from coatingcat.trade.forms import OrderFilter
from coatingcat.trade.queries import matching
from coatingcat.trade.queries.companies import orders_in_sight
from coatingcat.trade.queries.exporting import as_csv, as_json

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@member_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Orders with their lines and deliveries, filtered as the list is; `format`: csv or json."""
    form = OrderFilter(request.GET)
    chosen = form.chosen()
    chosen.pop("page")
    orders = matching(orders_in_sight(member_of(request).pk), **chosen)
    sort = "json" if request.GET.get("format") == "json" else "csv"
    return StreamingHttpResponse(
        as_json(orders) if sort == "json" else as_csv(orders),
        content_type=_TYPES[sort],
        headers={
            "Content-Disposition": f'attachment; filename="orders-{today().isoformat()}.{sort}"',
            "Cache-Control": "private, no-store",
        },
    )
