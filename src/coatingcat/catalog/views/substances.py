"""A substance: identity, hazards, physical data, where it is used; and where all data comes from."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coatingcat.catalog.models import DataSource
from coatingcat.catalog.queries import substances
from coatingcat.members.access import anyone


@anyone
@require_safe
def substance(request: HttpRequest, cas: str) -> HttpResponse:
    found = substances.substance_of(cas)
    if found is None:
        raise Http404
    context = substances.facts_of(found) | {
        "products": substances.products_naming(found),
        "lines": substances.lines_using(found),
    }
    return render(request, "catalog/substance.html", context)


@anyone
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Collections the figures were taken from, with their licences: the acknowledgement their owners ask for."""
    return render(request, "catalog/sources.html", {"sources": DataSource.objects.all()})
