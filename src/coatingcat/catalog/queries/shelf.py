"""How much the catalogue holds, for the home page: from the index, without a query to the database."""

from dataclasses import dataclass
from typing import NamedTuple

from coatingcat.catalog.queries.labels import KIND_NAMES, language
from coatingcat.catalog.words import FUNCTIONS, TECHNOLOGIES
from coatingcat.search.queries import find
from coatingcat.search.words import IndexMissing, Query


@dataclass(frozen=True, slots=True)
class Count:
    code: str
    name: str
    count: int


class Shelf(NamedTuple):
    kinds: list[Count]
    functions: list[Count]
    technologies: list[Count]


def shelf() -> Shelf | None:
    """Counts by kind, and of products by function and technology; None while there is no index."""
    here = language()
    try:
        everything = find(Query(per_page=1, count=(), histograms=()))
        products = find(Query(kinds=("product",), per_page=1, count=("function", "technology"), histograms=()))
    except IndexMissing:
        return None
    by_function, by_technology = (dict(products.facets.get(name, ())) for name in ("function", "technology"))
    return Shelf(
        [Count(kind, str(name), everything.kinds.get(kind, 0)) for kind, name in KIND_NAMES.items()],
        [Count(c, n.in_language(here), by_function[c]) for c, n in FUNCTIONS.items() if by_function.get(c)],
        [Count(c, n.in_language(here), by_technology[c]) for c, n in TECHNOLOGIES.items() if by_technology.get(c)],
    )
