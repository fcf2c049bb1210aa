"""Quotes run out at the end of their last day."""

from django.db import transaction
from django.db.models import Q

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import later
from coatingcat.trade.actions.quotes.moving import move_quote, tell_sellers
from coatingcat.trade.events import QuoteMoved
from coatingcat.trade.models import Quote
from coatingcat.trade.rules.inquiries import OVER
from coatingcat.trade.rules.quotes import STANDING
from coatingcat.trade.words import QuoteState

_BATCH = 200


def expire_quotes() -> int:
    """End the quotes whose last day is over, or whose inquiry is, and tell both sides. Returns how many."""
    ended = 0
    while True:
        with transaction.atomic():
            over = list(
                Quote.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("inquiry")
                .filter(state__in=[s.value for s in STANDING])
                .filter(Q(valid_until__lt=today()) | Q(inquiry__state__in=[s.name for s in OVER]))
                .order_by("pk")[:_BATCH]
            )
            for quote in over:
                _expire(quote)
            ended += len(over)
            if not over:
                return ended


def _expire(quote: Quote) -> None:
    moment = now()
    move_quote(quote, QuoteState.EXPIRED, ended_at=moment)
    buyer = quote.inquiry.buyer_id
    later("outreach.tell", letter="quote_expired", subject_id=buyer, path=f"quotes/{quote.code}/")
    tell_sellers(quote, "quote_expired")
    emit(QuoteMoved(quote.pk, QuoteState.EXPIRED.value, moment))
