"""Products side by side."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from coatingcat.catalog.models import ProductPage
from coatingcat.catalog.queries.labels import language
from coatingcat.catalog.queries.sheets import axes_of, value_row
from coatingcat.catalog.rules.numbers import name_of_key, number_key
from coatingcat.chemistry.properties import PROPERTIES

FEWEST, MOST = 2, 4


class Line(NamedTuple):
    """One property over all products; `cells` has a list of figures for each, empty where nothing is stated."""

    name: str
    cells: list[list[dict[str, Any]]]
    differs: bool


class Comparison(NamedTuple):
    pages: list[ProductPage]
    facts: list[tuple[str, list[str]]]
    differing: list[Line]
    alike: list[Line]
    without: list[tuple[ProductPage, str]]
    """Each product with the query of the comparison without it."""
    is_short: bool
    is_cut: bool


def compared(slugs: Sequence[str]) -> Comparison:
    """The comparison of up to four products, in the order asked for; those that do not exist are left out. One query."""
    found = {page.slug: page for page in ProductPage.objects.filter(slug__in=slugs[: MOST * 2])}
    pages = [found[slug] for slug in slugs if slug in found]
    shown = pages[:MOST]
    lines = _lines(shown)
    return Comparison(
        shown,
        _facts(shown),
        [line for line in lines if line.differs],
        [line for line in lines if not line.differs],
        [(page, urlencode([("p", other.slug) for other in shown if other is not page])) for page in shown],
        len(shown) < FEWEST,
        len(pages) > MOST,
    )


def _lines(pages: Sequence[ProductPage]) -> list[Line]:
    cells: dict[str, list[list[dict[str, Any]]]] = {}
    for place, page in enumerate(pages):
        documents = {document["id"]: document for document in page.content["documents"]}
        for value in page.content["values"]:
            key = number_key(value["property"], value["basis"]) if value["property"] else value["label"]
            row = cells.setdefault(key, [[] for _ in pages])
            row[place].append(value_row(value, documents))
    order = {key: place for place, key in enumerate(PROPERTIES)}
    keys = sorted(cells, key=lambda key: (order.get(key.split("__")[0], len(order)), key))
    return [Line(name_of_key(key).in_language(language()), cells[key], _differ(cells[key])) for key in keys]


def _differ(cells: list[list[dict[str, Any]]]) -> bool:
    """Whether what is stated is not the same everywhere; a product that says nothing differs from one that does."""
    return len({tuple((figure["printed"], figure["unit"]) for figure in cell) for cell in cells}) > 1


def _facts(pages: Sequence[ProductPage]) -> list[tuple[str, list[str]]]:
    here = language()
    axes = [axes_of(page.content) for page in pages]
    return [
        ("supplier", [page.supplier_name for page in pages]),
        ("category", [page.content["trail"][-1][here] or page.content["trail"][-1]["en"] for page in pages]),
        ("chemistry", [page.content["chemistry"] for page in pages]),
        ("form", [page.content["form"] for page in pages]),
        ("technology", [", ".join(name for _, name in axis["technology"]) for axis in axes]),
    ]
