"""A buyer's quotes: one with its versions, several side by side, and the answers to them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from coatingcat.ground.access import anyone
from coatingcat.ground.clock import today
from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.gate import Actor, for_purpose, purpose
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions.quotes import Countered, choose_quote, counter_quote, decline_quote, leave_quote
from coatingcat.trade.forms.carts import why_unfit
from coatingcat.trade.forms.quote_texts import QUOTE_STATES, in_language, quote_context
from coatingcat.trade.forms.quotes import (
    CounterForm,
    DeclineForm,
    EstimatesForm,
    HelperForm,
    OrderQuoteForm,
)
from coatingcat.trade.models import Inquiry, Quote
from coatingcat.trade.queries.companies import inquiries_in_sight
from coatingcat.trade.queries.quotes import (
    Column,
    Film,
    compared,
    days_left,
    offers_for_request,
    quote_of,
    quotes_in_sight,
    validity_days,
    versions_of,
)
from coatingcat.trade.refusals import LinesUnfit, NotAllowed, QuoteNotWhole
from coatingcat.trade.rules.incoterms import RISK, Leg, buyer_pays, suggested
from coatingcat.trade.rules.quotes import can_be_accepted
from coatingcat.trade.words import QuoteState, QuoteWhy

_QUOTES_SHOWN = 100


@member_required
@require_safe
def quotes(request: HttpRequest) -> HttpResponse:
    """What was offered to the member and to colleagues, latest first."""
    by = member_of(request).pk
    found = quotes_in_sight(by).order_by("-offered_at", "-pk")[:_QUOTES_SHOWN]
    rows = [_row(quote) | {"is_mine": quote.inquiry.buyer_id == by} for quote in found]
    return render(request, "trade/quotes.html", {"rows": rows})


def _row(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote,
        "state": QUOTE_STATES[quote.stands],
        "left": days_left(quote),
        "of": validity_days(quote),
        "is_open": quote.stands is QuoteState.OFFERED,
    }


@member_required
@require_safe
@for_purpose(Purpose.INQUIRIES)
def quote(request: HttpRequest, code: str) -> HttpResponse:
    """One version of a quote, and what can be answered to it."""
    found = quotes_in_sight(member_of(request).pk).filter(code=code).first()
    if found is None:
        raise Http404
    return _page(request, found)


def _own(request: HttpRequest, code: str) -> Quote:
    found = quote_of(member_of(request).pk, code)
    if found is None:
        raise Http404
    return found


def lines_by_id(found: Quote) -> dict[int, tuple[str, int]]:
    return {line.pk: (line.name, line.packs) for line in found.lines.all()}


def lines_by_position(found: Quote) -> dict[int, tuple[str, int]]:
    return {line.position: (line.name, max(line.packs, line.minimum)) for line in found.lines.all()}


def _page(request: HttpRequest, found: Quote, status: int = 200, **forms: Any) -> HttpResponse:
    is_mine = found.inquiry.buyer_id == member_of(request).pk
    is_open = is_mine and can_be_accepted(found.stands, found.valid_until, today())
    if is_open:
        forms.setdefault("order_form", OrderQuoteForm(lines=lines_by_position(found)))
        forms.setdefault("counter_form", CounterForm(lines=lines_by_id(found)))
        forms.setdefault("decline_form", DeclineForm())
    bound = [form for form in forms.values() if form.is_bound]
    context: dict[str, Any] = {
        **quote_context(found),
        "is_open": is_open,
        "is_mine": is_mine,
        "form": bound[0] if bound else None,
        **forms,
    }
    context["versions"] = [_row(version) for version in versions_of(found)]
    return render(request, "trade/quote.html", context, status=status)


@member_required
@require_POST
@for_purpose(Purpose.INQUIRIES)
def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """Decline a quote, with a reason."""
    found, form = _own(request, code), DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, decline_form=form)
    try:
        decline_quote(quote=found, why=QuoteWhy[form.cleaned_data["why"]], note=form.cleaned_data["remark"])
    except NotAllowed:
        messages.error(request, gettext("This quote does not stand any more."))
    else:
        messages.success(request, gettext("The quote is declined; the supplier is told your reason."))
    return redirect("trade:quote", code=code)


@member_required
@require_POST
@for_purpose(Purpose.INQUIRIES)
def counter_offer(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for other terms."""
    found = _own(request, code)
    form = CounterForm(request.POST, lines=lines_by_id(found))
    if not form.is_valid():
        return _page(request, found, 422, counter_form=form)
    given = form.cleaned_data
    wishes = {
        line: Countered(given[f"price-{line.pk}"], given[f"packs-{line.pk}"])
        for line in found.lines.all()
        if given.get(f"price-{line.pk}")
    }
    by = member_of(request).pk
    try:
        counter_quote(quote=found, by=by, lines=wishes, wanted_by=given["wanted_by"], note=given["note"])
    except (NotAllowed, QuoteNotWhole):
        messages.error(request, gettext("This quote does not stand any more."))
    else:
        messages.success(request, gettext("The supplier has your wish. It may answer with a new version."))
    return redirect("trade:quote", code=code)


