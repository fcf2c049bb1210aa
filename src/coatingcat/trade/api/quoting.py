"""Making quotes: a version for an inquiry, offered at once or kept as a draft, and taken back."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from pydantic import Field

from coatingcat.ground.api import Body, Fault, Problem, Word, told
from coatingcat.members.machines import Cursor, Limit, Operations
from coatingcat.members.machines.once import submission_of
from coatingcat.members.machines.operations import REASON
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.reveal import reasons_for
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.access import Counter
from coatingcat.trade.actions.quotes import grant_counter, offer_quote, withdraw_quote, write_quote
from coatingcat.trade.api.inquiries import InquiryCode, inquiry_at_counter
from coatingcat.trade.api.quotes import (
    QUOTE,
    WHOLE_QUOTE,
    QuoteCode,
    QuotePage,
    QuoteWhole,
    quote_page,
    whole_quote,
)
from coatingcat.trade.api.shared import at_supply, by_whom, demand_valid, opened, reason_of, refusals_told, typed
from coatingcat.trade.api.standing import Decimals, Position
from coatingcat.trade.forms.quotes import QuoteForm
from coatingcat.trade.forms.quoting import line_in, terms_in
from coatingcat.trade.models import Inquiry, InquiryLine, Quote
from coatingcat.trade.queries.quotes import whole_quotes
from coatingcat.trade.queries.scopes import inquiries_at
from coatingcat.trade.words import InquiryKind

quoting = Operations(Text("供应商报价", "Quoting"))

_FIELDS = {"size": "pack_size", "unit": "pack_unit", "packs": "packs", "ladder": "prices"}


class PriceBody(Body):
    minimum: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    price: Decimals = Field(examples=["38.50"])


class QuotedBody(Body):
    position: Position
    pack_size: Decimals = Field(examples=["25"])
    pack_unit: Literal["kg", "g", "t", "L", "mL", "piece"]
    packs: Annotated[int, Field(strict=True, ge=1, le=100_000)] = Field(
        description=told("所询的包装数", "As many packs as were asked for")
    )
    prices: list[PriceBody] = Field(
        min_length=1, max_length=8, description=told("阶梯价，未含税", "From so many packs on, without VAT")
    )


class QuoteBody(Body):
    """A version of the quote for an inquiry: a line for each product that was asked for."""

    incoterm: Literal["EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP"]
    place: Word = Field(min_length=1, max_length=60, examples=["Shanghai"])
    currency: Literal["CNY", "USD", "EUR", "JPY", "HKD", "SGD"]
    freight: Decimals | None = Field(default=None, description=told("空为含在价格内", "null: within the prices"))
    lead_days: Annotated[int, Field(strict=True, ge=0, le=400)]
    payment: Literal["ADVANCE", "ON_DELIVERY", "NET_15", "NET_30", "NET_60"]
    valid_until: date
    note: Word = Field(default="", max_length=1000)
    lines: list[QuotedBody] = Field(min_length=1, max_length=20)
    offer: bool = Field(
        default=True, strict=True, description=told("立即报给买方；否则存为草稿", "Offer it at once; else keep a draft")
    )


_NAMES = ("incoterm", "place", "currency", "freight", "lead_days", "payment", "valid_until", "note")
_REASON = REASON | {"schema": {"type": "string", "enum": [one.name for one in reasons_for(Purpose.INQUIRIES)]}}
_CLOSED = {**WHOLE_QUOTE, "note": None}


@quoting.read(
    "/supply/quotes",
    scope=Scope.QUOTES_READ,
    summary=Text("列出所作的报价", "List quotes that were made"),
    answer=QuotePage,
    example={"items": [QUOTE], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> QuotePage:
    """A seller's own, drafts included, or those for inquiries assigned to an agent now; latest first."""
    return quote_page(_quotes_at(at_supply(request)), cursor, limit)


@quoting.read(
    "/supply/quotes/{quote_code:code}",
    scope=Scope.QUOTES_READ,
    summary=Text("读取所作的报价", "Read a quote that was made"),
    answer=QuoteWhole,
    example=WHOLE_QUOTE,
    finds=True,
    parameters=[_REASON],
)
def one(request: HttpRequest, code: QuoteCode) -> QuoteWhole:
    """With a reason also the note, which is between you and its buyer."""
    counter, reason = at_supply(request), reason_of(request, Purpose.INQUIRIES)
    found = _found(counter, code)
    if reason is None:
        return whole_quote(found, None)
    with purpose(Purpose.INQUIRIES, actor=counter.actor, reason=reason, about=found.code):
        return whole_quote(found, opened(found.note))


