"""Products with their figures, substances and documents, as their sources state them."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query
from pydantic import Field

from coatingcat.catalog.api.codes import CODE
from coatingcat.catalog.models import Document, Product, ProductSubstance, PropertyValue
from coatingcat.catalog.words import DocumentKind, Status
from coatingcat.ground.api import NEXT, Shape, page_of, told
from coatingcat.members.machines import Cursor, Limit, Operations
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text

products = Operations(Text("产品", "Products"))

Code = Annotated[str, Path(pattern=CODE, examples=["desmodur-n-75-ba"])]
Filter = Annotated[str, Query(max_length=96, pattern=r"^[A-Za-z0-9._-]*$")]


class ProductRow(Shape):
    """A raw material under a trade name."""

    code: str = Field(description=told("产品编号", "Number of the product"))
    slug: str = Field(description=told("地址中的名称", "Its name in addresses"))
    name: str
    supplier: str = Field(description=told("生产商代码", "Code of the maker"))
    supplier_name: str
    category: str
    functions: list[str]
    chemistries: list[str]
    technologies: list[str]
    status: Status = Field(description=told("信息的可信程度", "How far the statement can be trusted"))


class Figure(Shape):
    """One figure as one source states it; a bound that is null is open."""

    property: str = Field(description=told("属性代码；空为未登记", "Key of the property; empty: not registered"))
    label: str
    printed: str
    unit: str
    min: float | None
    max: float | None
    canonical_min: float | None = Field(description=told("换算为标准单位", "In the canonical unit"))
    canonical_max: float | None
    canonical_unit: str
    kind: str
    basis: str
    condition: str
    method: str
    source: str
    status: Status


class Contained(Shape):
    """A substance that the source names as part of the product."""

    cas: str
    name: str
    role: str
    hazards: list[str] = Field(description=told("CLP 危险说明代码", "Hazard statements (CLP)"), examples=[["H226"]])


class Paper(Shape):
    """A data sheet or page about it."""

    kind: DocumentKind
    title: str
    url: str
    language: str
    edition: str
    issued_on: str = Field(description=told("ISO 日期或其已知部分", "ISO date or the part of it that is known"))
    sha256: str


class ProductWhole(ProductRow):
    """A product with all that is known of it."""

    chemistry: str
    form: str
    source: str
    properties: list[Figure]
    substances: list[Contained]
    documents: list[Paper]


class ProductPage(Shape):
    items: list[ProductRow]
    next: str = Field(description=NEXT)


_ROW = {
    "code": "PUR-0007",
    "slug": "desmodur-n-75-ba",
    "name": "Desmodur N 75 BA",
    "supplier": "covestro",
    "supplier_name": "Covestro",
    "category": "polyisocyanates",
    "functions": ["crosslinker"],
    "chemistries": ["polyurethane"],
    "technologies": ["solventborne"],
    "status": "verified",
}


@products.read(
    "/products",
    scope=Scope.CATALOG_READ,
    summary=Text("列出产品", "List products"),
    answer=ProductPage,
    example={"items": [_ROW], "next": ""},
)
def listed(
    request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, supplier: Filter = "", category: Filter = ""
) -> ProductPage:
    """Products in the order of their numbers."""
    rows = Product.objects.select_related("supplier")
    rows = rows.filter(supplier_id=supplier) if supplier else rows
    rows = rows.filter(category_id=category) if category else rows
    page = page_of(rows, by=["code"], cursor=cursor, limit=limit)
    return ProductPage(items=[ProductRow(**_row(one)) for one in page.rows], next=page.next)


@products.read(
    "/products/{code:slug}",
    scope=Scope.CATALOG_READ,
    summary=Text("读取一种产品", "Read a product"),
    answer=ProductWhole,
    example={
        **_ROW,
        "chemistry": "aliphatic polyisocyanate (HDI biuret)",
        "form": "liquid",
        "source": "",
        "properties": [
            {
                "property": "nco_content", "label": "NCO content", "printed": "16.5 ± 0.3", "unit": "%",
                "min": 16.2, "max": 16.8, "canonical_min": 16.2, "canonical_max": 16.8, "canonical_unit": "%",
                "kind": "spec", "basis": "as_supplied", "condition": "", "method": "ISO 11909", "source": "",
                "status": "verified",
            }
        ],
        "substances": [{"cas": "123-86-4", "name": "n-Butyl acetate", "role": "carrier", "hazards": ["H226", "H336"]}],
        "documents": [],
    },
    finds=True,
)  # fmt: skip
def one(request: HttpRequest, slug: Code) -> ProductWhole:
    """A product with figures, substances and documents; four queries."""
    found = get_object_or_404(Product.objects.select_related("supplier"), slug=slug)
    return ProductWhole(
        **_row(found),
        chemistry=found.chemistry,
        form=found.form,
        source=found.source,
        properties=[_figure(value) for value in found.values.order_by("position", "code")],
        substances=[_contained(part) for part in found.substances.select_related("substance").order_by("substance_id")],
        documents=[_paper(paper) for paper in found.documents.order_by("kind", "pk")],
    )


def _row(it: Product) -> dict[str, Any]:
    return {
        "code": it.code,
        "slug": it.slug,
        "name": it.name,
        "supplier": it.supplier_id,
        "supplier_name": it.supplier.name,
        "category": it.category_id,
        "functions": it.functions,
        "chemistries": it.chemistries,
        "technologies": it.technologies,
        "status": it.status,
    }


def _figure(value: PropertyValue) -> Figure:
    return Figure(
        property=value.property,
        label=value.label,
        printed=value.printed,
        unit=value.unit,
        min=value.lo,
        max=value.hi,
        canonical_min=value.canonical_lo,
        canonical_max=value.canonical_hi,
        canonical_unit=value.canonical_unit,
        kind=value.kind,
        basis=value.basis,
        condition=value.condition,
        method=value.method,
        source=value.source,
        status=Status(value.status),
    )


def _contained(part: ProductSubstance) -> Contained:
    return Contained(cas=part.substance_id, name=part.substance.name_en, role=part.role, hazards=part.substance.hazards)


def _paper(paper: Document) -> Paper:
    return Paper(
        kind=DocumentKind(paper.kind),
        title=paper.title,
        url=paper.url,
        language=paper.language,
        edition=paper.edition,
        issued_on=paper.issued_on,
        sha256=paper.sha256,
    )
