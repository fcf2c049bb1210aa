"""Goods go to a carrier, and with them what it needs and nothing else (I.2a-2, F.7)."""

import json
import re
from decimal import Decimal
from uuid import uuid4

import pyrage
import pytest
from django.test import Client

from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.privacy.declarations import given_to
from coatingcat.privacy.models import Share
from coatingcat.privacy.words import Form, Role
from coatingcat.trade.actions import confirm_order, hand_over, handover
from coatingcat.trade.actions.admitting import admit_to_order
from coatingcat.trade.actions.handover import TOLD, Handed
from coatingcat.trade.models import Delivery, Order, Parcel
from coatingcat.trade.refusals import NotAllowed
from tests.contracts.forms import HOSTILE
from tests.members.people import force_in, full_member
from tests.privacy import sharing as share
from tests.trade import factories as make
from tests.trade import firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    member = full_member(email="desk@stage.example", mobile="+8613900139111", roles=Role.FULFILMENT.name)
    return force_in(Client(headers={"accept-language": "en"}), member)


def sent(client, order, **changes):
    """One pack handed to the carrier, by the page of the order desk."""
    path = f"/desk/orders/{order.code}/deliveries/"
    submission = re.search(r'name="submission" value="([^"]+)"', client.get(path).content.decode())[1]
    form = {
        "submission": submission,
        "transport": "CARRIER",
        "carrier": "carrier",
        "parcel_packs": "2",
        "weight_kg": "51.5",
        f"quantity_{order.lines.get().pk}": "1",
    }
    return client.post(path, form | changes)


def confirmed(buyer=None):
    """A confirmed order of two packs."""
    order = make.order(buyer, make.offer(), quantity=2)
    confirm_order(order=order)
    return Order.objects.select_related("consignee").get(pk=order.pk)


@pytest.mark.clause("I.2a-2")
@pytest.mark.clause("F.7")
def test_what_a_carrier_is_told_is_a_subset_of_what_is_declared_and_there_is_a_row_for_each_parcel(desk):
    key = share.contracted()
    buyer = full_member()
    order = confirmed(buyer.pk)
    for _ in range(2):
        assert sent(desk, order).status_code == 302
    rows = list(Share.objects.order_by("at"))
    assert {row.about for row in rows} == set(Parcel.objects.values_list("pk", flat=True))
    assert [row.recipient for row in rows] == ["carrier", "carrier"]
    declared = {label for label, form in given_to("carrier").items() if form is Form.CLEAR}
    for row in rows:
        (record,) = json.loads(pyrage.decrypt(bytes(row.package.content), [key]))["records"]
        assert set(record) == set(TOLD)
        assert declared - set(record) == {"trade.SampleParcel.packs", "trade.SampleParcel.weight_kg"}  # of a sample
        assert (record["trade.Consignee.name"], record["trade.Parcel.packs"]) == (make.CONSIGNEE["name"], 2)
        told = json.dumps(record, ensure_ascii=False)
        assert "船舶涂料" not in told  # the project
        assert make.CONSIGNEE["email"] not in told
    mine = force_in(Client(headers={"accept-language": "en"}), buyer)
    assert "Demonstration Carrier" in mine.get("/me/recipients/").content.decode()
    assert "Handed to Demonstration Carrier" in mine.get(f"/orders/{order.code}/").content.decode()


def test_no_declaration_gives_a_carrier_project_or_mail_address():
    labels = set(given_to("carrier"))
    assert {label for label in labels if not label.startswith(("trade.Parcel.", "trade.SampleParcel."))} == {
        "trade.Consignee.name",
        "trade.Consignee.phone",
        "trade.Consignee.address",
    }
    assert {"trade.Order.background", "trade.Order.yearly_demand", "trade.Consignee.email"} & labels == set()


def test_buyer_and_consignee_are_told_once(desk):
    share.contracted()
    order = confirmed(full_member().pk)
    sent(desk, order)
    run_jobs_now()
    told = Notice.objects.filter(letter__startswith="parcel").order_by("letter").values_list("letter", "subject_id")
    assert list(told) == [
        ("parcel_for_consignee", order.consignee.subject_id),
        ("parcel_handed_over", order.buyer_id),
    ]


