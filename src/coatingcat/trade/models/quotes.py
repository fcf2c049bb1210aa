"""Quotes: what a seller offers for an inquiry, version by version, and what the buyer answers (F.8)."""

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id, public_code
from coatingcat.ground.money import Money
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, Text
from coatingcat.trade.models.inquiries import Inquiry
from coatingcat.trade.models.instant import InstantPolicy
from coatingcat.trade.models.offers import Offer, pack
from coatingcat.trade.models.records import inquiry_record, sealed_inquiry
from coatingcat.trade.models.sellers import Seller
from coatingcat.trade.rules import Ladder, PriceStep, price_at
from coatingcat.trade.words import Incoterm, PaymentTerms, QuoteState, QuoteWhy

_BUYER = "inquiry.buyer_id"
_OF_LINE = "quote.inquiry.buyer_id"
_TO_ORDER = {Purpose.ORDER_FULFILMENT}


def quote_code() -> str:
    """The number of a quote, such as `QU-7K3M9-QXD4T`."""
    return public_code("QU")


class Quote(models.Model):
    """One version of what a seller offers for an inquiry. Once offered, its terms and prices are fixed for good.

    A new version supersedes the one before, which stays readable. Of the quotes for one request, whoever made them,
    one is accepted at most: the database sees to it.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = inquiry_record(models.CharField(max_length=14, unique=True, default=quote_code), subject=_BUYER)
    inquiry = nonpersonal(
        models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="quotes"), "random key of a row"
    )
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="quotes"), "a company"
    )
    """As the inquiry names it; None: the operator."""
    request = nonpersonal(models.UUIDField(), "random number of one submission, the same for all who were asked")
    version = nonpersonal(models.PositiveSmallIntegerField(), "place among the quotes of its inquiry, from 1")
    submission = nonpersonal(models.UUIDField(), "random number of one submission")
    state = inquiry_record(models.CharField(max_length=12, default=QuoteState.DRAFT.value), subject=_BUYER)
    incoterm = inquiry_record(models.CharField(max_length=3), subject=_BUYER, also_for=_TO_ORDER)
    place = nonpersonal(models.CharField(max_length=60), "a port, terminal or city; a street is the consignee's")
    currency = inquiry_record(models.CharField(max_length=3), subject=_BUYER, also_for=_TO_ORDER)
    freight = inquiry_record(
        models.DecimalField(max_digits=14, decimal_places=4, null=True), subject=_BUYER, also_for=_TO_ORDER
    )
    """Charged apart for the carriage the seller sees to; null: within the prices."""
    lead_days = inquiry_record(models.PositiveIntegerField(), subject=_BUYER, also_for=_TO_ORDER)
    """Working days from the order until the goods leave."""
    payment = inquiry_record(models.CharField(max_length=12), subject=_BUYER, also_for=_TO_ORDER)
    valid_until = inquiry_record(models.DateField(), subject=_BUYER)
    """Last day, in Shanghai."""
    note = sealed_inquiry(
        SealedText(max_length=1000, null=True),
        kind=Kind.INQUIRY,
        subject=_BUYER,
        reason=Text("供应商对报价的说明", "What the seller says to its quote"),
    )
    is_instant = nonpersonal(models.BooleanField(default=False), "made at once by a seller's rule")
    policy = nonpersonal(
        models.ForeignKey(InstantPolicy, null=True, on_delete=models.SET_NULL, related_name="+"), "a seller's rule"
    )
    created_at = inquiry_record(models.DateTimeField(default=now), subject=_BUYER, exported=False)
    offered_at = inquiry_record(models.DateTimeField(null=True), subject=_BUYER)
    ended_at = inquiry_record(models.DateTimeField(null=True), subject=_BUYER)
    """When it was accepted, declined, withdrawn, superseded or passed over, or when it ran out."""

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["seller", "state", "valid_until"], name="quote_of_seller"),
            models.Index(fields=["request"], name="quote_of_request"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "version"], name="quote_version_once"),
            models.UniqueConstraint(fields=["inquiry", "submission"], name="quote_once"),
            models.UniqueConstraint(fields=["inquiry"], condition=Q(state="draft"), name="quote_one_draft"),
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(state__in=["offered", "countered"]), name="quote_one_standing"
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(state="accepted"), name="quote_one_accepted"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in QuoteState]), name="quote_state_is_known"),
            models.CheckConstraint(
                condition=Q(
                    incoterm__in=[term.value for term in Incoterm], payment__in=[one.name for one in PaymentTerms]
                ),
                name="quote_terms_are_known",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$") & (Q(freight=None) | Q(freight__gte=0)), name="quote_money"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(offered_at__isnull=False), name="quote_offered_when"
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)

    @property
    def stands(self) -> QuoteState:
        return QuoteState(self.state)

    @property
    def rule(self) -> Incoterm:
        return Incoterm(self.incoterm)

    @property
    def pay(self) -> PaymentTerms:
        return PaymentTerms[self.payment]

    @property
    def freight_money(self) -> Money | None:
        return Money(self.freight, self.currency) if self.freight is not None else None


class QuoteLine(models.Model):
    """A product at a ladder of prices, as it was called when the quote was written."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    quote = nonpersonal(models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines"), "random key of a row")
    position = nonpersonal(models.PositiveSmallIntegerField(), "place in the quote, from 1")
    product = inquiry_record(
        models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="+"),
        subject=_OF_LINE,
        exported=False,
    )
    offer = inquiry_record(
        models.ForeignKey(Offer, null=True, on_delete=models.SET_NULL, related_name="+"),
        subject=_OF_LINE,
        exported=False,
    )
    """From whose stock it is taken; None: made to order."""
    name = inquiry_record(models.CharField(max_length=200), subject=_OF_LINE)
    supplier = inquiry_record(models.CharField(max_length=200, blank=True), subject=_OF_LINE)
    sku = inquiry_record(models.CharField(max_length=40, blank=True), subject=_OF_LINE)
    pack_size = inquiry_record(models.DecimalField(max_digits=12, decimal_places=3), subject=_OF_LINE)
    pack_unit = inquiry_record(models.CharField(max_length=8), subject=_OF_LINE)
    packs = inquiry_record(models.PositiveIntegerField(), subject=_OF_LINE)
    """As many as were asked for: what the quotes of a request are compared at."""
    multiple = inquiry_record(models.PositiveIntegerField(default=1), subject=_OF_LINE)

    class Meta:
        ordering = ["quote", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "position"], name="quoteline_once"),
            models.CheckConstraint(
                condition=Q(pack_size__gt=0, packs__gte=1, multiple__gte=1), name="quoteline_quantities"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.quote_id}"

    @property
    def pack(self) -> str:
        return pack(self.pack_size, self.pack_unit)

    @property
    def ladder(self) -> Ladder:
        """The prices of one pack by quantity; `steps` should have been fetched along."""
        currency = self.quote.currency
        return tuple(PriceStep(step.minimum, Money(step.price, currency)) for step in self.steps.all())

    @property
    def minimum(self) -> int:
        """The fewest packs there is a price for."""
        ladder = self.ladder
        return ladder[0].minimum if ladder else 1

    def price_at(self, packs: int) -> Money | None:
        """Of one pack when so many are bought; None below the smallest quantity."""
        return price_at(self.ladder, packs)


