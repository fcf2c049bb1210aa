"""What each side does with an inquiry: its steps, the way of a sample, and what they write to each other."""

from collections.abc import Collection
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from pydantic import Field

from coatingcat.ground.api import Body, Problem, Word, told
from coatingcat.members.machines import Operations, caller_of
from coatingcat.members.machines.once import submission_of
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text
from coatingcat.trade.access import may_write_again
from coatingcat.trade.actions.inquiries import move_inquiry, ship_sample
from coatingcat.trade.actions.messages import write_message
from coatingcat.trade.api.inquiries import (
    WHOLE_INQUIRY,
    InquiryCode,
    InquiryWhole,
    closed_inquiry,
    inquiry_at_counter,
    own_inquiry,
    whole_inquiry,
)
from coatingcat.trade.api.shared import at_supply, by_whom, demand_valid, refusals_told, typed
from coatingcat.trade.api.shipping import known_carriers
from coatingcat.trade.api.standing import Decimals
from coatingcat.trade.forms.conversation import InquiryMessageForm
from coatingcat.trade.forms.inquiries import InquiryStepForm
from coatingcat.trade.forms.samples import SampleParcelForm
from coatingcat.trade.models import Inquiry
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.inquiries import moves_of
from coatingcat.trade.words import InquiryState, Side

answering = Operations(Text("询盘的处理", "What becomes of inquiries"))

_BY_OTHER_WAYS = (InquiryState.SHIPPED, InquiryState.QUOTED, InquiryState.ACCEPTED)
"""A sample is shipped, a quote is made and accepted by operations of their own."""
_MUST_WRITE = (InquiryState.ANSWERED.name,)


class BuyersStep(Body):
    """Withdraw it, say that the sample has arrived, ask again, close it."""

    to: Literal["WITHDRAWN", "DELIVERED", "QUALIFIED", "CLOSED"]
    text: Word = Field(default="", max_length=4000)


class SellersStep(Body):
    """`why` is needed to decline, and only then; an answer needs its text."""

    to: Literal["QUALIFIED", "DECLINED", "APPROVED", "ANSWERED", "DELIVERED"]
    why: (
        Literal[
            "NOT_SUPPLIED",
            "REGION",
            "QUANTITY",
            "APPLICATION",
            "REGULATION",
            "INFORMATION",
            "CAPACITY",
            "OTHER",
        ]
        | None
    ) = None
    text: Word = Field(default="", max_length=4000)


class Message(Body):
    text: Word = Field(min_length=1, max_length=4000, examples=["Does it suit two-layer systems?"])


class SampleShipping(Body):
    """How a sample goes out. A carrier is told name, number, address and parcel, and no more."""

    carrier: Word = Field(
        default="",
        max_length=120,
        description=told("承运人代码；空为自行送货", "Key of the carrier; empty: by yourself"),
    )
    tracking: Word = Field(default="", max_length=60, examples=["SF1234567890"])
    packs: int = Field(default=1, strict=True, ge=1, le=1000)
    weight_kg: Decimals = Field(examples=["0.7"])


@answering.write(
    "POST",
    "/inquiries/{inquiry_code:code}/steps",
    scope=Scope.INQUIRIES_WRITE,
    summary=Text("推进自己的询盘", "Move your inquiry on"),
    answer=InquiryWhole,
    example={**WHOLE_INQUIRY, "state": "WITHDRAWN"},
    finds=True,
)
def step(request: HttpRequest, code: InquiryCode, body: BuyersStep) -> InquiryWhole:
    """As far as it stands so; the other side is told."""
    caller = caller_of(request)
    found = own_inquiry(request, code)
    _keep_to(caller.subject_id)
    _move(request, found, body, Side.BUYER, caller.subject_id)
    return whole_inquiry(own_inquiry(request, code), caller.actor, None)


@answering.write(
    "POST",
    "/inquiries/{inquiry_code:code}/messages",
    scope=Scope.INQUIRIES_WRITE,
    summary=Text("向对方写消息", "Write to whoever was asked"),
    answer=InquiryWhole,
    example=WHOLE_INQUIRY,
    status=201,
    finds=True,
)
def write(request: HttpRequest, code: InquiryCode, body: Message) -> InquiryWhole:
    """They hear of it once a day, without the contents."""
    caller = caller_of(request)
    found = own_inquiry(request, code)
    _keep_to(caller.subject_id)
    _write(request, found, body, Side.BUYER, caller.subject_id)
    return whole_inquiry(own_inquiry(request, code), caller.actor, None)


