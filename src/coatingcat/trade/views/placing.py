"""The end of the checkout: check your answers, place the order, and what happens next."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.ground.statements import Composed, Given
from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.gate import for_purpose, warm
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions import place_order
from coatingcat.trade.forms import PlaceForm
from coatingcat.trade.forms.placing import why_not_placed
from coatingcat.trade.models import CheckoutDraft, Order
from coatingcat.trade.queries import Basket, draft_of
from coatingcat.trade.queries.quoted import bound_for
from coatingcat.trade.refusals import EmptyCart, OtherBody, Refused
from coatingcat.trade.views.checkout import back_from, basket_read, next_page
from coatingcat.trade.words import CARRIER, State


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose(Purpose.ORDER_FULFILMENT)
def review(request: HttpRequest) -> HttpResponse:
    """Check your answers, and order. A submission that made an order leads to that order again."""
    if request.method == "POST":
        return _place(request)
    draft = draft_of(member_of(request).pk)
    basket = basket_read(request, draft)
    if not basket.can_be_ordered:
        return back_from(draft)
    if draft is None or not draft.is_answered:
        return redirect(next_page(draft))
    return _review_page(request, basket, draft)


def _review_page(
    request: HttpRequest, basket: Basket, draft: CheckoutDraft, fault: str = "", status: int = 200
) -> HttpResponse:
    warm([draft], "consignee.name", "yearly_demand")
    basket = bound_for(basket, draft)
    form = PlaceForm(initial={"key": draft.pk, "seen": basket.seen(draft).hex()})
    context = {
        "basket": basket,
        "draft": draft,
        "form": form,
        "faults": [{"text": fault}] if fault else [],
        "carriers": recipients_like(CARRIER),
    }
    return render(request, "trade/checkout_review.html", context, status=status)


def _place(request: HttpRequest) -> HttpResponse:
    form, by = PlaceForm(request.POST), member_of(request).pk
    if not form.is_valid():
        return _again(request, gettext("The form was not complete. Look at your order again and place it."), 422)
    try:
        first, *_ = place_order(by=by, key=form.cleaned_data["key"], seen=bytes.fromhex(form.cleaned_data["seen"]))
    except EmptyCart:
        return redirect("trade:cart")
    except OtherBody:
        return render(request, "trade/checkout_other.html", status=422)
    except (Refused, ShareRefused) as refusal:
        return _again(request, why_not_placed(refusal), 409)
    return redirect("trade:checkout_placed", code=first.code)


def _again(request: HttpRequest, fault: str, status: int) -> HttpResponse:
    """The last page once more, with what is wrong; the cart's if there is nothing that could be ordered."""
    draft = draft_of(member_of(request).pk)
    basket = basket_read(request, draft)
    if not basket or draft is None or not draft.is_answered or not basket.can_be_ordered:
        messages.error(request, fault)
        if draft is not None and draft.quote_id is not None:
            return back_from(draft)
        return redirect("trade:cart" if draft is not None or not basket else "trade:checkout")
    return _review_page(request, basket, draft, fault, status)


_PLACED = Composed(
    lambda: (
        Order.objects.select_related("consignee", "seller__company")
        .filter(
            idempotency_key__in=Order.objects.filter(code=Given("code"), buyer_id=Given("owner")).values(
                "idempotency_key"
            ),
            buyer_id=Given("by"),
        )
        .order_by("id")
    )
)


@member_required
@require_safe
def placed(request: HttpRequest, code: str) -> HttpResponse:
    """The references of all orders of the submission, and what happens next."""
    by = member_of(request).pk
    orders = _PLACED.all(by=by, owner=by, code=code)
    if not orders:
        raise Http404
    order = next(one for one in orders if one.code == code)
    waiting = [one for one in orders if one.state == State.REQUESTED]
    context = {"order": order, "orders": orders, "waiting": waiting, "placed": len(orders) - len(waiting)}
    return render(request, "trade/checkout_placed.html", context)
