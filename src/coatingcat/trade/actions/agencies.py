"""Who follows up for whom, and by which rules things come to them."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from coatingcat.ground.clock import now
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.trade.actions.assigning import assign
from coatingcat.trade.models import Agency, Agent, Assignment, AssignmentRule, Inquiry, Order, Seller
from coatingcat.trade.queries.agents import condition_of, facts_of, rules_of, with_goods
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.assigning import first_fitting
from coatingcat.trade.words import State, Thing

MAX_RULES = 50
"""Rules of one seller: more than anybody keeps in mind."""


def begin_agency(*, agent: Agent, seller: Seller | None) -> Agency:
    """An agent follows up for a seller, or for the operator; once."""
    made = Agency(agent=agent, seller=seller)
    Agency.objects.bulk_create([made], ignore_conflicts=True)
    return Agency.objects.get(agent=agent, seller=seller, ended_at=None)


@transaction.atomic
def end_agency(*, agency: Agency, by: UUID | None) -> None:
    """It ceases to: its rules decide no longer, and what was assigned to it is no longer there for it, at once."""
    moment = now()
    held = Agency.objects.select_for_update().filter(pk=agency.pk, ended_at=None).first()
    if held is None:
        return
    Agency.objects.filter(pk=held.pk).update(ended_at=moment)
    AssignmentRule.objects.filter(agent=held.agent_id, seller=held.seller_id, ended_at=None).update(ended_at=moment)
    theirs = Assignment.objects.filter(agent=held.agent_id, ended_at=None)
    of_orders = Q(order__isnull=False, order__seller=held.seller_id)
    of_inquiries = Q(inquiry__isnull=False, inquiry__seller=held.seller_id)
    theirs.filter(of_orders | of_inquiries).update(ended_at=moment, ended_by_id=by)


@transaction.atomic
def add_rule(
    *,
    seller: Seller | None,
    agent: Agent,
    thing: Thing | None = None,
    country: str = "",
    maker: Any = None,
    category: Any = None,
    least: Decimal | None = None,
    currency: str = "",
) -> AssignmentRule:
    """A rule, after those there are. Raises NotAllowed for an agent that does not act for the seller, or one too many."""
    if not Agency.objects.filter(agent=agent, agent__ended_at=None, seller=seller, ended_at=None).exists():
        raise NotAllowed
    standing = AssignmentRule.objects.filter(seller=seller, ended_at=None)
    if standing.count() >= MAX_RULES:
        raise NotAllowed
    last = standing.aggregate(last=Max("position"))["last"] or 0
    return AssignmentRule.objects.create(
        seller=seller,
        agent=agent,
        position=last + 1,
        thing=thing.name if thing else "",
        country=country,
        maker=maker,
        category=category,
        least=least,
        currency=currency if least is not None else "",
    )


@transaction.atomic
def raise_rule(*, rule: AssignmentRule) -> None:
    """The rule decides before the one that stood before it."""
    standing = list(
        AssignmentRule.objects.select_for_update()
        .filter(seller=rule.seller_id, ended_at=None)
        .order_by("position", "pk")
    )
    places = [one.pk for one in standing]
    if rule.pk not in places[1:]:
        return
    at = places.index(rule.pk)
    places[at - 1], places[at] = places[at], places[at - 1]
    for position, key in enumerate(places, start=1):
        AssignmentRule.objects.filter(pk=key).update(position=position)


def end_rule(*, rule: AssignmentRule) -> None:
    """The rule decides no longer; what came by it stays where it is."""
    AssignmentRule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=now())


def assign_by_rule(*, order_id: UUID | None = None, inquiry_id: UUID | None = None) -> Assignment | None:
    """Give an order or inquiry to the agent of the first rule that fits, unless somebody has ever been given it.

    An agent that may be handed nothing (no contract in force) gets nothing: the thing stays in the queue.
    """
    thing = _thing(order_id, inquiry_id)
    if thing is None or thing.assignments.exists():
        return None
    rule = first_fitting(((rule, condition_of(rule)) for rule in rules_of(thing.seller_id)), facts_of(thing))
    if rule is None:
        return None
    try:
        return assign(thing=thing, agent=rule.agent, by=None, rule=rule)
    except (ShareRefused, NotAllowed):
        return None


def _thing(order_id: UUID | None, inquiry_id: UUID | None) -> Order | Inquiry | None:
    """What is to be assigned, while it is open."""
    if order_id is not None:
        closed = [State.REQUESTED.value, State.CANCELLED.value]
        orders = Order.objects.filter(pk=order_id).exclude(state__in=closed)
        return with_goods(orders).select_related("company", "consignee").first()
    if inquiry_id is None:
        return None
    inquiries = Inquiry.objects.filter(pk=inquiry_id, ended_at=None)
    return with_goods(inquiries).select_related("company", "consignee").first()
