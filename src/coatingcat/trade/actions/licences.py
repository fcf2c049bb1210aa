"""Goods that only some may buy."""

from collections.abc import Collection, Mapping

from coatingcat.members.models import Company
from coatingcat.trade.queries.hazards import without_licence
from coatingcat.trade.refusals import LicenceMissing


def refuse_without_licence(company: Company | None, products: Mapping[str, str] | Collection[str]) -> None:
    """Raises LicenceMissing if any of these products is a hazardous chemical and the company may not buy such.

    `products`: names by code, or codes alone. Samples count as well: no quantity is small enough to need no permit by
    itself (Decree 591 of the State Council, Art. 33, 41). At most two statements, none for whoever may buy everything.
    """
    names = products if isinstance(products, Mapping) else {code: code for code in products}
    found = without_licence(company, names)
    if found:
        raise LicenceMissing(found, is_company=company is not None)
