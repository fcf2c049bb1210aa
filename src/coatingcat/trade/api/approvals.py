"""Orders that wait for approval in the buyer's own company."""

from datetime import datetime
from typing import Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from pydantic import Field

from coatingcat.ground.api import Amount, Body, Problem, Shape, Word, amount, told
from coatingcat.members.machines import Operations, caller_of
from coatingcat.members.queries.companies import position_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.actions import approvals as verbs
from coatingcat.trade.api.shared import TO_QUOTE, OrderCode, demand_valid, refusals_told
from coatingcat.trade.forms.approvals import DecisionForm
from coatingcat.trade.queries.companies import Approval, approval_of, approvals_waiting
from coatingcat.trade.words import Decision, State

approvals = Operations(Text("订单审批", "Approvals"))


class ApprovalShape(Shape):
    """An order that waits, or waited, for approval."""

    code: str
    state: State
    asked_by: str = Field(description=told("下单人在公司内的名称", "Who ordered, as colleagues see them"))
    seller: str | None = Field(description=told("供应商；空为平台", "Who sells; null: the operator"))
    total: Amount | None = Field(description=TO_QUOTE)
    placed_at: datetime
    step: int | None = Field(description=told("等待第几级审批；空为不再等待", "The step it waits for; null: none"))
    steps: int
    may_decide: bool = Field(description=told("您的密钥能否审批", "Whether whoever made your key may decide"))


class ApprovalList(Shape):
    items: list[ApprovalShape]


class DecisionBody(Body):
    """`note` is needed to refuse; who ordered reads it."""

    decision: Literal["APPROVED", "REFUSED"]
    note: Word = Field(default="", max_length=500)


_APPROVAL = {
    "code": "CC-7K3M9-QXD4T",
    "state": "requested",
    "asked_by": "colourist",
    "seller": "Selling Chemicals",
    "total": {"amount": "4820.00", "currency": "CNY"},
    "placed_at": "2026-11-26T10:00:00+08:00",
    "step": 1,
    "steps": 2,
    "may_decide": True,
}


@approvals.read(
    "/approvals",
    scope=Scope.ORDERS_READ,
    summary=Text("列出待审批的订单", "List orders that wait for approval"),
    answer=ApprovalList,
    example={"items": [_APPROVAL]},
)
def listed(request: HttpRequest) -> ApprovalList:
    """An approver sees those of the company, anybody else their own; longest wait first. Six queries."""
    position = position_of(caller_of(request).subject_id)
    return ApprovalList(items=[_shape(one) for one in approvals_waiting(position)] if position else [])


@approvals.read(
    "/orders/{order_code:code}/approval",
    scope=Scope.ORDERS_READ,
    summary=Text("读取订单的审批", "Read the approval of an order"),
    answer=ApprovalShape,
    example=_APPROVAL,
    finds=True,
)
def one(request: HttpRequest, code: OrderCode) -> ApprovalShape:
    """For its buyer and the approvers of the very same company."""
    return _shape(_found(request, code))


@approvals.write(
    "POST",
    "/orders/{order_code:code}/approval",
    scope=Scope.APPROVALS_WRITE,
    summary=Text("同意或不同意订单", "Approve or refuse an order"),
    answer=ApprovalShape,
    example={**_APPROVAL, "state": "placed", "step": None, "may_decide": False},
    finds=True,
)
def decide(request: HttpRequest, code: OrderCode, body: DecisionBody) -> ApprovalShape:
    """After the last step the order is placed; a refused one is cancelled. Nobody approves what they ordered."""
    caller = caller_of(request)
    found = _found(request, code)
    form = DecisionForm(body.model_dump())
    demand_valid(form)
    if not found.may_decide:
        raise Problem(409, "conflict", gettext("This step does not wait for you, or not any more."))
    note = form.cleaned_data["note"]
    with purpose(Purpose.ORDER_FULFILMENT, actor=caller.actor), refusals_told():
        if body.decision == Decision.APPROVED.name:
            verbs.approve(order=found.order, by=caller.subject_id, note=note)
        else:
            verbs.refuse(order=found.order, by=caller.subject_id, note=note)
    return _shape(_found(request, code))


def _found(request: HttpRequest, code: str) -> Approval:
    found = approval_of(caller_of(request).subject_id, code)
    if found is None or found.order.company_id != caller_of(request).company.pk:
        raise Http404
    return found


def _shape(it: Approval) -> ApprovalShape:
    order, task = it.order, it.task
    return ApprovalShape(
        code=order.code,
        state=State(order.state),
        asked_by=it.asked_by,
        seller=order.seller.company.name if order.seller else None,
        total=amount(order.money),
        placed_at=order.placed_at,
        step=task.number if task else None,
        steps=len(order.tasks.all()),
        may_decide=it.may_decide,
    )
