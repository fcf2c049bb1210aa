"""A product, and several side by side."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from coatingcat.catalog.queries import comparing, sheets
from coatingcat.catalog.queries.labels import STATUS_MEANS, STATUS_NAMES, language
from coatingcat.catalog.views import figures
from coatingcat.members.access import anyone

_KEPT_SHEETS = 512
_sheets: "OrderedDict[Hashable, SafeString]" = OrderedDict()


@anyone
@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    page = sheets.shown(slug)
    if page is None:
        raise Http404
    context = {"page": page, "product": page, "sheet": _sheet(page), "similar": page.similar}
    return render(request, "catalog/product.html", context)


def _sheet(page: sheets.Shown) -> SafeString:
    """What is the same for everybody, made once per version and language in each process."""
    key = (page.pk, page.version, language())
    if (kept := _sheets.get(key)) is not None:
        _sheets.move_to_end(key)
        return kept
    made = SafeString(render_to_string("catalog/_sheet.html", _facts(page)))
    _sheets[key] = made
    if len(_sheets) > _KEPT_SHEETS:
        _sheets.popitem(last=False)
    return made


def _facts(page: sheets.Shown) -> dict[str, Any]:
    content = sheets.content_of(page.pk)
    substances = sheets.substance_rows(content)
    return {
        "page": page,
        "content": content,
        "trail": [(step["code"], step[language()] or step["en"]) for step in content["trail"]],
        "axes": sheets.axes_of(content),
        "strip": sheets.strip_of(content),
        "figures": figures.rows(sheets.groups_of(content)),
        "documents": sheets.document_rows(content),
        "has_sds": any(document["kind"] == "sds" for document in content["documents"]),
        "substances": substances,
        "formulations": sheets.formulation_rows(content),
        "status_name": STATUS_NAMES.get(content["status"], ""),
        "status_means": STATUS_MEANS.get(content["status"], ""),
    }


@anyone
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Two to four products side by side, what differs first."""
    asked = list(dict.fromkeys(request.GET.getlist("p")))
    found = comparing.compared([slug[:100] for slug in asked if slug.isprintable()])
    only_differences = request.GET.get("show") == "differences"
    context = {"comparison": found, "only_differences": only_differences, "asked": len(asked)}
    return render(request, "catalog/comparison.html", context)
