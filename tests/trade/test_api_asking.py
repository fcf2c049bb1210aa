"""From a question to an order at a quote by programs of both sides, and nothing of it by anybody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coatingcat.ground.clock import today
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.models import Opening
from coatingcat.trade.models import Inquiry, InquiryMessage, Order, Quote
from tests.contracts.stage import written
from tests.members.machines import Program, key_for
from tests.trade import factories as make
from tests.trade import firms, quoting
from tests.trade.test_api_execution import ANSWERS, KEPT, done, program


@pytest.fixture
def sides(db):
    """Programs of a buyer and of a seller, whose key among the recipients stands behind, and what it sells."""
    party, company = firms.seller(), firms.firm("Buyer")
    offer = make.offer(seller=party, stock=50)
    return program(company), program(party.company), party, offer


def question(offer, party, kind="QUOTE", **changes):
    lines = [{"product": offer.product_id, "quantity": "250", "unit": "kg", "note": "In drums"}]
    return {"kind": kind, "lines": lines, "sellers": [party.recipient], "application": "Steel, C5", **changes}


def quote_body(**changes):
    line = {"position": 1, "pack_size": "25", "pack_unit": "kg", "packs": 10}
    prices = [{"minimum": 1, "price": "40.00"}, {"minimum": 10, "price": "38.50"}]
    terms = {"incoterm": "DAP", "place": "Shanghai", "currency": "CNY", "lead_days": 5, "payment": "NET_30"}
    day = (today() + timedelta(days=14)).isoformat()
    return {**terms, "valid_until": day, "note": "With care", "lines": [{**line, "prices": prices}], **changes}


def test_a_question_becomes_a_quote_and_the_quote_an_order(sides):
    buyer, seller, party, offer = sides
    askable = done(buyer("get", f"sellers?products={offer.product_id}"))["items"]
    assert [one["key"] for one in askable] == [party.recipient, "operator"]
    key = str(uuid4())
    sent = [buyer("post", "inquiries", question(offer, party), key=key) for _ in range(2)]
    code = done(sent[0], 201)["inquiries"][0]["code"]
    assert (sent[1].content, Inquiry.objects.count()) == (sent[0].content, 1)
    there = f"supply/inquiries/{code}"
    done(seller("post", f"{there}/steps", {"to": "QUALIFIED", "text": "Thank you"}))
    draft = done(seller("post", f"{there}/quotes", quote_body(offer=False)), 201)
    assert (draft["state"], draft["note"], buyer("get", f"quotes/{draft['code']}").status_code) == ("draft", None, 404)
    done(seller("post", f"supply/quotes/{draft['code']}/offering"))
    wish = {"lines": [{"position": 1, "packs": 20, "price": "36.00"}], "note": "For a year"}
    assert done(buyer("post", f"quotes/{draft['code']}/counter-offer", wish))["state"] == "countered"
    code = done(seller("post", f"{there}/quotes", quote_body()), 201)["code"]
    read = done(buyer("get", f"quotes/{code}"))
    assert (read["note"], [step["price"]["amount"] for step in read["lines"][0]["prices"]]) == (
        "With care",
        ["40.00", "38.50"],
    )
    order = {**ANSWERS, "po_number": "PO-1", "lines": [{"position": 1, "packs": 20}]}
    placed = done(buyer("post", f"quotes/{code}/order", order), 201)["orders"]
    assert (placed[0]["total"]["amount"], placed[0]["lines"][0]["quantity"]) == ("770.00", 20)
    assert (Order.objects.get().po_number, Quote.objects.get(code=code).state) == ("PO-1", "accepted")
    assert buyer("post", f"quotes/{code}/order", order).status_code == 409
    assert buyer("post", f"quotes/{code}/refusal", {"why": "PRICE"}).status_code == 409
    assert Order.objects.count() == 1


def test_a_counter_offer_is_said_yes_to_once_by_the_seller_it_went_to_alone(sides):
    buyer, seller, party, offer = sides
    code = done(buyer("post", "inquiries", question(offer, party)), 201)["inquiries"][0]["code"]
    asked = done(seller("post", f"supply/inquiries/{code}/quotes", quote_body()), 201)["code"]
    assert seller("post", f"supply/quotes/{asked}/grant").status_code == 409
    done(buyer("post", f"quotes/{asked}/counter-offer", {"lines": [{"position": 1, "packs": 20, "price": "36.00"}]}))
    assert buyer("post", f"supply/quotes/{asked}/grant").status_code in {403, 404}
    made = [done(seller("post", f"supply/quotes/{asked}/grant"), 201)["code"] for _ in range(2)]
    assert (made[0], Quote.objects.count()) == (made[1], 2)
    read = done(buyer("get", f"quotes/{made[0]}"))
    steps = [(step["minimum"], step["price"]["amount"]) for step in read["lines"][0]["prices"]]
    assert (read["state"], steps) == ("offered", [(1, "40.00"), (10, "38.50"), (20, "36.00")])


def test_a_quote_is_declined_or_taken_back(sides):
    buyer, seller, party, offer = sides
    codes = [done(buyer("post", "inquiries", question(offer, party)), 201)["inquiries"][0]["code"] for _ in range(2)]
    made = [done(seller("post", f"supply/inquiries/{code}/quotes", quote_body()), 201)["code"] for code in codes]
    assert done(buyer("post", f"quotes/{made[0]}/refusal", {"why": "PRICE"}))["state"] == "declined"
    assert seller("post", f"supply/quotes/{made[1]}/withdrawal").status_code == 204
    states = {one["code"]: one["state"] for one in done(seller("get", "supply/quotes"))["items"]}
    assert states == {made[0]: "declined", made[1]: "withdrawn"}
    wrong = quote_body(lines=[{**quote_body()["lines"][0], "prices": [{"minimum": 10, "price": "0"}]}])
    fault = done(seller("post", f"supply/inquiries/{codes[1]}/quotes", wrong), 422)["errors"][0]
    assert fault["field"] == "lines.0.prices"


def test_a_sample_is_approved_shipped_and_received(sides):
    buyer, seller, party, offer = sides
    body = question(offer, party, "SAMPLE")
    assert done(buyer("post", "inquiries", body), 422)["errors"][0]["field"] == "consignee"
    sent = done(buyer("post", "inquiries", {**body, "consignee": ANSWERS["consignee"]}), 201)
    code = sent["inquiries"][0]["code"]
    there = f"supply/inquiries/{code}"
    looks = Opening.objects.count()
    assert (done(seller("get", there))["application"], Opening.objects.count()) == (None, looks)
    assert done(seller("get", there, coatingcat_reason="INQUIRY"))["application"] == "Steel, C5"
    assert Opening.objects.count() > looks
    assert seller("post", f"{there}/parcel", {"weight_kg": "0.7"}).status_code == 409
    for state in ("QUALIFIED", "APPROVED"):
        assert done(seller("post", f"{there}/steps", {"to": state}))["state"] == state
    assert done(seller("post", f"{there}/parcel", {"weight_kg": "0.7", "tracking": "SF1"}), 201)["state"] == "SHIPPED"
    assert done(buyer("post", f"inquiries/{code}/messages", {"text": "Where is it?"}), 201)["messages"][-1]["text"] == (
        "Where is it?"
    )
    assert done(seller("post", f"{there}/messages", {"text": "On its way"}), 201)["messages"][-1]["text"] == ""
    assert done(buyer("post", f"inquiries/{code}/steps", {"to": "DELIVERED"}))["state"] == "DELIVERED"
    read = done(buyer("get", f"inquiries/{code}"))
    assert [one["text"] for one in read["messages"]] == ["Where is it?", "On its way"]
    assert buyer("post", f"inquiries/{code}/steps", {"to": "WITHDRAWN"}).status_code == 409


def test_declining_needs_a_reason_and_asking_a_right(sides):
    buyer, seller, party, offer = sides
    code = done(buyer("post", "inquiries", question(offer, party, "TECHNICAL")), 201)["inquiries"][0]["code"]
    there = f"supply/inquiries/{code}/steps"
    before = written(leaving_out=KEPT)
    assert done(seller("post", there, {"to": "DECLINED"}), 422)["errors"][0]["field"] == "why"
    assert done(seller("post", there, {"to": "ANSWERED"}), 422)["errors"][0]["field"] == "text"
    assert seller("post", there, {"to": "APPROVED"}).status_code == 409
    wrong = question(offer, party, sellers=["supplier-nobody"])
    assert done(buyer("post", "inquiries", wrong), 422)["errors"][0]["field"] == "sellers.0"
    assert written(leaving_out=KEPT) == before
    assert done(seller("post", there, {"to": "DECLINED", "why": "REGION"}))["why"] == "REGION"
    member = firms.join(firms.firm("Third"), CompanyRole.OWNER)
    looker = Program(key_for(member))
    member.positions.update(role=CompanyRole.VIEWER.name)
    assert looker("post", "inquiries", question(offer, party)).status_code == 403


def test_an_inquiry_is_nobody_elses(sides):
    """Well-formed requests of another buyer, another seller and an agent to whom it is not assigned."""
    buyer, seller, party, offer = sides
    code = done(buyer("post", "inquiries", question(offer, party)), 201)["inquiries"][0]["code"]
    quote = done(seller("post", f"supply/inquiries/{code}/quotes", quote_body()), 201)["code"]
    own = {
        f"inquiries/{code}/steps": {"to": "CLOSED"},
        f"inquiries/{code}/messages": {"text": "Hello"},
        f"quotes/{quote}/refusal": {"why": "PRICE"},
        f"quotes/{quote}/counter-offer": {"note": "Less"},
        f"quotes/{quote}/order": ANSWERS,
    }
    supplied = {
        f"supply/inquiries/{code}/steps": {"to": "DECLINED", "why": "REGION"},
        f"supply/inquiries/{code}/messages": {"text": "Hello"},
        f"supply/inquiries/{code}/parcel": {"weight_kg": "1"},
        f"supply/inquiries/{code}/quotes": quote_body(),
        f"supply/quotes/{quote}/offering": None,
        f"supply/quotes/{quote}/grant": None,
        f"supply/quotes/{quote}/withdrawal": None,
    }
    other, rival = program(firms.firm("Other")), program(firms.seller().company)
    idle = program(firms.agent(party).company)
    before = written(leaving_out=KEPT)
    answers = [who("post", path, body) for who in (other, rival, idle, seller) for path, body in own.items()]
    answers += [who("post", path, body) for who in (rival, idle) for path, body in supplied.items()]
    answers += [other("get", f"inquiries/{code}"), other("get", f"quotes/{quote}")]
    answers += [
        who("get", f"supply/{what}") for who in (rival, idle) for what in (f"inquiries/{code}", f"quotes/{quote}")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert written(leaving_out=KEPT) == before
    assert InquiryMessage.objects.count() == 0


def test_lists_of_quotes_cost_the_same_however_long(sides, django_assert_num_queries):
    buyer, seller, party, offer = sides

    def queries() -> list[int]:
        counts = []
        for who, path in ((buyer, "quotes"), (seller, "supply/quotes"), (seller, "supply/invoices")):
            with django_assert_num_queries(14, exact=False) as counted:
                who("get", path)
            counts.append(len(counted))
        return counts

    first = done(buyer("post", "inquiries", question(offer, party)), 201)["inquiries"][0]["code"]
    quoting.quote(Inquiry.objects.get(code=first))
    for who, path in ((buyer, "quotes"), (seller, "supply/quotes")):
        who("get", path)
    few = queries()
    for _ in range(2):
        code = done(buyer("post", "inquiries", question(offer, party)), 201)["inquiries"][0]["code"]
        quoting.quote(Inquiry.objects.get(code=code))
    assert (queries(), len(done(buyer("get", "quotes"))["items"])) == (few, 3)
