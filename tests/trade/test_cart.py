"""Carts of guests and members."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import frozen, now
from coatingcat.trade.actions import add_to_cart, forget_guest_carts, merge_guest_cart
from coatingcat.trade.models import Cart, CartLine, Offer, Owner
from coatingcat.trade.words import CART_COOKIE, MAX_QUANTITY
from tests.trade import factories as make
from tests.trade.conftest import browser, new_member

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def held() -> dict[int, int]:
    return dict(CartLine.objects.values_list("offer_id", "quantity"))


def test_a_guest_gets_a_cookie_with_the_first_line_only(guest):
    guest.get("/cart/")
    assert dict(guest.cookies) == {}
    offer = make.offer()

    make.put_in(guest, offer, 2)

    cookie = guest.cookies[CART_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 30 * 24 * 3600)
    assert len(cookie.value) >= 43
    assert cookie.value.encode() not in bytes(Cart.objects.get().token_digest)
    assert offer.product.name in text(guest.get("/cart/"))


def test_another_browser_sees_nothing_of_it(guest):
    offer = make.offer()
    make.put_in(guest, offer)
    for cookie in ("", "x" * 43, "\\x00", "é" * 43, "a" * 5000):
        other = browser()
        other.cookies[CART_COOKIE] = cookie
        assert offer.product.name not in text(other.get("/cart/"))


def test_a_guests_cart_is_over_after_thirty_days(guest):
    offer = make.offer()
    make.put_in(guest, offer)
    with frozen(now() + timedelta(days=29)):
        assert offer.product.name in text(guest.get("/cart/"))
        assert forget_guest_carts() == 0
    with frozen(now() + timedelta(days=31)):
        assert offer.product.name not in text(guest.get("/cart/"))
        assert forget_guest_carts() == 1
    assert (Cart.objects.count(), CartLine.objects.count()) == (0, 0)


@pytest.mark.clause("F.5")
def test_a_cart_filled_as_guest_is_there_after_the_sign_in_on_another_device(guest, member):
    both, mine, brought = make.offer(), make.offer(), make.offer()
    make.put(member.pk, both, mine, quantity=2)
    make.put_in(guest, both, 3)
    make.put_in(guest, brought, 1)

    guest.post("/cart/lines/", {"offer": "0", "quantity": 1})  # 404: nothing happens
    member.set_password("correct horse battery")
    member.save()
    answer = guest.post("/sign-in/", {"contact": "buyer@paint.example", "password": "correct horse battery"})

    assert answer.status_code == 302, text(answer)
    assert held() == {both.pk: 5, mine.pk: 2, brought.pk: 1}
    assert Cart.objects.get().subject_id == member.pk
    elsewhere = text(browser(member).get("/cart/"))
    assert all(offer.product.name in elsewhere for offer in (both, mine, brought))


def test_a_signed_in_request_with_a_guests_cookie_merges_once_and_takes_it_back(guest, member):
    offer = make.offer()
    make.put_in(guest, offer, 2)
    token = guest.cookies[CART_COOKIE].value
    client = browser(member)
    client.cookies[CART_COOKIE] = token

    for _ in range(2):
        client.get("/cart/")

    assert held() == {offer.pk: 2}
    assert client.cookies[CART_COOKIE].value == ""


def test_a_members_cart_is_never_brought_by_a_cookie(member):
    """Vendure 263 stole another's cart: a cookie opens carts that belong to nobody, and no other."""
    other = new_member("other@paint.example")
    make.put(other.pk, make.offer())
    token = "A" * 43
    assert merge_guest_cart(subject_id=member.pk, token=token) is False
    assert Cart.objects.get().subject_id == other.pk


def test_a_merge_stops_at_the_most_one_line_takes(guest, member):
    offer = make.offer()
    make.put(member.pk, offer, quantity=MAX_QUANTITY)
    make.put_in(guest, offer, 5)
    merge_guest_cart(subject_id=member.pk, token=guest.cookies[CART_COOKIE].value)
    assert held() == {offer.pk: MAX_QUANTITY}


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_merges_at_once_add_once():
    member, offer = make.buyer(), make.offer()
    token = add_to_cart(owner=Owner(), ware=offer, quantity=3).token
    results = []

    def run() -> None:
        results.append(merge_guest_cart(subject_id=member, token=token))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(results) == [False] * 5 + [True]
    assert held() == {offer.pk: 3}


@pytest.mark.parametrize("quantity", ["", "0", "-1", "1e30", "1,5", "２.5", "abc", "9" * 1_000_000, "\0", "1\u202e"])
def test_a_quantity_that_cannot_be_is_refused_at_its_field(client, quantity):
    offer = make.offer()
    answer = client.post("/cart/lines/", {"offer": offer.pk, "quantity": quantity})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["quantity"])
    assert 'href="#id_quantity"' in text(answer)
    assert Cart.objects.count() == CartLine.objects.count() == 0


