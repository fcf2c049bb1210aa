"""Prices a counter agreed on: lists, ladders, groups of companies, files of them, and why somebody pays what."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.access import Refused
from coatingcat.trade.access import Counter, at_counter
from coatingcat.trade.actions.importing import take_offers
from coatingcat.trade.actions.price_lists import (
    end_list,
    group_company,
    open_list,
    set_ladder,
    set_minimum,
    take_ladders,
    ungroup,
)
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.price_lists import GroupForm, LadderForm, ListForm, MinimumForm, PreviewForm, PriceFileForm
from coatingcat.trade.models import PriceList
from coatingcat.trade.queries.price_lists import ladders_in, lists_at, tiers_at, why_priced
from coatingcat.trade.refusals import AlreadyListed
from coatingcat.trade.rules import price_at
from coatingcat.trade.words import FILE_LIST

_FORM = ["GET", "HEAD", "POST"]
_PAGE, _SHOWN = 50, 500


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """All lists of the counter, with a form for what a company pays."""
    counter = _selling(request)
    context = {"rows": lists_at(counter.seller)[:_SHOWN], "form": PreviewForm(seller=counter.seller)}
    return counter_page(request, "trade/desk_prices.html", context)


@require_http_methods(_FORM)
def new_list(request: HttpRequest) -> HttpResponse:
    """Open a list."""
    counter = _selling(request)
    form = ListForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = open_list(seller=counter.seller, **form.cleaned_data)
        except AlreadyListed:
            form.add_error("name", gettext("You have a list of this name in this currency already."))
        else:
            return redirect(f"trade:{counter.prefix}_price_list", list_id=made.pk)
    context = {"form": form}
    return counter_page(request, "trade/desk_price_list_form.html", context, 422 if form.is_bound else 200)


@require_safe
def price_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """One list, with its ladders."""
    counter = _selling(request)
    return _list_page(request, _own(counter, list_id))


def _list_page(
    request: HttpRequest, listed: PriceList, form: LadderForm | None = None, least: MinimumForm | None = None
) -> HttpResponse:
    typed = request.GET.get("page", "")
    page = min(int(typed), 10_000) if typed.isascii() and typed.isdecimal() and len(typed) < 6 and int(typed) else 1
    rows, has_more = ladders_in(listed, page=page, size=_PAGE)
    context = {
        "listed": listed,
        "rows": rows,
        "is_of_file": listed.name == FILE_LIST,
        "least": least
        or MinimumForm(initial={"order_minimum": listed.order_minimum and f"{listed.order_minimum:.2f}"}),
        "form": form or LadderForm(seller=listed.seller, currency=listed.currency),
        "before": page - 1,
        "after": page + 1 if has_more else 0,
    }
    return counter_page(request, "trade/desk_price_list.html", context, 422 if form or least else 200)


@require_POST
def ladder(request: HttpRequest, list_id: int) -> HttpResponse:
    """Say what one offer costs by this list."""
    counter = _selling(request)
    listed = _changeable(counter, list_id)
    form = LadderForm(request.POST, seller=counter.seller, currency=listed.currency)
    if not form.is_valid():
        return _list_page(request, listed, form)
    offer = form.cleaned_data["offer"]
    set_ladder(listed=listed, offer=offer, steps=form.cleaned_data["ladder"])
    messages.success(request, gettext("%(sku)s: the prices are kept.") % {"sku": offer.sku})
    return redirect(f"trade:{counter.prefix}_price_list", list_id=listed.pk)


@require_POST
def minimum(request: HttpRequest, list_id: int) -> HttpResponse:
    """Say what an order comes to at least, for whom this list is for; the offers file says nothing of it."""
    counter = _selling(request)
    listed = _own(counter, list_id)
    form = MinimumForm(request.POST)
    if not form.is_valid():
        return _list_page(request, listed, least=form)
    set_minimum(listed=listed, order_minimum=form.cleaned_data["order_minimum"])
    messages.success(request, gettext("Kept. It holds from the next order on."))
    return redirect(f"trade:{counter.prefix}_price_list", list_id=listed.pk)


@require_POST
def ending(request: HttpRequest, list_id: int) -> HttpResponse:
    """Let a list hold no longer than today."""
    counter = _selling(request)
    listed = _changeable(counter, list_id)
    end_list(listed=listed)
    messages.success(request, gettext("The list holds to the end of today. Orders keep their prices."))
    return redirect(f"trade:{counter.prefix}_price_list", list_id=listed.pk)


@require_http_methods(_FORM)
def list_import(request: HttpRequest, list_id: int) -> HttpResponse:
    """Look at a file of ladders, row by row; then take in the rows that are right."""
    counter = _selling(request)
    listed = _changeable(counter, list_id)
    form = PriceFileForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    if request.method != "POST" or not form.is_valid():
        return _file_page(request, {"form": _bound(request, form), "listed": listed})
    takes, text = "take" in request.POST, form.cleaned_data["text"]
    report = take_ladders(listed=listed, text=text, dry_run=not takes)
    if takes:
        told = gettext("%(changed)s changed, %(unchanged)s as before, %(wrong)s passed over.")
        values = {"changed": len(report.changed), "unchanged": report.unchanged, "wrong": len(report.faults)}
        messages.success(request, told % values)
        return redirect(f"trade:{counter.prefix}_price_list", list_id=listed.pk)
    right = bool(report.changed or report.unchanged)
    context = {"report": report, "text": text, "may_take": bool(report.changed), "listed": listed}
    return _file_page(request, {**context, "form": PriceFileForm(initial={"text": text})}, 200 if right else 422)


@require_http_methods(_FORM)
def offers_import(request: HttpRequest) -> HttpResponse:
    """The same for a file of the counter's offers, with their price ladders and stock."""
    counter = _selling(request)
    form = PriceFileForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    if request.method != "POST" or not form.is_valid():
        return _file_page(request, {"form": _bound(request, form)})
    takes, text = "take" in request.POST, form.cleaned_data["text"]
    report = take_offers(text=text, seller=counter.seller, dry_run=not takes)
    if takes:
        told = gettext("%(new)s new, %(changed)s changed, %(unchanged)s as before, %(wrong)s passed over.")
        values = {"new": report.new, "changed": report.changed, "unchanged": report.unchanged}
        messages.success(request, told % {**values, "wrong": len(report.faults)})
        return redirect(f"trade:{counter.prefix}_offers")
    right = bool(report.new or report.changed or report.unchanged)
    context = {"report": report, "text": text, "may_take": bool(report.new or report.changed)}
    return _file_page(request, {**context, "form": PriceFileForm(initial={"text": text})}, 200 if right else 422)


