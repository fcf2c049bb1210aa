"""Search over everything, and the lists of products, substances and formulations, which are searches of one kind."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from coatingcat.catalog.forms import KINDS, PER_PAGE, question
from coatingcat.catalog.queries.labels import KIND_NAME, KIND_NAMES, language
from coatingcat.catalog.queries.naming import trees
from coatingcat.catalog.views.results import Results
from coatingcat.members.access import anyone
from coatingcat.search.queries import find, suggest
from coatingcat.search.words import IndexMissing

_RETRY_SECONDS = 5
_SUGGESTED = 8


@anyone
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    return _page(request, "")


@anyone
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    return _page(request, "product")


@anyone
@require_safe
def substances(request: HttpRequest) -> HttpResponse:
    return _page(request, "substance")


@anyone
@require_safe
def formulations(request: HttpRequest) -> HttpResponse:
    return _page(request, "formulation")


@anyone
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What is being typed may become: a list for the search box, or a page of its own without JavaScript."""
    text = question(request.GET).text
    try:
        found = suggest(text, limit=_SUGGESTED, language="zh" if language() == "zh" else "en") if text else ()
    except IndexMissing:
        found = ()
    rows = [(row.text, row.url, KIND_NAME.get(row.kind, "")) for row in found]
    template = (
        "catalog/_suggestions.html" if request.headers.get("HX-Request") == "true" else "catalog/suggestions.html"
    )
    return render(request, template, {"rows": rows, "text": text})


def _page(request: HttpRequest, kind: str) -> HttpResponse:
    if tidied := _without_empty(request):
        return HttpResponseRedirect(tidied)
    asked = question(request.GET, kind)
    context = {"kind": kind, "heading": KIND_NAMES.get(kind, ""), "question": asked, "kinds": KINDS}
    try:
        found = find(asked.query(get_language() or ""))
    except IndexMissing:
        page = render(request, "catalog/index_missing.html", context, status=503)
        page["Retry-After"] = str(_RETRY_SECONDS)
        return page
    pages = max(1, -(-min(found.total, PER_PAGE * 500) // PER_PAGE))
    context |= {"results": Results(request, asked, found, trees(), fixed=bool(kind)), "pages": pages}
    return render(request, "catalog/search.html", context)


def _without_empty(request: HttpRequest) -> str:
    """The address without the parameters a form sends empty, and without units nobody needs; empty if it is tidy."""
    tidy = request.GET.copy()
    for name in request.GET:
        values = [value for value in request.GET.getlist(name) if value.strip()]
        needless = name.endswith("_unit") and not any(
            request.GET.get(f"{name.removesuffix('_unit')}_{end}", "").strip() for end in ("min", "max")
        )
        if needless or not values:
            del tidy[name]
        else:
            tidy.setlist(name, values)
    if tidy == request.GET:
        return ""
    query = tidy.urlencode()
    return f"{request.path}?{query}" if query else request.path
