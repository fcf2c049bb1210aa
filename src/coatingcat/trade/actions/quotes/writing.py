"""A seller writes a quote, offers it, takes it back, and offers a later version in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import later
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.inquiries import note_quote_move
from coatingcat.trade.actions.quotes.moving import move_quote, standing_quotes
from coatingcat.trade.events import QuoteMoved
from coatingcat.trade.models import Inquiry, InstantPolicy, Offer, Quote, QuoteLine, QuoteStep
from coatingcat.trade.refusals import NotAllowed, QuoteNotWhole
from coatingcat.trade.rules import PriceStep
from coatingcat.trade.rules.inquiries import inquiry_sources
from coatingcat.trade.words import Incoterm, InquiryKind, InquiryState, PaymentTerms, QuoteState, Side


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A product as the seller offers it; `ladder` in the currency of the quote, prices of one pack."""

    name: str
    supplier: str
    pack_size: Decimal
    pack_unit: str
    packs: int
    ladder: Sequence[PriceStep]
    product_id: str | None = None
    offer: Offer | None = None
    multiple: int = 1


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """What holds for all lines of a quote; `freight` None: within the prices."""

    incoterm: Incoterm
    place: str
    currency: str
    payment: PaymentTerms
    lead_days: int
    valid_until: date
    freight: Decimal | None = None


@transaction.atomic
def write_quote(
    *,
    inquiry: Inquiry,
    terms: QuoteTerms,
    lines: Sequence[QuotedLine],
    submission: UUID,
    note: Clear[str] | None = None,
    policy: InstantPolicy | None = None,
) -> Quote:
    """Draft a version of the quote for an inquiry, in place of the draft there was; the buyer does not see it yet.

    The same submission again gives the quote that it made. Raises NotAllowed for an inquiry that is not open to
    quotes, QuoteNotWhole for lines without a price or in another currency; nothing is written then.
    """
    Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    earlier = Quote.objects.filter(inquiry=inquiry, submission=submission).first()
    if earlier is not None:
        return earlier
    _demand_open(inquiry)
    if not lines or not all(line.ladder for line in lines):
        raise QuoteNotWhole
    if any(step.price.currency != terms.currency for line in lines for step in line.ladder):
        raise QuoteNotWhole
    Quote.objects.filter(inquiry=inquiry, state=QuoteState.DRAFT.value).delete()
    version = Quote.objects.filter(inquiry=inquiry).aggregate(last=Max("version"))["last"] or 0
    quote = Quote.objects.create(
        inquiry=inquiry,
        seller=inquiry.seller,
        request=inquiry.request,
        version=version + 1,
        submission=submission,
        incoterm=terms.incoterm.value,
        place=terms.place,
        currency=terms.currency,
        freight=terms.freight,
        lead_days=terms.lead_days,
        payment=terms.payment.name,
        valid_until=terms.valid_until,
        note=note,
        is_instant=policy is not None,
        policy=policy,
    )
    _write_lines(quote, lines)
    return quote


def _demand_open(inquiry: Inquiry) -> None:
    """It asks for a quote, and stands where one can be given, for the first time or again."""
    stands = inquiry.stands
    may_be_quoted = stands is InquiryState.QUOTED or stands in inquiry_sources(InquiryKind.QUOTE, InquiryState.QUOTED)
    if inquiry.sort is not InquiryKind.QUOTE or not may_be_quoted:
        raise NotAllowed


def _write_lines(quote: Quote, lines: Sequence[QuotedLine]) -> None:
    made = QuoteLine.objects.bulk_create(
        QuoteLine(
            quote=quote,
            position=position,
            product_id=line.product_id,
            offer=line.offer,
            name=line.name[:200],
            supplier=line.supplier[:200],
            sku=line.offer.sku if line.offer else "",
            pack_size=line.pack_size,
            pack_unit=line.pack_unit,
            packs=line.packs,
            multiple=line.multiple,
        )
        for position, line in enumerate(lines, start=1)
    )
    QuoteStep.objects.bulk_create(
        QuoteStep(line=row, minimum=step.minimum, price=step.price.amount)
        for row, line in zip(made, lines, strict=True)
        for step in line.ladder
    )


@transaction.atomic
def offer_quote(*, quote: Quote, side: Side, by: UUID | None) -> None:
    """Offer a draft to the buyer; the version that stood before is superseded and stays readable.

    Raises NotAllowed for what is no draft, has run out before it was offered, or whose inquiry was ended meanwhile.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=quote.inquiry_id)
    if quote.stands is QuoteState.OFFERED:
        return
    if quote.valid_until < today():
        raise NotAllowed
    _demand_open(inquiry)
    moment = now()
    _supersede(inquiry, moment)
    move_quote(quote, QuoteState.OFFERED, offered_at=moment)
    if inquiry.stands is not InquiryState.QUOTED:
        note_quote_move(inquiry=inquiry, to=InquiryState.QUOTED, side=side, by=by)
    later("outreach.tell", letter="quote_offered", subject_id=inquiry.buyer_id, path=f"quotes/{quote.code}/")
    emit(QuoteMoved(quote.pk, QuoteState.OFFERED.value, moment))


def _supersede(inquiry: Inquiry, at: datetime) -> None:
    for standing in standing_quotes(inquiry=inquiry):
        move_quote(standing, QuoteState.SUPERSEDED, ended_at=at)


@transaction.atomic
def withdraw_quote(*, quote: Quote) -> None:
    """Take a quote back. A draft goes as if it had never been; of what was offered the buyer is told.

    Raises NotAllowed once it has been answered for good.
    """
    was_offered = quote.offered_at is not None
    moment = now()
    move_quote(quote, QuoteState.WITHDRAWN, ended_at=moment)
    if was_offered:
        buyer = quote.inquiry.buyer_id
        later("outreach.tell", letter="quote_withdrawn", subject_id=buyer, path=f"quotes/{quote.code}/")
    emit(QuoteMoved(quote.pk, QuoteState.WITHDRAWN.value, moment))
