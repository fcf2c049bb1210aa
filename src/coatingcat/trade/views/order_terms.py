"""What one's company wants on each of its orders."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coatingcat.ground.access import Refused
from coatingcat.members.access import may, member_of, member_required
from coatingcat.members.queries.companies import position_of
from coatingcat.members.words import CompanyRight
from coatingcat.trade.actions.price_lists import set_order_terms
from coatingcat.trade.forms.price_lists import OrderTermsForm
from coatingcat.trade.queries.papers import needs_po_number
from coatingcat.trade.refusals import RightMissing


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order_terms(request: HttpRequest) -> HttpResponse:
    """Everybody of the company may know it; its owner changes it."""
    position = position_of(member_of(request).pk)
    if position is None:
        raise Http404
    if request.method == "POST":
        form = OrderTermsForm(request.POST)
        if form.is_valid():
            try:
                set_order_terms(by=position, needs_po_number=form.cleaned_data["needs_po_number"])
            except RightMissing:
                raise Refused(gettext("Only an owner of your company changes this.")) from None
            messages.success(request, gettext("Kept. It holds from the next order on."))
            return redirect("trade:order_terms")
    form = OrderTermsForm(initial={"needs_po_number": needs_po_number(position.company_id)})
    context = {"form": form, "is_manager": may(position, CompanyRight.MANAGE)}
    return render(request, "trade/order_terms.html", context)
