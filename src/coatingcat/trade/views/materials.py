"""The list of materials of one's company: looked through, changed, taken in from a file, taken out as one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.members.access import may, member_of, member_required
from coatingcat.members.models import Position
from coatingcat.members.queries.companies import position_of
from coatingcat.members.words import CompanyRight
from coatingcat.trade.actions import materials as verbs
from coatingcat.trade.forms.materials import MaterialFileForm, MaterialFilter, MaterialForm, StateForm
from coatingcat.trade.queries.materials import (
    Products,
    history_of,
    material_of,
    materials_of,
    product_code,
    rows_of,
)
from coatingcat.trade.refusals import AlreadyListed
from coatingcat.trade.rules.materials import MaterialRow, products_named, read_materials, written
from coatingcat.trade.words import MaterialStatus

_FORM = ["GET", "HEAD", "POST"]


@member_required
@never_cache
@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    """What the company uses, by its own codes."""
    position = position_of(member_of(request).pk)
    form = MaterialFilter(request.GET)
    chosen = form.chosen()
    rows, has_more = materials_of(position.company_id, **chosen) if position else ([], False)
    context = {
        "position": position,
        "rows": rows,
        "filter": form,
        "is_filtered": bool(chosen["text"] or chosen["status"]),
        "may_keep": may(position, CompanyRight.KEEP_MATERIALS),
        **form.neighbours(chosen["page"], has_more=has_more),
    }
    return render(request, "trade/materials.html", context)


@member_required
@never_cache
@require_http_methods(_FORM)
def listing(request: HttpRequest) -> HttpResponse:
    """Put a material on the list. `?product=` names one of the catalogue."""
    position = _keeper(request)
    form = MaterialForm(
        request.POST if request.method == "POST" else None, initial={"product": request.GET.get("product", "")[:64]}
    )
    if request.method == "POST":
        form = MaterialForm(request.POST)
        if form.is_valid():
            made = _listed(position, form)
            if made is not None:
                return redirect("trade:material", material_id=made)
    return render(request, "trade/material_listing.html", {"form": form}, status=422 if form.is_bound else 200)


def _listed(position: Position, form: MaterialForm) -> Any:
    cleaned = form.cleaned_data
    product = product_code(cleaned["product"]) if cleaned["product"] else ""
    if product is None:
        form.add_error("product", gettext("The catalogue has no such product. Name it as a grade instead."))
        return None
    row = MaterialRow(
        cleaned["code"],
        product,
        cleaned["grade"],
        "" if product else cleaned["supplier"],
        MaterialStatus[cleaned["status"]],
        cleaned["notes"],
    )
    try:
        return verbs.list_material(by=position, row=row).pk
    except AlreadyListed:
        form.add_error("code", gettext("Your list has this code for this very grade already."))
        return None


@member_required
@never_cache
@require_http_methods(_FORM)
def material(request: HttpRequest, material_id: Any) -> HttpResponse:
    """One material, how far the company has come with it, and how it came to that."""
    position = _position(request)
    found = material_of(position.company_id, material_id)
    if found is None:
        raise Http404
    form = StateForm(initial={"status": found.status, "notes": found.notes})
    if request.method == "POST":
        position = _keeper(request)
        form = StateForm(request.POST)
        if form.is_valid():
            verbs.change_material(
                by=position,
                material=found,
                status=MaterialStatus[form.cleaned_data["status"]],
                notes=form.cleaned_data["notes"],
            )
            messages.success(request, gettext("Kept."))
            return redirect("trade:material", material_id=found.pk)
    context = {
        "material": found,
        "form": form,
        "history": history_of(found),
        "may_keep": may(position, CompanyRight.KEEP_MATERIALS),
    }
    return render(request, "trade/material.html", context, status=422 if form.is_bound else 200)


@member_required
@require_POST
def removal(request: HttpRequest, material_id: Any) -> HttpResponse:
    """Take a material off the list."""
    position = _keeper(request)
    found = material_of(position.company_id, material_id)
    if found is None:
        raise Http404
    verbs.drop_material(by=position, material=found)
    messages.success(request, gettext("%(code)s is off the list.") % {"code": found.code})
    return redirect("trade:materials")


@member_required
@never_cache
@require_http_methods(_FORM)
def taking_in(request: HttpRequest) -> HttpResponse:
    """Look at a file of materials, row by row; then take in the rows that are right."""
    position = _keeper(request)
    if request.method != "POST":
        return render(request, "trade/materials_import.html", {"form": MaterialFileForm()})
    form = MaterialFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "trade/materials_import.html", {"form": form}, status=422)
    text = form.cleaned_data["text"]
    read = read_materials(text, product_of=Products(products_named(text)).code_of)
    if "take" in request.POST and read.rows:
        made, changed = verbs.take_in_materials(by=position, rows=read.rows)
        told = gettext("%(made)s new, %(changed)s changed, %(wrong)s passed over.")
        messages.success(request, told % {"made": made, "changed": changed, "wrong": len(read.faults)})
        return redirect("trade:materials")
    context = {"form": MaterialFileForm(initial={"text": text}), "read": read, "text": text, "shown": read.rows[:20]}
    return render(request, "trade/materials_import.html", context, status=200 if read.rows else 422)


@member_required
@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file, as the import takes it in again."""
    position = _position(request)
    answer = HttpResponse(written(rows_of(position.company_id)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="materials.csv"'
    return answer


def _position(request: HttpRequest) -> Position:
    position = position_of(member_of(request).pk)
    if position is None:
        raise Http404
    return position


def _keeper(request: HttpRequest) -> Position:
    position = _position(request)
    if not may(position, CompanyRight.KEEP_MATERIALS):
        raise Refused(gettext("Your role in your company is to look on; ask its owner for another."))
    return position
