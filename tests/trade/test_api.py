"""What programs of buyers, sellers and agents do: each change once, each company for itself, people only with a reason."""

import contextlib
import threading
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.api import Problem
from coatingcat.ground.api.cursors import page_of
from coatingcat.members.models import KeptAnswer
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.models import Opening
from coatingcat.trade.models import Offer, Order, Stock
from coatingcat.trade.words import SUPPLIER, Step
from tests.members.machines import Program, key_for
from tests.privacy.sharing import contracted
from tests.trade import factories as make
from tests.trade import firms

CONSIGNEE = {**make.CONSIGNEE, "is_buyer": False}
ANSWERS = {"consignee": CONSIGNEE, "yearly_demand": "1200", "demand_unit": "kg", "background": "船舶涂料"}


@pytest.fixture
def buyer(db: None) -> Program:
    return Program(key_for(firms.owner_of(firms.firm("Buyer"))))


def ready(buyer: Program, offer: Offer, quantity: int = 2) -> str:
    """Fill cart and checkout; what the order is to be placed with."""
    filled = buyer("put", "cart", {"lines": [{"sku": offer.sku, "quantity": quantity}]})
    assert (filled.status_code, filled.json()["can_be_ordered"]) == (200, True), filled.content
    answered = buyer("put", "checkout", ANSWERS)
    assert answered.status_code == 200, answered.content
    return answered.json()["seen"]


