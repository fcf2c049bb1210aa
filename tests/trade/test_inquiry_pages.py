"""Inquiries from the product to the sample, through the pages of both sides."""

import re
from typing import Any

import pytest
from django.test import Client

from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose
from coatingcat.trade.models import Inquiry, InquiryDraft, Seller
from coatingcat.trade.words import InquiryState
from tests.privacy import sharing as share
from tests.trade import asking, firms
from tests.trade import factories as make
from tests.trade.conftest import browser

pytestmark = pytest.mark.django_db

PROJECT = {
    "application": "Steel, C5",
    "background": "Bridge over the river",
    "targets": "cure 20 min",
    "yearly_demand": "1200",
    "demand_unit": "kg",
    "formula_share": "ROLE",
    "formula_role": "hardener, 15 %",
    "formula_line": "FL-7: secret",
}
CONSIGNEE = {**make.CONSIGNEE, "is_buyer": ""}


@pytest.fixture
def seller() -> Seller:
    share.contracted()
    return firms.seller(make.product().supplier)


def fill_in(client: Client, product: Any, kind: str = "SAMPLE", **third: Any) -> None:
    page = client.get(f"/inquiries/new/?product={product.pk}&kind={kind.lower()}")
    assert page.status_code == 200
    first = {"kind": kind, "product": product.pk, f"quantity-{product.pk}": "0.5", f"unit-{product.pk}": "kg"}
    answer = client.post("/inquiries/new/", {**first, f"note-{product.pk}": "", "priority": "HIGH", "deadline": ""})
    assert answer.headers.get("Location") == "/inquiries/new/project/", answer.content.decode()
    answer = client.post("/inquiries/new/project/", PROJECT)
    assert answer.headers.get("Location") == "/inquiries/new/recipients/"
    answer = client.post("/inquiries/new/recipients/", third)
    assert answer.headers.get("Location") == "/inquiries/new/review/", answer.content.decode()


def send(client: Client) -> Inquiry:
    page = client.get("/inquiries/new/review/").content.decode()
    key = re.search(r'name="request" value="([^"]+)"', page)
    assert key is not None
    answer = client.post("/inquiries/new/review/", {"request": key[1]})
    assert answer.status_code == 302
    again = client.post("/inquiries/new/review/", {"request": key[1]})
    assert again["Location"] == answer["Location"]
    return Inquiry.objects.get()


