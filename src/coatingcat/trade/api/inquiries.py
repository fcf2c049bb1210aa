"""Inquiries as both sides list and read them; what people wrote opens as on the pages."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path
from pydantic import Field

from coatingcat.ground.api import NEXT, Shape, page_of, told
from coatingcat.ground.ids import code_pattern
from coatingcat.members.machines import Cursor, Limit, Operations, caller_of
from coatingcat.members.machines.operations import REASON
from coatingcat.members.scopes import Scope
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.reveal import reasons_for
from coatingcat.privacy.words import Purpose, Reason, Text
from coatingcat.trade.access import Counter
from coatingcat.trade.api.shared import at_supply, opened, reason_of
from coatingcat.trade.api.standing import number
from coatingcat.trade.models import Inquiry, InquiryLine
from coatingcat.trade.queries.companies import inquiries_in_sight
from coatingcat.trade.queries.inquiries import Said, inquiry_at, inquiry_in_sight, inquiry_of, said_about_inquiry
from coatingcat.trade.queries.scopes import inquiries_at

inquiries = Operations(Text("询盘", "Inquiries"))

InquiryCode = Annotated[str, Path(pattern=f"^{code_pattern('IQ')}$", examples=["IQ-7K3M9-QXD4T"])]


class InquiryRow(Shape):
    """What was asked, where it stands, and until when an answer is promised."""

    code: str
    kind: str = Field(examples=["SAMPLE"])
    state: str = Field(examples=["QUALIFIED"])
    seller: str | None = Field(description=told("供应商；空为平台", "Who is asked; null: the operator"))
    sent_at: datetime
    due_at: datetime | None = Field(description=told("承诺答复的期限", "Until when the next step is promised"))
    products: list[str]


class AskedLine(Shape):
    """A product that is asked about."""

    position: int
    product: str | None
    name: str
    quantity: str = Field(examples=["0.5"])
    unit: str


class InquiryStepShape(Shape):
    """One move of an inquiry."""

    state: str
    side: str | None = Field(description=told("由哪一方；空为系统", "On which side; empty: by itself"))
    at: datetime


class MessageShape(Shape):
    """What one side wrote; empty where it does not open to whoever reads."""

    side: str
    at: datetime
    text: str
    has_file: bool = Field(description=told("是否附有文件，可在网页下载", "Whether there is a file, on the page"))


class InquiryWhole(InquiryRow):
    """An inquiry with all that was told and said; a seller's program reads null until it gives a reason."""

    why: str = Field(description=told("婉拒的原因；空为未婉拒", "Why it was declined; empty: it was not"))
    priority: str = Field(examples=["STANDARD"])
    deadline: date | None
    application: str | None
    background: str | None
    targets: str | None
    yearly_demand: str | None
    demand_unit: str | None
    formula_role: str | None
    formula_line: str | None
    lines: list[AskedLine]
    steps: list[InquiryStepShape]
    messages: list[MessageShape]


class InquiryPage(Shape):
    items: list[InquiryRow]
    next: str = Field(description=NEXT)


INQUIRY = {
    "code": "IQ-7K3M9-QXD4T",
    "kind": "SAMPLE",
    "state": "QUALIFIED",
    "seller": "Selling Chemicals",
    "sent_at": "2026-11-26T10:00:00+08:00",
    "due_at": "2026-11-29T10:00:00+08:00",
    "products": ["Desmodur N 75 BA"],
}
TOLD = ("application", "background", "targets", "yearly_demand", "demand_unit", "formula_role", "formula_line")
WHOLE_INQUIRY = {
    **INQUIRY,
    **dict.fromkeys(TOLD),
    "why": "",
    "priority": "STANDARD",
    "deadline": None,
    "application": "Topcoat on steel, C5",
    "lines": [{"position": 1, "product": "PUR-0007", "name": "Desmodur N 75 BA", "quantity": "0.5", "unit": "kg"}],
    "steps": [{"state": "QUALIFIED", "side": "SELLER", "at": "2026-11-26T11:00:00+08:00"}],
    "messages": [{"side": "SELLER", "at": "2026-11-26T11:00:00+08:00", "text": "Thank you", "has_file": False}],
}
_REASON = REASON | {"schema": {"type": "string", "enum": [one.name for one in reasons_for(Purpose.INQUIRIES)]}}


