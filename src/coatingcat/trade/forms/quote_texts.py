"""What pages of both sides say of a quote, in the reader's language."""

from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.words import Text
from coatingcat.trade.models import Quote
from coatingcat.trade.queries.quotes import days_left, validity_days
from coatingcat.trade.rules.incoterms import RISK, buyer_pays
from coatingcat.trade.words import QuoteState

QUOTE_STATES = {
    QuoteState.DRAFT: _("Draft"),
    QuoteState.OFFERED: _("Offered"),
    QuoteState.COUNTERED: _("Other terms asked for"),
    QuoteState.ACCEPTED: _("Accepted"),
    QuoteState.DECLINED: _("Declined"),
    QuoteState.EXPIRED: _("Run out"),
    QuoteState.WITHDRAWN: _("Withdrawn"),
    QuoteState.SUPERSEDED: _("Replaced by a later version"),
    QuoteState.PASSED_OVER: _("Another quote was chosen"),
}


def in_language(text: Text) -> str:
    return text.in_language(get_language())


def quote_context(found: Quote) -> dict[str, Any]:
    """What pages of both sides say of a quote."""
    answer = getattr(found, "answer", None)
    return {
        "quote": found,
        "lines": list(found.lines.all()),
        "state": QUOTE_STATES[found.stands],
        "payment": in_language(found.pay.value),
        "risk": in_language(RISK[found.rule]),
        "yours": [in_language(leg.value) for leg in buyer_pays(found.rule)],
        "left": days_left(found),
        "of": validity_days(found),
        "answer": answer,
        "why": in_language(answer.reason.value) if answer is not None and answer.reason else "",
        "seller_name": found.seller.company.name if found.seller else gettext("the operator of this site"),
    }
