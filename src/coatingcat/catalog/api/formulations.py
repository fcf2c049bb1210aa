"""Guide formulations, line by line."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query
from pydantic import Field

from coatingcat.catalog.api.codes import CODE
from coatingcat.catalog.models import Formulation, FormulationLine
from coatingcat.catalog.words import TECHNOLOGIES, Status
from coatingcat.ground.api import NEXT, Shape, page_of, told
from coatingcat.members.machines import Cursor, Limit, Operations
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text

formulations = Operations(Text("指导配方", "Guide formulations"))

Code = Annotated[str, Path(pattern=CODE, examples=["F-HX-1013"])]
Technology = Annotated[str, Query(max_length=40, pattern="^(" + "|".join(["", *TECHNOLOGIES]) + ")$")]


class FormulationRow(Shape):
    """A recipe to start from."""

    code: str
    name: str
    segment: str
    technology: str
    basis: str = Field(description=told("用量的单位", "What the amounts are in"), examples=["weight %"])
    status: Status


class Ingredient(Shape):
    """A line; the role belongs to this use of the material."""

    number: int
    part: str
    ingredient: str
    role: str
    amount: float | None
    percent: float | None = Field(description=told("占该组分的质量分数，%", "% by weight of its part"))
    cas: str | None
    product: str | None = Field(description=told("产品编号", "Number of the product"))


class FormulationWhole(FormulationRow):
    """A recipe with its lines."""

    mix_ratio: str = Field(description=told("各组分的质量比", "Parts by weight"), examples=["100:46"])
    note: str
    source: str
    lines: list[Ingredient]


class FormulationPage(Shape):
    items: list[FormulationRow]
    next: str = Field(description=NEXT)


_ROW = {
    "code": "F-HX-1013",
    "name": "2K PUR topcoat",
    "segment": "anticorrosion",
    "technology": "solventborne",
    "basis": "weight %",
    "status": "constructed",
}
_LINE = {
    "number": 1, "part": "A", "ingredient": "Acrylic polyol", "role": "binder", "amount": 55.0, "percent": 55.0,
    "cas": None, "product": None,
}  # fmt: skip


@formulations.read(
    "/formulations",
    scope=Scope.CATALOG_READ,
    summary=Text("列出指导配方", "List guide formulations"),
    answer=FormulationPage,
    example={"items": [_ROW], "next": ""},
)
def listed(
    request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, technology: Technology = ""
) -> FormulationPage:
    """Formulations in the order of their codes."""
    rows = Formulation.objects.all()
    rows = rows.filter(technology=technology) if technology else rows
    page = page_of(rows, by=["code"], cursor=cursor, limit=limit)
    return FormulationPage(items=[FormulationRow(**_row(it)) for it in page.rows], next=page.next)


@formulations.read(
    "/formulations/{code:code}",
    scope=Scope.CATALOG_READ,
    summary=Text("读取一个配方", "Read a formulation"),
    answer=FormulationWhole,
    example={**_ROW, "mix_ratio": "100:46", "note": "", "source": "", "lines": [_LINE]},
    finds=True,
)
def one(request: HttpRequest, code: Code) -> FormulationWhole:
    """A formulation with its lines; two queries."""
    it = get_object_or_404(Formulation, pk=code)
    lines = [_line(line) for line in it.lines.order_by("number")]
    return FormulationWhole(**_row(it), mix_ratio=it.mix_ratio, note=it.note, source=it.source, lines=lines)


def _row(it: Formulation) -> dict[str, Any]:
    return {
        "code": it.code,
        "name": it.name,
        "segment": it.segment_id,
        "technology": it.technology,
        "basis": it.basis,
        "status": it.status,
    }


def _line(line: FormulationLine) -> Ingredient:
    return Ingredient(
        number=line.number,
        part=line.part,
        ingredient=line.ingredient,
        role=line.role,
        amount=line.amount,
        percent=line.percent,
        cas=line.substance_id,
        product=line.product_id,
    )