def test_full_width_digits_are_digits(client):
    offer = make.offer()
    make.put_in(client, offer, "１２")
    assert held() == {offer.pk: 12}


def test_what_is_not_sold_cannot_be_added(client):
    for sent, status in [
        ({"offer": 999}, 404),
        ({"offer": "9" * 18}, 404),
        ({"offer": "9" * 40}, 422),
        ({"offer": "x"}, 422),
        ({"offer": "\0"}, 422),
        ({"product": "nothing"}, 404),
        ({"product": "\0"}, 422),
        ({"product": "x" * 1_000_000}, 422),
        ({}, 422),
    ]:
        assert client.post("/cart/lines/", {**sent, "quantity": 1}).status_code == status, sent
    assert CartLine.objects.count() == 0


def test_a_lot_is_refused_with_its_neighbours(client):
    offer = make.offer(minimum=4, multiple=4)
    answer = client.post("/cart/lines/", {"offer": offer.pk, "quantity": 6})
    assert "Enter 4 or 8." in text(answer)
    assert 'value="6"' in text(answer)
    assert CartLine.objects.count() == 0


def test_adding_again_adds_up_and_is_checked_together(client):
    offer = make.offer(multiple=2)
    make.put_in(client, offer, 2)
    make.put_in(client, offer, 2)
    assert held() == {offer.pk: 4}
    assert client.post("/cart/lines/", {"offer": offer.pk, "quantity": 1}).status_code == 422
    assert held() == {offer.pk: 4}


def test_a_product_without_an_offer_is_asked_for(client):
    product = make.product()
    make.put_in(client, product, 300)
    page = text(client.get("/cart/"))
    assert product.name in page
    assert "to be quoted" in page


def test_quantities_change_all_or_none(client, member):
    first, second = make.offer(), make.offer(multiple=5)
    make.put(member.pk, first, second, quantity=5)
    lines = {line.offer_id: f"quantity-{line.pk}" for line in CartLine.objects.all()}

    wrong = client.post("/cart/", {lines[first.pk]: "7", lines[second.pk]: "6"})
    assert wrong.status_code == 422
    assert "Enter 5 or 10." in text(wrong)
    assert 'value="7"' in text(wrong)
    assert held() == {first.pk: 5, second.pk: 5}

    assert client.post("/cart/", {lines[first.pk]: "７", lines[second.pk]: "10"}).status_code == 302
    assert held() == {first.pk: 7, second.pk: 10}


def test_a_line_is_removed_and_nobody_elses(client, member):
    offer = make.offer()
    make.put(member.pk, offer)
    make.put(new_member("other@paint.example").pk, offer)
    for line in CartLine.objects.all():
        client.post("/cart/", {"remove": line.pk})
    client.post("/cart/", {"remove": "\0"})
    client.post("/cart/", {"remove": "9" * 400})
    assert CartLine.objects.exclude(cart__subject_id=member.pk).count() == 1
    assert CartLine.objects.filter(cart__subject_id=member.pk).count() == 0


def test_a_changed_price_is_said_until_it_was_seen(client, member):
    offer = make.offer()
    make.put(member.pk, offer)
    Offer.objects.update(price="99")
    for _ in range(2):
        page = text(client.get("/cart/")).replace("\xa0", " ")
        assert "Prices have changed" in page
        assert "CNY 120.50" in page
        assert "CNY 99.00" in page
    line = CartLine.objects.get()
    client.post("/cart/", {f"quantity-{line.pk}": "1"})
    assert "Prices have changed" not in text(client.get("/cart/"))


def test_what_is_no_longer_offered_is_explained_and_stops_the_order(client, member):
    offer = make.offer()
    make.put(member.pk, offer, make.offer())
    Offer.objects.filter(pk=offer.pk).update(is_active=False)
    page = text(client.get("/cart/"))
    assert "is no longer offered" in page
    assert "To the checkout" not in page
    assert client.get("/checkout/consignee/")["Location"] == "/cart/"


def test_more_than_is_in_stock_is_said(client, member):
    make.put(member.pk, make.offer(stock=3), quantity=5)
    page = text(client.get("/cart/"))
    assert "Only 3 in stock" in page
    assert "To the checkout" not in page


def test_adding_costs_at_most_six_statements(client, member):
    offer = make.offer()
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            make.put_in(client, offer)
        assert len([q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]) <= 6


def test_a_visitor_without_a_cookie_costs_the_cart_link_no_statement(guest, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert guest.get("/cart/").status_code == 200


def test_the_link_in_the_head_counts_what_a_guests_cookie_will_bring(guest, member):
    make.put_in(guest, make.offer())
    make.put(member.pk, make.offer())
    client = browser(member)
    client.cookies[CART_COOKIE] = guest.cookies[CART_COOKIE].value
    assert 'aria-label="Cart, 2 lines"' in text(client.get("/orders/"))
