"""A certified company begins to sell here, or to follow up for others; and ceases to (ECL 27; F.22)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from coatingcat.catalog.models import Company as Maker
from coatingcat.ground.clock import now
from coatingcat.members.models import Company
from coatingcat.privacy.actions.recipients import enter_terms
from coatingcat.privacy.queries.recipients import recipient_of
from coatingcat.trade.models import (
    Agency,
    Agent,
    Assignment,
    AssignmentRule,
    Offer,
    Representation,
    Seller,
)
from coatingcat.trade.queries.sellers import open_inquiries_of, open_orders_of
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import AGENT, SUPPLIER, AgentSort


@transaction.atomic
def make_seller(*, company: Company, recipient: str, makers: Mapping[Maker, str], by: UUID | None) -> Seller:
    """A certified company sells these makers' products, each with the paper that was seen for it.

    It is entered among the recipients of data at once, without a contract: until a privacy officer enters one, its
    people see nothing of anybody. Raises NotAllowed for a company that is not certified, sells already, or a key in
    use; nothing is written then.
    """
    _demand_new(company, recipient)
    if Seller.objects.filter(company=company).exists():
        raise NotAllowed
    made = Seller.objects.create(company=company, recipient=recipient)
    for maker, evidence in makers.items():
        represent(seller=made, maker=maker, evidence=evidence)
    enter_terms(key=recipient, declared=SUPPLIER, name=company.name, country=company.country, by=by)
    return made


@transaction.atomic
def make_agent(*, company: Company, recipient: str, sort: AgentSort, by: UUID | None) -> Agent:
    """Likewise for a company that follows up for others."""
    _demand_new(company, recipient)
    if Agent.objects.filter(company=company).exists():
        raise NotAllowed
    made = Agent.objects.create(company=company, recipient=recipient, sort=sort.name)
    enter_terms(key=recipient, declared=AGENT, name=company.name, country=company.country, by=by)
    return made


def _demand_new(company: Company, recipient: str) -> None:
    held = Company.objects.select_for_update().get(pk=company.pk)
    if not held.is_certified or recipient_of(recipient) is not None:
        raise NotAllowed


def represent(*, seller: Seller, maker: Maker, evidence: str) -> Representation:
    """The seller sells a maker's products, too, by this paper; the latest one stands."""
    made, _ = Representation.objects.update_or_create(seller=seller, maker=maker, defaults={"evidence": evidence})
    return made


@transaction.atomic
def end_representation(*, seller: Seller, maker: Maker) -> int:
    """The seller no longer sells a maker's products: its offers of them are withdrawn. How many were."""
    Representation.objects.filter(seller=seller, maker=maker).delete()
    return Offer.objects.filter(seller=seller, product__supplier=maker, is_active=True).update(is_active=False)


@transaction.atomic
def close_seller(*, seller: Seller) -> bool:
    """Its offers are withdrawn. It executes what is open and then has ended. Whether it has ended already now."""
    Seller.objects.filter(pk=seller.pk, closing_at=None).update(closing_at=now())
    Offer.objects.filter(seller=seller, is_active=True).update(is_active=False)
    return end_closing(seller=seller)


@transaction.atomic
def end_closing(*, seller: Seller) -> bool:
    """End a seller that is closing, once none of its orders or inquiries is open any more."""
    held = Seller.objects.select_for_update().get(pk=seller.pk)
    if held.closing_at is None or held.ended_at is not None:
        return held.ended_at is not None
    if open_orders_of(held).exists() or open_inquiries_of(held).exists():
        return False
    Seller.objects.filter(pk=held.pk).update(ended_at=now())
    return True


def end_closing_sellers() -> int:
    """Every night: those of the closing sellers that have nothing open; how many ended."""
    closing = Seller.objects.filter(closing_at__isnull=False, ended_at=None)
    return sum(end_closing(seller=seller) for seller in closing)


@transaction.atomic
def end_agent(*, agent: Agent, by: UUID | None) -> None:
    """A company follows up for nobody any more; what was assigned to it is no longer there for it, at once."""
    moment = now()
    Agent.objects.filter(pk=agent.pk, ended_at=None).update(ended_at=moment)
    Agency.objects.filter(agent=agent, ended_at=None).update(ended_at=moment)
    AssignmentRule.objects.filter(agent=agent, ended_at=None).update(ended_at=moment)
    Assignment.objects.filter(agent=agent, ended_at=None).update(ended_at=moment, ended_by_id=by)


def change_profile(*, seller: Seller, **told: Any) -> None:
    """What a seller tells of itself: where it ships from, in how many days, and when its office is open."""
    Seller.objects.filter(pk=seller.pk).update(**told)
