"""Price lists at the counter: lists, groups, files looked at first, and why somebody pays what."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import today
from coatingcat.members.models import Company
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.words import Role
from coatingcat.trade.actions.price_lists import group_company, open_list, set_ladder
from coatingcat.trade.models import CompanyTier, Offer, OrderTerms, PriceList, PriceRow, Seller, Stock
from coatingcat.trade.queries import offers_of
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.ladders import NoLadder, ladder_in_text, ladder_text
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser, new_member


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1:120.50;10:118.00", "1:120.50; 10:118.00"),
        (" 5：9.1234 ；", "5:9.1234"),
        ("", ""),
        ("120", NoLadder),
        ("0:5", NoLadder),
        ("1:0", NoLadder),
        ("1:5;1:4", NoLadder),
        ("10:5;1:4", NoLadder),
        ("1:5;2:5", NoLadder),
        ("1:1e3", NoLadder),
        ("１:5", NoLadder),
        (";".join(f"{n}:{100 - n}" for n in range(1, 23)), NoLadder),
    ],
)
def test_a_ladder_in_a_cell(typed: str, read: object):
    if read is NoLadder:
        with pytest.raises(NoLadder):
            ladder_in_text(typed)
    else:
        assert ladder_text(ladder_in_text(typed)) == read
        assert ladder_in_text(ladder_text(ladder_in_text(typed))) == ladder_in_text(typed)


pytestmark = pytest.mark.django_db


def opened(seller: Seller | None = None, **terms: object) -> PriceList:
    return open_list(**{"seller": seller, "name": "List", "currency": "CNY", "valid_from": today(), **terms})


def selling():
    seller = firms.seller()
    return seller, browser(firms.owner_of(seller.company))


def rows(listed: PriceList) -> list[tuple[str, int, str]]:
    found = PriceRow.objects.filter(list=listed).order_by("offer__sku", "minimum")
    return [(sku, minimum, f"{price:f}") for sku, minimum, price in found.values_list("offer__sku", "minimum", "price")]


def test_a_seller_opens_a_list_for_a_company_and_the_company_pays_by_it():
    seller, there = selling()
    buyer = firms.worker()
    company = firms.firm("Buying", owner=buyer)
    offer = make.offer(seller=seller, sku="A-1", price="100")
    form = {"name": "Buying 2026", "currency": "CNY", "valid_from": str(today())}
    answer = there.post("/supply/prices/new/", {**form, "company": company.registration_number})
    listed = PriceList.objects.get()
    assert answer["Location"] == f"/supply/prices/{listed.pk}/"
    assert (listed.seller, listed.company, listed.tier) == (seller, company, "")
    sent = {"offer": "A-1", "ladder": "1:88;10:80.50"}
    assert there.post(f"/supply/prices/{listed.pk}/ladder/", sent).status_code == 302
    assert rows(listed) == [("A-1", 1, "88.0000"), ("A-1", 10, "80.5000")]
    ladder = offers_of(offer.product_id, buyer.pk)[0].ladder
    assert [(step.minimum, step.price.amount) for step in ladder] == [(1, 88), (10, Decimal("80.5"))]
    page = there.get(f"/supply/prices/{listed.pk}/").content.decode().replace("\xa0", " ")
    assert ("CNY 80.50" in page, "Buying" in page) == (True, True)
    again = there.post("/supply/prices/new/", {**form, "company": company.registration_number})
    assert (again.status_code, PriceList.objects.count()) == (422, 1)
    assert there.post(f"/supply/prices/{listed.pk}/ending/").status_code == 302
    listed.refresh_from_db()
    assert listed.valid_to == today()


@pytest.mark.parametrize(
    "wrong",
    [
        {"company": "HRB none"},
        {"currency": "yuan"},
        {"name": "offers.csv"},
        {"valid_to": "2001-01-01"},
        {"company": "known", "tier": "A"},
        {"name": ""},
    ],
)
def test_a_list_that_makes_no_sense_is_not_opened(wrong: dict[str, str]):
    _, there = selling()
    if wrong.get("company") == "known":
        wrong = {**wrong, "company": firms.firm("Known").registration_number}
    form = {"name": "L", "currency": "CNY", "valid_from": str(today()), **wrong}
    assert there.post("/supply/prices/new/", form).status_code == 422
    assert PriceList.objects.count() == 0


def test_only_ones_own_offers_in_ones_own_currency_are_priced():
    seller, there = selling()
    listed = opened(seller)
    foreign = make.offer(seller=firms.seller(), sku="THEIRS")
    euros = make.offer(seller=seller, sku="EUR-1", currency="EUR")
    make.offer(seller=seller, sku="MINE")
    for sku, ladder in (("THEIRS", "1:5"), ("EUR-1", "1:5"), ("MINE", "1:5;2:6"), ("", "1:5")):
        answer = there.post(f"/supply/prices/{listed.pk}/ladder/", {"offer": sku, "ladder": ladder})
        assert answer.status_code == 422, sku
    for offer in (foreign, euros):
        with pytest.raises(NotAllowed):
            set_ladder(listed=listed, offer=offer, steps=((1, Decimal(5)),))
    assert PriceRow.objects.count() == 0


def test_what_is_another_sellers_is_not_there_and_who_looks_on_changes_nothing():
    seller, there = selling()
    other = opened(firms.seller())
    group = group_company(seller=other.seller, company=firms.firm("Grouped"), tier="A")
    for path in ("", "import/"):
        assert there.get(f"/supply/prices/{other.pk}/{path}").status_code == 404
    for path in (f"{other.pk}/ladder/", f"{other.pk}/ending/", f"groups/{group.pk}/removal/"):
        assert there.post(f"/supply/prices/{path}").status_code == 404
    viewer = browser(firms.join(seller.company, CompanyRole.VIEWER))
    assert viewer.get("/supply/prices/").status_code == 200
    assert viewer.get("/supply/prices/new/").status_code == 403
    agent = browser(firms.owner_of(firms.agent(seller).company))
    assert [agent.get(f"/supply/prices/{p}").status_code for p in ("", "preview/", "groups/", "new/")] == [404] * 4
    assert (PriceList.objects.get().valid_to, CompanyTier.objects.count()) == (None, 1)


def test_why_a_company_pays_what_it_pays_names_the_nearest_agreement():
    seller, there = selling()
    company = firms.firm("Grouped")
    number = company.registration_number
    offer = make.offer(seller=seller, sku="A-1", price="100")
    set_ladder(listed=opened(seller, name="Public"), offer=offer, steps=((5, Decimal(95)),))
    form = {"company": number, "tier": "Gold"}
    assert there.post("/supply/prices/groups/", form).status_code == 302
    set_ladder(listed=opened(seller, name="Golden", tier="Gold"), offer=offer, steps=((10, Decimal(90)),))
    set_ladder(listed=opened(seller, name="Own", company=company), offer=offer, steps=((100, Decimal(70)),))
    told = {"1": "The price on the offer", "5": "For everybody: Public", "10": "Its group Gold: Golden"}
    for packs, why in {**told, "100": "Agreed with this company: Own"}.items():
        asked = {"offer": "A-1", "company": number, "quantity": packs}
        page = there.get("/supply/prices/preview/", asked).content.decode()
        assert f"<p>{why}</p>" in page, packs
    everybody = there.get("/supply/prices/preview/", {"offer": "A-1", "quantity": "100"}).content.decode()
    assert "<p>For everybody: Public</p>" in everybody
    assert ("Golden" in everybody, "Own" in everybody) == (False, False)
    for wrong in (
        {"offer": "B"},
        {"offer": "A-1", "company": "none", "quantity": "1"},
        {"offer": "A-1", "quantity": "0"},
    ):
        assert there.get("/supply/prices/preview/", wrong).status_code == 422


def test_a_file_of_prices_is_looked_at_first_and_told_by_row():
    seller, there = selling()
    listed = opened(seller)
    for sku in ("A", "B", "C"):
        offer = make.offer(seller=seller, sku=sku)
        set_ladder(listed=listed, offer=offer, steps=((1, Decimal(100)),))
    make.offer(sku="OPERATORS")
    text = "sku,ladder\nA,1:90;10:80\nB,\nC,1:100.00\nOPERATORS,1:5\nA,1:7\nNONE,1:7\nB,10:5;1:6\nX"
    path, before = f"/supply/prices/{listed.pk}/import/", rows(listed)
    looked = there.post(path, {"text": text}).content.decode()
    assert rows(listed) == before
    assert "2 would change, 1 are as before" in looked
    for line in (5, 6, 7, 8, 9):
        assert f"Line {line}:" in looked
    assert there.post(path, {"text": text, "take": "1"}).status_code == 302
    assert rows(listed) == [("A", 1, "90.0000"), ("A", 10, "80.0000"), ("C", 1, "100.0000")]
    for bad in ({}, {"text": "a,b\n1,2"}, {"text": "sku,ladder\nNONE,1:7", "take": ""}):
        assert there.post(path, bad).status_code in {302, 422}
    assert len(rows(listed)) == 3


HEADER = "product_id,sku,pack,unit,price,currency,min,multiple,stock,lead_days,seller,ladder"


def test_a_seller_takes_in_its_offers_with_ladders_and_nobody_elses():
    product = make.product()
    seller = firms.seller(product.supplier)
    there = browser(firms.owner_of(seller.company))
    make.offer(product=product, sku="OPERATORS")
    other = firms.seller(product.supplier)
    strange = make.product()
    Company.objects.filter(pk=seller.company_id).update(registration_number="HRB SELF")
    from coatingcat.catalog.models import Company as Maker

    strange.supplier = Maker.objects.create(code="other-maker", name="Other")
    strange.save()
    lines = [
        HEADER,
        f"{product.pk},S-1,25,kg,,CNY,1,1,7,2,,1:120.50;10:118",
        f"{product.pk},S-2,25,kg,99,CNY,1,1,,2,HRB SELF,10:90",
        f"{product.pk},OPERATORS,25,kg,1,CNY,1,1,,2,,",
        f"{product.pk},S-3,25,kg,1,CNY,1,1,,2,{other.recipient},",
        f"{strange.pk},S-4,25,kg,1,CNY,1,1,,2,,",
        f"{product.pk},S-5,25,kg,5,CNY,1,1,,2,,1:6",
        f"{product.pk},S-6,25,kg,5,CNY,1,1,,2,,2:6",
    ]
    path, text = "/supply/offers/import/", "\n".join(lines)
    looked = there.post(path, {"text": text}).content.decode()
    assert ("2 new, 0 would change" in looked, Offer.objects.filter(seller=seller).count()) == (True, 0)
    for line in (4, 5, 6, 7, 8):
        assert f"Line {line}:" in looked
    for _ in range(2):
        assert there.post(path, {"text": text, "take": "1"}).status_code == 302
    offers = Offer.objects.filter(seller=seller).order_by("sku").values_list("sku", "price", "currency")
    assert list(offers) == [("S-1", Decimal("120.5"), "CNY"), ("S-2", Decimal(99), "CNY")]
    listed = PriceList.objects.get()
    assert (listed.seller, listed.company, listed.tier, listed.name) == (seller, None, "", "offers.csv")
    assert rows(listed) == [("S-1", 10, "118.0000"), ("S-2", 10, "90.0000")]
    assert Stock.objects.get(offer__sku="S-1").onhand == 7
    assert Offer.objects.get(sku="OPERATORS").seller is None
    assert there.post(f"/supply/prices/{listed.pk}/ladder/", {"offer": "S-1", "ladder": "1:1"}).status_code == 409
    ended = f"{HEADER}\n{product.pk},S-2,25,kg,99,CNY,1,1,,2,,"
    there.post(path, {"text": ended, "take": "1"})
    assert rows(listed) == [("S-1", 10, "118.0000")]


@pytest.mark.parametrize("path", ["/desk/prices/", "/desk/prices/{}/", "/desk/prices/groups/"])
def test_a_page_costs_the_same_for_one_and_for_three(path: str):
    there = browser(new_member("desk@site.example", roles=Role.FULFILMENT.name))
    listed = opened(name="First")

    def more(number: int) -> None:
        opened(name=f"List {number}", company=firms.firm(f"Firm {number}"))
        group_company(seller=None, company=firms.firm(f"Grouped {number}"), tier="A")
        set_ladder(listed=listed, offer=make.offer(), steps=((1, Decimal(9)), (2, Decimal(8))))

    counts = []
    for number in range(3):
        more(number)
        with CaptureQueriesContext(connection) as asked:
            assert there.get(path.format(listed.pk)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_the_owner_says_what_an_order_must_carry_and_others_may_know_it():
    owner = firms.worker()
    company = firms.firm("Numbers", owner=owner)
    there, path = browser(owner), "/me/company/orders/"
    assert "What an order must carry" in there.get("/me/company/").content.decode()
    assert there.post(path, {"needs_po_number": "on"}).status_code == 302
    assert OrderTerms.objects.get().needs_po_number is True
    buyer = browser(firms.join(company, CompanyRole.BUYER))
    assert "needs an order number" in buyer.get(path).content.decode()
    assert buyer.post(path, {}).status_code == 403
    assert OrderTerms.objects.get().needs_po_number is True
    assert browser(firms.worker()).get(path).status_code == 404
