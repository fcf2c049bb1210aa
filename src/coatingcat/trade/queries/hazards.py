"""Which products a licence for hazardous chemicals is asked for."""

import functools
from collections.abc import Collection, Mapping
from uuid import UUID

from coatingcat.catalog.queries.hazards import HazardFacts, hazard_facts
from coatingcat.catalog.words import SubstanceRole
from coatingcat.members.models import Company
from coatingcat.trade.rules.hazard import Part, hazards_of, needs_licence

MAY_BE_HAZARDOUS = """(EXISTS (
    SELECT FROM catalog_productsubstance part JOIN catalog_substance named ON named.cas = part.substance_id
    WHERE part.product_id = ware.code AND cardinality(named.hazards) > 0
) OR EXISTS (SELECT FROM catalog_propertyvalue figure WHERE figure.product_id = ware.code AND figure.property = 'flash_point'))"""
"""In a statement with a product as `ware`: whether there is anything to look at, which for most there is not."""


def hazards_among(codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The products among these that count as hazardous chemicals, each with its H statements; two statements."""
    found = {code: _hazards(facts) for code, facts in hazard_facts(codes).items()} if codes else {}
    return {code: hazards for code, hazards in found.items() if hazards}


def without_licence(company: Company | UUID | None, products: Mapping[str, str]) -> tuple[str, ...]:
    """The names of those among these products, by code, that a buyer's company may not be sold; two or three statements.

    None for who acts for no company. A company whose licence is in force costs nothing.
    """
    if isinstance(company, Company) and may_buy_everything(company):
        return ()
    found = hazards_among(list(products))
    if found and isinstance(company, UUID) and may_buy_everything(Company.objects.get(pk=company)):
        return ()
    return tuple(name for code, name in products.items() if code in found)


def may_buy_everything(company: Company) -> bool:
    return company.may_buy_hazardous or not needs_licence(company.country)


@functools.lru_cache(maxsize=4096)
def hazards_of_page(code: str, version: int) -> tuple[str, ...]:
    """The same for one product, asked once for each version of its page in a process."""
    return hazards_among([code]).get(code, ())


def _hazards(facts: HazardFacts) -> tuple[str, ...]:
    parts = [Part(one.cas, one.role == SubstanceRole.MAIN, one.hazards) for one in facts.substances]
    return hazards_of(parts, facts.flash_point)
