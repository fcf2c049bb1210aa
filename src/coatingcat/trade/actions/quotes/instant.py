"""A price at once: three answers against the seller's own rules, else an ordinary inquiry waits for the seller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money
from coatingcat.members.models import Company
from coatingcat.trade.actions.inquiries import send_inquiries
from coatingcat.trade.actions.inquiries.sending import Asked, Wish
from coatingcat.trade.actions.quotes.writing import QuotedLine, QuoteTerms, offer_quote, write_quote
from coatingcat.trade.models import Inquiry, InstantPolicy, Offer, Quote, Seller
from coatingcat.trade.rules import Ladder, PriceStep
from coatingcat.trade.rules.instant import Answers, Verdict, Wanted, best, instant_price
from coatingcat.trade.words import Incoterm, InquiryKind, PaymentTerms, Side


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What came of three answers: the inquiry, the quote if a rule matched, and what every condition said."""

    inquiry: Inquiry
    quote: Quote | None
    verdict: Verdict | None


@transaction.atomic
def quote_at_once(
    *,
    by: UUID,
    company: Company | None,
    offer: Offer,
    ladder: Ladder,
    packs: int,
    answers: Answers,
    texts: dict[str, str],
    request: UUID,
    language: str,
) -> AtOnce:
    """Ask the seller of an offer for a price, and get it at once where one of its rules matches; once for each request.

    `ladder` is the offer's list price by quantity for this company; `texts` go to the seller as an inquiry's do.
    Raises ShareRefused if the door says no; nothing is written then.
    """
    verdict = verdict_for(offer, ladder, packs, answers)
    earlier = Inquiry.objects.filter(buyer_id=by, request=request).first()
    if earlier is not None:
        return AtOnce(earlier, earlier.quotes.filter(is_instant=True).first(), verdict)
    asked = Asked(
        offer.product.name,
        offer.product.supplier.name,
        packs * offer.pack_size,
        offer.pack_unit,
        product_id=offer.product_id,
        offer_id=offer.pk,
    )
    wish = Wish(InquiryKind.QUOTE, [asked], texts)
    inquiry = send_inquiries(
        by=by, request=request, wish=wish, to={offer.seller: [asked]}, company=company, language=language
    )[0]
    if verdict is None or not verdict.matches:
        return AtOnce(inquiry, None, verdict)
    policy = InstantPolicy.objects.get(pk=verdict.policy.id)
    quote = write_quote(
        inquiry=inquiry,
        terms=_terms(policy, ladder[0].price.currency),
        lines=[_line(offer, ladder, packs, policy)],
        submission=request,
        policy=policy,
    )
    offer_quote(quote=quote, side=Side.SELLER if offer.seller_id else Side.OPERATOR, by=None)
    return AtOnce(inquiry, quote, verdict)


def verdict_for(offer: Offer, ladder: Ladder, packs: int, answers: Answers) -> Verdict | None:
    """What the seller's rules say to the answers; None if it has none. One query."""
    rows = InstantPolicy.objects.filter(seller=offer.seller_id).order_by("pk")
    price = next((step.price.amount for step in reversed(ladder) if step.minimum <= packs), None)
    wanted = Wanted(offer.product_id, offer.product.supplier_id, packs, price)
    return best([row.as_rule for row in rows], answers, wanted)


def _terms(policy: InstantPolicy, currency: str) -> QuoteTerms:
    return QuoteTerms(
        Incoterm(policy.incoterm),
        policy.place,
        currency,
        PaymentTerms[policy.payment],
        policy.lead_days,
        today() + timedelta(days=policy.valid_days),
    )


def _line(offer: Offer, ladder: Ladder, packs: int, policy: InstantPolicy) -> QuotedLine:
    return QuotedLine(
        offer.product.name,
        offer.product.supplier.name,
        offer.pack_size,
        offer.pack_unit,
        packs,
        _less(ladder, policy.discount, max(policy.min_packs, offer.lowest, ladder[0].minimum)),
        product_id=offer.product_id,
        offer=offer,
        multiple=offer.multiple,
    )


def _less(ladder: Sequence[PriceStep], discount: Decimal, minimum: int) -> Ladder:
    """The list's ladder from the rule's smallest quantity on, less the discount."""
    first = next(step for step in reversed(ladder) if step.minimum <= minimum)
    kept = [PriceStep(minimum, first.price), *(step for step in ladder if step.minimum > minimum)]
    return tuple(
        PriceStep(step.minimum, Money(instant_price(step.price.amount, discount), step.price.currency)) for step in kept
    )


@transaction.atomic
def change_policy(
    *, seller: Seller | None, values: dict[str, Any], policy: InstantPolicy | None = None
) -> InstantPolicy:
    """Make a rule, or change one of the seller's; quotes that were given by it stay as they are."""
    held = policy or InstantPolicy(seller=seller)
    for name, value in values.items():
        setattr(held, name, value)
    held.save()
    return held
