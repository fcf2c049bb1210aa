"""A seller's price lists, and why an offer costs a company what it costs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money
from coatingcat.ground.statements import prepared_cursor
from coatingcat.members.models import Company
from coatingcat.trade.models import CompanyTier, Offer, PriceList, PriceRow, Seller
from coatingcat.trade.queries.prices import PRICES
from coatingcat.trade.rules import Nearness, PriceStep, Row
from coatingcat.trade.rules.ladders import Steps
from coatingcat.trade.rules.prices import agreed


def lists_at(seller: Seller | None) -> QuerySet[PriceList]:
    """All lists of a seller, or of the operator, with how many offers each prices: `offers`."""
    lists = PriceList.objects.filter(seller=seller).select_related("company")
    return lists.annotate(offers=Count("rows__offer", distinct=True)).order_by("name", "currency", "id")


def tiers_at(seller: Seller | None) -> QuerySet[CompanyTier]:
    """Which company is in which group of a seller."""
    return CompanyTier.objects.filter(seller=seller).select_related("company").order_by("tier", "company__name")


@dataclass(frozen=True, slots=True)
class Priced:
    """An offer in a list, with its ladder."""

    offer: Offer
    steps: Steps


def ladders_in(listed: PriceList, *, page: int, size: int) -> tuple[list[Priced], bool]:
    """A page of the offers a list prices, by SKU, and whether there are more; two queries."""
    offers = Offer.objects.filter(price_rows__list=listed).distinct().select_related("product").order_by("sku")
    found = list(offers[(page - 1) * size : page * size + 1])
    steps = steps_in(listed, found)
    return [Priced(offer, steps.get(offer.pk, ())) for offer in found[:size]], len(found) > size


def steps_in(listed: PriceList, offers: Iterable[Offer]) -> dict[int, Steps]:
    """The ladders of these offers in a list; one query."""
    found: dict[int, Steps] = {}
    rows = PriceRow.objects.filter(list=listed, offer__in=[offer.pk for offer in offers]).order_by("offer", "minimum")
    for offer_id, minimum, price in rows.values_list("offer_id", "minimum", "price"):
        found[offer_id] = (*found.get(offer_id, ()), (minimum, price))
    return found


def company_numbered(number: str) -> Company | None:
    """The company with exactly this registration number; None where none, or more than one, has it."""
    found = list(Company.objects.filter(registration_number__iexact=number.strip())[:2])
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of what a company pays, and the agreement that says so."""

    step: PriceStep
    nearness: Nearness
    listed: PriceList | None
    """None: the price on the offer itself."""
    holds: bool
    """Whether it is this step that counts for the quantity asked."""


_STEPS = f"""
WITH buyer AS (SELECT id AS company_id, country FROM members_company WHERE id = %(buyer)s::uuid)
SELECT agreed.steps FROM trade_offer offer {PRICES} WHERE offer.id = %(offer)s
"""  # noqa: S608  # composed of our own words


def why_priced(offer: Offer, company: Company | None, quantity: int) -> list[Reason]:
    """The ladder of an offer for a company (None: everybody), each step with the agreement behind it; two queries.

    By the same statement and the same rule as product page, cart and order.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_STEPS, {"buyer": company and company.pk, "offer": offer.pk, "today": today()})
        steps = cursor.fetchone()[0]
    rows = [
        Row(Nearness(nearness), list_id, PriceStep(minimum, Money(Decimal(price), currency)))
        for nearness, list_id, minimum, price, currency in (json.loads(steps) if steps else ())
    ]
    found = agreed(offer.money, rows)
    lists = PriceList.objects.in_bulk([row.list_id for row in found])
    reached = [row for row in found if row.step.minimum <= quantity]
    return [
        Reason(row.step, row.nearness, lists.get(row.list_id), bool(reached) and row is reached[-1]) for row in found
    ]
