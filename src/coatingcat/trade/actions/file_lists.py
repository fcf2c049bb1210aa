"""Price steps from the file of offers: kept in a list for everybody, one for each seller and currency."""

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from coatingcat.trade.models import Offer, PriceList, PriceRow
from coatingcat.trade.rules.ladders import Steps
from coatingcat.trade.words import FILE_LIST


def steps_of_file(*, offers: Collection[Offer]) -> dict[int, Steps]:
    """What the file said last, by offer; one query."""
    rows = PriceRow.objects.filter(offer__in=offers, list__name=FILE_LIST).order_by("offer_id", "minimum")
    found = groupby(rows.values_list("offer_id", "minimum", "price"), key=_first)
    return {offer_id: tuple((minimum, price) for _, minimum, price in steps) for offer_id, steps in found}


def _first(row: tuple[int, object, object]) -> int:
    return row[0]


def keep_steps(told: Iterable[tuple[Offer, int, Steps | None]]) -> None:
    """Put these steps in the place of those that the file said before: terms, id of the row, steps (None: as before)."""
    said = [(offer, offer_id, steps) for offer, offer_id, steps in told if steps is not None]
    PriceRow.objects.filter(offer__in=[offer_id for _, offer_id, _ in said], list__name=FILE_LIST).delete()
    lists: dict[tuple[UUID | None, str], PriceList] = {}
    rows = []
    for offer, offer_id, steps in said:
        for minimum, price in steps:
            key = offer.seller_id, offer.currency
            if key not in lists:
                lists[key] = _file_list(*key)
            rows.append(PriceRow(list=lists[key], offer_id=offer_id, minimum=minimum, price=price))
    PriceRow.objects.bulk_create(rows, 1000)


def _file_list(seller_id: UUID | None, currency: str) -> PriceList:
    """Pages refuse its name (`FILE_LIST`), so that it is always for everybody and without end."""
    key: dict[str, Any] = {"seller_id": seller_id, "currency": currency, "name": FILE_LIST}
    return PriceList.objects.get_or_create(**key)[0]
