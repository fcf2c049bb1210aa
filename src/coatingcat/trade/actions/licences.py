"""Goods that only some may buy."""

from collections.abc import Collection, Mapping

from coatingcat.members.models import Company
from coatingcat.trade.queries.hazards import hazards_among
from coatingcat.trade.refusals import LicenceMissing
from coatingcat.trade.rules.hazard import needs_licence


def refuse_without_licence(company: Company | None, products: Mapping[str, str] | Collection[str]) -> None:
    """Raises LicenceMissing if any of these products is a hazardous chemical and the company may not buy such.

    `products`: names by code, or codes alone. Samples count as well: no quantity is small enough to need no permit by
    itself (Decree 591 of the State Council, Art. 33, 41). At most two statements, none for whoever may buy everything.
    """
    if company is not None and (company.may_buy_hazardous or not needs_licence(company.country)):
        return
    names = products if isinstance(products, Mapping) else {code: code for code in products}
    found = hazards_among(list(names))
    if found:
        raise LicenceMissing(tuple(names[code] for code in names if code in found), is_company=company is not None)
