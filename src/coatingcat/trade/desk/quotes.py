"""Quotes at both counters: writing them for an inquiry, offering, taking back. Rows come from the counter's scope."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.ground.clock import today
from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.actions.quotes import grant_counter, lead_time, offer_quote, withdraw_quote, write_quote
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.quote_texts import QUOTE_STATES, quote_context
from coatingcat.trade.forms.quotes import QuoteForm
from coatingcat.trade.forms.quoting import line_in, terms_in
from coatingcat.trade.models import Inquiry, InquiryLine, Quote, QuoteLine
from coatingcat.trade.papers.answering import as_pdf
from coatingcat.trade.papers.quotes import quote_paper
from coatingcat.trade.queries.quotes import whole_quotes
from coatingcat.trade.queries.scopes import inquiries_at
from coatingcat.trade.refusals import NotAllowed, QuoteNotWhole
from coatingcat.trade.rules.quotes import can_be_granted
from coatingcat.trade.words import InquiryKind, QuoteState

_SHOWN = 100


def quotes_at(request: HttpRequest) -> Any:
    """The quotes for inquiries that this counter may see."""
    return whole_quotes().filter(inquiry__in=inquiries_at(at_counter(request)))


@require_safe
def quotes(request: HttpRequest) -> HttpResponse:
    """Quotes of this counter, those that wait for it first."""
    wanted = request.GET.get("state", "")
    found = quotes_at(request)
    if wanted in {state.value for state in QuoteState}:
        found = found.filter(state=wanted)
    rows = [{"quote": quote, "state": QUOTE_STATES[quote.stands]} for quote in found.order_by("-created_at")[:_SHOWN]]
    states = [(state.value, name) for state, name in QUOTE_STATES.items()]
    return counter_page(request, "trade/desk_quotes.html", {"rows": rows, "states": states, "chosen": wanted})


def _found(request: HttpRequest, code: str) -> Quote:
    found: Quote | None = quotes_at(request).filter(code=code).first()
    if found is None:
        raise Http404
    return found


@reveals(Purpose.INQUIRIES, about="code", actor_of=counter_actor)
def quote(request: HttpRequest, code: str) -> HttpResponse:
    """One quote; what was written with it is masked until a reason is given."""
    found = _found(request, code)
    context = quote_context(found)
    context |= {
        "is_draft": found.stands is QuoteState.DRAFT,
        "may_withdraw": found.stands in {QuoteState.DRAFT, QuoteState.OFFERED, QuoteState.COUNTERED},
        "may_renew": found.stands not in {QuoteState.ACCEPTED, QuoteState.DRAFT, QuoteState.PASSED_OVER},
    }
    return counter_page(request, "trade/desk_quote.html", context | _grantable(found))


def _grantable(found: Quote) -> dict[str, Any]:
    """Whether the buyer's other terms can be offered as they stand, and in what lead time."""
    answer = getattr(found, "answer", None)
    if answer is None:
        return {"may_grant": False}
    names_prices = bool(answer.lines.all())
    return {
        "may_grant": can_be_granted(found.stands, answer.wanted_by, today(), names_prices=names_prices),
        "lead_then": lead_time(found.lead_days, answer.wanted_by, today()),
    }


@require_safe
def quote_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """A quote that was offered, as the buyer has it on paper."""
    found = _found(request, code)
    if found.offered_at is None:
        raise Http404
    return as_pdf(request, lambda: quote_paper(found), name=code, at=found.offered_at)


@require_http_methods(["GET", "HEAD", "POST"])
def writing(request: HttpRequest, code: str) -> HttpResponse:
    """Write a quote for an inquiry, or a new version; the version before fills the form."""
    inquiry = inquiries_at(at_counter(request)).filter(code=code, kind=InquiryKind.QUOTE.name).first()
    if inquiry is None:
        raise Http404
    asked = {line.position: line for line in inquiry.lines.select_related("offer")}
    last = whole_quotes().filter(inquiry=inquiry).order_by("-version").first()
    posted = request.POST if request.method == "POST" else None
    form = QuoteForm(posted, lines=_known(asked, last), initial=_terms_of(last))
    if not form.is_valid():
        context = {"inquiry": inquiry, "form": form, "asked": list(asked.values()), "last": last}
        return counter_page(request, "trade/desk_quote_form.html", context, status=422 if form.is_bound else 200)
    return _written(request, inquiry, form, asked)


