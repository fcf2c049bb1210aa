"""What suits the industry of a member's company (I.6): with the member's consent, and only while the page is made."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from coatingcat.catalog.models import Formulation, Product
from coatingcat.catalog.queries.labels import language
from coatingcat.catalog.queries.naming import below, trees
from coatingcat.catalog.queries.recipes import Entry
from coatingcat.catalog.rules.fit import Fit, fit_of
from coatingcat.catalog.words import name_of
from coatingcat.members.models import Membership
from coatingcat.members.words import Industry
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose

SOLUTIONS_AT_MOST = PRODUCTS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Suited:
    """What the overview shows: the industry by name, solutions with their technologies, products."""

    industry: str
    solutions: list[tuple[Entry, list[str]]]
    products: list[Product]


def has_industry(subject_id: UUID) -> bool:
    """Whether the member has told the industry at all; nothing is opened for it."""
    return Membership.objects.filter(pk=subject_id).exists()


def suited_to(subject_id: UUID, *, actor: Actor) -> Suited | None:
    """Solutions and products for the industry of the member's company; None if it is not known. Six queries at most.

    Raises Denied where the member has not consented, or the browser asks us not to.
    """
    row = Membership.objects.filter(pk=subject_id).only("member_id", "industry").first()
    if row is None:
        return None
    with purpose(Purpose.INDUSTRY_FIT, actor=actor):
        code = row.industry.open()
    fit = fit_of(code)
    if fit is None:
        return None
    solutions = _solutions(fit)
    return Suited(
        industry=Industry[code].value.in_language(language()),
        solutions=solutions,
        products=_products([entry.code for entry, _ in solutions], fit),
    )


def _solutions(fit: Fit) -> list[tuple[Entry, list[str]]]:
    known, here = trees(), language()
    wanted = dict.fromkeys(code for top in fit.segments for code in below(known.segments, top))
    rows = Formulation.objects.filter(segment__in=wanted).exclude(technology="").order_by()
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for segment, technology, count in rows.values_list("segment_id", "technology").annotate(count=Count("pk")):
        counts[segment][technology] = count
    found = [
        (
            Entry(code, known.segments[code].name.in_language(here), sum(counts[code].values())),
            [name_of("technology", technology, here) for technology in sorted(counts[code])],
        )
        for code in wanted
        if code in counts
    ]
    return found[:SOLUTIONS_AT_MOST]


def _products(segments: list[str], fit: Fit) -> list[Product]:
    """Those that most of the guide formulations name; where there are none, those of the technologies."""
    products = Product.objects.select_related("supplier")
    if segments:
        named = products.filter(lines__formulation__segment__in=segments)
        counted = named.annotate(count=Count("lines__formulation", distinct=True))
        return list(counted.order_by("-count", "name")[:PRODUCTS_AT_MOST])
    if fit.technologies:
        return list(products.filter(technologies__overlap=list(fit.technologies)).order_by("name")[:PRODUCTS_AT_MOST])
    return []
