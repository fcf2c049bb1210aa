"""Returns and claims: asked by the buyer, answered, received and settled by the seller."""

from datetime import datetime
from typing import Literal

from django.http import Http404, HttpRequest
from pydantic import Field

from coatingcat.ground.api import Body, Shape, Word, told
from coatingcat.members.machines import Operations, caller_of
from coatingcat.members.machines.once import submission_of
from coatingcat.members.machines.operations import REASON
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.access import Counter
from coatingcat.trade.actions import returning
from coatingcat.trade.api.shared import OrderCode, by_whom, demand_valid, opened, reason_of, refusals_told, typed
from coatingcat.trade.api.shipping import ReturnCode
from coatingcat.trade.api.standing import OfLine, acted_on, called, executed, placed_lines, seen
from coatingcat.trade.forms.returns import ReturnAnswerForm, ReturnForm
from coatingcat.trade.models import Order, Return
from coatingcat.trade.queries.execution import return_of
from coatingcat.trade.words import ReturnRefusal, ReturnSort, ReturnWhy

returns = Operations(Text("退货与索赔", "Returns and claims"))

Sorts = Literal["RETURN", "CLAIM"]
Whys = Literal["QUALITY", "TRANSPORT", "SHORTAGE", "WRONG_GOODS", "NOT_NEEDED"]


class ReturnedLine(Shape):
    position: int
    sku: str
    name: str
    packs: int


class ReturnShape(Shape):
    """A return or claim and where it stands."""

    code: str
    sort: Sorts
    why: Whys
    state: str = Field(examples=["asked"])
    at: datetime
    due_at: datetime = Field(description=told("承诺答复的期限", "Until when an answer is promised"))
    answered_at: datetime | None
    refusal: str = Field(description=told("拒绝的原因；空为未拒绝", "Why it was refused; empty: it was not"))
    received_at: datetime | None
    is_restocked: bool
    settled_at: datetime | None
    settlement: str = Field(description=told("如何了结；空为尚未了结", "How it ended; empty: it has not"))
    note: str | None = Field(
        description=told("买方的说明；供应商须给出理由才能看到", "What the buyer wrote; a seller sees it with a reason")
    )
    lines: list[ReturnedLine]


class ReturnList(Shape):
    items: list[ReturnShape]


class Asking(Body):
    """What is wrong with which packs."""

    sort: Sorts
    why: Whys
    note: Word = Field(min_length=1, max_length=1000, examples=["Lumps in batch B-2026-11"])
    lines: list[OfLine] = Field(min_length=1, max_length=200)


class ReturnAnswer(Body):
    """`why` is needed to refuse, and only then."""

    answer: Literal["agree", "refuse"]
    why: Literal["TOO_LATE", "WITHIN_SPECIFICATION", "NO_EVIDENCE", "OPENED", "OTHER"] | None = None
    note: Word = Field(default="", max_length=500)


class Receipt(Body):
    restock: bool = Field(default=False, strict=True, description=told("放回库存", "Put them back on the shelf"))


_RETURN = {
    "code": "RT-7K3M9-QXD4T",
    "sort": "RETURN",
    "why": "QUALITY",
    "state": "asked",
    "at": "2026-12-02T10:00:00+08:00",
    "due_at": "2026-12-05T10:00:00+08:00",
    "answered_at": None,
    "refusal": "",
    "received_at": None,
    "is_restocked": False,
    "settled_at": None,
    "settlement": "",
    "note": None,
    "lines": [{"position": 1, "sku": "SKU-00001", "name": "Desmodur N 75 BA", "packs": 1}],
}
_WITH_NOTE = {**_RETURN, "note": "Lumps in batch B-2026-11"}
_AGREED = {**_RETURN, "state": "agreed", "answered_at": "2026-12-03T10:00:00+08:00"}
_RECEIVED = {**_AGREED, "state": "received", "received_at": "2026-12-05T10:00:00+08:00"}
_SETTLED = {**_RECEIVED, "state": "settled", "settled_at": "2026-12-06T10:00:00+08:00", "settlement": "CREDIT"}
_REASON = REASON | {"schema": {"type": "string", "enum": ["DELIVERY", "DELIVERY_PROBLEM", "RETURN"]}}


@returns.read(
    "/orders/{order_code:code}/returns",
    scope=Scope.ORDERS_READ,
    summary=Text("列出订单的退货与索赔", "List returns and claims of an order"),
    answer=ReturnList,
    example={"items": [_RETURN]},
    finds=True,
)
def listed(request: HttpRequest, code: OrderCode) -> ReturnList:
    """Those of one of your orders, without what was written."""
    return ReturnList(items=[_shape(one) for one in seen(request, code).returns.all()])


@returns.write(
    "POST",
    "/orders/{order_code:code}/returns",
    scope=Scope.ORDERS_WRITE,
    summary=Text("申请退货或索赔", "Ask to return goods, or claim"),
    answer=ReturnShape,
    example=_RETURN,
    status=201,
    finds=True,
)
def ask(request: HttpRequest, code: OrderCode, body: Asking) -> ReturnShape:
    """For packs that have arrived; the seller answers within 72 hours."""
    order = acted_on(request, code)
    placed = placed_lines(order, body.lines)
    with refusals_told():
        data = {name: typed(getattr(body, name)) for name in ("sort", "why", "note")}
        data |= {f"quantity_{key}": str(one.packs) for key, (_, _, one) in placed.items()}
        data["submission"] = str(submission_of(request))
        form = ReturnForm(data, lines=[line for _, line, _ in placed.values()])
        demand_valid(form, called(placed, ("quantity",)))
        made = returning.ask_return(
            order=order,
            by=caller_of(request).subject_id,
            submission=form.cleaned_data["submission"],
            sort=ReturnSort[body.sort],
            why=ReturnWhy[body.why],
            packs=form.packs(),
            note=form.cleaned_data["note"],
        )
    return _again(made)


