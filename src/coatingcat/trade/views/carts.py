"""The cart's pages; they work for guests and members, without JavaScript."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.catalog.models import Product
from coatingcat.members.access import anyone
from coatingcat.trade.access import owner_of
from coatingcat.trade.actions import add_to_cart, change_quantities, merge_guest_cart, remove_line
from coatingcat.trade.forms import AddForm, cart_form, line_field, why_unfit
from coatingcat.trade.forms.placing import why_too_little
from coatingcat.trade.models import Owner
from coatingcat.trade.queries import Basket, Item, Part, Priced, basket_of, offer_priced
from coatingcat.trade.queries.hazards import without_licence
from coatingcat.trade.refusals import CartFull, LinesUnfit
from coatingcat.trade.words import CART_COOKIE, CART_DAYS, MAX_LINES

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def with_cart(view: View[P]) -> View[P]:
    """Bring a guest's cart along for who has signed in since, and take the cookie back (F.5)."""

    @functools.wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        owner = owner_of(request)
        if owner.subject_id is None or owner.token is None:
            return view(request, *args, **kwargs)
        merge_guest_cart(subject_id=owner.subject_id, token=owner.token)
        response = view(request, *args, **kwargs)
        response.delete_cookie(CART_COOKIE, samesite="Lax")
        return response

    return inside


@anyone
@never_cache
@require_POST
@with_cart
def lines(request: HttpRequest) -> HttpResponse:
    """Put something into the cart; the way back to the product stands on the page that refuses."""
    form, owner = AddForm(request.POST), owner_of(request)
    ware = _ware(form, owner)
    if not form.is_valid() or ware is None:
        return _refused(request, form, ware)
    try:
        added = add_to_cart(owner=owner, ware=ware, quantity=form.cleaned_data["quantity"])
    except LinesUnfit as refusal:
        form.add_error("quantity", why_unfit(refusal.lines[0]))
        return _refused(request, form, ware)
    except CartFull:
        form.add_error(None, gettext("The cart is full: it takes %(most)s lines.") % {"most": MAX_LINES})
        return _refused(request, form, ware)
    messages.success(request, gettext("Added to your cart."))
    response = redirect("trade:cart")
    token = added.token or owner.token
    if owner.subject_id is None and token is not None:
        keep_cookie(response, token)
    return response


def _ware(form: AddForm, owner: Owner) -> Priced | Product | None:
    """What the form means, as far as it can be told; raises Http404 for what there is not."""
    form.is_valid()
    offer, product = form.cleaned_data.get("offer"), form.cleaned_data.get("product")
    found: Priced | Product | None
    if offer and not product:
        found = offer_priced(int(offer), owner.subject_id)
    elif product and not offer:
        found = Product.objects.filter(pk=product).first()
    else:
        return None
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, form: AddForm, ware: Priced | Product | None) -> HttpResponse:
    offer = ware.offer if isinstance(ware, Priced) else None
    product = ware.offer.product if isinstance(ware, Priced) else ware
    context = {"form": form, "offer": offer, "product": product}
    return render(request, "trade/addition.html", context, status=422)


def keep_cookie(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        CART_COOKIE,
        token,
        max_age=CART_DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_cart
def cart(request: HttpRequest) -> HttpResponse:
    """The cart as it stands today; a POST changes quantities, notes prices, or removes a line."""
    if request.method == "POST":
        return _change(request)
    basket = basket_of(owner_of(request))
    return _page(request, basket, cart_form(_named(basket)))


def _change(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    line_id = request.POST.get("remove", "")
    if line_id:
        if line_id.isascii() and line_id.isdecimal() and len(line_id) <= 18:
            remove_line(owner=owner, line_id=int(line_id))
        return redirect("trade:cart")
    basket = basket_of(owner)
    form = cart_form(_named(basket), request.POST)
    if form.is_valid():
        wanted = {
            item.line_id: form.cleaned_data[line_field(item.line_id)] for item in basket.items if not item.is_gone
        }
        try:
            change_quantities(owner=owner, wanted=wanted)
        except LinesUnfit as refusal:
            for line in refusal.lines:
                form.add_error(line_field(line.line_id or 0), why_unfit(line))
        else:
            return redirect("trade:cart")
    return _page(request, basket, form, status=422)


def _named(basket: Basket) -> dict[int, tuple[str, int]]:
    return {item.line_id: (item.ware.name, item.quantity) for item in basket.items if not item.is_gone}


def _page(request: HttpRequest, basket: Basket, form: object, status: int = 200) -> HttpResponse:
    request.cart_lines = len(basket.items)  # type: ignore[attr-defined]
    parts = [_part(part, form) for part in basket.parts]
    company_id = basket.buyer.company_id if basket.buyer else None
    unlicensed = without_licence(company_id, basket.suspects)
    context = {"basket": basket, "parts": parts, "form": form, "unlicensed": unlicensed}
    return render(request, "trade/cart.html", context, status=status)


def _part(part: Part, form: object) -> dict[str, Any]:
    fault = why_too_little(part.as_too_little) if part.lacks is not None else ""
    return {"seller": part.seller, "rows": [_row(item, form) for item in part.items], "fault": fault}


def _row(item: Item, form: Any) -> dict[str, Any]:
    return {
        "item": item,
        "field": None if item.is_gone else form[line_field(item.line_id)],
        "fault": why_unfit(item.unfit) if item.unfit is not None else "",
    }