def submission(page: Any) -> str:
    found = re.search(r'name="submission" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def step(client: Client, base: str, to: str, **more: str) -> None:
    page = client.get(f"{base}steps/")
    answer = client.post(f"{base}steps/", {"submission": submission(page), "to": to, "why": "", "text": "", **more})
    assert (answer.status_code, answer["Location"]) == (302, base), answer.content.decode()


def test_a_sample_from_request_to_delivery(seller: Seller) -> None:
    product, member = make.product(), firms.worker()
    buying, selling = browser(member), browser(firms.owner_of(seller.company))
    fill_in(buying, product, sellers=[seller.recipient], **CONSIGNEE)
    inquiry = send(buying)
    assert (InquiryDraft.objects.count(), inquiry.seller, inquiry.formula_line) == (0, seller, None)
    run_jobs_now()
    base = f"/supply/inquiries/{inquiry.code}/"
    masked = selling.get(base).content.decode()
    assert "Bridge over the river" not in masked
    opened = selling.post(base, {"reason": "INQUIRY"}).content.decode()
    assert all(text in opened for text in ("Bridge over the river", "hardener, 15 %", make.CONSIGNEE["address"]))
    assert "FL-7" not in opened
    step(selling, base, "QUALIFIED", text="We look into it.")
    step(selling, base, "APPROVED")
    answer = selling.post(
        f"{base}parcel/", {"carrier": "carrier", "tracking": "SF 1", "packs": "1", "weight_kg": "0.6"}
    )
    assert answer.status_code == 302, answer.content.decode()
    run_jobs_now()
    own = f"/inquiries/{inquiry.code}/"
    page = buying.get(own)
    assert all(text in page.content.decode() for text in ("We look into it.", "SF 1", "Sample shipped"))
    for to in ("DELIVERED", "CLOSED"):
        answer = buying.post(f"{own}steps/", {"submission": submission(buying.get(own)), "to": to, "text": ""})
        assert answer.status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.stands is InquiryState.CLOSED
    assert [s.state for s in inquiry.steps.all()] == [
        "SENT",
        "QUALIFIED",
        "APPROVED",
        "SHIPPED",
        "DELIVERED",
        "CLOSED",
    ]


def test_both_sides_talk_and_others_find_nothing(seller: Seller) -> None:
    member = firms.worker()
    inquiry = asking.inquiry(seller, by=member.pk)
    buying, selling = browser(member), browser(firms.owner_of(seller.company))
    own, base = f"/inquiries/{inquiry.code}/", f"/supply/inquiries/{inquiry.code}/"
    said = {"submission": submission(buying.get(own)), "text": "Is it free of APEO?"}
    assert [buying.post(f"{own}messages/", said).status_code for _ in range(2)] == [302, 302]
    said = {"submission": submission(selling.get(base)), "text": "Yes, it is."}
    assert selling.post(f"{base}messages/", said)["Location"] == base
    assert "Is it free of APEO?" not in selling.get(base).content.decode()
    assert "Is it free of APEO?" in selling.post(base, {"reason": "INQUIRY"}).content.decode()
    page = buying.get(own).content.decode()
    assert (page.count("Is it free of APEO?"), page.count("Yes, it is.")) == (1, 1)
    stranger, rival = browser(firms.worker()), browser(firms.owner_of(firms.seller().company))
    assert [stranger.get(own).status_code, rival.get(base).status_code, rival.get(own).status_code] == [404, 404, 404]
    assert rival.post(f"{base}messages/", said).status_code == 404


def test_declining_needs_a_reason_and_the_buyer_reads_it(seller: Seller) -> None:
    member = firms.worker()
    inquiry = asking.inquiry(seller, by=member.pk)
    selling, base = browser(firms.owner_of(seller.company)), f"/supply/inquiries/{inquiry.code}/"
    page = selling.get(f"{base}steps/?to=declined")
    sent = {"submission": submission(page), "to": "DECLINED", "why": "", "text": "Sorry."}
    refused = selling.post(f"{base}steps/", sent)
    assert (refused.status_code, inquiry.steps.count()) == (422, 1)
    assert "Declining needs a reason." in refused.content.decode()
    step(selling, base, "DECLINED", why="REGION")
    assert "We do not supply to this region" in browser(member).get(f"/inquiries/{inquiry.code}/").content.decode()


@pytest.mark.parametrize("address", ["/inquiries/", "/supply/inquiries/"])
def test_a_list_asks_as_much_for_three_as_for_one(
    seller: Seller, address: str, django_assert_max_num_queries: Any
) -> None:
    member = firms.worker()
    client = browser(member if address == "/inquiries/" else firms.owner_of(seller.company))
    counts = []
    for number in (1, 2):
        asking.inquiries(seller, by=member.pk)
        if number == 2:
            asking.inquiries(seller, by=member.pk, lines=[asking.asked(), asking.asked()])
        client.get(address)
        with django_assert_max_num_queries(40) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.clause("I.2a-1")
def test_who_is_named_for_a_sample_is_told_and_finds_it_all_in_their_own_copy(seller: Seller) -> None:
    """What was asked at the inquiry is named: consignee, background, yearly demand; the consignee is another person."""
    member = firms.worker()
    client = browser(member)
    fill_in(client, make.product(), sellers=[seller.recipient], **CONSIGNEE)
    inquiry = send(client)
    assert inquiry.consignee is not None
    assert inquiry.consignee.subject_id != member.pk
    assert (inquiry.background is None, inquiry.yearly_demand is None) == (False, False)
    run_jobs_now()
    letter = Dispatch.objects.get(template="sample_consignee_notice")
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        path = re.search(r"/(held/[^/\s]+/[^\s]*)", letter.body.open())
    assert path is not None
    theirs = Client(headers={"accept-language": "en"})
    page = theirs.get(f"/{path[1]}").content.decode()
    assert [
        v for v in (make.CONSIGNEE["name"], make.CONSIGNEE["email"], make.CONSIGNEE["address"]) if v not in page
    ] == []
    assert "Bridge over the river" not in page


@pytest.mark.clause("I.2a-3")
def test_without_a_consignee_only_the_delivery_stops(seller: Seller) -> None:
    """Who names nobody gets no sample and no order; quotes, advice, products and the account go on."""
    product, member = make.product(), firms.worker()
    client = browser(member)
    first = {"kind": "SAMPLE", "product": product.pk, f"quantity-{product.pk}": "1", f"unit-{product.pk}": "kg"}
    client.post("/inquiries/new/", first)
    client.post("/inquiries/new/project/", {"formula_share": "NOTHING"})
    refused = client.post("/inquiries/new/recipients/", {"sellers": [seller.recipient]})
    assert (refused.status_code, Inquiry.objects.count()) == (422, 0)
    assert client.post("/inquiries/new/review/", {"request": str(InquiryDraft.objects.get().pk)}).status_code == 302
    assert Inquiry.objects.count() == 0
    make.put(member.pk, make.offer())
    assert client.post("/checkout/consignee/", {}).status_code == 422
    for kind in ("QUOTE", "TECHNICAL"):
        client.post("/inquiries/new/", {**first, "kind": kind})
        client.post("/inquiries/new/project/", {"formula_share": "NOTHING"})
        assert client.post("/inquiries/new/recipients/", {"sellers": [seller.recipient]}).status_code == 302
        key = InquiryDraft.objects.get().pk
        assert client.post("/inquiries/new/review/", {"request": str(key)}).status_code == 302
    assert [i.consignee for i in Inquiry.objects.all()] == [None, None]
    for path in ("/", "/cart/", "/me/", "/me/data/", "/inquiries/"):
        assert (path, client.get(path).status_code) == (path, 200)


def test_the_same_is_asked_of_several_and_none_sees_the_others(seller: Seller) -> None:
    member, rival = firms.worker(), firms.seller(make.product().supplier)
    client, product = browser(member), make.product()
    page = client.get(f"/inquiries/new/?product={product.pk}&kind=technical")
    assert page.status_code == 200
    first = {"kind": "TECHNICAL", "product": product.pk, f"quantity-{product.pk}": "1", f"unit-{product.pk}": "kg"}
    client.post("/inquiries/new/", first)
    client.post("/inquiries/new/project/", {"formula_share": "NOTHING", "application": "steel"})
    client.post("/inquiries/new/recipients/", {"sellers": [seller.recipient, rival.recipient, "operator"]})
    client.post("/inquiries/new/review/", {"request": str(InquiryDraft.objects.get().pk)})
    sent = list(Inquiry.objects.all())
    assert {i.seller for i in sent} == {seller, rival, None}
    assert len({i.request for i in sent}) == 1
    listed = browser(firms.owner_of(seller.company)).get("/supply/inquiries/").content.decode()
    own = next(i for i in sent if i.seller == seller)
    assert [i.code for i in sent if i.code in listed] == [own.code]
    page = browser(firms.owner_of(seller.company)).get(f"/supply/inquiries/{own.code}/").content.decode()
    assert rival.recipient not in page
