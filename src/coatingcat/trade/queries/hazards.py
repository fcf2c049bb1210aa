"""Which products a licence for hazardous chemicals is asked for."""

import functools
from collections.abc import Collection

from coatingcat.catalog.queries.hazards import HazardFacts, hazard_facts
from coatingcat.catalog.words import SubstanceRole
from coatingcat.trade.rules.hazard import Part, hazards_of


def hazards_among(codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The products among these that count as hazardous chemicals, each with its H statements; two statements."""
    found = {code: _hazards(facts) for code, facts in hazard_facts(codes).items()} if codes else {}
    return {code: hazards for code, hazards in found.items() if hazards}


@functools.lru_cache(maxsize=4096)
def hazards_of_page(code: str, version: int) -> tuple[str, ...]:
    """The same for one product, asked once for each version of its page in a process."""
    return hazards_among([code]).get(code, ())


def _hazards(facts: HazardFacts) -> tuple[str, ...]:
    parts = [Part(one.cas, one.role == SubstanceRole.MAIN, one.hazards) for one in facts.substances]
    return hazards_of(parts, facts.flash_point)
