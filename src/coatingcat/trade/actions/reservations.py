"""Packs taken from the shelf and put back: for good with an order, or for a while with a reservation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from coatingcat.ground.clock import now
from coatingcat.ground.statements import prepared_cursor
from coatingcat.trade.models import Offer, Reservation, Stock
from coatingcat.trade.refusals import OutOfStock, Shortage

# A lock is not a guard: two readers that queue for a lock may both have counted the last piece before. The one
# statement that takes the packs is also the one that looks whether they are there.
_TAKE = """
UPDATE trade_stock SET allocated = allocated + %(packs)s
WHERE offer_id = %(offer)s AND onhand - allocated >= %(packs)s RETURNING offer_id
"""
_PUT_BACK = "UPDATE trade_stock SET allocated = allocated - %(packs)s WHERE offer_id = %(offer)s"
_BATCH = 500


def take(wanted: Sequence[tuple[Offer, int, str]]) -> None:
    """Allocate so many packs of each offer that is kept in stock, each given with the name it is known by.

    In the order of SKUs, so that no two orders wait for each other in a ring. Raises OutOfStock with all that is short.
    """
    ordered = sorted(wanted, key=_sku)
    with prepared_cursor() as cursor:
        for number, (offer, packs, _) in enumerate(ordered):
            cursor.execute(_TAKE, {"packs": packs, "offer": offer.pk})
            if not cursor.rowcount:
                raise OutOfStock(_shortages(ordered[number:]))


def _sku(wanted: tuple[Offer, int, str]) -> str:
    return wanted[0].sku


def _shortages(wanted: Sequence[tuple[Offer, int, str]]) -> tuple[Shortage, ...]:
    """Which of those not taken yet are short, as far as others' packs are concerned, which may come back any time."""
    free = {stock.pk: stock.free for stock in Stock.objects.filter(pk__in=[offer.pk for offer, _, _ in wanted])}
    return tuple(
        Shortage(offer.pk, name, packs, free.get(offer.pk, 0))
        for offer, packs, name in wanted
        if free.get(offer.pk, 0) < packs
    )


@transaction.atomic
def reserve(*, about: UUID, packs: Mapping[Offer, int], until: datetime) -> None:
    """Keep packs until then for a quote, say, once: asked again, the time alone is changed. Raises OutOfStock.

    Offers that are made to order need nothing kept.
    """
    if Reservation.objects.filter(about=about).update(until=until):
        return
    kept = set(Stock.objects.filter(pk__in=[offer.pk for offer in packs]).values_list("pk", flat=True))
    wanted = [(offer, count, offer.sku) for offer, count in packs.items() if offer.pk in kept]
    take(wanted)
    Reservation.objects.bulk_create(
        Reservation(about=about, offer=offer, packs=count, until=until) for offer, count, _ in wanted
    )


@transaction.atomic
def release(*, about: UUID) -> int:
    """Put back what is still reserved for a quote, say. Returns how many packs; a second time none.

    An order made of what was reserved releases and takes in one transaction: the row of the stock is its own until
    the end, so that nobody else gets them in between.
    """
    return _put_back("WHERE about = %s", [about])


def release_expired(at: datetime | None = None) -> int:
    """Put back what was reserved until now at most. Returns how many packs."""
    moment, packs = at or now(), 0
    while True:
        with transaction.atomic():
            ids = (
                Reservation.objects.select_for_update(skip_locked=True).filter(until__lte=moment).order_by("offer__sku")
            )
            found = list(ids.values_list("pk", flat=True)[:_BATCH])
            if not found:
                return packs
            packs += _put_back("WHERE id = ANY(%s)", [found])


def _put_back(which: str, values: list[Any]) -> int:
    """The reservation that goes is the one whose packs come back, in the same statement's answer."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM trade_reservation {which} RETURNING offer_id, packs", values)  # noqa: S608
        gone = dict[int, int]()
        for offer_id, packs in cursor.fetchall():
            gone[offer_id] = gone.get(offer_id, 0) + packs
        in_order = Offer.objects.filter(pk__in=gone).order_by("sku").values_list("pk", flat=True)
        for offer_id in in_order if gone else ():
            cursor.execute(_PUT_BACK, {"packs": gone[offer_id], "offer": offer_id})
    return sum(gone.values())