@returns.write(
    "POST",
    "/orders/{order_code:code}/returns/{return_code:return_code}/withdrawal",
    scope=Scope.ORDERS_WRITE,
    summary=Text("撤回退货或索赔", "Take a return or claim back"),
    answer=ReturnShape,
    example={**_RETURN, "state": "withdrawn"},
    finds=True,
)
def withdrawal(request: HttpRequest, code: OrderCode, return_code: ReturnCode) -> ReturnShape:
    """Before it is answered."""
    found = _one(acted_on(request, code), return_code)
    with refusals_told():
        returning.withdraw_return(found=found, by=caller_of(request).subject_id)
    return _again(found)


@returns.read(
    "/supply/orders/{order_code:code}/returns",
    scope=Scope.ORDERS_READ,
    summary=Text("列出待履行订单的退货与索赔", "List returns and claims of an order to execute"),
    answer=ReturnList,
    example={"items": [_WITH_NOTE]},
    finds=True,
    parameters=[_REASON],
)
def received(request: HttpRequest, code: OrderCode) -> ReturnList:
    """With a reason also what the buyer wrote; each look is written down and shown to the person."""
    reason = reason_of(request, Purpose.ORDER_FULFILMENT)
    counter, order = executed(request, code)
    found = list(order.returns.all())
    if reason is None:
        return ReturnList(items=[_shape(one) for one in found])
    with purpose(Purpose.ORDER_FULFILMENT, actor=counter.actor, reason=reason, about=order.code):
        return ReturnList(items=[_shape(one, opened(one.note)) for one in found])


@returns.write(
    "POST",
    "/supply/orders/{order_code:code}/returns/{return_code:return_code}/answer",
    scope=Scope.ORDERS_WRITE,
    summary=Text("答复退货或索赔", "Answer a return or claim"),
    answer=ReturnShape,
    example=_AGREED,
    finds=True,
)
def answer(request: HttpRequest, code: OrderCode, return_code: ReturnCode, body: ReturnAnswer) -> ReturnShape:
    """Agree, or refuse with a reason, which the buyer reads."""
    counter, found = _executed(request, code, return_code)
    form = ReturnAnswerForm({name: typed(getattr(body, name)) for name in ("answer", "why", "note")})
    demand_valid(form)
    by, side = by_whom(counter), counter.side
    with refusals_told():
        if body.answer == "agree":
            returning.agree_to_return(found=found, by=by, side=side)
        else:
            why, note = ReturnRefusal[form.cleaned_data["why"]], form.cleaned_data["note"]
            returning.refuse_return(found=found, by=by, side=side, why=why, note=note)
    return _again(found)


@returns.write(
    "POST",
    "/supply/orders/{order_code:code}/returns/{return_code:return_code}/receipt",
    scope=Scope.ORDERS_WRITE,
    summary=Text("登记退货入库", "Note that returned goods came back"),
    answer=ReturnShape,
    example=_RECEIVED,
    finds=True,
)
def receipt(request: HttpRequest, code: OrderCode, return_code: ReturnCode, body: Receipt) -> ReturnShape:
    """What was agreed to is here again."""
    counter, found = _executed(request, code, return_code)
    with refusals_told():
        returning.receive_return(found=found, by=by_whom(counter), side=counter.side, restock=body.restock)
    return _again(found)


@returns.write(
    "POST",
    "/supply/orders/{order_code:code}/returns/{return_code:return_code}/credit",
    scope=Scope.ORDERS_WRITE,
    summary=Text("以贷项了结", "Settle with a credit"),
    answer=ReturnShape,
    example=_SETTLED,
    finds=True,
)
def credit(request: HttpRequest, code: OrderCode, return_code: ReturnCode) -> ReturnShape:
    """The buyer is told; a replacement settles it instead by being shipped."""
    counter, found = _executed(request, code, return_code)
    with refusals_told():
        returning.credit_return(found=found, by=by_whom(counter), side=counter.side)
    return _again(found)


def _executed(request: HttpRequest, code: str, return_code: str) -> tuple[Counter, Return]:
    counter, order = executed(request, code, to_act=True)
    return counter, _one(order, return_code)


def _one(order: Order, code: str) -> Return:
    found = return_of(order, code)
    if found is None:
        raise Http404
    return found


def _again(found: Return) -> ReturnShape:
    return _shape(Return.objects.prefetch_related("lines__line").get(pk=found.pk))


def _shape(it: Return, note: str | None = None) -> ReturnShape:
    names = ("code", "sort", "why", "state", "at", "due_at", "answered_at", "refusal", "received_at", "is_restocked")
    return ReturnShape(
        **{name: getattr(it, name) for name in (*names, "settled_at", "settlement")},
        note=note,
        lines=[
            ReturnedLine(position=one.line.position, sku=one.line.sku, name=one.line.name, packs=one.quantity)
            for one in it.lines.all()
        ],
    )
