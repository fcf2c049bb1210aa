"""Asking for samples, prices and advice, and what each side does next: the same steps as on the pages."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from ninja import Query
from pydantic import Field

from coatingcat.config import config
from coatingcat.ground.api import Body, Fault, Problem, Shape, Word, told
from coatingcat.members.access import may
from coatingcat.members.machines import caller_of
from coatingcat.members.machines.once import submission_of
from coatingcat.members.queries.companies import position_of
from coatingcat.members.scopes import Scope
from coatingcat.members.words import CompanyRight
from coatingcat.privacy.words import Text
from coatingcat.trade.access import may_ask_again
from coatingcat.trade.actions.inquiries import send_inquiries
from coatingcat.trade.actions.inquiries.drafts import sample_consignee
from coatingcat.trade.actions.inquiries.sending import Asked
from coatingcat.trade.api.carts import ConsigneeBody
from coatingcat.trade.api.inquiries import INQUIRY, InquiryRow, inquiries, row_of
from coatingcat.trade.api.shared import demand_valid, refusals_told, typed
from coatingcat.trade.api.standing import Decimals
from coatingcat.trade.forms import ConsigneeForm
from coatingcat.trade.forms.asking import InquiryProjectForm, ProductsForm
from coatingcat.trade.forms.wishes import asked_in, wish_in
from coatingcat.trade.models import Inquiry, Seller
from coatingcat.trade.queries.inquiries import Askable, products_by_code, who_can_be_asked
from coatingcat.trade.words import MAX_INQUIRY_LINES, MAX_SELLERS

__all__ = ["inquiries"]  # the noun of /inquiries, whose two methods need one router

ProductCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$", examples=["PUR-0007"])]


class SellerShape(Shape):
    """Somebody who can be asked."""

    key: str = Field(examples=["operator"])
    name: str
    products: list[str] = Field(description=told("可询的产品", "Products they can be asked for"))


class SellerList(Shape):
    items: list[SellerShape]


class SentInquiries(Shape):
    """One inquiry for each of those who were asked."""

    inquiries: list[InquiryRow]


class AskedProduct(Body):
    product: ProductCode
    quantity: Decimals = Field(examples=["0.5"])
    unit: Literal["g", "kg", "mL", "L", "piece", "t", "m³"]
    note: Word = Field(default="", max_length=500)


class AskingBody(Body):
    """What is wanted, of whom, and what for. A sample needs its consignee; anything else has none."""

    kind: Literal["SAMPLE", "QUOTE", "TECHNICAL"]
    lines: list[AskedProduct] = Field(min_length=1, max_length=MAX_INQUIRY_LINES)
    sellers: list[Annotated[str, Field(max_length=80)]] = Field(
        min_length=1,
        max_length=MAX_SELLERS,
        description=told("GET /sellers 中的 key", "As `key` of GET /sellers"),
        examples=[["operator"]],
    )
    priority: Literal["STANDARD", "HIGH", "URGENT"] = "STANDARD"
    deadline: date | None = None
    application: Word = Field(default="", max_length=500)
    background: Word = Field(default="", max_length=2000)
    targets: Word = Field(default="", max_length=1000)
    yearly_demand: Decimals | None = None
    demand_unit: Literal["kg", "t", "L", "m³", "piece"] | None = None
    formula_share: Literal["NOTHING", "ROLE", "LINE"] = Field(
        default="NOTHING", description=told("供应商可看到配方的多少", "How much of your formula they may see")
    )
    formula_role: Word = Field(default="", max_length=200)
    formula_line: Word = Field(default="", max_length=500)
    consignee: ConsigneeBody | None = None


_PROJECT = (
    "application",
    "background",
    "targets",
    "yearly_demand",
    "demand_unit",
    "formula_share",
    "formula_role",
    "formula_line",
)
Products = Annotated[
    str,
    Query(
        pattern=r"^[A-Za-z0-9_.,-]+$",
        max_length=1000,
        description=told("产品编号，以逗号分隔", "Numbers of products, with commas between them"),
        examples=["PUR-0007"],
    ),
]


@inquiries.read(
    "/sellers",
    scope=Scope.INQUIRIES_WRITE,
    summary=Text("查询可向谁询盘", "See who can be asked"),
    answer=SellerList,
    example={"items": [{"key": "operator", "name": "CoatingCat", "products": ["PUR-0007"]}]},
)
def sellers(request: HttpRequest, products: Products) -> SellerList:
    """The operator, and who offers one of the products or represents its maker. Three queries."""
    found = _askable(products.split(",")[:MAX_INQUIRY_LINES])
    return SellerList(items=[SellerShape(key=o.key, name=o.name, products=sorted(o.product_ids)) for o in found])


@inquiries.write(
    "POST",
    "/inquiries",
    scope=Scope.INQUIRIES_WRITE,
    summary=Text("发送询盘", "Ask for a sample, a quote or advice"),
    answer=SentInquiries,
    example={"inquiries": [{**INQUIRY, "state": "SENT"}]},
    status=201,
)
def send(request: HttpRequest, body: AskingBody) -> SentInquiries:
    """The same to each of them, who is shown what you tell and nothing else. A first answer is promised in 72 hours."""
    answers = _answers(body)
    chosen = _chosen(body, answers)
    consignee = _consignee_form(body)
    caller = caller_of(request)
    position = position_of(caller.subject_id)
    if not may(position, CompanyRight.INQUIRE):
        raise Problem(403, "not-allowed", gettext("The role of whoever made this key does not include this."))
    if not may_ask_again(caller.subject_id):
        raise Problem(429, "too-many-requests", gettext("That was often today. Try again tomorrow."))
    with refusals_told():
        sent = send_inquiries(
            by=caller.subject_id,
            request=submission_of(request),
            wish=wish_in(answers, [asked for _, asked in asked_in(answers)]),
            to=_to(answers, chosen),
            company=caller.company,
            consignee=sample_consignee(by=caller.subject_id, **consignee.cleaned_data) if consignee else None,
            language=get_language() or "zh-hans",
        )
    return SentInquiries(inquiries=[InquiryRow(**row_of(one)) for one in _again(sent)])


def _answers(body: AskingBody) -> dict[str, Any]:
    """As the pages would have kept them, each page looked at."""
    codes = [line.product for line in body.lines]
    wares = products_by_code(codes)
    known, faults = {one.pk for one in wares}, []
    for at, code in enumerate(codes):
        if code not in known or code in codes[:at]:
            reason = gettext("This product is named twice.") if code in known else gettext("There is no such product.")
            faults.append(Fault(field=f"lines.{at}.product", reason=reason, remedy=gettext("See /products.")))
    if faults:
        raise Problem(422, "validation", faults[0].reason, faults)
    page = {name: typed(getattr(body, name)) for name in ("kind", "priority", "deadline")}
    names = {}
    for at, line in enumerate(body.lines):
        for name in ("quantity", "unit", "note"):
            page[f"{name}-{line.product}"] = getattr(line, name)
            names[f"{name}-{line.product}"] = f"lines.{at}.{name}"
    first = ProductsForm(page, products=wares)
    demand_valid(first, names)
    second = InquiryProjectForm({name: typed(getattr(body, name)) for name in _PROJECT})
    demand_valid(second)
    return {**first.answers(), **second.answers()}


def _consignee_form(body: AskingBody) -> ConsigneeForm | None:
    is_sample = body.kind == "SAMPLE"
    if is_sample != (body.consignee is not None):
        reason = gettext("A sample needs a consignee.") if is_sample else gettext("Only a sample has a consignee.")
        remedy = gettext("Send it.") if is_sample else gettext("Leave it out.")
        raise Problem(422, "validation", reason, [Fault(field="consignee", reason=reason, remedy=remedy)])
    if body.consignee is None:
        return None
    form = ConsigneeForm(body.consignee.model_dump())
    demand_valid(form, {name: f"consignee.{name}" for name in form.fields})
    return form


def _askable(codes: Sequence[str]) -> list[Askable]:
    return who_can_be_asked(products_by_code(codes), config().contact.operator)


def _chosen(body: AskingBody, answers: dict[str, Any]) -> list[Askable]:
    known = {one.key: one for one in _askable([line["product"] for line in answers["lines"]])}
    reason, remedy = gettext("They cannot be asked for these products."), gettext("See /sellers for who can.")
    faults = [
        Fault(field=f"sellers.{at}", reason=reason, remedy=remedy)
        for at, key in enumerate(body.sellers)
        if key not in known
    ]
    if faults:
        raise Problem(422, "validation", reason, faults)
    return [known[key] for key in dict.fromkeys(body.sellers)]


def _to(answers: dict[str, Any], chosen: Sequence[Askable]) -> dict[Seller | None, list[Asked]]:
    lines = asked_in(answers)
    return {one.seller: [asked for ware, asked in lines if ware.pk in one.product_ids] for one in chosen}


def _again(sent: Sequence[Inquiry]) -> list[Inquiry]:
    ids: list[UUID] = [one.pk for one in sent]
    rows = Inquiry.objects.select_related("seller__company").prefetch_related("lines").filter(pk__in=ids)
    return list(rows.order_by("pk"))
