"""Changes of orders: one side proposes, the other accepts or refuses; until then the order stays as it is."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from pydantic import Field

from coatingcat.ground.api import Amount, Body, Shape, Word, amount, told
from coatingcat.ground.money import Money
from coatingcat.members.machines import Operations, caller_of
from coatingcat.members.machines.once import submission_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text
from coatingcat.trade.actions import amending
from coatingcat.trade.api.shared import TO_QUOTE, OrderCode, by_whom, demand_valid, refusals_told, typed
from coatingcat.trade.api.standing import Decimals, Number, OfLine, acted_on, called, executed, placed_lines, seen
from coatingcat.trade.forms.amendments import AmendmentForm
from coatingcat.trade.models import Amendment, AmendmentLine, Order
from coatingcat.trade.queries.execution import amendment_of
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules import AMENDABLE, BEFORE_SHIPPING
from coatingcat.trade.words import AmendmentWhy, Side, State

amendments = Operations(Text("订单变更", "Changes of orders"))

Whys = Literal["NEED", "UNAVAILABLE", "DATE", "PRICE", "MISTAKE", "OTHER"]


class ChangedLine(Shape):
    """A line before and after."""

    position: int
    packs_before: int
    packs: int
    unit_price_before: Amount | None = Field(description=TO_QUOTE)
    unit_price: Amount | None = Field(description=TO_QUOTE)


class AmendmentShape(Shape):
    """A change and what became of it."""

    number: int
    state: str = Field(examples=["proposed"])
    side: str = Field(description=told("由哪一方提出", "On which side it was proposed"), examples=["BUYER"])
    why: str = Field(examples=["NEED"])
    cancels: bool = Field(description=told("取消整个订单", "It cancels the whole order"))
    promised_on: date | None
    at: datetime
    lapses_at: datetime = Field(description=told("逾期未答复则失效", "It lapses if nobody answers until then"))
    answered_at: datetime | None
    lines: list[ChangedLine]


class AmendmentList(Shape):
    items: list[AmendmentShape]


class _Proposal(Body):
    why: Whys
    promised_on: date | None = Field(default=None, description=told("新的到货日期", "New day of arrival"))
    cancels: bool = Field(default=False, strict=True)
    note: Word = Field(default="", max_length=500)


class Wish(_Proposal):
    """What the buyer wants otherwise; lines that are not named stay."""

    lines: list[OfLine] = Field(default_factory=list, max_length=200)


class PricedLine(OfLine):
    price: Decimals | None = Field(default=None, description=told("每包装单价", "Of one pack"), examples=["118.00"])


class Proposal(_Proposal):
    """What the seller wants otherwise; lines that are not named stay."""

    lines: list[PricedLine] = Field(default_factory=list, max_length=200)


class AnswerBody(Body):
    """`withdraw` is for the side that proposed it, the others for the other."""

    answer: Literal["accept", "refuse", "withdraw"]


_AMENDMENT = {
    "number": 1,
    "state": "proposed",
    "side": "BUYER",
    "why": "NEED",
    "cancels": False,
    "promised_on": None,
    "at": "2026-11-27T10:00:00+08:00",
    "lapses_at": "2026-12-04T10:00:00+08:00",
    "answered_at": None,
    "lines": [
        {
            "position": 1,
            "packs_before": 4,
            "packs": 2,
            "unit_price_before": {"amount": "120.50", "currency": "CNY"},
            "unit_price": {"amount": "120.50", "currency": "CNY"},
        }
    ],
}
_ANSWERED = {**_AMENDMENT, "state": "accepted", "answered_at": "2026-11-27T12:00:00+08:00"}


@amendments.read(
    "/orders/{order_code:code}/amendments",
    scope=Scope.ORDERS_READ,
    summary=Text("列出订单的变更", "List changes of an order"),
    answer=AmendmentList,
    example={"items": [_AMENDMENT]},
    finds=True,
)
def listed(request: HttpRequest, code: OrderCode) -> AmendmentList:
    """Every change of one of your orders, first to last."""
    return _list(seen(request, code))


@amendments.write(
    "POST",
    "/orders/{order_code:code}/amendments",
    scope=Scope.ORDERS_WRITE,
    summary=Text("提出变更", "Propose a change"),
    answer=AmendmentShape,
    example=_AMENDMENT,
    status=201,
    finds=True,
)
def wish(request: HttpRequest, code: OrderCode, body: Wish) -> AmendmentShape:
    """Other quantities, another day, or to cancel everything before anything has left; the seller answers."""
    return _propose(request, acted_on(request, code), body, Side.BUYER, caller_of(request).subject_id)


@amendments.write(
    "POST",
    "/orders/{order_code:code}/amendments/{int:number}/answer",
    scope=Scope.ORDERS_WRITE,
    summary=Text("答复变更", "Answer a change"),
    answer=AmendmentShape,
    example=_ANSWERED,
    finds=True,
)
def answer(request: HttpRequest, code: OrderCode, number: Number, body: AnswerBody) -> AmendmentShape:
    """Accept or refuse what the seller proposed, or take back your own. Order, stock and sums change together."""
    order = acted_on(request, code)
    return _answer(order, number, body, Side.BUYER, caller_of(request).subject_id)


@amendments.read(
    "/supply/orders/{order_code:code}/amendments",
    scope=Scope.ORDERS_READ,
    summary=Text("列出待履行订单的变更", "List changes of an order to execute"),
    answer=AmendmentList,
    example={"items": [_AMENDMENT]},
    finds=True,
)
def received(request: HttpRequest, code: OrderCode) -> AmendmentList:
    """Every change of an order to execute, first to last."""
    return _list(executed(request, code)[1])


@amendments.write(
    "POST",
    "/supply/orders/{order_code:code}/amendments",
    scope=Scope.ORDERS_WRITE,
    summary=Text("向买方提出变更", "Propose a change to the buyer"),
    answer=AmendmentShape,
    example={**_AMENDMENT, "side": "SELLER", "why": "UNAVAILABLE"},
    status=201,
    finds=True,
)
def propose(request: HttpRequest, code: OrderCode, body: Proposal) -> AmendmentShape:
    """Other quantities, prices or another day; the buyer answers."""
    counter, order = executed(request, code, to_act=True)
    return _propose(request, order, body, counter.side, by_whom(counter))


@amendments.write(
    "POST",
    "/supply/orders/{order_code:code}/amendments/{int:number}/answer",
    scope=Scope.ORDERS_WRITE,
    summary=Text("答复买方提出的变更", "Answer a change of the buyer's"),
    answer=AmendmentShape,
    example=_ANSWERED,
    finds=True,
)
def reply(request: HttpRequest, code: OrderCode, number: Number, body: AnswerBody) -> AmendmentShape:
    """Accept or refuse what the buyer proposed, or take back your own."""
    counter, order = executed(request, code, to_act=True)
    return _answer(order, number, body, counter.side, by_whom(counter))


def _propose(request: HttpRequest, order: Order, body: Wish | Proposal, side: Side, by: UUID) -> AmendmentShape:
    placed, state = placed_lines(order, body.lines), State(order.state)
    with refusals_told():
        if state not in AMENDABLE or (body.cancels and state not in BEFORE_SHIPPING):
            raise NotAllowed
        lines = [line for _, line, _ in placed.values()]
        may_price = side is not Side.BUYER
        form = AmendmentForm(_typed(request, body, placed), lines=lines, may_price=may_price, may_cancel=body.cancels)
        demand_valid(form, called(placed, ("quantity", "price")))
        data = form.cleaned_data
        made = amending.propose_amendment(
            order=order,
            by=by,
            side=side,
            submission=data["submission"],
            why=AmendmentWhy[data["why"]],
            changes=form.changes(),
            promised_on=data["promised_on"],
            cancels=data.get("cancels", False),
            note=data["note"],
        )
    return _again(order, made.number)


def _typed(request: HttpRequest, body: Wish | Proposal, placed: dict[int, Any]) -> dict[str, str]:
    data = {name: typed(getattr(body, name)) for name in ("why", "promised_on", "note")}
    for key, (_, _, one) in placed.items():
        data |= {f"quantity_{key}": typed(one.packs), f"price_{key}": typed(getattr(one, "price", None))}
    data["cancels"] = "on" if body.cancels else ""
    return {**data, "submission": str(submission_of(request))}


def _answer(order: Order, number: int, body: AnswerBody, side: Side, by: UUID) -> AmendmentShape:
    found = amendment_of(order, number)
    if found is None:
        raise Http404
    with refusals_told():
        amending.ANSWERS[body.answer](amendment=found, by=by, side=side)
    return _again(order, number)


def _again(order: Order, number: int) -> AmendmentShape:
    found = Amendment.objects.prefetch_related("lines__line").get(order=order, number=number)
    return _shape(found, order.currency)


def _list(order: Order) -> AmendmentList:
    return AmendmentList(items=[_shape(one, order.currency) for one in order.amendments.all()])


def _shape(it: Amendment, currency: str) -> AmendmentShape:
    return AmendmentShape(
        number=it.number,
        state=it.state,
        side=it.side,
        why=it.why,
        cancels=it.cancels,
        promised_on=it.promised_on,
        at=it.at,
        lapses_at=it.lapses_at,
        answered_at=it.answered_at,
        lines=[_line(one, currency) for one in it.lines.all()],
    )


def _line(one: AmendmentLine, currency: str) -> ChangedLine:
    return ChangedLine(
        position=one.line.position,
        packs_before=one.quantity_before,
        packs=one.quantity,
        unit_price_before=None if one.price_before is None else amount(Money(one.price_before, currency)),
        unit_price=None if one.price is None else amount(Money(one.price, currency)),
    )
