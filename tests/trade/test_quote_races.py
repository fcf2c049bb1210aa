"""Real connections that accept rival quotes of one request at once."""

from decimal import Decimal

import pytest

from coatingcat.trade.models import Order, Quote, Stock
from coatingcat.trade.refusals import NotAllowed, QuoteGone
from tests.trade import asking, firms
from tests.trade import factories as make
from tests.trade import quoting as make_quote
from tests.trade.test_quote_orders import chosen
from tests.trade.test_races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_of_rival_quotes_one_is_accepted_whoever_races() -> None:
    """Four sellers quoted; the buyer's eight windows order at one of them, and its rivals are accepted meanwhile."""
    sellers = [firms.seller() for _ in range(4)]
    offer = make.offer(stock=100)
    line = asking.asked(offer.product, offer_id=offer.pk, quantity=Decimal(250))
    quotes = [make_quote.quote(inquiry) for inquiry in make_quote.wanted(*sellers, lines=[line])]
    sent = chosen(quotes[0])

    results = race(
        *(lambda: make.submit(**sent) for _ in range(8)),
        *(lambda rival=rival: make_quote.accepted(rival) for rival in quotes[1:]),
    )

    orders = [result for result in results if isinstance(result, Order)]
    assert {type(result) for result in results} <= {Order, QuoteGone, type(None), NotAllowed}
    states = sorted(Quote.objects.values_list("state", flat=True))
    assert states == ["accepted", "passed_over", "passed_over", "passed_over"]
    is_ours = Quote.objects.get(state="accepted").pk == quotes[0].pk
    assert (Order.objects.count(), len(orders) == 8, Stock.objects.get().allocated) == (
        (1, True, 10) if is_ours else (0, False, 0)
    )
