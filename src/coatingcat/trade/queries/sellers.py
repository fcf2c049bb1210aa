"""Who sells and who follows up here, with what buyers may know of it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from coatingcat.ground.clock import today
from coatingcat.members.models import Company
from coatingcat.privacy.queries.recipients import Known, known_recipients
from coatingcat.trade.models import Agent, Inquiry, Offer, Order, Representation, Seller, SellerStatistic
from coatingcat.trade.models.orders import ENDED
from coatingcat.trade.rules.inquiries import OVER


@dataclass(frozen=True, slots=True)
class Party:
    """A seller or agent at the desk, with its standing as a recipient of data."""

    party: Seller | Agent
    known: Known | None

    @property
    def is_bound(self) -> bool:
        return self.known is not None and self.known.is_bound()


def sellers() -> QuerySet[Seller]:
    """Everybody who sells or sold here, with the makers; two queries."""
    makers = Prefetch("represented", Representation.objects.select_related("maker").order_by("maker__name"))
    return Seller.objects.select_related("company").prefetch_related(makers).order_by("company__name")


def agents() -> QuerySet[Agent]:
    return Agent.objects.select_related("company").order_by("company__name")


def parties() -> tuple[list[Party], list[Party]]:
    """Sellers and agents with their standing; four queries."""
    known = {one.key: one for one in known_recipients()}
    return (
        [Party(one, known.get(one.recipient)) for one in sellers()],
        [Party(one, known.get(one.recipient)) for one in agents()],
    )


def certified_without(role: str) -> QuerySet[Company]:
    """Certified companies that are not yet a `seller` or an `agent`."""
    return Company.objects.filter(certified_until__gte=today(), **{f"{role}__isnull": True}).order_by("name", "pk")


def open_orders_of(seller: Seller) -> QuerySet[Order]:
    """Orders that a seller has yet to execute, those that wait for approval in the buyer's company among them."""
    return Order.objects.filter(seller=seller).exclude(state__in=ENDED)


def open_inquiries_of(seller: Seller) -> QuerySet[Inquiry]:
    """Inquiries to a seller of which something may still come."""
    return Inquiry.objects.filter(seller=seller).exclude(state__in=[state.name for state in OVER])


def offers_at(seller: Seller | None) -> QuerySet[Offer]:
    """All offers of a seller, or of the operator, with stock."""
    return Offer.objects.filter(seller=seller).select_related("product", "stock").order_by("product__name", "sku")


def statistics_of(*, maker: str = "", seller_ids: Collection[UUID] = ()) -> list[SellerStatistic]:
    """The figures of these sellers, or of all who sell a maker's products here; one query."""
    found = SellerStatistic.objects.filter(seller__ended_at=None, seller__closing_at=None)
    found = found.filter(seller__represented__maker=maker) if maker else found.filter(seller__in=seller_ids)
    return list(found.select_related("seller__company").order_by("seller__company__name"))
