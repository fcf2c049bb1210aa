"""Quotes as pages show them: one, the versions beside it, those of a request side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from coatingcat.catalog.models import PropertyValue
from coatingcat.ground.clock import ZONE, today
from coatingcat.ground.money import Money, total
from coatingcat.trade.models import Quote, QuoteLine
from coatingcat.trade.queries.companies import inquiries_in_sight
from coatingcat.trade.rules import line_total
from coatingcat.trade.rules.landed import CannotCost, Estimates, Landed, Unknown, kg_of, kg_per_m2, landed
from coatingcat.trade.rules.quotes import can_be_accepted
from coatingcat.trade.words import QuoteState

_HIDDEN = [QuoteState.DRAFT.value]
QUOTES_PER_PAGE = 25


def whole_quotes() -> QuerySet[Quote]:
    """Quotes with everything a page says of them; five queries, however many there are."""
    quotes = Quote.objects.select_related("inquiry", "seller__company", "answer")
    return quotes.prefetch_related("lines__steps", "answer__lines__line")


def quotes_of(subject_id: UUID) -> QuerySet[Quote]:
    """What a buyer was offered; drafts and what was taken back before it was offered are the seller's own affair."""
    return whole_quotes().filter(inquiry__buyer_id=subject_id, offered_at__isnull=False)


def quotes_in_sight(subject_id: UUID) -> QuerySet[Quote]:
    """What was offered for the inquiries somebody may see: one's own and those of colleagues."""
    return whole_quotes().filter(inquiry__in=inquiries_in_sight(subject_id), offered_at__isnull=False)


def quote_of(subject_id: UUID, code: str) -> Quote | None:
    """One quote of the buyer's; None if it is somebody else's or none."""
    return quotes_of(subject_id).filter(code=code).first()


def quote_document(quote: Quote) -> Quote:
    """The quote as it is printed, with lines, ladders, inquiry and seller."""
    return whole_quotes().get(pk=quote.pk)


def versions_of(quote: Quote) -> Sequence[Quote]:
    """All versions that were offered for the same inquiry, latest first; one query."""
    return list(
        Quote.objects.filter(inquiry=quote.inquiry_id, offered_at__isnull=False).order_by("-version").defer("note")
    )


def offers_for_request(subject_id: UUID, request: UUID) -> Sequence[Quote]:
    """The latest version in sight from each seller who was asked the same, in the order they came."""
    latest: dict[UUID, Quote] = {}
    for quote in quotes_in_sight(subject_id).filter(request=request).order_by("offered_at", "pk"):
        latest[quote.inquiry_id] = quote
    return list(latest.values())


def densities_of(product_ids: Iterable[str | None]) -> dict[str, Decimal]:
    """Density in g/mL by product, where the catalogue has one: the middle of what its source states. One query."""
    rows = PropertyValue.objects.filter(
        product_id__in=[code for code in product_ids if code],
        property="density",
        canonical_lo__isnull=False,
        canonical_hi__isnull=False,
    ).order_by("product_id", "-position")
    found = rows.values_list("product_id", "canonical_lo", "canonical_hi")
    return {code: (Decimal(str(lo)) + Decimal(str(hi))) / 2 for code, lo, hi in found}


@dataclass(frozen=True, slots=True)
class Film:
    """What a cost per m² needs besides the price; None: not known. `density` where the catalogue has none."""

    film_um: Decimal | None = None
    solids: Decimal | None = None
    density: Decimal | None = None


@dataclass(frozen=True)
class Column:
    """A quote beside others: what it costs at the quantity that was asked for, and what nobody knows of that."""

    quote: Quote
    estimates: Estimates
    film: Film
    densities: dict[str, Decimal]

    @cached_property
    def lines(self) -> list[QuoteLine]:
        return list(self.quote.lines.all())

    @property
    def seller_name(self) -> str:
        """Empty: the operator."""
        return self.quote.seller.company.name if self.quote.seller else ""

    @cached_property
    def goods(self) -> Money | None:
        """Of all lines; None while one has no price at its quantity."""
        amounts = [line_total(line.price_at(line.packs), line.packs) for line in self.lines]
        known = [amount for amount in amounts if amount is not None]
        return total(known, self.quote.currency) if len(known) == len(amounts) else None

    def _density(self, line: QuoteLine) -> Decimal | None:
        return self.densities.get(line.product_id or "") or self.film.density

    @cached_property
    def landed(self) -> Landed | tuple[Unknown, ...]:
        """The cost at the buyer's place, or what is missing to compute it."""
        if self.goods is None:
            return (Unknown.PRICE,)
        try:
            kg = sum(
                (kg_of(line.pack_size, line.pack_unit, self._density(line)) * line.packs for line in self.lines),
                Decimal(0),
            )
            return landed(
                goods=self.goods,
                kg=kg,
                incoterm=self.quote.rule,
                freight=self.quote.freight_money,
                estimates=self.estimates,
            )
        except CannotCost as refusal:
            return refusal.missing

    @property
    def cost(self) -> Landed | None:
        return self.landed if isinstance(self.landed, Landed) else None

    @property
    def lacking(self) -> tuple[Unknown, ...]:
        return () if isinstance(self.landed, Landed) else self.landed

    @cached_property
    def per_m2(self) -> Money | tuple[Unknown, ...]:
        """On a square metre of dry film, for a quote of one product; or what is missing."""
        if self.cost is None:
            return self.lacking
        try:
            used = kg_per_m2(density=self._density(self.lines[0]), solids=self.film.solids, film_um=self.film.film_um)
        except CannotCost as refusal:
            return refusal.missing
        return self.cost.per_m2(used)

    @property
    def cost_per_m2(self) -> Money | None:
        return self.per_m2 if isinstance(self.per_m2, Money) else None

    @property
    def lacking_per_m2(self) -> tuple[Unknown, ...]:
        return () if isinstance(self.per_m2, Money) else self.per_m2

    @property
    def is_of_one(self) -> bool:
        return len(self.lines) == 1

    @property
    def is_open(self) -> bool:
        return can_be_accepted(self.quote.stands, self.quote.valid_until, today())

    @property
    def days_left(self) -> int:
        return days_left(self.quote)

    @property
    def days_of(self) -> int:
        """From the offer to its last day."""
        return validity_days(self.quote)


def days_left(quote: Quote) -> int:
    """Days until the end of the last one, that day counted; 0 once it is over."""
    return max(0, (quote.valid_until - today()).days + 1)


def validity_days(quote: Quote) -> int:
    begun: date = (quote.offered_at or quote.created_at).astimezone(ZONE).date()
    return max(1, (quote.valid_until - begun).days + 1)


def compared(quotes: Sequence[Quote], estimates: Estimates, film: Film) -> list[Column]:
    """The quotes with their costs by the same estimates; one query for the densities."""
    densities = densities_of(line.product_id for quote in quotes for line in quote.lines.all())
    return [Column(quote, estimates, film, densities) for quote in quotes]
