"""An order from its confirmation to its last credit by programs of both sides, and nothing of it by anybody else's."""

from decimal import Decimal
from uuid import uuid4

import pytest

from coatingcat.members.words import CompanyRole
from coatingcat.privacy.models import Opening
from coatingcat.trade.models import Amendment, Delivery, Invoice, Order, Return, Stock
from tests.contracts.stage import written
from tests.members.machines import Program, key_for
from tests.trade import approving, firms
from tests.trade import factories as make

ANSWERS = {
    "consignee": {**make.CONSIGNEE, "is_buyer": False},
    "yearly_demand": "1200",
    "demand_unit": "kg",
    "background": "船舶涂料",
}
KEPT = {"ground_bucket", "members_apikey", "privacy_pagelook", "ground_job"}


def program(company) -> Program:
    return Program(key_for(firms.owner_of(company)))


@pytest.fixture
def trade(db):
    """A buyer's and a seller's program, and an order of four packs that the seller has confirmed."""
    party, company = firms.seller(), firms.firm("Buyer")
    buyer, seller = program(company), program(party.company)
    offer = make.offer(seller=party, stock=20)
    buyer("put", "cart", {"lines": [{"sku": offer.sku, "quantity": 4}]})
    seen = buyer("put", "checkout", ANSWERS).json()["seen"]
    code = buyer("post", "orders", {"seen": seen}).json()["orders"][0]["code"]
    assert seller("post", f"supply/orders/{code}/confirmation", None, if_match="*").status_code == 200
    return buyer, seller, Order.objects.get(code=code)