class QuoteStep(models.Model):
    """From so many packs on, a pack costs so much."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    line = nonpersonal(
        models.ForeignKey(QuoteLine, on_delete=models.CASCADE, related_name="steps"), "surrogate key of a row"
    )
    minimum = inquiry_record(models.PositiveIntegerField(), subject="line.quote.inquiry.buyer_id")
    price = inquiry_record(models.DecimalField(max_digits=14, decimal_places=4), subject="line.quote.inquiry.buyer_id")
    """Of one pack, without VAT."""

    class Meta:
        ordering = ["line", "minimum"]
        constraints = [
            models.UniqueConstraint(fields=["line", "minimum"], name="quotestep_once"),
            models.CheckConstraint(condition=Q(minimum__gte=1, price__gt=0), name="quotestep_sense"),
        ]

    def __str__(self) -> str:
        return f"from {self.minimum}: {self.price}"


class QuoteAnswer(models.Model):
    """What the buyer answered to a version, other than by ordering: a refusal with its reason, or other terms."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    quote = nonpersonal(
        models.OneToOneField(Quote, on_delete=models.CASCADE, related_name="answer"), "random key of a row"
    )
    at = inquiry_record(models.DateTimeField(default=now), subject=_OF_LINE)
    why = inquiry_record(models.CharField(max_length=12, blank=True, default=""), subject=_OF_LINE)
    """Of a refusal; empty: a counter-offer."""
    wanted_by = inquiry_record(models.DateField(null=True), subject=_OF_LINE)
    """By when the buyer would have the goods."""
    note = sealed_inquiry(
        SealedText(max_length=1000, null=True),
        kind=Kind.INQUIRY,
        subject=_OF_LINE,
        reason=Text("让供应商了解您的考虑", "So that the supplier knows what you think of it"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(why__in=["", *(w.name for w in QuoteWhy)]), name="quoteanswer_why"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.quote_id}"

    @property
    def reason(self) -> QuoteWhy | None:
        return QuoteWhy[self.why] if self.why else None


class CounterLine(models.Model):
    """What the buyer would pay for a line, and for how many packs."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    answer = nonpersonal(
        models.ForeignKey(QuoteAnswer, on_delete=models.CASCADE, related_name="lines"), "random key of a row"
    )
    line = nonpersonal(
        models.ForeignKey(QuoteLine, on_delete=models.CASCADE, related_name="counters"), "surrogate key of a row"
    )
    price = inquiry_record(
        models.DecimalField(max_digits=14, decimal_places=4), subject="answer.quote.inquiry.buyer_id"
    )
    packs = inquiry_record(models.PositiveIntegerField(), subject="answer.quote.inquiry.buyer_id")

    class Meta:
        ordering = ["answer", "line"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "line"], name="counterline_once"),
            models.CheckConstraint(condition=Q(price__gt=0, packs__gte=1), name="counterline_sense"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} at {self.price}"

    @property
    def money(self) -> Money:
        return Money(self.price, self.answer.quote.currency)
