"""A guide formulation, line by line; and solutions, which join formulations and products."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coatingcat.catalog.queries import recipes
from coatingcat.members.access import anyone


@anyone
@require_safe
def formulation(request: HttpRequest, code: str) -> HttpResponse:
    found = recipes.formulation_of(code)
    if found is None:
        raise Http404
    return render(request, "catalog/formulation.html", recipes.facts_of(found))


@anyone
@require_safe
def solutions(request: HttpRequest) -> HttpResponse:
    """Every segment that has formulations, with its technologies."""
    return render(request, "catalog/solutions.html", {"groups": recipes.solution_groups()})


@anyone
@require_safe
def segment(request: HttpRequest, segment: str) -> HttpResponse:
    found = recipes.solution_of(segment, "")
    if found is None:
        raise Http404
    return render(request, "catalog/solution.html", found)


@anyone
@require_safe
def solution(request: HttpRequest, segment: str, technology: str) -> HttpResponse:
    found = recipes.solution_of(segment, technology)
    if found is None:
        raise Http404
    return render(request, "catalog/solution.html", found)
