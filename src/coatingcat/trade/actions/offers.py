"""A seller changes its offers and counts its stock, one row at a time and guarded."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from coatingcat.trade.models import Offer, Representation, Stock
from coatingcat.trade.refusals import NotAllowed

CHANGEABLE = frozenset({"price", "currency", "minimum", "multiple", "lead_days", "is_active"})


@transaction.atomic
def change_offer(*, offer: Offer, seen: Offer, **terms: Any) -> Offer:
    """Other terms, if the offer is still as it was `seen`; orders that were placed keep theirs.

    Raises NotAllowed, also for what is to be sold again by a seller that closes or sells for its maker no more.
    """
    unknown = set(terms) - CHANGEABLE
    if unknown:
        raise TypeError(f"An offer's {', '.join(sorted(unknown))} cannot be changed.")
    as_seen = {name: getattr(seen, name) for name in CHANGEABLE}
    standing = Offer.objects.filter(pk=offer.pk, **as_seen)
    if terms.get("is_active"):
        standing = standing.filter(_may_be_sold())
    if not standing.update(**terms):
        raise NotAllowed
    return Offer.objects.select_related("stock").get(pk=offer.pk)


def _may_be_sold() -> Q:
    """The operator's own, and what a seller that does not close offers of a maker it sells for."""
    standing = Representation.objects.filter(seller__closing_at=None, seller__ended_at=None)
    return Q(seller=None) | Q(Exists(standing.filter(seller=OuterRef("seller"), maker=OuterRef("product__supplier"))))


@transaction.atomic
def count_stock(*, offer: Offer, onhand: int | None, seen: int | None) -> Offer:
    """So many packs lie in the warehouse; None: it is made to order. Raises NotAllowed if less than what is promised to
    orders, or if another count came between."""
    stock = Stock.objects.select_for_update().filter(offer=offer).first()
    if (stock.onhand if stock else None) != seen:
        raise NotAllowed
    if stock is None and onhand is not None:
        Stock.objects.create(offer=offer, onhand=onhand)
    elif stock is not None and onhand is None:
        if stock.allocated:
            raise NotAllowed
        stock.delete()
    elif stock is not None and not Stock.objects.filter(pk=stock.pk, allocated__lte=onhand).update(onhand=onhand):
        raise NotAllowed
    return Offer.objects.select_related("stock").get(pk=offer.pk)