@member_required
@require_POST
def order(request: HttpRequest, code: str) -> HttpResponse:
    """Take a quote to the checkout; nothing is ordered yet."""
    found, by = _own(request, code), member_of(request).pk
    form = OrderQuoteForm(request.POST, lines=lines_by_position(found))
    if not form.is_valid():
        return _refused(request, found, form)
    try:
        with purpose(Purpose.ORDER_FULFILMENT, actor=Actor.of_request(request)):
            choose_quote(by=by, quote=found, packs=form.packs())
    except NotAllowed:
        messages.error(request, gettext("This quote does not stand any more."))
        return redirect("trade:quote", code=code)
    except LinesUnfit as refusal:
        form.add_error(None, " ".join(why_unfit(line) for line in refusal.lines))
        return _refused(request, found, form)
    return redirect("trade:checkout")


def _refused(request: HttpRequest, found: Quote, form: OrderQuoteForm) -> HttpResponse:
    with purpose(Purpose.INQUIRIES, actor=Actor.of_request(request)):
        return _page(request, found, 422, order_form=form)


@member_required
@require_POST
def leaving(request: HttpRequest) -> HttpResponse:
    """Order the cart after all, not the quote."""
    if not leave_quote(by=member_of(request).pk):
        raise Http404
    return redirect("trade:cart")


@member_required
@require_safe
def comparison(request: HttpRequest, code: str) -> HttpResponse:
    """The quotes for one request side by side: what differs first. `code` is that of any inquiry of the request."""
    by = member_of(request).pk
    inquiry = inquiries_in_sight(by).select_related("company").filter(code=code).first()
    if inquiry is None:
        raise Http404
    offered = list(offers_for_request(by, inquiry.request))
    form = EstimatesForm(request.GET or _before_asked(inquiry, offered))
    columns = compared(offered, form.estimates(), Film(**form.film_figures()))
    rows = _compared_rows(columns)
    context = {
        "inquiry": inquiry,
        "columns": columns,
        "differing": [row for row in rows if len(set(row["texts"])) > 1],
        "alike": [row for row in rows if len(set(row["texts"])) == 1],
        "form": form,
        "cheapest": _cheapest(columns),
        "asked": inquiries_in_sight(by).filter(request=inquiry.request).count(),
    }
    return render(request, "trade/quote_comparison.html", context)


def _before_asked(inquiry: Inquiry, offered: Sequence[Quote]) -> dict[str, str] | None:
    """Where every seller and the buyer's company are of one country, no border is taken to lie between."""
    countries = {quote.seller.company.country if quote.seller else "" for quote in offered}
    is_domestic = inquiry.company is not None and countries == {inquiry.company.country}
    return {"domestic": "on"} if is_domestic else None


def _compared_rows(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The terms that are words and figures; costs and validity stand above them."""
    if not columns:
        return []
    terms = [
        (gettext("Delivery"), [f"{c.quote.incoterm} {c.quote.place}" for c in columns]),
        (gettext("Lead time"), [gettext("%(days)s working days") % {"days": c.quote.lead_days} for c in columns]),
        (gettext("Payment"), [in_language(c.quote.pay.value) for c in columns]),
        (gettext("Currency"), [c.quote.currency for c in columns]),
        (
            gettext("You pay besides"),
            [gettext(", ").join(in_language(leg.value) for leg in buyer_pays(c.quote.rule)) for c in columns],
        ),
        (gettext("The risk passes"), [in_language(RISK[c.quote.rule]) for c in columns]),
    ]
    return [{"name": name, "texts": texts} for name, texts in terms]


def _cheapest(columns: Sequence[Column]) -> Quote | None:
    """The open quote with the lowest landed cost; None unless all are known and in one currency."""
    costs = [(c.cost.per_kg.amount, c.quote) for c in columns if c.cost is not None and c.is_open]
    currencies = {c.quote.currency for c in columns}
    if len(costs) < 2 or len(costs) != sum(c.is_open for c in columns) or len(currencies) != 1:
        return None
    lowest = min(amount for amount, _ in costs)
    best = [quote for amount, quote in costs if amount == lowest]
    return best[0] if len(best) == 1 else None


@anyone
@require_safe
def incoterms(request: HttpRequest) -> HttpResponse:
    """Three questions, one rule, and why."""
    form, found = HelperForm(request.GET or None), None
    if form.is_bound and form.is_valid():
        suggestion = suggested(*form.answers())
        left = buyer_pays(suggestion.incoterm)
        found = {
            "incoterm": suggestion.incoterm.value,
            "why": in_language(suggestion.why),
            "risk": in_language(RISK[suggestion.incoterm]),
            "legs": [(in_language(leg.value), leg not in left) for leg in Leg],
        }
    return render(request, "trade/incoterms.html", {"form": form, "found": found})