@inquiries.read(
    "/inquiries",
    scope=Scope.INQUIRIES_READ,
    summary=Text("列出询盘", "List inquiries"),
    answer=InquiryPage,
    example={"items": [INQUIRY], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> InquiryPage:
    """What was asked for the company, by whoever made the key and by colleagues, latest first. Three queries."""
    caller = caller_of(request)
    return _page(inquiries_in_sight(caller.subject_id).filter(company=caller.company), cursor, limit)


@inquiries.read(
    "/supply/inquiries",
    scope=Scope.INQUIRIES_READ,
    summary=Text("列出收到的询盘", "List inquiries to answer"),
    answer=InquiryPage,
    example={"items": [INQUIRY], "next": ""},
)
def received(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> InquiryPage:
    """What the company was asked, latest first. Two queries."""
    return _page(inquiries_at(at_supply(request)), cursor, limit)


@inquiries.read(
    "/inquiries/{inquiry_code:code}",
    scope=Scope.INQUIRIES_READ,
    summary=Text("读取询盘", "Read an inquiry"),
    answer=InquiryWhole,
    example=WHOLE_INQUIRY,
    finds=True,
)
def one(request: HttpRequest, code: InquiryCode) -> InquiryWhole:
    """With all that was said, if whoever made the key asked it; what a colleague wrote is between them and the seller."""
    caller = caller_of(request)
    found = inquiry_in_sight(caller.subject_id, code)
    if found is None or found.company_id != caller.company.pk:
        raise Http404
    return whole_inquiry(found, caller.actor, None) if found.buyer_id == caller.subject_id else closed_inquiry(found)


@inquiries.read(
    "/supply/inquiries/{inquiry_code:code}",
    scope=Scope.INQUIRIES_READ,
    summary=Text("读取收到的询盘", "Read an inquiry to answer"),
    answer=InquiryWhole,
    example=WHOLE_INQUIRY,
    finds=True,
    parameters=[_REASON],
)
def received_one(request: HttpRequest, code: InquiryCode) -> InquiryWhole:
    """With a reason what the buyer told and wrote; each look is written down and shown to the person."""
    counter = at_supply(request)
    reason = reason_of(request, Purpose.INQUIRIES)
    found = inquiry_at_counter(counter, code)
    return closed_inquiry(found) if reason is None else whole_inquiry(found, counter.actor, reason)


def own_inquiry(request: HttpRequest, code: str) -> Inquiry:
    """One of the key's maker and company, to do something about it. Raises Http404."""
    caller = caller_of(request)
    found = inquiry_of(caller.subject_id, code)
    if found is None or found.company_id != caller.company.pk:
        raise Http404
    return found


def inquiry_at_counter(counter: Counter, code: str) -> Inquiry:
    """One that this counter may see. Raises Http404."""
    found = inquiry_at(counter, code)
    if found is None:
        raise Http404
    return found


def closed_inquiry(it: Inquiry) -> InquiryWhole:
    """Without anything that people told or wrote."""
    return _shape(it, dict.fromkeys(TOLD), said_about_inquiry(it, opens=False))


def whole_inquiry(it: Inquiry, actor: Actor, reason: Reason | None) -> InquiryWhole:
    """With what opens to whoever reads."""
    with purpose(Purpose.INQUIRIES, actor=actor, reason=reason, about=it.code):
        told_so = {name: opened(getattr(it, name)) for name in TOLD}
        return _shape(it, told_so, said_about_inquiry(it, opens=True))


def _shape(it: Inquiry, told_so: dict[str, Any], said: list[Said]) -> InquiryWhole:
    return InquiryWhole(
        **row_of(it),
        **told_so,
        why=it.why,
        priority=it.priority,
        deadline=it.deadline,
        lines=[_line(line) for line in it.lines.all()],
        steps=[InquiryStepShape(state=step.state, side=step.side, at=step.at) for step in it.steps.all()],
        messages=[MessageShape(side=one.message.side, at=one.at, text=one.text, has_file=one.has_file) for one in said],
    )


def _line(line: InquiryLine) -> AskedLine:
    return AskedLine(
        position=line.position,
        product=line.product_id,
        name=line.name,
        quantity=number(line.quantity),
        unit=line.unit,
    )


def _page(rows: Any, cursor: str, limit: int) -> InquiryPage:
    rows = rows.select_related("seller__company").prefetch_related("lines").defer(*TOLD)
    page = page_of(rows, by=["-sent_at", "-id"], cursor=cursor, limit=limit)
    return InquiryPage(items=[InquiryRow(**row_of(one)) for one in page.rows], next=page.next)


def row_of(it: Inquiry) -> dict[str, Any]:
    """What a list says of it."""
    return {
        "code": it.code,
        "kind": it.kind,
        "state": it.state,
        "seller": it.seller.company.name if it.seller else None,
        "sent_at": it.sent_at,
        "due_at": it.due_at,
        "products": [line.name for line in it.lines.all()],
    }
