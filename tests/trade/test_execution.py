"""An order on its way, by the pages of both sides: deliveries, changes, returns, and the list and file of orders."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.privacy.models import Share
from coatingcat.trade.actions import confirm_order
from coatingcat.trade.actions.admitting import admit_to_order
from coatingcat.trade.actions.deliveries import complete_delivered
from coatingcat.trade.models import Amendment, Delivery, Order, Parcel, Return, Stock
from coatingcat.trade.words import Side
from tests.members.people import force_in, full_member, picture
from tests.privacy import sharing as share
from tests.trade import factories as make
from tests.trade import firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return full_member()


@pytest.fixture
def selling(buyer):
    """A seller, its order of five packs kept in stock, placed by the buyer."""
    seller = firms.seller()
    offer = make.offer(stock=20, seller=seller, price="10")
    order = make.order(buyer.pk, offer, quantity=5)
    Order.objects.filter(pk=order.pk).update(seller=seller)
    order.refresh_from_db()
    admit_to_order(order=order, recipient=seller.recipient, by=buyer.pk, about=order.pk)
    return seller, order


def at(member) -> Client:
    return force_in(Client(headers={"accept-language": "en"}), member)


def submission(client, path):
    return re.search(r'name="submission" value="([^"]+)"', client.get(path).content.decode())[1]


def shipped(desk, order, packs, **changes):
    """A delivery of so many packs by the page of the counter."""
    path = f"/supply/orders/{order.code}/deliveries/"
    line = order.lines.get()
    form = {
        "submission": submission(desk, path),
        "transport": "CARRIER",
        "carrier": "carrier",
        "parcel_packs": "1",
        "weight_kg": "125.5",
        "tracking": "SF1234567",
        f"quantity_{line.pk}": str(packs),
        f"batch_{line.pk}": "B-77",
        **changes,
    }
    return form, desk.post(path, form)


def test_an_order_through_all_its_states_with_two_partial_deliveries_and_a_return(buyer, selling):
    seller, order = selling
    share.contracted()
    desk, mine = at(firms.owner_of(seller.company)), at(buyer)
    here, there = f"/orders/{order.code}/", f"/supply/orders/{order.code}/"

    assert desk.post(f"{there}confirmation/", {"promised_on": "2030-01-31"}).status_code == 302
    form, first = shipped(desk, order, 2, **{f"certificate_{order.lines.get().pk}": io.BytesIO(picture())})
    assert first.status_code == 302
    form = {name: value for name, value in form.items() if not name.startswith("certificate")}
    assert desk.post(f"{there}deliveries/", form).status_code == 302  # the same submission again
    assert (Delivery.objects.count(), Parcel.objects.count()) == (1, 1)
    page = mine.get(here).content.decode()
    assert ("SF1234567" in page, "shipped 2 of 5" in page, "2030-01-31" in page) == (True, True, True)
    delivery = mine.get(f"{here}deliveries/1/").content.decode()
    assert "B-77" in delivery
    paper = mine.get(re.search(r'href="([^"]+/certificates/[^"]+)"', delivery)[1])
    assert (paper.status_code, paper["Content-Type"], paper.content[:3]) == (200, "image/png", b"\x89PN")

    assert shipped(desk, order, 4)[1].status_code == 422  # more than is open
    assert shipped(desk, order, 3, transport="OWN", carrier="", parcel_packs="", weight_kg="")[1].status_code == 302
    stock = Stock.objects.get()
    assert (stock.onhand, stock.allocated) == (15, 0)
    assert mine.post(f"{here}deliveries/1/arrival/").status_code == 302
    assert desk.post(f"{there}deliveries/2/arrival/").status_code == 302
    order.refresh_from_db()
    assert (order.state, order.lines.get().delivered) == ("delivered", 5)

    line = order.lines.get()
    asked = {"sort": "RETURN", "why": "QUALITY", "note": "Lumps", f"quantity_{line.pk}": "2"}
    assert mine.post(f"{here}returns/", asked | {"submission": submission(mine, f"{here}returns/")}).status_code == 302
    returned = Return.objects.get()
    back = f"{there}returns/{returned.code}/"
    assert "Lumps" not in desk.get(back).content.decode()
    assert "Lumps" in desk.post(back, {"reason": "RETURN"}).content.decode()  # handed to it, and with a reason
    assert mine.post(f"{here}acceptance/").status_code == 302
    assert Order.objects.get().state == "delivered"  # not while a return is open
    assert desk.post(f"{back}answer/", {"answer": "refuse"}).status_code == 422  # a refusal says why
    assert desk.post(f"{back}answer/", {"answer": "agree"}).status_code == 302
    assert desk.post(f"{back}receipt/", {"restock": "on"}).status_code == 302
    assert desk.post(f"{back}credit/").status_code == 302
    assert Stock.objects.get().onhand == 17
    assert mine.post(f"{here}acceptance/").status_code == 302
    order.refresh_from_db()
    assert (order.state, order.ended_at is not None) == ("completed", True)
    steps = list(order.steps.values_list("what", "side"))
    assert steps == [
        ("CONFIRMED", "SELLER"),
        ("SHIPPED", "SELLER"),
        ("SHIPPED", "SELLER"),
        ("DELIVERED", "BUYER"),
        ("DELIVERED", "SELLER"),
        ("RETURN_ASKED", "BUYER"),
        ("RETURN_AGREED", "SELLER"),
        ("RETURN_RECEIVED", "SELLER"),
        ("RETURN_SETTLED", "SELLER"),
        ("COMPLETED", "BUYER"),
    ]
    names = re.findall(r"<li><svg.*?</li>", desk.get(there).content.decode(), re.S)
    assert buyer.public_name not in "".join(names)
    run_jobs_now()
    told = set(Notice.objects.filter(subject_id=buyer.pk).values_list("letter", flat=True))
    assert told >= {"parcel_handed_over", "order_on_its_way", "delivery_arrived", "return_agreed", "return_settled"}


def test_a_change_shows_before_and_after_and_moves_stock_lines_and_total_at_once(buyer, selling):
    seller, order = selling
    desk, mine = at(firms.owner_of(seller.company)), at(buyer)
    line = order.lines.get()
    path = f"/supply/orders/{order.code}/amendments/"
    form = {
        "submission": submission(desk, path),
        f"quantity_{line.pk}": "8",
        f"price_{line.pk}": "9.50",
        "why": "PRICE",
        "promised_on": "2030-02-01",
    }
    assert desk.post(path, form).status_code == 302
    assert desk.post(path, form).status_code == 302
    made = Amendment.objects.get()
    assert Order.objects.get().total == 50
    page = mine.get(f"/orders/{order.code}/amendments/1/").content.decode()
    assert ("9.50" in page, "<b>8</b>" in page) == (True, True)
    assert desk.post(f"{path}1/answer/", {"answer": "accept"}).status_code == 302  # one's own
    assert Order.objects.get().total == 50
    assert mine.post(f"/orders/{order.code}/amendments/1/answer/", {"answer": "accept"}).status_code == 302
    order.refresh_from_db()
    line.refresh_from_db()
    assert (order.total, line.quantity, line.line_total, Stock.objects.get().allocated) == (76, 8, 76, 8)
    assert (made.total_before, str(order.promised_on)) == (50, "2030-02-01")


def test_a_seller_refuses_an_order_with_a_reason_only(buyer, selling):
    seller, order = selling
    desk, path = at(firms.owner_of(seller.company)), f"/supply/orders/{order.code}/refusal/"
    assert desk.post(path, {}).status_code == 422
    assert Order.objects.get().state == "placed"
    assert desk.post(path, {"why": "unavailable", "note": "Plant closed"}).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.cancellation.side, Stock.objects.get().allocated) == ("cancelled", "SELLER", 0)
    assert "It cannot be supplied" in at(buyer).get(f"/orders/{order.code}/").content.decode()


def test_what_arrived_a_week_ago_is_completed_by_itself_unless_a_return_is_open(buyer):
    order, other = (make.order(buyer.pk, make.offer(), quantity=2) for _ in range(2))
    for one in (order, other):
        make.delivered(one)
    make.asked_return(other)
    with frozen(now() + timedelta(days=6)):
        assert complete_delivered() == 0
    with frozen(now() + timedelta(days=8)):
        assert complete_delivered() == 1
    assert dict(Order.objects.values_list("pk", "state")) == {order.pk: "completed", other.pk: "delivered"}


def test_another_company_and_another_agent_find_no_order(buyer, selling):
    seller, order = selling
    confirm_order(order=order, side=Side.SELLER)
    others = [firms.owner_of(firms.seller().company), firms.owner_of(firms.agent(seller).company)]
    for stranger in others:
        for way in ("", "deliveries/", "amendments/"):
            assert at(stranger).get(f"/supply/orders/{order.code}/{way}").status_code == 404
        assert at(stranger).post(f"/supply/orders/{order.code}/confirmation/").status_code == 404
    assert (
        at(full_member(email="x@y.example", mobile="+8613900139777")).get(f"/orders/{order.code}/").status_code == 404
    )
    assert Share.objects.filter(about=order.pk).count() == 1


@pytest.mark.clause("V.1b")
def test_an_order_of_two_years_and_eleven_months_ago_is_listed_filtered_and_exported(buyer):
    with frozen(now() - timedelta(days=365 * 3 - 30)):
        old = make.completed(make.order(buyer.pk, make.offer(product=make.product("=Old resin")), quantity=3))
        day = now().date()
    make.order(buyer.pk, make.offer())
    make.order(make.buyer(), make.offer())
    mine = at(buyer)
    assert old.code in mine.get("/orders/").content.decode()
    found = mine.get(
        "/orders/", {"since": day - timedelta(days=2), "until": day + timedelta(days=2), "product": "old res"}
    )
    assert re.findall(r"CC-\w{5}-\w{5}", found.content.decode()).count(old.code) >= 1
    assert len(set(re.findall(r"/orders/(CC-\w{5}-\w{5})/", found.content.decode()))) == 1
    rows = list(csv.DictReader(io.StringIO(read(mine.get("/orders/export/")).removeprefix("\ufeff"))))
    assert {row["order"] for row in rows} == set(Order.objects.filter(buyer_id=buyer.pk).values_list("code", flat=True))
    (mine_old,) = [row for row in rows if row["order"] == old.code]
    assert (mine_old["quantity"], mine_old["state"], mine_old["product"][:2]) == ("3", "completed", "'=")
    told = json.loads(read(mine.get("/orders/export/", {"format": "json", "state": "completed"})))
    assert [(one["order"], one["total"], len(one["lines"])) for one in told] == [(old.code, "361.5000", 1)]


def read(response) -> str:
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("path", ["/orders/", "/orders/export/"])
def test_the_list_and_the_file_ask_the_same_for_one_order_and_for_three(buyer, django_assert_num_queries, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    mine, counts = at(buyer), []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as told:
            answer = mine.get(path)
            b"".join(answer) if answer.streaming else answer.content
        counts.append(len(told) if Order.objects.exists() else None)
        for _ in range(2):
            make.delivered(make.order(buyer.pk, make.offer(), quantity=2))
    with CaptureQueriesContext(connection) as told:
        answer = mine.get(path)
        b"".join(answer) if answer.streaming else answer.content
    assert counts[1] == len(told)