def test_a_program_orders_once_however_often_it_tries(buyer):
    offer = make.offer(stock=10)
    seen, key = ready(buyer, offer), str(uuid4())
    answers = [buyer("post", "orders", {"seen": seen}, key=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert [answer.get("Idempotency-Replayed") for answer in answers] == [None, "true", "true"]
    order = Order.objects.get()
    assert (order.code, order.total) == (answers[0].json()["orders"][0]["code"], Decimal("241.0000"))
    assert Stock.objects.get(pk=offer.pk).allocated == 2
    changed = buyer("post", "orders", {"seen": "0" * 64}, key=key)
    assert (changed.status_code, changed.json()["code"]) == (422, "idempotency-key-reused")
    assert buyer("get", f"orders/{order.code}").json()["lines"][0]["quantity"] == 2
    kept = KeptAnswer.objects.get(call_digest=KeptAnswer.objects.order_by("-at")[0].call_digest)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM members_keptanswer WHERE id = %s", [kept.pk])
        assert order.code.encode() not in bytes(cursor.fetchone()[0])


def test_what_was_refused_may_be_tried_again_under_its_key(buyer):
    offer, key = make.offer(stock=1), str(uuid4())
    seen = ready(buyer, make.offer(stock=5))
    assert seen
    ready_seen = ready(buyer, offer, 1)
    Stock.objects.filter(pk=offer.pk).update(allocated=1)
    refused = buyer("post", "orders", {"seen": ready_seen}, key=key)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert (Order.objects.count(), KeptAnswer.objects.filter(status=201).count()) == (0, 0)
    Stock.objects.filter(pk=offer.pk).update(allocated=0)
    assert buyer("post", "orders", {"seen": ready_seen}, key=key).status_code == 201


def test_an_order_is_taken_back_by_who_knows_its_version(buyer):
    seen = ready(buyer, make.offer(stock=5))
    placed = buyer("post", "orders", {"seen": seen})
    path = f"orders/{placed.json()['orders'][0]['code']}/cancellation"
    assert buyer("post", path, {"why": "mistake"}).status_code == 428
    assert buyer("post", path, {"why": "mistake"}, if_match='"0"').status_code == 412
    done = buyer("post", path, {"why": "mistake"}, if_match=buyer("get", path.removesuffix("/cancellation"))["ETag"])
    assert (done.status_code, done.json()["state"]) == (200, "cancelled")
    assert Order.objects.get().state == "cancelled"


def test_nobody_sees_the_orders_of_another_company(buyer):
    placed = buyer("post", "orders", {"seen": ready(buyer, make.offer(stock=5))})
    code, other = placed.json()["orders"][0]["code"], Program(key_for(firms.owner_of(firms.firm("Other"))))
    assert [one["code"] for one in buyer("get", "orders").json()["items"]] == [code]
    assert other("get", "orders").json()["items"] == []
    assert other("get", f"orders/{code}").status_code == 404
    assert other("post", f"orders/{code}/cancellation", {"why": "mistake"}, if_match="*").status_code == 404
    assert Order.objects.get().state == "placed"


def test_a_viewers_key_orders_nothing(db):
    company = firms.firm("Buyer")
    member = firms.join(company, CompanyRole.OWNER)
    program = Program(key_for(member))
    position = member.positions.get()
    position.role = CompanyRole.VIEWER.name
    position.save()
    refused = program("post", "orders", {"seen": ready(program, make.offer(stock=5))})
    assert (refused.status_code, Order.objects.count()) == (403, 0)


def test_a_seller_keeps_its_own_offers_and_no_others(db):
    party, other = firms.seller(), firms.seller()
    mine, theirs = make.offer(seller=party, stock=8), make.offer(seller=other, stock=8)
    program = Program(key_for(firms.owner_of(party.company)))
    assert [one["sku"] for one in program("get", "supply/offers").json()["items"]] == [mine.sku]
    read = program("get", f"supply/offers/{mine.sku}")
    change = {"price": {"amount": "99.90", "currency": "CNY"}, "minimum": 2}
    done = program("patch", f"supply/offers/{mine.sku}", change, if_match=read["ETag"])
    assert (done.status_code, done.json()["price"]["amount"]) == (200, "99.90")
    assert program("patch", f"supply/offers/{mine.sku}", change, if_match=read["ETag"]).status_code == 412
    assert program("patch", f"supply/offers/{theirs.sku}", change, if_match="*").status_code == 404
    assert program("put", f"supply/offers/{theirs.sku}/stock", {"onhand": 1}, if_match="*").status_code == 404
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.price, mine.minimum, theirs.price) == (Decimal("99.9000"), 2, Decimal("120.5000"))


def test_stock_is_never_counted_below_what_is_promised(db):
    party = firms.seller()
    offer = make.offer(seller=party, stock=8)
    Stock.objects.filter(pk=offer.pk).update(allocated=5)
    program = Program(key_for(firms.owner_of(party.company)))
    path = f"supply/offers/{offer.sku}/stock"
    assert program("put", path, {"onhand": 4}, if_match="*").status_code == 409
    assert program("put", path, {"onhand": None}, if_match="*").status_code == 409
    assert Stock.objects.get(pk=offer.pk).onhand == 8
    assert program("put", path, {"onhand": 5}, if_match="*").json()["onhand"] == 5


def test_a_seller_reads_of_people_what_it_was_handed_and_says_why(buyer):
    party = firms.seller()
    placed = buyer("post", "orders", {"seen": ready(buyer, make.offer(seller=party, stock=5))})
    order = Order.objects.select_related("consignee").get(code=placed.json()["orders"][0]["code"])
    program, path = Program(key_for(firms.owner_of(party.company))), f"supply/orders/{order.code}"
    looks = Opening.objects.count()
    assert program("get", path).json()["consignee"] is None
    assert program("get", path, coatingcat_reason="CURIOSITY").status_code == 422
    shown = program("get", path, coatingcat_reason="DELIVERY").json()["consignee"]
    assert shown == make.CONSIGNEE
    assert Opening.objects.count() > looks
    stranger = Program(key_for(firms.owner_of(firms.seller().company)))
    assert stranger("get", path, coatingcat_reason="DELIVERY").status_code == 404
    done = program("post", f"{path}/confirmation", None, if_match="*")
    assert (done.status_code, done.json()["state"], done.json()["consignee"]) == (200, "confirmed", None)
    assert order.steps.latest("at").as_step is Step.CONFIRMED
    contracted(party.recipient, declared=SUPPLIER, name="Supplier", ends_on=date(2021, 1, 1))
    shown = program("get", path, coatingcat_reason="DELIVERY").json()["consignee"]
    assert shown == dict.fromkeys(shown)  # with its contract ends what it may look at


def test_an_answer_still_being_made_is_not_made_twice(transactional_db):
    """Two at once under one key: one does it, the other is told to wait or gets the same answer."""
    party = firms.seller()
    offer = make.offer(seller=party, stock=8)
    token, key, got = key_for(firms.owner_of(party.company)), str(uuid4()), []

    def count() -> None:
        got.append(Program(token)("put", f"supply/offers/{offer.sku}/stock", {"onhand": 9}, key=key, if_match="*"))
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [answer for answer in got if answer.status_code == 200]
    assert {answer.status_code for answer in got} <= {200, 409}
    assert [answer.get("Idempotency-Replayed") for answer in done].count(None) == 1
    assert len({answer.content for answer in done}) == 1
    assert KeptAnswer.objects.count() == 1


@given(st.text(max_size=60))
def test_whatever_is_sent_as_a_cursor_it_is_one_or_a_problem(cursor: str):
    with contextlib.suppress(Problem):
        assert page_of(Offer.objects.none(), by=["sku"], cursor=cursor, limit=1).rows == []


def test_a_list_costs_the_same_however_long(buyer, django_assert_num_queries):
    def queries() -> int:
        with django_assert_num_queries(8, exact=False) as counted:
            buyer("get", "offers")
        return len(counted)

    make.offer()
    buyer("get", "offers")  # the day of the first use is noted
    few = queries()
    make.offer()
    make.offer()
    assert queries() == few