@quoting.write(
    "POST",
    "/supply/inquiries/{inquiry_code:code}/quotes",
    scope=Scope.QUOTES_WRITE,
    summary=Text("报价", "Quote for an inquiry"),
    answer=QuoteWhole,
    example=_CLOSED,
    status=201,
    finds=True,
)
def write(request: HttpRequest, code: InquiryCode, body: QuoteBody) -> QuoteWhole:
    """A later version takes the place of the one before once it is offered; the buyer is told then."""
    counter = at_supply(request, to_act=True)
    inquiry = inquiry_at_counter(counter, code)
    if inquiry.kind != InquiryKind.QUOTE.name:
        raise Http404
    asked = {line.position: line for line in inquiry.lines.select_related("offer")}
    form = _form(request, body, asked)
    with refusals_told():
        made = _written(counter, inquiry, form, asked)
        if body.offer:
            offer_quote(quote=made, side=counter.side, by=by_whom(counter))
    return whole_quote(_found(counter, made.code), None)


@quoting.write(
    "POST",
    "/supply/quotes/{quote_code:code}/offering",
    scope=Scope.QUOTES_WRITE,
    summary=Text("将草稿报给买方", "Offer a draft"),
    answer=QuoteWhole,
    example=_CLOSED,
    finds=True,
)
def offering(request: HttpRequest, code: QuoteCode) -> QuoteWhole:
    """The buyer is told."""
    counter = at_supply(request, to_act=True)
    with refusals_told():
        offer_quote(quote=_found(counter, code), side=counter.side, by=by_whom(counter))
    return whole_quote(_found(counter, code), None)


@quoting.write(
    "POST",
    "/supply/quotes/{quote_code:code}/grant",
    scope=Scope.QUOTES_WRITE,
    summary=Text("同意买方的还价", "Say yes to a counter-offer"),
    answer=QuoteWhole,
    example=_CLOSED,
    status=201,
    finds=True,
)
def grant(request: HttpRequest, code: QuoteCode) -> QuoteWhole:
    """The terms asked for become a new version, and it is offered; the version it answers is superseded."""
    counter = at_supply(request, to_act=True)
    with refusals_told():
        made = grant_counter(quote=_found(counter, code), side=counter.side, by=by_whom(counter))
    return whole_quote(_found(counter, made.code), None)


@quoting.write(
    "POST",
    "/supply/quotes/{quote_code:code}/withdrawal",
    scope=Scope.QUOTES_WRITE,
    summary=Text("撤回报价", "Take a quote back"),
    answer=None,
    example=None,
    status=204,
    finds=True,
)
def withdrawal(request: HttpRequest, code: QuoteCode) -> None:
    """A draft goes as if it had never been; of what was offered the buyer is told."""
    counter = at_supply(request, to_act=True)
    with refusals_told():
        withdraw_quote(quote=_found(counter, code))


def _quotes_at(counter: Counter) -> Any:
    return whole_quotes().filter(inquiry__in=inquiries_at(counter))


def _found(counter: Counter, code: str) -> Quote:
    found: Quote | None = _quotes_at(counter).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, body: QuoteBody, asked: dict[int, InquiryLine]) -> QuoteForm:
    given = [line.position for line in body.lines]
    if sorted(given) != sorted(asked):
        reason = gettext("A quote has one line for each that was asked for.")
        remedy = gettext("Read the inquiry: each of its lines has a position.")
        raise Problem(422, "validation", reason, [Fault(field="lines", reason=reason, remedy=remedy)])
    data = {name: typed(getattr(body, name)) for name in _NAMES} | {"submission": str(submission_of(request))}
    names: dict[str, str] = {}
    for at, line in enumerate(body.lines):
        ladder = "\n".join(f"{step.minimum} {step.price}" for step in line.prices)
        values = {"size": line.pack_size, "unit": line.pack_unit, "packs": str(line.packs), "ladder": ladder}
        data |= {f"{name}-{line.position}": value for name, value in values.items()}
        names |= {f"{name}-{line.position}": f"lines.{at}.{here}" for name, here in _FIELDS.items()}
    form = QuoteForm(data, lines={position: {"name": line.name} for position, line in asked.items()})
    demand_valid(form, names)
    return form


def _written(counter: Counter, inquiry: Inquiry, form: QuoteForm, asked: dict[int, InquiryLine]) -> Quote:
    lines = [line_in(form, position, line) for position, line in asked.items()]
    submission, note = form.cleaned_data["submission"], form.cleaned_data["note"]
    return write_quote(inquiry=inquiry, terms=terms_in(form), lines=lines, submission=submission, note=note)
