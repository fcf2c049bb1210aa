"""Agents of a counter, the rules by which things come to them, and what those rules say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from coatingcat.catalog.models import Category
from coatingcat.trade.models import Agency, Agent, AssignmentRule, Inquiry, Order
from coatingcat.trade.rules.assigning import Condition, Facts, Misfit, misfits, with_parents
from coatingcat.trade.words import Thing


def agencies_of(seller_id: UUID | None) -> QuerySet[Agency]:
    """Who follows up for a seller now, or for the operator where none is named."""
    standing = Agency.objects.filter(seller=seller_id, ended_at=None, agent__ended_at=None)
    return standing.select_related("agent__company").order_by("agent__company__name", "pk")


def agents_free(seller_id: UUID | None) -> QuerySet[Agent]:
    """Agents on this site that do not follow up for the seller yet."""
    taken = Agency.objects.filter(seller=seller_id, ended_at=None).values("agent")
    return Agent.objects.filter(ended_at=None).exclude(pk__in=taken).select_related("company").order_by("company__name")


def rules_of(seller_id: UUID | None) -> QuerySet[AssignmentRule]:
    """The rules that decide, first one first."""
    rules = AssignmentRule.objects.filter(seller=seller_id, ended_at=None, agent__ended_at=None)
    return rules.select_related("agent__company", "maker", "category").order_by("position", "created_at", "pk")


def condition_of(rule: AssignmentRule) -> Condition:
    return Condition(
        thing=Thing[rule.thing] if rule.thing else None,
        country=rule.country,
        maker=rule.maker_id or "",
        category=rule.category_id or "",
        least=rule.least,
        currency=rule.currency,
    )


T = TypeVar("T", Order, Inquiry)


def with_goods(things: QuerySet[T]) -> QuerySet[T]:
    """Orders or inquiries with all that rules ask about; two queries more."""
    return things.select_related("company").prefetch_related("lines__product")


def facts_of(thing: Order | Inquiry) -> Facts:
    """What rules ask of an order or inquiry; one query more than `with_goods`."""
    products = [line.product for line in thing.lines.all() if line.product is not None]
    tree = list(Category.objects.values_list("code", "parent_id"))
    order = thing if isinstance(thing, Order) else None
    return Facts(
        thing=Thing[thing.kind] if isinstance(thing, Inquiry) else Thing.ORDER,
        country=thing.company.country if thing.company else "",
        makers=frozenset(product.supplier_id for product in products),
        categories=with_parents((product.category_id for product in products), tree),
        value=order.total if order else None,
        currency=order.currency if order else "",
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule, and what kept it from fitting."""

    rule: AssignmentRule
    lacks: tuple[Misfit, ...]
    decides: bool


def tried(rules: Sequence[AssignmentRule], facts: Facts) -> list[Tried]:
    """How each rule answers; the first that fits decides."""
    found: list[Tried] = []
    for rule in rules:
        lacks = misfits(condition_of(rule), facts)
        found.append(Tried(rule, lacks, not lacks and not any(one.decides for one in found)))
    return found
