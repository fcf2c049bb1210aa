"""What things cost: ladders, lists of companies, who sees a price, and the tax."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from babel.numbers import get_currency_precision
from django.conf import settings as conf
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money, total
from coatingcat.ground.slots import filled
from coatingcat.trade.models import CompanyTier, Offer, Order, Owner, PriceList, PriceRow
from coatingcat.trade.queries import basket_of, offers_of
from coatingcat.trade.rules import Nearness, PriceStep, Row, ladder_of, line_total, price_at, tax_of
from coatingcat.trade.rules.places import country_of
from coatingcat.trade.rules.taxes import STANDARD
from coatingcat.trade.words import TaxGround
from tests.trade import factories as make
from tests.trade import firms


def cny(amount: object) -> Money:
    return Money(Decimal(str(amount)), "CNY")


def row(nearness: Nearness, minimum: int, amount: object, list_id: int = 1) -> Row:
    return Row(nearness, list_id, PriceStep(minimum, cny(amount)))


def test_the_nearest_agreement_wins_and_the_next_says_what_fewer_cost():
    rows = [
        row(Nearness.PUBLIC, 10, 90),
        row(Nearness.GROUP, 5, 85, 2),
        row(Nearness.GROUP, 20, 80, 2),
        row(Nearness.COMPANY, 10, 70, 3),
        row(Nearness.COMPANY, 4, 75, 4),
    ]
    ladder = ladder_of(cny(100), rows)
    assert [(step.minimum, step.price.amount) for step in ladder] == [(1, 100), (4, 75)]
    assert [price_at(ladder, quantity) for quantity in (1, 3, 4, 100)] == [cny(100), cny(100), cny(75), cny(75)]
    assert (ladder_of(None, []), price_at((), 5)) == ((), None)


@pytest.mark.parametrize(
    ("seller", "buyer", "is_business", "goes_to", "rate", "ground", "is_estimated"),
    [
        ("CN", "DE", True, "CN", "0.13", TaxGround.DOMESTIC, False),
        ("CN", "CN", True, "VN", "0", TaxGround.EXPORT, False),
        ("DE", "CN", True, "DE", "0.19", TaxGround.DOMESTIC, False),
        ("DE", "FR", True, "IT", "0", TaxGround.REVERSE_CHARGE, False),
        ("DE", "DE", True, "FR", "0.19", TaxGround.DOMESTIC, True),
        ("DE", "CN", True, "FR", "0.19", TaxGround.DOMESTIC, True),
        ("DE", "DE", False, "FR", "0.20", TaxGround.DISTANCE, False),
    ],
)
def test_the_tax_goes_by_where_the_goods_arrive(seller, buyer, is_business, goes_to, rate, ground, is_estimated):
    found = tax_of(seller=seller, buyer=buyer, on=date(2026, 1, 1), is_business=is_business, destination=goes_to)
    assert (found.rate, found.ground, found.is_estimated) == (Decimal(rate), ground, is_estimated)


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("上海市码头路 7 号", "CN"),
        ("中国广东省佛山市", "CN"),
        ("中国香港九龙", "HK"),
        ("香港中环皇后大道 1 号", "HK"),
        ("Hafenstr. 7\n20457 Hamburg\nDeutschland", "DE"),
        ("1 Raffles Place, Singapore 049315", "SG"),
        ("Building 3, Pudong, Shanghai 200120, P.R. China", "CN"),
        ("7 Main St, Atlanta, Georgia", ""),
        ("Germany", ""),
        ("Hafenstr. 7, Hamburg", ""),
        ("苏州工业园区 1 号", ""),
        ("", ""),
    ],
)
def test_the_country_that_an_address_names(address: str, country: str):
    assert country_of(address) == country


MINIMA = st.lists(st.integers(1, 50), min_size=1, max_size=5, unique=True)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(Nearness)[1:]), MINIMA), st.integers(1, 60))
def test_a_price_at_a_quantity_is_that_of_the_nearest_list_that_reaches_down_to_it(lists: Any, quantity: int):
    rows = [row(near, m, 1000 * near + m, near) for near, minima in lists.items() for m in minima]
    reaching = [near for near, minima in lists.items() if min(minima) <= quantity]
    expected = cny(7)
    if reaching:
        near = max(reaching)
        expected = cny(1000 * near + max(m for m in lists[near] if m <= quantity))
    assert price_at(ladder_of(cny(7), rows), quantity) == expected


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["JPY", "CNY", "KWD"]),
    st.lists(st.tuples(st.decimals("0.0001", "99999", places=4), st.integers(1, 9999)), min_size=1, max_size=8),
    st.sampled_from(["CN", "DE", "FI", "US"]),
)
def test_totals_are_the_sum_of_the_lines_and_the_tax_is_rounded_once(currency: str, lines: Any, buyer: str):
    totals = [line_total(Money(price, currency), quantity) for price, quantity in lines]
    net = total([one for one in totals if one], currency)
    step = Decimal(1).scaleb(-get_currency_precision(currency))
    assert net == net.quantized()
    for seller in ("CN", "DE"):
        tax = tax_of(seller=seller, buyer=buyer, on=date(2026, 1, 1))
        amount = tax.on(net)
        assert amount is not None
        assert tax.rate is not None
        assert amount == amount.quantized()
        assert abs(amount.amount - net.amount * tax.rate) <= step / 2


@pytest.mark.parametrize(
    ("seller", "buyer", "on", "is_business", "rate", "ground"),
    [
        ("CN", "CN", date(2019, 3, 31), True, "0.16", TaxGround.DOMESTIC),
        ("CN", "CN", date(2019, 4, 1), True, "0.13", TaxGround.DOMESTIC),
        ("CN", "DE", date(2026, 1, 1), True, "0", TaxGround.EXPORT),
        ("DE", "FR", date(2026, 1, 1), True, "0", TaxGround.REVERSE_CHARGE),
        ("DE", "FR", date(2026, 1, 1), False, "0.20", TaxGround.DISTANCE),
        ("DE", "CN", date(2026, 1, 1), True, "0", TaxGround.EXPORT),
        ("JP", "JP", date(2026, 1, 1), True, None, TaxGround.DOMESTIC),
    ],
)
def test_the_tax_by_where_both_are(seller, buyer, on, is_business, rate, ground):
    found = tax_of(seller=seller, buyer=buyer, on=on, is_business=is_business)
    assert (found.rate, found.ground, found.is_estimated) == (None if rate is None else Decimal(rate), ground, True)
    assert all([since for since, _ in dated] == sorted(since for since, _ in dated) for dated in STANDARD.values())


def shown(offer: Offer, viewer: Any = None) -> str:
    """The part of a product's page that says what it costs."""
    request = RequestFactory().get("/")
    if viewer is not None:
        request.user = viewer  # type: ignore[attr-defined]
        request.COOKIES[conf.SESSION_COOKIE_NAME] = "any"
    with override("en"):
        return str(filled("product.offers", request, product=offer.product))