def _bound(request: HttpRequest, form: PriceFileForm) -> PriceFileForm:
    """An empty submission is one as well, and is told what it lacks."""
    return form if request.method != "POST" or form.is_bound else PriceFileForm({})


def _file_page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    status = 422 if context["form"].is_bound else status
    return counter_page(request, "trade/desk_price_import.html", context, status)


@require_http_methods(_FORM)
def groups(request: HttpRequest) -> HttpResponse:
    """Which company is in which group; what is sent puts one into one."""
    counter = _selling(request)
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        group_company(seller=counter.seller, **form.cleaned_data)
        messages.success(request, gettext("Kept. The prices of the group hold for it from now on."))
        return redirect(f"trade:{counter.prefix}_price_groups")
    context = {"rows": tiers_at(counter.seller)[:_SHOWN], "form": form}
    return counter_page(request, "trade/desk_price_groups.html", context, 422 if form.is_bound else 200)


@require_POST
def group_removal(request: HttpRequest, tier_id: int) -> HttpResponse:
    """Take a company out of its group."""
    counter = _selling(request)
    if not ungroup(seller=counter.seller, tier_id=tier_id):
        raise Http404
    return redirect(f"trade:{counter.prefix}_price_groups")


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """What a company pays for so many packs of an offer, and which agreement says so."""
    counter = _selling(request)
    form = PreviewForm(request.GET or None, seller=counter.seller)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        offer, company, quantity = form.asked
        reasons = why_priced(offer, company, quantity)
        price = price_at([one.step for one in reasons], quantity)
        context |= {"offer": offer, "company": company, "quantity": quantity, "reasons": reasons, "price": price}
    return counter_page(request, "trade/desk_price_preview.html", context, 422 if form.errors else 200)


def _own(counter: Counter, list_id: int) -> PriceList:
    return get_object_or_404(lists_at(counter.seller), pk=list_id)


def _changeable(counter: Counter, list_id: int) -> PriceList:
    """Raises Refused for what the offers file says: the file would take it back."""
    listed = _own(counter, list_id)
    if listed.name == FILE_LIST:
        raise Refused(gettext("These prices come from the offers file. Change them there, and take it in."), 409)
    return listed


def _selling(request: HttpRequest) -> Counter:
    """The counter, if it sells. Raises Http404 for an agent: prices are between a seller and its buyers."""
    counter = at_counter(request)
    if not counter.supervises:
        raise Http404
    return counter
