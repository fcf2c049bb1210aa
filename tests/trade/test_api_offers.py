"""What sellers' programs enter, and what it costs whom."""

from decimal import Decimal

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
