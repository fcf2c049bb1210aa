"""From a quote to an order: its prices, its project, once; and prices at once (F.8, with feature 10)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from coatingcat.catalog.models import Segment
from coatingcat.ground.clock import frozen, now, today
from coatingcat.ground.ids import new_id
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.actions.quotes import choose_quote
from coatingcat.trade.models import CartLine, Inquiry, Offer, Order, Quote, Stock
from coatingcat.trade.queries import draft_of
from coatingcat.trade.queries.quoted import basket_for
from coatingcat.trade.refusals import LinesUnfit, NotAllowed, QuoteGone
from tests.trade import asking, firms
from tests.trade import factories as make
from tests.trade import quoting as make_quote
from tests.trade.conftest import browser, new_member

pytestmark = pytest.mark.django_db


def chosen(quote: Quote, packs: int = 10) -> dict[str, Any]:
    """A checkout at a quote, answered; what its last page would send."""
    by = quote.inquiry.buyer_id
    with purpose(Purpose.ORDER_FULFILMENT, actor=Actor(by, frozenset({Role.MEMBER}), "test")):
        choose_quote(by=by, quote=quote, packs=[packs])
    make.answer(by)
    draft = draft_of(by)
    assert draft is not None
    return {"by": by, "key": draft.pk, "seen": basket_for(by, draft).seen(draft)}


def of_offer(offer: Offer, by: UUID | None = None, *sellers: Any) -> list[Inquiry]:
    line = asking.asked(offer.product, offer_id=offer.pk, quantity=Decimal(250))
    return make_quote.wanted(*sellers, by=by, lines=[line])


def test_an_order_has_the_prices_of_the_quote_and_its_freight_and_the_cart_stays() -> None:
    seller = firms.seller()
    offer = make.offer(seller=seller, stock=100)
    inquiry = of_offer(offer, None, seller)[0]
    quote = make_quote.quote(inquiry, freight=Decimal("80"))
    make.put(inquiry.buyer_id, offer)
    sent = chosen(quote, packs=20)
    Offer.objects.update(price=Decimal(999), is_active=False)  # a quote binds whatever becomes of the list
    order = make.submit(**sent)
    assert [(line.unit_price, line.quantity, line.pack, line.is_quoted) for line in order.lines.all()] == [
        (Decimal("38.5"), 20, "25 kg", True),
        (Decimal(80), 1, "1 piece", True),
    ]
    assert (order.total, order.seller, order.quote) == (Decimal(850), seller, quote)
    assert (Quote.objects.get().state, Inquiry.objects.get().state) == ("accepted", "ACCEPTED")
    assert (CartLine.objects.count(), Stock.objects.get().allocated) == (1, 20)
    assert make.submit(**sent) == order
    assert Order.objects.count() == 1


def test_the_project_of_the_inquiry_comes_along() -> None:
    quote = make_quote.quote()
    by = quote.inquiry.buyer_id
    with purpose(Purpose.ORDER_FULFILMENT, actor=Actor(by, frozenset({Role.MEMBER}), "test")):
        draft = choose_quote(by=by, quote=quote, packs=[10])
        assert (draft.background.open(), draft.yearly_demand.open()) == ("船舶涂料", "1200")


def test_fewer_packs_than_there_is_a_price_for_are_refused() -> None:
    quote = make_quote.quote(ladder=[(10, "38.50")])
    with pytest.raises(LinesUnfit) as refused:
        choose_quote(by=quote.inquiry.buyer_id, quote=quote, packs=[9])
    assert refused.value.lines[0].nearest == (10,)
    assert draft_of(quote.inquiry.buyer_id) is None


def test_somebody_elses_quote_is_not_chosen() -> None:
    quote = make_quote.quote()
    with pytest.raises(NotAllowed):
        choose_quote(by=make.buyer(), quote=quote, packs=[10])


def test_a_quote_that_ran_out_since_is_not_ordered_at() -> None:
    sent = chosen(make_quote.quote(valid_until=today()))
    with frozen(now() + timedelta(days=1)), pytest.raises(QuoteGone):
        make.submit(**sent)
    assert (Order.objects.count(), Quote.objects.get().state) == (0, "offered")


def test_a_quote_that_was_taken_back_since_is_not_ordered_at() -> None:
    quote = make_quote.quote()
    sent = chosen(quote)
    make_quote.quote(Inquiry.objects.get())
    with pytest.raises(QuoteGone):
        make.submit(**sent)
    assert not Order.objects.exists()


def test_a_buyer_walks_from_quote_to_order(client: Client, member: Any) -> None:
    """Request, quote, quantities, consignee, check, order, on the real pages; the project is not asked twice."""
    seller = firms.seller()
    quote = make_quote.quote(make_quote.wanted(seller, by=member.pk)[0], note="With care")
    assert client.post(f"/quotes/{quote.code}/order/", {"packs-1": "0"}).status_code == 422
    answer = client.post(f"/quotes/{quote.code}/order/", {"packs-1": "100"})
    assert answer["Location"] == "/checkout/"
    assert client.get("/checkout/")["Location"] == "/checkout/consignee/"
    answer = client.post("/checkout/consignee/", {**make.CONSIGNEE, "is_buyer": "on"})
    assert answer["Location"] == "/checkout/review/"
    page = client.get("/checkout/review/")
    said = page.content.decode().replace("\xa0", " ")
    assert f"You order at quote {quote.code}" in said
    assert "CNY 3,500.00" in said
    form = page.context["form"]
    placed = client.post("/checkout/review/", {"key": form.initial["key"], "seen": form.initial["seen"]})
    order = Order.objects.get()
    assert placed["Location"] == f"/checkout/placed/{order.code}/"
    assert (order.quote, order.total) == (quote, Decimal(3500))


def test_the_cart_can_be_ordered_after_all(client: Client, member: Any) -> None:
    quote = make_quote.quote(make_quote.wanted(by=member.pk)[0])
    client.post(f"/quotes/{quote.code}/order/", {"packs-1": "10"})
    client.post("/checkout/cart/")
    draft = draft_of(member.pk)
    assert draft is not None
    assert (draft.quote, draft.packs) == (None, None)


@pytest.fixture
def sold(db: None) -> Offer:
    seller = firms.seller()
    make_quote.policy(seller, least_kg=Decimal(500), min_packs=4)
    return make.offer(seller=seller, price=Decimal(100))


@pytest.fixture
def segment(db: None) -> str:
    return str(Segment.objects.create(code="wood", name_en="Wood").pk)


def answers(offer: Offer, segment: str, **changes: Any) -> dict[str, Any]:
    values = {"submission": new_id(), "offer": offer.pk, "packs": "10", "yearly_kg": "1200", "timing": "NOW"}
    return {**values, "segment": segment, **changes}


def test_three_answers_lead_to_a_price_at_once(client: Client, member: Any, sold: Offer, segment: str) -> None:
    sent = answers(sold, segment)
    address = f"/instant-price/?product={sold.product_id}"
    assert client.get(address).status_code == 200
    assert client.post(address, {**sent, "packs": "x"}).status_code == 422
    answer = client.post(address, sent)
    quote = Quote.objects.get()
    assert answer["Location"] == f"/quotes/{quote.code}/"
    assert [(step.minimum, step.price) for step in quote.lines.get().steps.all()] == [(4, Decimal(95))]
    assert (quote.state, quote.is_instant, quote.inquiry.buyer_id) == ("offered", True, member.pk)
    assert "all conditions are met" in client.get(answer["Location"]).content.decode()
    client.post(address, sent)
    assert (Quote.objects.count(), Inquiry.objects.count()) == (1, 1)


def test_where_no_rule_fits_an_ordinary_inquiry_is_sent_and_the_reason_said(
    client: Client, member: Any, sold: Offer, segment: str
) -> None:
    sent = answers(sold, segment, yearly_kg="20")
    answer = client.post(f"/instant-price/?product={sold.product_id}", sent)
    inquiry = Inquiry.objects.get()
    assert answer["Location"] == f"/inquiries/{inquiry.code}/"
    assert (Quote.objects.count(), inquiry.state) == (0, "SENT")
    assert "No price at once (Your yearly volume)" in client.get(answer["Location"]).content.decode()


def test_the_same_answers_get_the_same_price_whoever_asks(segment: str, sold: Offer) -> None:
    prices = set()
    for number in range(2):
        sent = answers(sold, segment)
        browser(new_member(f"buyer{number}@paint.example")).post(f"/instant-price/?product={sold.product_id}", sent)
    for quote in Quote.objects.all():
        prices.add(quote.lines.get().steps.get().price)
    assert prices == {Decimal(95)}
