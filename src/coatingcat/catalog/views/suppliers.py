"""Suppliers, and the way out to other sites."""

from itertools import groupby

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coatingcat.catalog.models import Company, Document, Product
from coatingcat.catalog.queries.labels import DOCUMENT_KINDS, SOURCE_KINDS, language
from coatingcat.members.access import anyone

_PRODUCTS_SHOWN = 500


@anyone
@require_safe
def suppliers(request: HttpRequest) -> HttpResponse:
    rows = Company.objects.annotate(count=Count("products")).filter(count__gt=0).order_by("name")
    return render(
        request, "catalog/suppliers.html", {"suppliers": rows, "largest": max((r.count for r in rows), default=1)}
    )


@anyone
@require_safe
def supplier(request: HttpRequest, code: str) -> HttpResponse:
    company = Company.objects.filter(pk=code).first()
    if company is None:
        raise Http404
    rows = Product.objects.filter(supplier=company).select_related("category").order_by("category__position", "name")
    products = list(rows[: _PRODUCTS_SHOWN + 1])
    here = language()
    groups = [
        (category, category.name(here), list(found))
        for category, found in groupby(products[:_PRODUCTS_SHOWN], key=lambda product: product.category)
    ]
    context = {"supplier": company, "groups": groups, "count": len(products), "is_cut": len(products) > _PRODUCTS_SHOWN}
    return render(request, "catalog/supplier.html", context)


@anyone
@require_safe
def external(request: HttpRequest, document: int) -> HttpResponse:
    """A notice before another site, whose own policy holds there (P.2c). Only addresses kept with a document are shown."""
    found = Document.objects.filter(pk=document).select_related("product", "formulation").first()
    if found is None:
        raise Http404
    context = {
        "document": found,
        "kind_name": DOCUMENT_KINDS.get(found.kind, ""),
        "source_name": SOURCE_KINDS.get(found.source_kind, ""),
    }
    return render(request, "catalog/external.html", context)