def done(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


def shipment(packs, **changes):
    lines = [{"position": 1, "packs": packs, "batch": "B-1", "best_before": "2030-01-31"}]
    return {"transport": "OWN", "tracking": "SF1234", "lines": lines, **changes}


def test_an_order_is_shipped_in_parts_received_claimed_and_credited(trade):
    buyer, seller, order = trade
    path, key = f"orders/{order.code}", str(uuid4())
    first = [seller("post", f"supply/{path}/deliveries", shipment(1), key=key) for _ in range(2)]
    assert [answer.status_code for answer in first] == [201, 201]
    assert first[0].content == first[1].content
    assert done(first[0], 201)["lines"] == [
        {
            "position": 1,
            "sku": order.lines.get().sku,
            "name": order.lines.get().name,
            "packs": 1,
            "batch": "B-1",
            "best_before": "2030-01-31",
            "has_certificate": False,
        }
    ]
    assert Delivery.objects.count() == 1
    assert done(seller("post", f"supply/{path}/deliveries", shipment(3)), 201)["number"] == 2
    done(seller("post", f"supply/{path}/deliveries/1/arrival"))
    assert done(buyer("post", f"{path}/deliveries/2/arrival"))["state"] == "delivered"
    assert [one["state"] for one in done(buyer("get", f"{path}/deliveries"))["items"]] == ["delivered", "delivered"]
    asked = {"sort": "RETURN", "why": "QUALITY", "note": "Lumps", "lines": [{"position": 1, "packs": 2}]}
    claim = done(buyer("post", f"{path}/returns", asked), 201)
    there = f"supply/{path}/returns/{claim['code']}"
    looks = Opening.objects.count()
    assert done(seller("get", f"supply/{path}/returns"))["items"][0]["note"] is None
    assert Opening.objects.count() == looks
    assert done(seller("get", f"supply/{path}/returns", coatingcat_reason="RETURN"))["items"][0]["note"] == "Lumps"
    assert seller("post", f"{there}/answer", {"answer": "refuse"}).status_code == 422
    assert done(seller("post", f"{there}/answer", {"answer": "agree"}))["state"] == "agreed"
    assert seller("post", f"{there}/credit").status_code == 409
    assert done(seller("post", f"{there}/receipt", {"restock": True}))["is_restocked"]
    assert done(seller("post", f"{there}/credit"))["settlement"] == "CREDIT"
    assert Stock.objects.get().onhand == 18
    assert done(buyer("post", f"{path}/acceptance"))["state"] == "completed"


def test_more_than_is_open_is_neither_shipped_nor_returned(trade):
    buyer, seller, order = trade
    path, before = f"orders/{order.code}", written(leaving_out=KEPT)
    fault = done(seller("post", f"supply/{path}/deliveries", shipment(5)), 422)["errors"][0]
    assert fault["field"] == "lines.0.packs"
    assert done(seller("post", f"supply/{path}/deliveries", shipment(1, lines=[{"position": 9, "packs": 1}])), 422)[
        "errors"
    ][0]["field"] == ("lines.0.position")
    assert seller("post", f"supply/{path}/deliveries", shipment(1, transport="CARRIER")).status_code == 422
    claim = {"sort": "CLAIM", "why": "QUALITY", "note": "Lumps", "lines": [{"position": 1, "packs": 1}]}
    assert buyer("post", f"{path}/returns", claim).status_code in {409, 422}
    assert written(leaving_out=KEPT) == before


def test_a_change_is_answered_by_the_other_side(trade):
    buyer, seller, order = trade
    path = f"orders/{order.code}"
    wish = {"why": "NEED", "lines": [{"position": 1, "packs": 2}]}
    assert done(buyer("post", f"{path}/amendments", wish), 201)["lines"][0]["packs"] == 2
    assert buyer("post", f"{path}/amendments/1/answer", {"answer": "accept"}).status_code == 409
    assert done(seller("post", f"supply/{path}/amendments/1/answer", {"answer": "accept"}))["state"] == "accepted"
    priced = {"why": "PRICE", "lines": [{"position": 1, "packs": 2, "price": "100.00"}]}
    assert buyer("post", f"{path}/amendments", priced).status_code == 422  # buyers name no prices
    changed = done(seller("post", f"supply/{path}/amendments", priced), 201)["lines"][0]
    assert changed["unit_price"] == {"amount": "100.00", "currency": "CNY"}
    assert done(buyer("post", f"{path}/amendments/2/answer", {"answer": "refuse"}))["state"] == "refused"
    order.refresh_from_db()
    assert (order.total, Amendment.objects.count()) == (Decimal("241.0000"), 2)
    assert [one["state"] for one in done(seller("get", f"supply/{path}/amendments"))["items"]] == [
        "accepted",
        "refused",
    ]


def test_an_order_is_billed_and_credited(trade):
    buyer, seller, order = trade
    path = f"supply/orders/{order.code}"
    key = str(uuid4())
    body = {"lines": [{"position": 1, "packs": 3}]}
    bills = [done(seller("post", f"{path}/invoices", body, key=key), 201) for _ in range(2)]
    assert (bills[0], Invoice.objects.count()) == (bills[1], 1)
    number = bills[0]["number"]
    assert seller("post", f"{path}/invoices", {"lines": [{"position": 1, "packs": 2}]}).status_code == 422
    off = {"why": "PRICE", "lines": [{"position": 1, "reduction": "1.50"}]}
    assert done(seller("post", f"{path}/credit-notes", off), 201)["corrects"] == number
    listed = done(buyer("get", "invoices"))["items"]
    assert {one["kind"] for one in listed} == {"invoice", "credit"}
    assert listed == done(seller("get", "supply/invoices"))["items"]
    assert done(buyer("get", f"orders/{order.code}/invoices/{number}"))["lines"][0]["packs"] == 3
    for who, place in ((buyer, "orders"), (seller, "supply/orders")):
        paper = who("get", f"{place}/{order.code}/invoices/{number}/paper")
        assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


def test_an_order_is_approved_by_an_approvers_program(db):
    company = firms.firm("Buyer")
    approving.rules(firms.owner_of(company))
    buyer, approver = (firms.join(company, CompanyRole.OWNER) for _ in range(2))
    own, theirs = Program(key_for(buyer)), Program(key_for(approver))  # owners alone make keys, and may step back then
    for member, role in ((buyer, CompanyRole.BUYER), (approver, CompanyRole.APPROVER)):
        member.positions.update(role=role.name)
    codes = [approving.waiting(buyer.pk).code for _ in range(2)]
    assert {one["code"] for one in done(theirs("get", "approvals"))["items"]} == set(codes)
    path = f"orders/{codes[0]}/approval"
    assert own("post", path, {"decision": "APPROVED"}).status_code == 409
    assert theirs("post", path, {"decision": "REFUSED"}).status_code == 422
    assert done(theirs("post", path, {"decision": "APPROVED"}))["state"] == "placed"
    refused = done(theirs("post", f"orders/{codes[1]}/approval", {"decision": "REFUSED", "note": "Too dear"}))
    assert refused["state"] == "cancelled"
    assert program(firms.firm("Other"))("post", path, {"decision": "APPROVED"}).status_code == 404


def test_an_order_is_nobody_elses(trade):
    """Well-formed requests of another buyer and of another seller, with every number that there is."""
    buyer, seller, order = trade
    path = f"orders/{order.code}"
    done(seller("post", f"supply/{path}/deliveries", shipment(2)), 201)
    done(buyer("post", f"{path}/deliveries/1/arrival"))
    done(buyer("post", f"{path}/amendments", {"why": "NEED", "lines": [{"position": 1, "packs": 3}]}), 201)
    claim = {"sort": "CLAIM", "why": "QUALITY", "note": "Lumps", "lines": [{"position": 1, "packs": 1}]}
    returned = done(buyer("post", f"{path}/returns", claim), 201)["code"]
    invoice = done(seller("post", f"supply/{path}/invoices", {}), 201)["number"]
    bodies = {
        "deliveries/1/arrival": None,
        "acceptance": None,
        "amendments": {"why": "NEED", "lines": [{"position": 1, "packs": 2}]},
        "amendments/1/answer": {"answer": "accept"},
        "returns": claim,
        f"returns/{returned}/withdrawal": None,
    }
    supplied = {
        "deliveries": shipment(1),
        "deliveries/1/arrival": None,
        "amendments": {"why": "NEED", "lines": [{"position": 1, "packs": 2}]},
        "amendments/1/answer": {"answer": "accept"},
        f"returns/{returned}/answer": {"answer": "agree"},
        f"returns/{returned}/receipt": {},
        f"returns/{returned}/credit": None,
        f"returns/{returned}/replacement": shipment(1),
        "invoices": {},
        "credit-notes": {"why": "PRICE", "lines": [{"position": 1, "reduction": "1"}]},
    }
    reads = ("deliveries", "amendments", "returns", f"invoices/{invoice}", f"invoices/{invoice}/paper")
    other, rival = program(firms.firm("Other")), program(firms.seller().company)
    idle = program(firms.agent(order.seller).company)  # an agent of the seller, to whom this order is not assigned
    before = written(leaving_out=KEPT)
    answers = [other("post", f"{path}/{what}", body) for what, body in bodies.items()]
    answers += [other("get", f"{path}/{what}") for what in reads]
    for who in (rival, idle):
        answers += [who("post", f"supply/{path}/{what}", body) for what, body in supplied.items()]
        answers += [who("get", f"supply/{path}/{what}") for what in reads]
        answers += [who("post", f"{path}/{what}", body) for what, body in bodies.items()]
    assert {answer.status_code for answer in answers} == {404}
    assert [who("get", f"{where}invoices").json()["items"] for who, where in ((other, ""), (rival, "supply/"))] == [
        [],
        [],
    ]
    assert written(leaving_out=KEPT) == before
    assert Return.objects.get().state == "asked"
