"""A company's list of materials, and what it can order by a code of its own."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from coatingcat.catalog.models import Product
from coatingcat.members.models import Company
from coatingcat.trade.models import Material, MaterialChange, Offer
from coatingcat.trade.words import MaterialStatus

MATERIALS_PER_PAGE = 50
_RANK = {
    status.name: rank
    for rank, status in enumerate(
        (
            MaterialStatus.PREFERRED,
            MaterialStatus.PURCHASED,
            MaterialStatus.APPROVED,
            MaterialStatus.IN_PROGRESS,
            MaterialStatus.NOT_STARTED,
        )
    )
}
"""What is ordered first where a code stands for several grades; what was not approved is not among them."""


def materials_of(
    company_id: UUID, *, text: str = "", status: MaterialStatus | None = None, page: int = 1
) -> tuple[Sequence[Material], bool]:
    """A page of a company's materials by code, and whether there are more; one query."""
    start = (page - 1) * MATERIALS_PER_PAGE
    rows = list(matching(company_id, text=text, status=status)[start : start + MATERIALS_PER_PAGE + 1])
    return rows[:MATERIALS_PER_PAGE], len(rows) > MATERIALS_PER_PAGE


def matching(company_id: UUID, *, text: str = "", status: MaterialStatus | None = None) -> QuerySet[Material]:
    """The materials whose code, trade name, supplier or notes contain a text."""
    found = Material.objects.select_related("product__supplier").filter(company_id=company_id)
    if status is not None:
        found = found.filter(status=status.name)
    if text:
        columns = ("code", "grade", "supplier", "notes", "product__name", "product__supplier__name")
        wanted = Q()
        for column in columns:
            wanted |= Q(**{f"{column}__icontains": text})
        found = found.filter(wanted)
    return found.order_by("code", "id")


def material_of(company_id: UUID, material_id: UUID) -> Material | None:
    return Material.objects.select_related("product__supplier").filter(company_id=company_id, pk=material_id).first()


def history_of(material: Material) -> Sequence[MaterialChange]:
    """Every change of a material, latest first."""
    return list(MaterialChange.objects.filter(company_id=material.company_id, material=material.pk).order_by("-at"))


def of_product(subject_id: UUID, product_id: str) -> Sequence[Material]:
    """What a product goes by in the company somebody acts for; one query."""
    acts = Q(company__positions__member_id=subject_id, company__positions__ended_at=None)
    return list(Material.objects.filter(acts, product_id=product_id).order_by("code"))


def offers_by_internal_codes(company: Company, codes: Collection[str]) -> dict[str, list[Offer]]:
    """What can be ordered by codes of a company's own: the packs of the best grade of each code, smallest first.

    The best: preferred before purchased before approved before what is still being looked at. What was not approved,
    and what nobody offers, is not there. Two queries.
    """
    materials = Material.objects.filter(company=company, code__in=codes, product__isnull=False)
    ranked = sorted((one for one in materials if one.status in _RANK), key=_rank)
    packs = _packs({one.product_id for one in ranked if one.product_id is not None})
    found: dict[str, list[Offer]] = {}
    for one in ranked:
        offers = packs.get(one.product_id or "", [])
        if offers and one.code not in found:
            found[one.code] = offers
    return found


def offer_by_internal_code(company: Company, code: str) -> Offer | None:
    """The smallest pack of what a code of the company stands for; None if nothing can be ordered by it."""
    return next(iter(offers_by_internal_codes(company, [code]).get(code, [])), None)


def _rank(one: Material) -> tuple[int, str]:
    return _RANK[one.status], str(one.pk)


def _packs(products: Iterable[str]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = defaultdict(list)
    for offer in Offer.objects.filter(product_id__in=list(products), is_active=True):
        found[offer.product_id].append(offer)
    return found


def rows_of(company_id: UUID) -> list[tuple[str, str, str, str, str, str]]:
    """The whole list in the columns of a file; one query."""
    rows = Material.objects.filter(company_id=company_id).order_by("code", "id")
    return [(one.code, one.product_id or "", one.grade, one.supplier, one.status, one.notes) for one in rows]


def product_code(named: str) -> str | None:
    """The product that somebody names by its number, the last part of its address or its very trade name."""
    return Products({named}).code_of(named)


class Products:
    """Products of the catalogue by what somebody calls them; one query, whatever is asked of it later."""

    def __init__(self, names: Collection[str]) -> None:
        found = Product.objects.filter(Q(code__in=names) | Q(slug__in=names) | Q(name__in=names))
        rows = list(found.order_by("code").values_list("code", "slug", "name"))
        named = Counter(name for _, _, name in rows)
        self._codes = {name: code for code, _, name in rows if named[name] == 1}  # two makers' is nobody's
        self._codes |= {slug: code for code, slug, _ in rows} | {code: code for code, _, _ in rows}

    def code_of(self, named: str) -> str | None:
        """The product's code; None if the catalogue has none of that name, or several."""
        return self._codes.get(named)
