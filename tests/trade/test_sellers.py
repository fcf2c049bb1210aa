"""Taking on those who sell and follow up, what they keep, and the figures about them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from coatingcat.ground import clock
from coatingcat.privacy.models import RecipientTerms
from coatingcat.privacy.words import Role
from coatingcat.trade import fragments
from coatingcat.trade.access import counter_for
from coatingcat.trade.actions.counting import count_statistics
from coatingcat.trade.actions.importing import take_offers
from coatingcat.trade.actions.offers import change_offer, count_stock
from coatingcat.trade.actions.sellers import close_seller, end_closing_sellers, end_representation, represent
from coatingcat.trade.models import Agent, Inquiry, Offer, Order, Seller, SellerStatistic
from coatingcat.trade.queries.inquiries import who_can_be_asked
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules.offer_file import REQUIRED
from coatingcat.trade.rules.statistics import answer_minutes, per_cent
from coatingcat.trade.words import InquiryKind
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser, new_member
from tests.trade.test_assignments import sold_by

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def asked(*hours: float | None, waiting: float = 100) -> list[tuple[datetime, datetime | None]]:
    sent = AT - timedelta(hours=waiting)
    return [(sent, None if h is None else sent + timedelta(hours=h)) for h in hours]


def test_figures_rest_on_five_cases_and_who_never_answers_looks_slow():
    assert answer_minutes(asked(1, 2, 3, 4), AT) is None
    assert answer_minutes(asked(1, 2, 3, 4, 5), AT) == 180
    assert answer_minutes(asked(1, 2, None, None, None), AT) == 6000
    assert answer_minutes(asked(1, 2, 3, 4, None, waiting=71), AT) is None  # it may still be answered in time
    assert (per_cent(4, 4), per_cent(995, 1000), per_cent(0, 5)) == (None, 99, 0)


pytestmark = pytest.mark.django_db


def desk():
    return browser(new_member("desk@site.example", roles=Role.FULFILMENT.name))


def test_a_certified_company_is_taken_on_and_sees_nothing_before_its_contract():
    company, maker, there = firms.firm("Fresh Trading"), make.product().supplier, desk()
    form = {
        "seller-company": company.pk,
        "seller-maker": maker.pk,
        "seller-evidence": "A-7",
        "seller-recipient": "fresh",
    }
    assert there.post("/desk/sellers/", form).status_code == 302
    made = Seller.objects.get()
    assert (made.company, made.recipient, made.represented.get().evidence) == (company, "fresh", "A-7")
    assert RecipientTerms.objects.get(key="fresh").contract == ""
    assert "No contract: it sees nothing" in there.get("/desk/sellers/").content.decode()
    assert counter_for(firms.owner_of(company).pk).seller == made


@pytest.mark.parametrize("what", ["not certified", "key in use", "empty"])
def test_who_cannot_be_taken_on_is_not(what: str):
    company, maker = firms.firm("Paper Trading", certified=what != "not certified"), make.product().supplier
    key = firms.seller().recipient if what == "key in use" else "paper"
    before = Seller.objects.count()
    form = {"seller-company": company.pk, "seller-maker": maker.pk, "seller-evidence": "A", "seller-recipient": key}
    assert desk().post("/desk/sellers/", {} if what == "empty" else form).status_code == 422
    assert (Seller.objects.count(), RecipientTerms.objects.filter(key="paper").count()) == (before, 0)


def test_an_agent_is_taken_on_and_ended():
    company, there = firms.firm("Follow Ltd"), desk()
    form = {"agent-company": company.pk, "agent-sort": "REPRESENTATIVE", "agent-recipient": "follow"}
    assert there.post("/desk/followers/", form).status_code == 302
    made = Agent.objects.get()
    assert made.sort == "REPRESENTATIVE"
    assert there.post(f"/desk/followers/{made.pk}/ending/").status_code == 302
    assert counter_for(firms.owner_of(company).pk) is None


def test_a_closing_seller_executes_what_is_open_and_ends_with_it():
    seller = firms.seller()
    offer, order = make.offer(seller=seller), sold_by(seller)
    assert close_seller(seller=seller) is False
    assert Offer.objects.get(pk=offer.pk).is_active is False
    assert counter_for(firms.owner_of(seller.company).pk).seller == seller
    page = desk().get(f"/desk/sellers/{seller.pk}/")
    assert (page.context["open_orders"], page.context["open_inquiries"]) == (1, 0)
    assert f'href="/desk/orders/{order.code}/"' in page.content.decode()
    Order.objects.filter(pk=order.pk).update(state="cancelled", ended_at=clock.now())
    assert end_closing_sellers() == 1
    assert counter_for(firms.owner_of(seller.company).pk) is None


def test_a_closing_seller_sells_nothing_again_and_is_asked_nothing():
    product = make.product()
    seller = firms.seller(product.supplier)
    offer = make.offer(product=product, seller=seller)
    assert [one.seller for one in who_can_be_asked([product], "We")] == [seller, None]
    sold_by(seller)
    close_seller(seller=seller)
    offer.refresh_from_db()
    with pytest.raises(NotAllowed):
        change_offer(offer=offer, seen=offer, is_active=True)
    row = f"{product.pk},{offer.sku},25,kg,99,CNY,1,1,5,\n"
    taken = take_offers(text=",".join(REQUIRED) + "\n" + row, seller=seller)
    assert [fault.code for fault in taken.faults] == ["maker"]
    assert Offer.objects.get(pk=offer.pk).is_active is False
    assert [one.seller for one in who_can_be_asked([product], "We")] == [None]


def test_an_offer_is_sold_again_only_for_a_maker_it_is_sold_for():
    product = make.product()
    seller = firms.seller(product.supplier)
    offer = make.offer(product=product, seller=seller)
    assert end_representation(seller=seller, maker=product.supplier) == 1
    offer.refresh_from_db()
    with pytest.raises(NotAllowed):
        change_offer(offer=offer, seen=offer, is_active=True)
    assert change_offer(offer=offer, seen=offer, minimum=3).minimum == 3
    represent(seller=seller, maker=product.supplier, evidence="B-8")
    offer.refresh_from_db()
    assert change_offer(offer=offer, seen=offer, is_active=True).is_active is True


def test_stock_is_counted_but_never_below_what_is_promised():
    seller = firms.seller()
    offer, other = make.offer(seller=seller, stock=100), make.offer(seller=firms.seller(), stock=5)
    make.order(make.buyer(), offer, quantity=30)
    there = browser(firms.owner_of(seller.company))
    assert there.post(f"/supply/offers/{offer.pk}/stock/", {"onhand": "29", "seen": "100"}).status_code == 422
    assert there.post(f"/supply/offers/{other.pk}/stock/", {"onhand": "9", "seen": "5"}).status_code == 404
    assert there.post(f"/supply/offers/{offer.pk}/stock/", {"onhand": "30", "seen": "100"}).status_code == 302
    with pytest.raises(NotAllowed):
        count_stock(offer=offer, onhand=500, seen=100)
    offer.stock.refresh_from_db()
    other.stock.refresh_from_db()
    assert (offer.stock.onhand, offer.stock.allocated, other.stock.onhand) == (30, 30, 5)


def inquiry(seller: Seller | None, *, answered: bool = True) -> Inquiry:
    at = clock.now() - timedelta(hours=4)
    return Inquiry.objects.create(
        buyer_id=make.buyer(),
        seller=seller,
        request=make.UUID(int=0),
        kind=InquiryKind.TECHNICAL.name,
        sent_at=at,
        answered_at=at + timedelta(hours=2) if answered else None,
    )


def test_figures_are_counted_without_people_and_shown_to_buyers():
    seller, product = firms.seller(), make.product()
    seller.represented.create(maker=product.supplier)
    make.offer(product=product, seller=seller)
    for _ in range(4):
        inquiry(seller)
    count_statistics()
    assert SellerStatistic.objects.get(seller=seller).answer_minutes is None
    assert "too few yet" in browser().get(f"/suppliers/{product.supplier_id}/").content.decode()
    inquiry(seller)
    count_statistics()
    found = SellerStatistic.objects.get(seller=seller)
    assert (found.answer_minutes, found.on_time, found.quoted) == (120, None, None)
    request = RequestFactory().get("/")
    fragments.offers(request, product=product)
    shown = [browser().get(f"/suppliers/{product.supplier_id}/").content.decode()]
    shown.append(fragments.product_sellers(request, product=product))
    assert [("2.0 h" in page, seller.company.name in page) for page in shown] == [(True, True)] * 2


def test_the_dashboard_counts_what_is_of_this_counter_and_asks_as_much_for_three_as_for_one():
    seller = firms.seller()
    sold_by(seller)
    sold_by(firms.seller())
    inquiry(seller)
    there = browser(firms.owner_of(seller.company))
    page = there.get("/supply/dashboard/").content.decode()
    assert "CNY 120.50" in page.replace("\xa0", " ")

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert there.get("/supply/dashboard/").status_code == 200
        return len(seen)

    one = statements()
    sold_by(seller)
    inquiry(seller)
    assert statements() == one
    desk_page = desk().get("/desk/dashboard/")
    assert desk_page.status_code == 200
    agent = firms.agent(seller)
    assert browser(firms.owner_of(agent.company)).get("/supply/offers/").status_code == 404


def test_a_seller_tells_of_itself_what_buyers_see():
    seller = firms.seller()
    there = browser(firms.owner_of(seller.company))
    form = {"ships_from": "Ningbo, China", "lead_days": "3", "hours_zh": "周一至周五", "hours_en": "Mon to Fri"}
    assert there.post("/supply/profile/", form).status_code == 302
    seller.refresh_from_db()
    assert (seller.ships_from, seller.lead_days, seller.hours_en) == ("Ningbo, China", 3, "Mon to Fri")
    assert there.post("/supply/profile/", {"lead_days": "-1"}).status_code == 422