def test_the_same_submission_hands_over_once():
    share.contracted()
    order, submission, actor = confirmed(), uuid4(), share.desk()
    for _ in range(3):
        hand_over(order=order, handed=Handed("carrier", 1, Decimal(25)), submission=submission, actor=actor)
    assert (Parcel.objects.count(), Share.objects.count()) == (1, 1)


def test_a_consignee_is_told_of_every_parcel():
    share.contracted()
    order, actor = confirmed(), share.desk()
    for _ in range(2):
        hand_over(order=order, handed=Handed("carrier", 1, Decimal(25)), submission=uuid4(), actor=actor)
    run_jobs_now()
    told = Notice.objects.filter(letter="parcel_for_consignee", subject_id=order.consignee.subject_id)
    assert len({notice.path for notice in told}) == 2
    assert Client().get(f"/{told[0].path}").status_code == 200


@pytest.mark.parametrize("why", ["not confirmed", "no contract", "no carrier"])
def test_nothing_is_handed_over_that_may_not_be(why):
    order = make.order() if why == "not confirmed" else confirmed()
    if why != "no contract":
        share.contracted()
    carrier = "builder" if why == "no carrier" else "carrier"
    with pytest.raises(NotAllowed):
        hand_over(order=order, handed=Handed(carrier, 1, Decimal(1)), submission=uuid4(), actor=share.desk())
    assert (Parcel.objects.count(), Share.objects.count()) == (0, 0)


@pytest.mark.parametrize("field", ["submission", "transport", "carrier", "parcel_packs", "weight_kg"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_nobody_would_type_is_refused(desk, field, text):
    share.contracted()
    order = confirmed()
    answer = sent(desk, order, **{field: text[:5000].encode("utf-8", "replace").decode()})
    assert answer.status_code == 422
    assert (Parcel.objects.count(), Share.objects.count(), Delivery.objects.count()) == (0, 0, 0)


def test_an_order_that_is_not_confirmed_has_no_such_page(desk):
    assert desk.get(f"/desk/orders/{make.order().code}/deliveries/").status_code == 404


def test_the_checkout_says_before_who_delivers_and_what_it_gets():
    share.contracted()
    buyer = full_member()
    make.put(buyer.pk, make.offer())
    client = force_in(Client(headers={"accept-language": "en"}), buyer)
    page = client.get("/checkout/consignee/").content.decode()
    assert "Demonstration Carrier" in page
    assert "not the e-mail address, not your project" in page


def test_what_a_seller_ships_is_told_to_the_carrier_as_its_own_and_never_more(monkeypatch):
    """A: another field in the payload is refused by the door, and the delivery with it."""
    share.contracted()
    seller = firms.seller()
    order = confirmed()
    Order.objects.filter(pk=order.pk).update(seller=seller)
    admit_to_order(order=order, recipient=seller.recipient, by=order.buyer_id, about=order.pk)
    desk = force_in(Client(headers={"accept-language": "en"}), firms.owner_of(seller.company))
    path = f"/supply/orders/{order.code}/deliveries/"
    page = desk.get(path).content.decode()
    form = {
        "submission": re.search(r'name="submission" value="([^"]+)"', page)[1],
        "transport": "CARRIER",
        "carrier": "carrier",
        "parcel_packs": "1",
        "weight_kg": "25",
        f"quantity_{order.lines.get().pk}": "1",
    }
    with monkeypatch.context() as patch:
        patch.setattr(handover, "TOLD", (*TOLD, "trade.Consignee.email"))
        assert desk.post(path, form).status_code == 422
        assert (Delivery.objects.count(), Parcel.objects.count(), Share.objects.count()) == (0, 0, 1)
        assert order.lines.get().shipped == 0
    assert desk.post(path, form).status_code == 302
    (row,) = Share.objects.exclude(about=order.pk)
    assert (row.recipient, set(row.labels.split())) == ("carrier", set(TOLD))
