"""A seller's offers by SKU, many at once: the same checks and the same action as a file of offers."""

import csv
import io
from typing import Annotated

from django.http import HttpRequest
from pydantic import Field

from coatingcat.ground.api import Body, Shape, told
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text
from coatingcat.trade.actions.importing import enter_offers
from coatingcat.trade.api.offers import Count, Price, offers
from coatingcat.trade.api.shared import at_seller, demand_faultless, typed
from coatingcat.trade.api.standing import Decimals
from coatingcat.trade.rules import offer_file

__all__ = ["offers"]  # the noun of /supply/offers, whose two methods need one router


class EnteredOffer(Body):
    """A pack of a product; without a price it is on request, without stock it is made to order."""

    sku: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", examples=["SKU-00001"])
    product: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", examples=["PUR-0007"])
    pack_size: Decimals = Field(examples=["25"])
    pack_unit: str = Field(pattern="^(kg|g|t|L|mL|piece)$", examples=["kg"])
    price: Price | None = None
    minimum: Count = 1
    multiple: Count = 1
    stock: Annotated[int, Field(strict=True, ge=0, le=100_000)] | None = Field(
        default=None, description=told("在库包装数；空为按单生产", "Packs in the warehouse; null: made to order")
    )
    lead_days: Annotated[int, Field(strict=True, ge=0, le=400)] | None = None


class OffersBody(Body):
    offers: list[EnteredOffer] = Field(min_length=1, max_length=500)


class EnteredShape(Shape):
    """How many offers are new, were changed, and stay as they were."""

    new: int
    changed: int
    unchanged: int


_CALLED = {
    "product_id": "product",
    "pack": "pack_size",
    "unit": "pack_unit",
    "price": "price.amount",
    "currency": "price.currency",
    "min": "minimum",
}


@offers.write(
    "POST",
    "/supply/offers",
    scope=Scope.OFFERS_WRITE,
    summary=Text("批量新增或更新条目", "Enter or change offers by SKU"),
    answer=EnteredShape,
    example={"new": 1, "changed": 2, "unchanged": 40},
)
def enter(request: HttpRequest, body: OffersBody) -> EnteredShape:
    """All of them or none; offers that are not named stay, orders that were placed keep their terms."""
    seller = at_seller(request).seller
    assert seller is not None  # at_seller
    rows = list(offer_file.rows_of("", _as_file(body)))
    demand_faultless(
        [fault for row in rows if not isinstance(row, offer_file.OfferRow) for fault in row], "offers", _CALLED
    )
    done = enter_offers(seller=seller, rows=[row for row in rows if isinstance(row, offer_file.OfferRow)])
    demand_faultless(done.faults, "offers", _CALLED)
    return EnteredShape(new=done.new, changed=done.changed, unchanged=done.unchanged)


def _as_file(body: OffersBody) -> list[str]:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(offer_file.REQUIRED)
    for one in body.offers:
        price = (one.price.amount, one.price.currency) if one.price else ("", "")
        terms = (one.minimum, one.multiple, typed(one.stock), typed(one.lead_days))
        writer.writerow([one.product, one.sku, one.pack_size, one.pack_unit, *price, *terms])
    return file.getvalue().splitlines(keepends=True)
