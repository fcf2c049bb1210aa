"""Wares by what buyers call them: SKU, a code of their company's own, or the name of a product."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Upper

from coatingcat.catalog.models import Product
from coatingcat.members.models import Company
from coatingcat.trade.models import Offer
from coatingcat.trade.queries.materials import offers_by_internal_codes

_NEIGHBOURS = 500
_HEAD = 3


@dataclass(frozen=True, slots=True)
class Named:
    """What goes by a name: packs, or a product that has none and is asked for."""

    offers: tuple[Offer, ...] = ()
    product: Product | None = None


def wares_named(names: Collection[str], company: Company | None) -> Mapping[str, Named]:
    """What goes by each of the names, whatever its case; those that name nothing are missing. At most five queries."""
    folded = {name: name.upper() for name in names}
    found = _by_sku(set(folded.values()))
    own = offers_by_internal_codes(company, set(names)) if company else {}
    by_name = _by_product({up for name, up in folded.items() if up not in found and name not in own})
    result = {}
    for name, up in folded.items():
        named = found.get(up) or (Named(tuple(own[name])) if name in own else by_name.get(up))
        if named is not None:
            result[name] = named
    return result


def _by_sku(skus: set[str]) -> dict[str, Named]:
    offers = Offer.objects.annotate(up=Upper("sku")).filter(up__in=skus, is_active=True)
    return {offer.sku.upper(): Named((offer,)) for offer in offers}


def _by_product(names: set[str]) -> dict[str, Named]:
    if not names:
        return {}
    products = list(
        Product.objects.annotate(up=Upper("name"), key=Upper("code")).filter(Q(up__in=names) | Q(key__in=names))
    )
    packs = defaultdict(list)
    for offer in Offer.objects.filter(product__in=products, is_active=True).order_by("pack_unit", "pack_size", "sku"):
        packs[offer.product_id].append(offer)
    found: dict[str, Named] = {}
    for product in products:
        named = Named(tuple(packs[product.pk])) if packs[product.pk] else Named(product=product)
        found |= {product.name.upper(): named, product.pk.upper(): named}
    return found


def skus_like(names: Collection[str]) -> list[str]:
    """SKUs that begin as one of the names does, to tell what may have been meant; one query."""
    heads = {name[:_HEAD] for name in names if name}
    if not heads:
        return []
    wanted = Q()
    for head in heads:
        wanted |= Q(sku__istartswith=head)
    return list(
        Offer.objects.filter(wanted, is_active=True).order_by("sku").values_list("sku", flat=True)[:_NEIGHBOURS]
    )
