"""A buyer's way through the pages, without a browser."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import now
from coatingcat.privacy.models import Opening
from coatingcat.trade.actions import confirm_order
from coatingcat.trade.models import Cart, CartLine, CheckoutDraft, Consignee, Offer, Order, Stock
from coatingcat.trade.queries import orders as order_queries
from tests.trade import factories as make
from tests.trade.conftest import browser, new_member

CONSIGNEE = {"name": "王收货", "phone": "138 0013 8000", "email": "Goods@dock.example", "address": "上海市码头路 7 号"}
PROJECT = {"background": "船舶涂料", "yearly_demand": "1200", "demand_unit": "kg"}


def text(response) -> str:
    return response.content.decode()


def hidden(response) -> dict[str, str]:
    """The hidden fields of the last page."""
    found = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', text(response)))
    assert set(found) == {"key", "seen"}
    return found


def to_review(client) -> dict[str, str]:
    client.post("/checkout/consignee/", CONSIGNEE)
    client.post("/checkout/project/", PROJECT)
    return hidden(client.get("/checkout/review/"))


@pytest.mark.clause("I.2a-1")
def test_a_buyer_orders_for_a_consignee_in_four_pages(client, member):
    offer = make.offer(stock=10)

    with CaptureQueriesContext(connection) as queries:
        added = client.post("/cart/lines/", {"offer": offer.pk, "quantity": "2"})
        adding = len(queries)
        assert (added.status_code, added["Location"]) == (302, "/cart/")
        assert "241.00" in text(client.get("/cart/"))
        assert client.get("/checkout/consignee/").status_code == 200
        second = client.post("/checkout/consignee/", CONSIGNEE)
        assert second["Location"] == "/checkout/project/"
        assert client.get("/checkout/project/").status_code == 200
        third = client.post("/checkout/project/", PROJECT)
        assert third["Location"] == "/checkout/review/"
        review = client.get("/checkout/review/")
        for shown in (
            "王收货",
            "+8613800138000",
            "goods@dock.example",
            "上海市码头路 7 号",
            "1200",
            "船舶涂料",
            "241.00",
        ):
            assert shown in text(review), shown
        placed = client.post("/checkout/review/", hidden(review))
        order = Order.objects.get()
        assert placed["Location"] == f"/checkout/placed/{order.code}/"
        last = client.get(placed["Location"])
    assert order.code in text(last)
    statements = [q["sql"] for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert adding <= 6 + 2  # the savepoint's two stand for BEGIN and COMMIT
    assert len(statements) - 1 <= 60  # performance.md: the whole order, every request from cart to placed
    assert Stock.objects.get(offer=offer).allocated == 2
    assert (CartLine.objects.count(), CheckoutDraft.objects.count(), Cart.objects.count()) == (0, 0, 1)


def test_the_same_submission_again_leads_to_the_same_order(client):
    make.put_in(client, make.offer(stock=10))
    sent = to_review(client)

    first, second = client.post("/checkout/review/", sent), client.post("/checkout/review/", sent)

    assert first["Location"] == second["Location"] == f"/checkout/placed/{Order.objects.get().code}/"


def test_another_content_under_the_same_key_is_refused(client):
    make.put_in(client, make.offer(stock=10))
    sent = to_review(client)
    client.post("/checkout/review/", sent)

    other = client.post("/checkout/review/", {**sent, "seen": "0" * 64})

    assert other.status_code == 422
    assert (Order.objects.count(), Stock.objects.get().allocated) == (1, 1)


def test_a_price_that_changed_after_the_last_page_is_shown_and_nothing_is_ordered(client):
    offer = make.offer(stock=10)
    make.put_in(client, offer)
    sent = to_review(client)
    Offer.objects.filter(pk=offer.pk).update(price="130.00")

    answer = client.post("/checkout/review/", sent)

    assert answer.status_code == 409
    assert "Something has changed" in text(answer)
    assert "130.00" in text(answer)
    assert 'was <span class="num">CNY\xa0120.50</span>' in text(answer)
    assert (Order.objects.count(), Stock.objects.get().allocated, CartLine.objects.count()) == (0, 0, 1)
    assert client.post("/checkout/review/", hidden(answer)).status_code == 302
    assert str(Order.objects.get().total) == "130.0000"


def test_stock_that_ran_out_is_said_and_nothing_is_ordered(client):
    offer = make.offer(stock=1)
    make.put_in(client, offer)
    sent = to_review(client)
    make.order(None, offer)

    answer = client.post("/checkout/review/", sent, follow=True)

    assert "0 in stock, you asked for 1. Nothing was ordered." in text(answer)
    assert (Order.objects.count(), CartLine.objects.count()) == (1, 1)


@pytest.mark.parametrize("sent", [{}, {"key": "x", "seen": "y"}, {"key": "\0", "seen": "f" * 64}])
def test_a_last_page_that_is_not_ours_orders_nothing(client, sent):
    make.put_in(client, make.offer())
    to_review(client)
    assert client.post("/checkout/review/", sent).status_code == 422
    assert Order.objects.count() == 0


def test_who_is_not_signed_in_is_asked_to_and_keeps_the_cart(guest):
    make.put_in(guest, make.offer())
    asked = guest.get("/checkout/consignee/")
    assert unquote(asked["Location"]) == "/sign-in/?next=/checkout/consignee/"
    assert CartLine.objects.count() == 1


def test_a_checkout_without_goods_leads_to_the_cart(client):
    for page in ("consignee", "project", "review"):
        assert client.get(f"/checkout/{page}/")["Location"] == "/cart/"


def test_own_details_are_filled_in_on_request_only(client):
    make.put_in(client, make.offer())
    assert "buyer@paint.example" not in text(client.get("/checkout/consignee/"))
    assert 'value="buyer@paint.example"' in text(client.get("/checkout/consignee/?consignee=me"))


def test_a_buyer_who_is_the_consignee_is_no_second_subject(client, member):
    make.put_in(client, make.offer())
    client.post("/checkout/consignee/", {**CONSIGNEE, "is_buyer": "on"})
    client.post("/checkout/project/", PROJECT)
    client.post("/checkout/review/", hidden(client.get("/checkout/review/")))
    assert Order.objects.get().consignee.subject_id == member.pk


def test_answers_can_be_changed_until_the_order_is_placed(client):
    make.put_in(client, make.offer())
    to_review(client)
    assert 'value="王收货"' in text(client.get("/checkout/consignee/"))
    assert client.post("/checkout/consignee/", {**CONSIGNEE, "name": "李四"})["Location"] == "/checkout/review/"
    assert "李四" in text(client.get("/checkout/review/"))
    assert Consignee.objects.count() == 1


HOSTILE = ["a\0b", "x" * 1_000_000, "\u202eevil", "\x07", ""]


@pytest.mark.parametrize("value", HOSTILE, ids=["nul", "megabyte", "override", "bell", "empty"])
@pytest.mark.parametrize("name", list(CONSIGNEE))
def test_a_consignee_that_cannot_be_is_refused_at_its_field(client, name, value):
    make.put_in(client, make.offer())

    answer = client.post("/checkout/consignee/", {**CONSIGNEE, name: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert f'href="#id_{name}"' in text(answer)
    kept = next(value for key, value in CONSIGNEE.items() if key != name)
    assert kept in text(answer)
    assert (Consignee.objects.count(), CheckoutDraft.objects.count()) == (0, 0)


@pytest.mark.parametrize("demand", ["", "0", "-5", "1e30", "1,5", "abc", "9" * 40, "\0", "1.2.3", "NaN", "∞"])
def test_a_demand_that_cannot_be_is_refused_and_what_was_typed_stays(client, demand):
    make.put_in(client, make.offer())
    answer = client.post("/checkout/project/", {**PROJECT, "yearly_demand": demand})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["yearly_demand"])
    assert "船舶涂料" in text(answer)
    assert CheckoutDraft.objects.count() == 0


def test_orders_are_their_buyers_alone(client, member):
    own, other = make.order(member.pk), make.order()
    assert client.get(f"/orders/{own.code}/").status_code == 200
    for path in (
        f"/orders/{other.code}/",
        f"/checkout/placed/{other.code}/",
        "/orders/CC-00000-00000/",
        "/orders/%00/",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(f"/orders/{other.code}/cancellation/", {"why": "price"}).status_code == 404
    assert Order.objects.get(pk=other.pk).state == "placed"
    page = text(client.get("/orders/"))
    assert own.code in page
    assert other.code not in page


def test_an_order_can_be_cancelled_while_it_waits_and_only_once(client, member):
    offer = make.offer(stock=5)
    order = make.order(member.pk, offer, quantity=3)

    done = client.post(f"/orders/{order.code}/cancellation/", {"why": "price", "note": "太贵"}, follow=True)

    assert "The order is cancelled." in text(done)
    assert "太贵" in text(done)
    assert Stock.objects.get(offer=offer).allocated == 0
    again = client.post(f"/orders/{order.code}/cancellation/", {"why": "price"}, follow=True)
    assert "can no longer be cancelled" in text(again)
    assert Stock.objects.get(offer=offer).allocated == 0


def test_a_cancellation_without_a_reason_changes_nothing(client, member):
    order = make.order(member.pk)
    for why in ("", "because", "\0"):
        assert client.post(f"/orders/{order.code}/cancellation/", {"why": why}).status_code == 422
    assert Order.objects.get().state == "placed"


@pytest.mark.clause("V.1b")
def test_an_order_of_nearly_three_years_ago_is_found(client, member):
    old, new = make.order(member.pk), make.order(member.pk)
    Order.objects.filter(pk=old.pk).update(placed_at=now() - timedelta(days=2 * 365 + 335))
    assert old.code in text(client.get("/orders/"))
    found = text(client.get("/orders/", {"code": old.code.lower().replace("-", " ")}))
    assert old.code in found
    assert new.code not in found


def test_orders_are_filtered_by_state(client, member):
    waiting, confirmed = make.order(member.pk), make.order(member.pk)
    confirm_order(order=confirmed)
    page = text(client.get("/orders/?state=confirmed"))
    assert confirmed.code in page
    assert waiting.code not in page
    for hostile in ("?state=%00", "?state=x", "?page=0", "?page=1e9", "?code=%00%ff", "?code=" + "9" * 5000):
        assert client.get(f"/orders/{hostile}").status_code == 200


@pytest.mark.parametrize("path", ["/orders/", "/cart/"])
def test_a_list_costs_the_same_for_one_and_for_three(client, member, path, django_assert_num_queries):
    def grow() -> None:
        make.order(member.pk)
        make.put(member.pk, make.offer())

    grow()
    with CaptureQueriesContext(connection) as one:
        assert client.get(path).status_code == 200
    grow()
    grow()
    with CaptureQueriesContext(connection) as three:
        assert client.get(path).status_code == 200
    assert len(one) == len(three)


def test_the_order_desk_is_for_its_staff_and_confirms_once(client, member):
    order = make.order()
    assert client.get("/desk/orders/").status_code == 403
    assert client.get(f"/desk/orders/{order.code}/").status_code == 403
    desk = browser(new_member("desk@paint.example", roles="fulfilment"))
    assert order.code in text(desk.get("/desk/orders/"))
    assert "王收货" not in text(desk.get("/desk/orders/"))
    assert "王收货" not in text(desk.get(f"/desk/orders/{order.code}/"))
    assert "王收货" in text(desk.post(f"/desk/orders/{order.code}/", {"reason": "DELIVERY"}))
    done = desk.post(f"/desk/orders/{order.code}/confirmation/", follow=True)
    assert "The order is confirmed" in text(done)
    again = desk.post(f"/desk/orders/{order.code}/confirmation/", follow=True)
    assert "does not wait for confirmation" in text(again)
    opened = set(Opening.objects.exclude(actor=None).filter(purpose="ORDER_FULFILMENT").values_list("label", flat=True))
    assert {"trade.Consignee.name", "trade.Consignee.phone", "trade.Consignee.address"} <= opened


def test_long_lists_go_on_page_by_page_for_buyers_and_desk(client, member, monkeypatch):
    monkeypatch.setattr(order_queries, "ORDERS_PER_PAGE", 2)
    codes = [make.order(member.pk).code for _ in range(3)]
    desk = browser(new_member("desk@paint.example", roles="fulfilment"))
    for reader, path in ((client, "/orders/"), (desk, "/desk/orders/")):
        first, second = text(reader.get(f"{path}?state=placed")), text(reader.get(f"{path}?state=placed&page=2"))
        assert 'href="?state=placed&amp;page=2" rel="next"' in first
        assert [code in first for code in codes] == [False, True, True]
        assert 'href="?state=placed&amp;page=1" rel="prev"' in second
        assert [code in second for code in codes] == [True, False, False]
