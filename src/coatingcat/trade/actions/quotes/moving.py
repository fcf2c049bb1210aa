"""The one guarded move of a quote, and the letters to the seller's people."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from coatingcat.trade.actions.parties import tell_counter
from coatingcat.trade.models import Quote
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.quotes import STANDING, quote_sources_of
from coatingcat.trade.words import QuoteState


def move_quote(quote: Quote, new: QuoteState, **also: datetime) -> None:
    """Guarded: of two hands only the first succeeds. Raises NotAllowed."""
    sources = [state.value for state in quote_sources_of(new)]
    if not Quote.objects.filter(pk=quote.pk, state__in=sources).update(state=new.value, **also):
        raise NotAllowed
    quote.state = new.value
    for name, value in also.items():
        setattr(quote, name, value)


def standing_quotes(**which: Any) -> QuerySet[Quote]:
    """The quotes that an acceptance or a new version ends, held: one that its seller takes back or its buyer declines
    in the same moment is then either ended or not among them, and nobody's acceptance fails over a rival's move."""
    held = Quote.objects.select_for_update(of=("self",)).select_related("inquiry")
    return held.filter(state__in=[s.value for s in STANDING], **which).order_by("pk")


def tell_sellers(quote: Quote, letter: str) -> None:
    """A letter to those who answer the inquiry, agents included; the operator's desk has its queue."""
    tell_counter(quote.inquiry, letter=letter, path=f"supply/quotes/{quote.code}/")
