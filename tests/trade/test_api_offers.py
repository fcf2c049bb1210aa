"""What sellers' programs enter, and what it costs whom."""

from decimal import Decimal

from coatingcat.ground.clock import today
from coatingcat.trade.models import Offer, PriceList, PriceRow, Stock
from tests.contracts.stage import written
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.test_api_execution import KEPT, done, program


def entered(product, sku, **changes):
    price = {"amount": "99.50", "currency": "CNY"}
    return {
        "sku": sku,
        "product": product.pk,
        "pack_size": "25",
        "pack_unit": "kg",
        "price": price,
        "stock": 8,
        **changes,
    }


def test_a_seller_enters_its_offers_by_sku(db):
    product = make.product()
    party = firms.seller(product.supplier)
    seller = program(party.company)
    body = {"offers": [entered(product, "A-1"), entered(product, "A-2", price=None, stock=None)]}
    assert done(seller("post", "supply/offers", body)) == {"new": 2, "changed": 0, "unchanged": 0}
    body["offers"][0]["price"]["amount"] = "98"
    assert done(seller("post", "supply/offers", body)) == {"new": 0, "changed": 1, "unchanged": 1}
    offer = Offer.objects.get(sku="A-1")
    assert (offer.price, offer.seller, Stock.objects.get().onhand) == (Decimal("98.0000"), party, 8)


def test_one_wrong_offer_keeps_all_out(db):
    theirs = make.offer(seller=firms.seller())
    seller = program(firms.seller(theirs.product.supplier).company)
    good = entered(make.product(), "A-1")
    before = written(leaving_out=KEPT)
    wrong = [
        (entered(theirs.product, theirs.sku), "offers.1.sku"),
        (entered(theirs.product, "A-1"), "offers.1.sku"),
        ({**good, "sku": "A-2", "product": "NONE"}, "offers.1.product"),
        ({**good, "sku": "A-2", "pack_size": "0"}, "offers.1.pack_size"),
    ]
    for one, field in wrong:
        answer = seller("post", "supply/offers", {"offers": [good, one]})
        assert [fault["field"] for fault in done(answer, 422)["errors"]] == [field]
    assert written(leaving_out=KEPT) == before


def test_a_company_reads_the_prices_agreed_with_it(db):
    party, company = firms.seller(), firms.firm("Buyer")
    offer = make.offer(seller=party)
    agreed = PriceList.objects.create(seller=party, name="Agreed", currency="CNY", company=company)
    PriceRow.objects.create(list=agreed, offer=offer, minimum=1, price=Decimal(100))
    PriceRow.objects.create(list=agreed, offer=offer, minimum=10, price=Decimal(90))
    (own,) = done(program(company)("get", "offers"))["items"]
    (other,) = done(program(firms.firm("Other"))("get", "offers"))["items"]
    steps = [(step["minimum"], step["price"]["amount"]) for step in own["prices"]]
    assert (own["price"]["amount"], steps) == ("100.00", [(1, "100.00"), (10, "90.00")])
    assert (other["price"]["amount"], len(other["prices"])) == ("120.50", 1)


def test_a_seller_keeps_price_lists_for_a_company(db):
    party, company = firms.seller(), firms.firm("Buyer")
    seller, buyer, other = program(party.company), program(company), program(firms.seller().company)
    offer, second = make.offer(seller=party), make.offer(seller=party)
    opening = {
        "name": "2027",
        "currency": "CNY",
        "company": company.registration_number,
        "valid_from": today().isoformat(),
        "order_minimum": "500",
    }
    refused = seller("post", "supply/price-lists", opening | {"order_minimum": "0"})
    assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (422, ["order_minimum"])
    made = done(seller("post", "supply/price-lists", opening), 201)
    assert made["order_minimum"] == {"amount": "500.00", "currency": "CNY"}
    path = f"supply/price-lists/{made['id']}"
    assert done(seller("post", "supply/price-lists", opening), 409)["code"] == "conflict"
    steps = [{"minimum": 1, "price": "100"}, {"minimum": 10, "price": "90.5"}]
    body = {"ladders": [{"sku": offer.sku, "prices": steps}, {"sku": second.sku, "prices": steps}]}
    assert done(seller("put", f"{path}/ladders", body)) == {"changed": 2, "unchanged": 0}
    body["ladders"][1]["prices"] = []
    assert done(seller("put", f"{path}/ladders", body)) == {"changed": 1, "unchanged": 1}
    (kept,) = done(seller("get", f"{path}/ladders"))["items"]
    assert (kept["sku"], kept["prices"][1]) == (
        offer.sku,
        {"minimum": 10, "price": {"amount": "90.50", "currency": "CNY"}},
    )
    assert [one["offers"] for one in done(seller("get", "supply/price-lists"))["items"]] == [1]
    seen = {one["sku"]: one["prices"][0]["price"]["amount"] for one in done(buyer("get", "offers"))["items"]}
    assert seen == {offer.sku: "100.00", second.sku: "120.50"}
    assert [other(m, f"{path}/{what}", b).status_code for m, what, b in _on_theirs(body)] == [404, 404, 404]
    assert done(seller("post", f"{path}/ending"))["valid_to"] == today().isoformat()


def _on_theirs(body):
    return (("get", "ladders", None), ("put", "ladders", body), ("post", "ending", None))


def test_one_wrong_ladder_keeps_all_out(db):
    party = firms.seller()
    seller, offer, theirs = program(party.company), make.offer(seller=party), make.offer(seller=firms.seller())
    listed = PriceList.objects.create(seller=party, name="Agreed", currency="CNY", valid_from=today())
    good = {"sku": offer.sku, "prices": [{"minimum": 1, "price": "9"}]}
    before = written(leaving_out=KEPT)
    wrong = [
        ({**good, "sku": theirs.sku}, "ladders.1.sku"),
        (good, "ladders.1.sku"),
        ({"sku": "X-1", "prices": [{"minimum": 2, "price": "9"}, {"minimum": 1, "price": "8"}]}, "ladders.1.prices"),
        ({"sku": "X-1", "prices": [{"minimum": 1, "price": "0"}]}, "ladders.1.prices"),
    ]
    for one, field in wrong:
        answer = seller("put", f"supply/price-lists/{listed.pk}/ladders", {"ladders": [good, one]})
        assert [fault["field"] for fault in done(answer, 422)["errors"]] == [field]
    assert written(leaving_out=KEPT) == before
