"""A seller agrees on prices: lists, their ladders, and which company is in which group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db import IntegrityError, transaction

from coatingcat.ground.clock import today
from coatingcat.members.access import may
from coatingcat.members.models import Company, Position
from coatingcat.members.words import CompanyRight
from coatingcat.trade.models import CompanyTier, Offer, OrderTerms, PriceList, PriceRow, Seller
from coatingcat.trade.queries.price_lists import steps_in
from coatingcat.trade.refusals import AlreadyListed, NotAllowed, RightMissing
from coatingcat.trade.rules.ladders import Steps
from coatingcat.trade.rules.offer_faults import Fault
from coatingcat.trade.rules.offer_file import LadderRow, ladders_of

MAX_ROWS = 5000
_SENT = "prices.csv"


def open_list(
    *,
    seller: Seller | None,
    name: str,
    currency: str,
    company: Company | None = None,
    tier: str = "",
    valid_from: date,
    valid_to: date | None = None,
    order_minimum: Decimal | None = None,
) -> PriceList:
    """A list for a company, for a group, or for everybody. Raises AlreadyListed for a name it has in this currency."""
    try:
        with transaction.atomic():
            return PriceList.objects.create(
                seller=seller,
                name=name,
                currency=currency,
                company=company,
                tier=tier,
                valid_from=valid_from,
                valid_to=valid_to,
                order_minimum=order_minimum,
            )
    except IntegrityError:
        raise AlreadyListed from None


def set_minimum(*, listed: PriceList, order_minimum: Decimal | None) -> None:
    """The least sum of an order from the next one on; None: this list asks for none. Carts are told at once."""
    PriceList.objects.filter(pk=listed.pk).update(order_minimum=order_minimum)


def end_list(*, listed: PriceList) -> bool:
    """Its prices hold to the end of today; whether that was not so already. Orders keep what they were placed at."""
    last = max(today(), listed.valid_from)
    open_now = PriceList.objects.filter(pk=listed.pk).exclude(valid_to__lte=last)
    return bool(open_now.update(valid_to=last))


@dataclass
class Taken:
    """What a file of a price list did, or would do; `faults` name the rows that were left out."""

    changed: list[tuple[Offer, Steps, Steps]] = field(default_factory=list)
    """Offer, ladder before, ladder now."""
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic
def take_ladders(*, listed: PriceList, text: str, dry_run: bool = False) -> Taken:
    """Read a file of ladders, by SKU; the rows that are right go in together, each in the place of what the list said
    of the offer. With `dry_run` nothing is written."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    if len(lines) > MAX_ROWS:
        return Taken(faults=[Fault(_SENT, 0, "", "too_many")])
    PriceList.objects.select_for_update().get(pk=listed.pk)
    report, rows = Taken(), []
    for row in ladders_of(_SENT, lines):
        if isinstance(row, LadderRow):
            rows.append(row)
        else:
            report.faults += row
    _compare(listed, rows, report)
    if not dry_run:
        _write(listed, report.changed)
    return report


def _compare(listed: PriceList, rows: Sequence[LadderRow], report: Taken) -> None:
    offers = Offer.objects.filter(seller=listed.seller_id, sku__in=[row.sku for row in rows]).select_related("product")
    by_sku = {offer.sku: offer for offer in offers}
    before = steps_in(listed, by_sku.values())
    for row in rows:
        offer = by_sku.get(row.sku)
        if offer is None:
            report.faults.append(Fault(_SENT, row.row, "sku", "offer", row.sku))
        elif offer.currency not in {"", listed.currency}:
            report.faults.append(Fault(_SENT, row.row, "sku", "list_currency", listed.currency))
        elif before.get(offer.pk, ()) == row.steps:
            report.unchanged += 1
        else:
            report.changed.append((offer, before.get(offer.pk, ()), row.steps))


def _write(listed: PriceList, changed: Iterable[tuple[Offer, Steps, Steps]]) -> None:
    changed = list(changed)
    PriceRow.objects.filter(list=listed, offer__in=[offer.pk for offer, _, _ in changed]).delete()
    PriceRow.objects.bulk_create(
        (
            PriceRow(list=listed, offer=offer, minimum=minimum, price=price)
            for offer, _, steps in changed
            for minimum, price in steps
        ),
        1000,
    )


@transaction.atomic
def set_ladder(*, listed: PriceList, offer: Offer, steps: Steps) -> None:
    """What the list says of one offer from now on; nothing without steps. Raises NotAllowed for another seller's offer,
    one in another currency, or prices that do not fall."""
    fits = offer.seller_id == listed.seller_id and offer.currency in {"", listed.currency}
    if not fits or any(other <= one for (one, _), (other, _) in pairwise(steps)):
        raise NotAllowed
    PriceList.objects.select_for_update().get(pk=listed.pk)
    _write(listed, [(offer, (), steps)])


@transaction.atomic
def group_company(*, seller: Seller | None, company: Company, tier: str) -> CompanyTier:
    """Put a company into a group of the seller's; out of the one it was in."""
    return CompanyTier.objects.update_or_create(seller=seller, company=company, defaults={"tier": tier})[0]


def ungroup(*, seller: Seller | None, tier_id: int) -> bool:
    """Take a company out of its group; whether it was in one of this seller's."""
    return bool(CompanyTier.objects.filter(seller=seller, pk=tier_id).delete()[0])


@transaction.atomic
def set_order_terms(*, by: Position, needs_po_number: bool) -> OrderTerms:
    """What a company wants on its orders from now on. Raises RightMissing for who does not manage it."""
    if not may(by, CompanyRight.MANAGE):
        raise RightMissing(CompanyRight.MANAGE)
    return OrderTerms.objects.update_or_create(company_id=by.company_id, defaults={"needs_po_number": needs_po_number})[
        0
    ]