@answering.write(
    "POST",
    "/supply/inquiries/{inquiry_code:code}/steps",
    scope=Scope.INQUIRIES_WRITE,
    summary=Text("受理、批准、答复或婉拒询盘", "Take an inquiry up, approve, answer or decline it"),
    answer=InquiryWhole,
    example=WHOLE_INQUIRY,
    finds=True,
)
def answer(request: HttpRequest, code: InquiryCode, body: SellersStep) -> InquiryWhole:
    """The buyer is told; declining needs a reason, which the buyer reads."""
    counter = at_supply(request, to_act=True)
    _move(request, inquiry_at_counter(counter, code), body, counter.side, by_whom(counter))
    return closed_inquiry(inquiry_at_counter(counter, code))


@answering.write(
    "POST",
    "/supply/inquiries/{inquiry_code:code}/messages",
    scope=Scope.INQUIRIES_WRITE,
    summary=Text("向买方写消息", "Write to the buyer"),
    answer=InquiryWhole,
    example=WHOLE_INQUIRY,
    status=201,
    finds=True,
)
def write_back(request: HttpRequest, code: InquiryCode, body: Message) -> InquiryWhole:
    """The buyer hears of it once a day, without the contents."""
    counter = at_supply(request, to_act=True)
    _write(request, inquiry_at_counter(counter, code), body, counter.side, by_whom(counter))
    return closed_inquiry(inquiry_at_counter(counter, code))


@answering.write(
    "POST",
    "/supply/inquiries/{inquiry_code:code}/parcel",
    scope=Scope.INQUIRIES_WRITE,
    summary=Text("寄出样品", "Ship a sample"),
    answer=InquiryWhole,
    example={**WHOLE_INQUIRY, "state": "SHIPPED"},
    status=201,
    finds=True,
)
def parcel(request: HttpRequest, code: InquiryCode, body: SampleShipping) -> InquiryWhole:
    """Of an inquiry whose sample was approved, once."""
    counter = at_supply(request, to_act=True)
    found = inquiry_at_counter(counter, code)
    form = SampleParcelForm(
        {name: typed(value) for name, value in body.model_dump().items()}, carriers=known_carriers()
    )
    with refusals_told():
        if found.stands is not InquiryState.APPROVED:
            raise NotAllowed
        demand_valid(form)
        ship_sample(inquiry=found, side=counter.side, actor=counter.actor, **form.cleaned_data)
    return closed_inquiry(inquiry_at_counter(counter, code))


def _move(request: HttpRequest, found: Inquiry, body: BuyersStep | SellersStep, side: Side, by: UUID) -> None:
    allowed = [state for state in moves_of(found.sort, found.stands, side) if state not in _BY_OTHER_WAYS]
    with refusals_told():
        if InquiryState[body.to] not in allowed:
            raise NotAllowed
        form = _form(request, body, allowed)
        move_inquiry(
            inquiry=found,
            to=form.step,
            side=side,
            by=by,
            submission=form.cleaned_data["submission"],
            why=form.reason,
            note=form.cleaned_data["text"],
        )


def _form(request: HttpRequest, body: BuyersStep | SellersStep, allowed: Collection[InquiryState]) -> InquiryStepForm:
    data = {name: typed(value) for name, value in body.model_dump().items()}
    moves = [(state.name, state.name) for state in allowed]
    form = InquiryStepForm(data | {"submission": str(submission_of(request))}, moves=moves, must_write=_MUST_WRITE)
    demand_valid(form)
    return form


def _write(request: HttpRequest, found: Inquiry, body: Message, side: Side, by: UUID) -> None:
    form = InquiryMessageForm({"text": body.text, "submission": str(submission_of(request))})
    demand_valid(form)
    with refusals_told():
        write_message(about=found, side=side, by=by, **form.cleaned_data)


def _keep_to(subject_id: UUID) -> None:
    if not may_write_again(subject_id):
        raise Problem(429, "too-many-requests", gettext("That was often today. Try again tomorrow."))
