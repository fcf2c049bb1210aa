"""How the site is used and how fast it answers, for staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coatingcat.privacy.access import staff_required
from coatingcat.privacy.words import STAFF
from coatingcat.tracking.queries import figures


@staff_required(*STAFF)
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """The last 30 days in five measures (II.3); there is nobody in them."""
    return render(request, "tracking/desk_measures.html", {"figures": figures()})