def listed(offer: Offer, *steps: tuple[int, object], **scope: Any) -> PriceList:
    made = PriceList.objects.create(name=f"List {PriceList.objects.count()}", currency="CNY", **scope)
    PriceRow.objects.bulk_create(PriceRow(list=made, offer=offer, minimum=m, price=Decimal(str(p))) for m, p in steps)
    return made


@pytest.fixture
def mine(db: None) -> Any:
    """A buyer of a certified company, and the company."""
    owner = firms.worker()
    return owner, firms.firm("Mine", owner=owner)


@pytest.mark.django_db
def test_a_company_sees_its_own_prices_and_never_anothers(mine):
    owner, company = mine
    rival = firms.worker()
    listed(offer := make.offer(price="100"), (1, 77), company=firms.firm("Rival", owner=rival))
    listed(offer, (1, 88), (10, 80.5), company=company)
    listed(offer, (20, 95))
    listed(offer, (1, 11), company=company, valid_to=today() - timedelta(days=1), valid_from=date(2020, 1, 1))
    listed(offer, (1, 12), company=company, valid_from=today() + timedelta(days=1))
    listed(offer, (1, 13), company=company, seller=firms.seller())

    told = {
        who: [(step.minimum, str(step.price.amount)) for step in offers_of(offer.product_id, who)[0].ladder]
        for who in (None, owner.pk, rival.pk)
    }
    assert told == {
        None: [(1, "100.0000"), (20, "95.0000")],
        owner.pk: [(1, "88.0000"), (10, "80.5000")],
        rival.pk: [(1, "77.0000")],
    }
    page = shown(offer, owner)
    assert "88.00" in page
    assert "80.50" in page
    assert all(other not in page for other in ("77.00", "CNY\xa095.00", "CNY\xa0100.00"))


@pytest.mark.django_db
def test_a_group_of_a_sellers_customers_has_its_prices_with_that_seller_only(mine):
    owner, company = mine
    offer = make.offer(price="100")
    CompanyTier.objects.create(company=company, tier="A")
    CompanyTier.objects.create(company=company, tier="B", seller=firms.seller())
    listed(offer, (1, 60), tier="A")
    listed(offer, (1, 50), tier="B")
    assert offers_of(offer.product_id, owner.pk)[0].price(1) == Money(Decimal("60.0000"), "CNY")
    assert offers_of(offer.product_id)[0].price(1) == cny(100)


@pytest.mark.django_db
def test_cart_review_and_order_cost_what_the_page_said(mine):
    owner, company = mine
    listed(offer := make.offer(price="100", stock=99), (1, 88), (10, 80.5), company=company)
    make.put(owner.pk, offer, quantity=9)
    make.put(owner.pk, offer, quantity=1)
    basket = basket_of(Owner(owner.pk))
    assert (str(basket.items[0].price), basket.has_new_prices) == ("CNY 80.5000", False)

    make.answer(owner.pk)
    order = make.submit(**make.submission(owner.pk))

    assert (str(order.money), str(order.tax_money), str(order.gross)) == ("CNY 805.00", "CNY 104.65", "CNY 909.65")
    assert (order.company, order.tax_ground) == (company, "DOMESTIC")  # a German company; the goods stay in China
    assert Order.objects.get().lines.get().unit_price == Decimal("80.5")


@pytest.mark.django_db
def test_a_price_for_members_stands_on_no_page_of_a_guest(guest, member):
    offer = make.offer(price="4711.25", is_price_public=False)
    listed(offer, (5, "3999.75"))
    make.put_in(guest, offer, 5)
    pages = [shown(offer), guest.get("/cart/").content.decode()]
    for page in pages:
        assert not any(price in page.replace(",", "") for price in ("4711.25", "3999.75", "188.45", "19998.75"))
    assert "Sign in to see the price" in pages[0]
    assert "price after you sign in" in pages[1]
    assert "4711.25" in shown(offer, member).replace(",", "")


@pytest.mark.django_db
def test_prices_of_a_company_cost_no_statement_more(mine):
    owner, company = mine
    listed(offer := make.offer(price="100"), (1, 88), company=company)
    with CaptureQueriesContext(connection) as queries:
        assert len(offers_of(offer.product_id, owner.pk)[0].ladder) == 1
    assert len(queries) == 1
