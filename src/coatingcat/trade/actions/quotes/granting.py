"""A seller says yes to a counter-offer in one press: a new version at the terms the buyer asked for."""

from datetime import date, timedelta
from math import gcd
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import is_working_day, today
from coatingcat.trade.actions.quotes.writing import QuotedLine, QuoteTerms, offer_quote, write_quote
from coatingcat.trade.models import CounterLine, Inquiry, Quote, QuoteAnswer, QuoteLine
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.quotes import can_be_granted, granted
from coatingcat.trade.words import Side

VALID_DAYS = 14


@transaction.atomic
def grant_counter(*, quote: Quote, side: Side, by: UUID | None) -> Quote:
    """Offer the terms that the buyer asked for as the next version, once for each counter-offer; the buyer is told.

    From the packs asked for on, a pack costs what the buyer would pay; where a day is wanted, the goods leave by it
    (`lead_time`); all else stays as it was offered, but for the seller's note, which is not said again. The new version
    stands for 14 days at least. Raises NotAllowed for a quote that was not countered or was answered since, or whose
    counter-offer names no price or a day that is over: that takes a version written by hand.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=quote.inquiry_id)
    answer = QuoteAnswer.objects.filter(quote=quote).first()
    if answer is None:
        raise NotAllowed
    earlier = Quote.objects.filter(inquiry=inquiry, submission=answer.pk).first()
    if earlier is not None:
        return earlier
    standing = Quote.objects.get(pk=quote.pk)
    wishes = {wish.line_id: wish for wish in answer.lines.all()}
    if not can_be_granted(standing.stands, answer.wanted_by, today(), names_prices=bool(wishes)):
        raise NotAllowed
    lines = [_line(line, wishes.get(line.pk)) for line in quote.lines.select_related("offer", "quote")]
    made = write_quote(inquiry=inquiry, terms=_terms(standing, answer), lines=lines, submission=answer.pk)
    offer_quote(quote=made, side=side, by=by)
    return made


def lead_time(offered: int, wanted_by: date | None, day: date) -> int:
    """Working days until the goods leave: as offered, or fewer where they have to leave by a day that is wanted."""
    if wanted_by is None:
        return offered
    lead, reached = 0, day + timedelta(days=1)
    while lead < offered and reached <= wanted_by:
        lead += is_working_day(reached)
        reached += timedelta(days=1)
    return lead


def _terms(quote: Quote, answer: QuoteAnswer) -> QuoteTerms:
    return QuoteTerms(
        quote.rule,
        quote.place,
        quote.currency,
        quote.pay,
        lead_time(quote.lead_days, answer.wanted_by, today()),
        max(quote.valid_until, today() + timedelta(days=VALID_DAYS)),
        quote.freight,
    )


def _line(line: QuoteLine, wish: CounterLine | None) -> QuotedLine:
    packs = wish.packs if wish else line.packs
    return QuotedLine(
        line.name,
        line.supplier,
        line.pack_size,
        line.pack_unit,
        packs,
        granted(line.ladder, wish.packs, wish.money) if wish else line.ladder,
        product_id=line.product_id,
        offer=line.offer,
        multiple=gcd(line.multiple, packs),  # so many can be ordered, and as many as before
    )
