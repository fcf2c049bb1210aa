"""The one guarded move of a quote, and the letters to the seller's people."""

from datetime import datetime

from coatingcat.ground.jobs import later
from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRole
from coatingcat.trade.models import Quote
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.quotes import quote_sources_of
from coatingcat.trade.words import QuoteState


def move_quote(quote: Quote, new: QuoteState, **also: datetime) -> None:
    """Guarded: of two hands only the first succeeds. Raises NotAllowed."""
    sources = [state.value for state in quote_sources_of(new)]
    if not Quote.objects.filter(pk=quote.pk, state__in=sources).update(state=new.value, **also):
        raise NotAllowed
    quote.state = new.value
    for name, value in also.items():
        setattr(quote, name, value)


def tell_sellers(quote: Quote, letter: str) -> None:
    """A letter to those who act for the seller; the operator's desk has its queue."""
    if quote.seller_id is None:
        return
    people = Position.objects.filter(company__seller=quote.seller_id, ended_at=None).order_by("since")
    for subject_id in people.exclude(role=CompanyRole.VIEWER.name).values_list("member_id", flat=True):
        later("outreach.tell", letter=letter, subject_id=subject_id, path=f"supply/quotes/{quote.code}/")
