"""Saved carts: one's own, and those shared in the company."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.ground.access import Refused
from coatingcat.members.access import may, member_of, member_required
from coatingcat.members.models import Position
from coatingcat.members.queries.companies import position_of
from coatingcat.members.words import CompanyRight
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions.ordering import order_saved
from coatingcat.trade.actions.saved import add_cart, forget_saved_cart, remove_saved_line, save_cart
from coatingcat.trade.forms.quick import SaveCartForm
from coatingcat.trade.models import Owner, SavedCart
from coatingcat.trade.queries.saved import saved_cart_of, saved_carts_of
from coatingcat.trade.refusals import EmptyCart, TooMany
from coatingcat.trade.views.quick import tell
from coatingcat.trade.words import MAX_SAVED


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose(Purpose.SHOPPING)
def saved_carts(request: HttpRequest) -> HttpResponse:
    """The list; a POST puts the present cart aside under a name."""
    by = member_of(request).pk
    position = position_of(by)
    if request.method != "POST":
        return _list(request, position, SaveCartForm())
    form = SaveCartForm(request.POST)
    if not form.is_valid():
        return _list(request, position, form, status=422)
    shared = form.cleaned_data["is_shared"]
    if shared and not may(position, CompanyRight.CARTS):
        form.add_error("is_shared", gettext("Your role in your company does not share carts; leave this open."))
        return _list(request, position, form, status=422)
    try:
        saved = save_cart(by=by, name=form.cleaned_data["name"], position=position if shared else None)
    except EmptyCart:
        form.add_error(None, gettext("Your cart is empty, so there is nothing to save."))
    except TooMany:
        form.add_error(None, gettext("There are %(most)s saved carts; delete one first.") % {"most": MAX_SAVED})
    else:
        messages.success(request, gettext("The cart is saved."))
        return redirect("trade:saved_cart", cart_id=saved.pk)
    return _list(request, position, form, status=422)


def _list(request: HttpRequest, position: Position | None, form: SaveCartForm, status: int = 200) -> HttpResponse:
    rows = saved_carts_of(member_of(request).pk, position)
    context = {"rows": rows, "form": form, "may_share": may(position, CompanyRight.CARTS)}
    return render(request, "trade/saved_carts.html", context, status=status)


@member_required
@never_cache
@require_safe
@for_purpose(Purpose.SHOPPING)
def saved_cart(request: HttpRequest, cart_id: UUID) -> HttpResponse:
    """One saved cart: its lines, and who added them."""
    by, position = member_of(request).pk, position_of(member_of(request).pk)
    saved = _own(by, position, cart_id)
    lines = [
        {
            "line": line,
            "ware": line.offer.product if line.offer else line.product,
            "pack": line.offer.pack if line.offer else "",
            "is_gone": line.offer is not None and not line.offer.is_active,
            "by": "" if line.added_by is None else line.added_by.member.public_name,
        }
        for line in saved.lines.all()
    ]
    context = {"saved": saved, "lines": lines, "may_change": _may_change(by, position, saved)}
    return render(request, "trade/saved_cart.html", context)


def _own(by: UUID, position: Position | None, cart_id: UUID) -> SavedCart:
    found = saved_cart_of(by, position, cart_id)
    if found is None:
        raise Http404
    return found


def _may_change(by: UUID, position: Position | None, saved: SavedCart) -> bool:
    return bool(saved.company_id is None or may(position, CompanyRight.CARTS))


@member_required
@require_http_methods(["POST"])
def saved_cart_acts(request: HttpRequest, cart_id: UUID) -> HttpResponse:
    """Order it, add the present cart to it, take a line out, or delete it. Raises Refused for who only looks on."""
    by, position = member_of(request).pk, position_of(member_of(request).pk)
    saved, line_id = _own(by, position, cart_id), request.POST.get("remove", "")
    act = request.POST.get("act", "")
    if act == "order":
        tell(request, order_saved(owner=Owner(by), saved=saved))
        return redirect("trade:cart")
    if not _may_change(by, position, saved):
        raise Refused(gettext("Your role in your company is to look on; ask its owner for another."))
    if act == "delete" and saved.owner_id == by:
        forget_saved_cart(saved=saved)
        messages.success(request, gettext("The saved cart is deleted."))
        return redirect("trade:saved_carts")
    if act == "add":
        try:
            add_cart(saved=saved, by=by, position=position if saved.company_id else None)
        except EmptyCart:
            messages.warning(request, gettext("Your cart is empty, so there is nothing to save."))
    elif line_id.isascii() and line_id.isdecimal() and len(line_id) <= 18:
        remove_saved_line(saved=saved, line_id=int(line_id))
    return redirect("trade:saved_cart", cart_id=saved.pk)