def _known(asked: Mapping[int, InquiryLine], last: Quote | None) -> dict[int, dict[str, Any]]:
    before: dict[int, QuoteLine] = {line.position: line for line in last.lines.all()} if last else {}
    return {position: _known_line(line, before.get(position)) for position, line in asked.items()}


def _known_line(asked: InquiryLine, before: QuoteLine | None) -> dict[str, Any]:
    """What fills the form: the version before, else the pack of the offer that was asked for."""
    if before is not None:
        ladder = "\n".join(f"{step.minimum} {step.price.normalize():f}" for step in before.steps.all())
        size = f"{before.pack_size.normalize():f}"
        return {"name": asked.name, "size": size, "unit": before.pack_unit, "packs": before.packs, "ladder": ladder}
    known: dict[str, Any] = {"name": asked.name, "unit": asked.unit}
    if asked.offer is not None:
        size = asked.offer.pack_size
        known |= {"size": f"{size.normalize():f}", "unit": asked.offer.pack_unit}
        if asked.offer.pack_unit == asked.unit:
            known["packs"] = max(1, int(-(-asked.quantity // size)))
    return known


def _terms_of(last: Quote | None) -> dict[str, Any]:
    if last is None:
        return {}
    names = ("incoterm", "place", "currency", "freight", "lead_days", "payment")
    return {name: getattr(last, name) for name in names if getattr(last, name) is not None}


def _written(request: HttpRequest, inquiry: Inquiry, form: QuoteForm, asked: Mapping[int, InquiryLine]) -> HttpResponse:
    given, counter = form.cleaned_data, at_counter(request)
    terms = terms_in(form)
    lines = [line_in(form, position, line) for position, line in asked.items()]
    try:
        made = write_quote(
            inquiry=inquiry, terms=terms, lines=lines, submission=given["submission"], note=given["note"]
        )
        if "offer" in request.POST:
            offer_quote(quote=made, side=counter.side, by=counter.actor.subject_id)
    except (NotAllowed, QuoteNotWhole):
        messages.error(request, gettext("This inquiry is not open to quotes any more."))
        return redirect(f"trade:{counter.prefix}_quotes")
    done = gettext("The quote is offered; the buyer is told.") if "offer" in request.POST else gettext("Draft kept.")
    messages.success(request, done)
    return redirect(f"trade:{counter.prefix}_quote", code=made.code)


@require_POST
def offering(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a draft to the buyer."""
    counter = at_counter(request)
    try:
        offer_quote(quote=_found(request, code), side=counter.side, by=counter.actor.subject_id)
    except NotAllowed:
        messages.error(
            request, gettext("This draft cannot be offered: its last day is over, or the inquiry is closed.")
        )
    else:
        messages.success(request, gettext("The quote is offered; the buyer is told."))
    return redirect(f"trade:{counter.prefix}_quote", code=code)


@require_POST
def grant(request: HttpRequest, code: str) -> HttpResponse:
    """Say yes to a counter-offer: a new version at the terms that were asked for."""
    counter = at_counter(request)
    try:
        made = grant_counter(quote=_found(request, code), side=counter.side, by=counter.actor.subject_id)
    except NotAllowed:
        messages.error(request, gettext("These terms cannot be offered as they stand. Write a new version."))
        return redirect(f"trade:{counter.prefix}_quote", code=code)
    messages.success(request, gettext("The terms asked for are offered as a new version; the buyer is told."))
    return redirect(f"trade:{counter.prefix}_quote", code=made.code)


@require_POST
def withdrawal(request: HttpRequest, code: str) -> HttpResponse:
    """Take a quote back."""
    try:
        withdraw_quote(quote=_found(request, code))
    except NotAllowed:
        messages.error(request, gettext("This quote cannot be taken back any more."))
    else:
        messages.success(request, gettext("The quote is taken back."))
    return redirect(f"trade:{at_counter(request).prefix}_quote", code=code)
