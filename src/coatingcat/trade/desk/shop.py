"""What a counter sells: its offers and stock, and what a seller tells of itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.trade.access import Counter, at_counter
from coatingcat.trade.actions.offers import count_stock
from coatingcat.trade.actions.sellers import change_profile
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.sellers import ProfileForm, StockForm
from coatingcat.trade.models import Offer
from coatingcat.trade.queries.dashboards import dashboard_at
from coatingcat.trade.queries.sellers import offers_at
from coatingcat.trade.refusals import NotAllowed

_PAGE = 50


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Packs, prices and stock."""
    return _offers(request)


def _offers(request: HttpRequest, form: StockForm | None = None, at: Offer | None = None) -> HttpResponse:
    counter = _selling(request)
    number = min(max(int(page) if (page := request.GET.get("page", "")).isascii() and page.isdigit() else 1, 1), 10_000)
    wanted = request.GET.get("q", "")[:80].strip()
    found = offers_at(counter.seller)
    if wanted:
        found = found.filter(product__name__icontains=wanted) | found.filter(sku__icontains=wanted)
    rows = list(found[(number - 1) * _PAGE : number * _PAGE + 1])
    context = {
        "rows": rows[:_PAGE],
        "q": wanted,
        "form": form,
        "at": at,
        "before": number - 1,
        "after": number + 1 if len(rows) > _PAGE else 0,
    }
    return counter_page(request, "trade/desk_offers.html", context, status=422 if form else 200)


@require_POST
def stock(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Write down how many packs were counted."""
    counter = _selling(request)
    found = get_object_or_404(offers_at(counter.seller).filter(stock__isnull=False), pk=offer_id)
    form = StockForm(request.POST)
    if not form.is_valid():
        return _offers(request, form, found)
    try:
        count_stock(offer=found, **form.cleaned_data)
    except NotAllowed:
        form.add_error("onhand", gettext("Fewer than are promised to orders, or the figure has changed meanwhile."))
        return _offers(request, form, found)
    messages.success(request, gettext("%(sku)s: the stock is kept.") % {"sku": found.sku})
    return redirect(f"trade:{counter.prefix}_offers")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What a seller tells buyers of itself."""
    counter = _selling(request)
    if counter.seller is None:
        raise Http404
    told = {name: getattr(counter.seller, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=told)
    if form.is_valid():
        change_profile(seller=counter.seller, **form.cleaned_data)
        messages.success(request, gettext("Your profile is kept; buyers see it at once."))
        return redirect("trade:supply_profile")
    return counter_page(request, "trade/supply_profile.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """How trade goes here, in numbers without people."""
    board = dashboard_at(at_counter(request))
    bins = [(float(n), float(n + 1), count) for n, (_, count) in enumerate(board.weeks)]
    return counter_page(request, "trade/desk_dashboard.html", {"board": board, "bins": bins})


def _selling(request: HttpRequest) -> Counter:
    """The counter, if it sells. Raises Http404 for an agent."""
    counter = at_counter(request)
    if not counter.supervises:
        raise Http404
    return counter
