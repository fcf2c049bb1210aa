"""What an order comes to at least: agreed in price lists, shown in the cart, refused when it is placed."""

from decimal import Decimal
from typing import Any

import pytest

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money
from coatingcat.trade.actions.price_lists import group_company, open_list
from coatingcat.trade.models import CartLine, Order, Owner, PriceList, Stock
from coatingcat.trade.queries import basket_of
from coatingcat.trade.refusals import BelowMinimum, TooLittle
from coatingcat.trade.rules import Least, Nearness, least_of
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser


def cny(amount: object) -> Money:
    return Money(Decimal(str(amount)), "CNY")


@pytest.mark.parametrize(
    ("agreed", "least"),
    [
        ([], None),
        ([(Nearness.PUBLIC, 1, 500)], 500),
        ([(Nearness.PUBLIC, 9, 500), (Nearness.GROUP, 2, 300), (Nearness.COMPANY, 1, 100)], 100),
        ([(Nearness.COMPANY, 1, 100), (Nearness.COMPANY, 2, 900)], 900),
    ],
)
def test_the_nearest_agreement_says_it_and_the_latest_of_equal_ones(agreed: Any, least: object):
    found = [Least(near, list_id, cny(amount)) for near, list_id, amount in agreed]
    euros = Least(Nearness.COMPANY, 99, Money(Decimal(7), "EUR"))
    assert least_of([*found, euros], "CNY") == (None if least is None else cny(least))


pytestmark = pytest.mark.django_db


def asking(seller: Any, amount: object, **terms: Any) -> PriceList:
    """A list of the seller's without any price, that asks for so much."""
    least = None if amount is None else Decimal(str(amount))
    name = f"List {PriceList.objects.count()}"
    terms = {"currency": "CNY", "valid_from": today(), **terms}
    return open_list(seller=seller, name=name, order_minimum=least, **terms)


def test_too_small_an_order_is_refused_with_amount_and_remedy_and_nothing_happens():
    seller, buyer = firms.seller(), firms.worker()
    offer, other = make.offer(seller=seller, price="100", stock=20), make.offer(price="1")
    asking(seller, 500)
    make.put(buyer.pk, offer, quantity=3)
    make.put(buyer.pk, other)
    make.answer(buyer.pk)
    sent = make.submission(buyer.pk)
    with pytest.raises(BelowMinimum) as refusal:
        make.submit_all(**sent)
    assert refusal.value.orders == (TooLittle("Supplier", cny(500), cny(200)),)
    told = "Supplier takes orders from CNY 500.00 on, without VAT. Add goods for CNY 200.00, or remove its lines."
    there = browser(buyer)
    page = there.get("/cart/").content.decode().replace("\xa0", " ")
    assert (told in page, "To the checkout" in page) == (True, False)
    answer = there.post("/checkout/review/", {"key": sent["key"], "seen": sent["seen"].hex()}, follow=True)
    assert told in answer.content.decode().replace("\xa0", " ")
    assert (Order.objects.count(), CartLine.objects.count(), Stock.objects.get(pk=offer.pk).free) == (0, 2, 20)


@pytest.mark.parametrize(("quantity", "placed"), [(4, False), (5, True)])
def test_exactly_the_minimum_is_enough(quantity: int, placed: bool):
    offer, buyer = make.offer(price="100"), make.buyer()
    asking(None, 500)
    if placed:
        assert make.order(buyer, offer, quantity=quantity).total == 500
    else:
        with pytest.raises(BelowMinimum):
            make.order(buyer, offer, quantity=quantity)


def test_it_holds_for_whom_the_list_is_for_in_its_time_and_currency():
    seller, owner = firms.seller(), firms.worker()
    company = firms.firm("Mine", owner=owner)
    asking(seller, 900)
    asking(seller, 50, company=company, valid_from=today().replace(year=2020), valid_to=today().replace(year=2021))
    asking(seller, 60, company=firms.firm("Rival"))
    asking(firms.seller(), 70, company=company)
    asking(seller, 80, company=company, currency="EUR")
    asking(seller, None, company=company)
    make.put(owner.pk, make.offer(seller=seller, price="100"))

    def least() -> Money | None:
        (part,) = basket_of(Owner(owner.pk)).parts
        return part.least

    assert least() == cny(900)
    group_company(seller=seller, company=company, tier="A")
    asking(seller, 300, tier="A")
    assert least() == cny(300)
    asking(seller, 200, company=company)
    assert least() == cny(200)


def test_what_must_be_quoted_first_is_not_held_to_it():
    buyer = make.buyer()
    asking(None, 500)
    assert make.order(buyer, make.offer(price="100"), make.product()).total == 100


def test_a_minimum_that_was_raised_since_refuses_what_was_shown():
    buyer, listed = make.buyer(), asking(None, 100)
    make.put(buyer, make.offer(price="100"))
    make.answer(buyer)
    sent = make.submission(buyer)
    PriceList.objects.filter(pk=listed.pk).update(order_minimum=101)
    with pytest.raises(BelowMinimum):
        make.submit_all(**sent)
    assert Order.objects.count() == 0


def test_a_seller_sets_changes_and_lifts_it_and_no_other_does():
    seller = firms.seller()
    there, stranger = browser(firms.owner_of(seller.company)), browser(firms.owner_of(firms.seller().company))
    form = {"name": "L", "currency": "CNY", "valid_from": str(today()), "order_minimum": "250"}
    assert there.post("/supply/prices/new/", form).status_code == 302
    listed = PriceList.objects.get()
    address = f"/supply/prices/{listed.pk}/"

    def kept() -> Decimal | None:
        return PriceList.objects.values_list("order_minimum", flat=True).get()

    assert (kept(), "CNY 250.00" in there.get(address).content.decode().replace("\xa0", " ")) == (250, True)
    for wrong in ("0", "-5", "much", "1.234", "9" * 15):
        answer = there.post(f"{address}minimum/", {"order_minimum": wrong})
        assert (answer.status_code, wrong in answer.content.decode(), kept()) == (422, True, 250), wrong
    assert (stranger.post(f"{address}minimum/", {"order_minimum": "1"}).status_code, kept()) == (404, 250)
    assert (there.post(f"{address}minimum/", {"order_minimum": "99.50"}).status_code, kept()) == (302, Decimal("99.5"))
    assert (there.post(f"{address}minimum/", {"order_minimum": ""}).status_code, kept()) == (302, None)
