"""The ship-to book: one's own addresses, and those of one's company."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.members.access import may, member_of, member_required
from coatingcat.members.models import Position
from coatingcat.members.queries.companies import position_of
from coatingcat.members.words import CompanyRight
from coatingcat.privacy.gate import for_purpose, warm
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions.addresses import Told, change_address, remove_address, save_address
from coatingcat.trade.forms import AddressForm
from coatingcat.trade.models import ShipTo
from coatingcat.trade.queries.addresses import address_of, addresses_of
from coatingcat.trade.refusals import TooMany
from coatingcat.trade.words import MAX_ADDRESSES

_NAMES = ("label", "name", "phone", "email", "address")


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose(Purpose.ORDER_FULFILMENT)
def addresses(request: HttpRequest) -> HttpResponse:
    """The book; a POST puts an address into it."""
    by = member_of(request).pk
    position = position_of(by)
    may_share = may(position, CompanyRight.PLACE)
    if request.method != "POST":
        return _page(request, AddressForm(may_share=may_share))
    form = AddressForm(request.POST, may_share=may_share)
    if form.is_valid():
        is_shared = form.cleaned_data.get("is_shared") and position is not None
        try:
            save_address(
                by=by,
                told=_told(form),
                is_own=form.cleaned_data["is_buyer"],
                company=position.company if is_shared and position else None,
            )
        except TooMany:
            form.add_error(
                None, gettext("The book holds %(most)s addresses; remove one first.") % {"most": MAX_ADDRESSES}
            )
        else:
            messages.success(request, gettext("The address is in the book."))
            return redirect("trade:addresses")
    return _page(request, form, status=422)


def _told(form: AddressForm) -> Told:
    return Told(**{name: form.cleaned_data[name] for name in _NAMES})


def _page(request: HttpRequest, form: AddressForm, status: int = 200) -> HttpResponse:
    book = addresses_of(member_of(request).pk)
    warm(book, "label")
    return render(request, "trade/addresses.html", {"book": book, "form": form}, status=status)


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose(Purpose.ORDER_FULFILMENT)
def address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """One address, to be corrected; who only looks on in a company may not."""
    by = member_of(request).pk
    entry = _changeable(by, position_of(by), address_id)
    if request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid():
            change_address(entry=entry, told=_told(form))
            messages.success(request, gettext("The address is changed."))
            return redirect("trade:addresses")
        return render(request, "trade/address.html", {"entry": entry, "form": form}, status=422)
    values = {name: getattr(entry, name).open() for name in _NAMES}
    form = AddressForm(initial={**values, "is_buyer": entry.subject_id == by})
    return render(request, "trade/address.html", {"entry": entry, "form": form})


def _changeable(by: UUID, position: Position | None, address_id: UUID) -> ShipTo:
    entry = address_of(by, address_id)
    if entry is None or (entry.company_id and not may(position, CompanyRight.PLACE)):
        raise Http404
    return entry


@member_required
@require_POST
def address_removal(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Take an address out of the book."""
    by = member_of(request).pk
    remove_address(entry=_changeable(by, position_of(by), address_id), by=by)
    messages.success(request, gettext("The address is out of the book."))
    return redirect("trade:addresses")
