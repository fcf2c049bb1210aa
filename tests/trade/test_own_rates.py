"""What an order keeps of its tax, and the rate that a seller says its sales at home bear."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from coatingcat.ground.clock import today
from coatingcat.trade.actions.billing import enter_billing
from coatingcat.trade.actions.invoices import issue_invoice
from coatingcat.trade.models import Billing, Invoice, Order
from coatingcat.trade.refusals import AnswersChanged, RateMissing
from coatingcat.trade.rules.taxes import EUROPEAN_UNION, STANDARD, standard_rate, tax_of
from coatingcat.trade.words import TaxGround
from tests.trade import billing as bill
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser


@pytest.mark.parametrize(
    ("seller", "goes_to", "is_business", "rate", "ground"),
    [
        ("CN", "CN", True, "0.03", TaxGround.DOMESTIC),
        ("JP", "JP", True, "0.03", TaxGround.DOMESTIC),
        ("CN", "DE", True, "0", TaxGround.EXPORT),
        ("DE", "FR", False, "0.20", TaxGround.DISTANCE),
    ],
)
def test_a_rate_of_ones_own_is_that_of_sales_at_home(seller, goes_to, is_business, rate, ground):
    found = tax_of(
        seller=seller,
        buyer=goes_to,
        on=date(2026, 1, 1),
        is_business=is_business,
        destination=goes_to,
        own_rate=Decimal("0.03"),
    )
    assert (found.rate, found.ground) == (Decimal(rate), ground)


def test_every_member_state_has_a_standard_rate_that_the_union_allows():
    assert set(STANDARD) == EUROPEAN_UNION | {"CN"}
    rates = [standard_rate(country, date(2026, 1, 1)) for country in EUROPEAN_UNION]
    assert all(rate is not None and rate >= Decimal("0.15") for rate in rates)  # Directive 2006/112/EC, Art. 97


pytestmark = pytest.mark.django_db


def own_rate(percent: object) -> None:
    """The operator's."""
    rate = None if percent is None else Decimal(str(percent))
    enter_billing(seller_id=None, tax_id="", address="", country="CN", vat_percent=rate, terms_days=30)


@pytest.mark.parametrize(("address", "estimated"), [("上海市码头路 7 号", False), ("Hafenstr. 7, Hamburg", True)])
def test_an_order_keeps_whether_its_tax_was_estimated(address: str, estimated: bool):
    buyer = firms.worker()
    order = make.order(buyer.pk, make.offer(price="100"), address=address)
    assert (order.tax_rate, order.tax, order.is_tax_estimated) == (Decimal("0.13"), 13, estimated)
    page = browser(buyer).get(f"/orders/{order.code}/").content.decode()
    assert ("so it is estimated" in page) is estimated
    assert "The address names no country" not in page  # too late for that


def test_an_order_is_placed_and_billed_at_the_sellers_own_rate():
    own_rate(3)
    order = make.order(None, make.offer(price="100"), quantity=2)
    assert (order.tax_rate, order.tax) == (Decimal("0.03"), 6)
    own_rate(6)  # for later ones
    make.confirm_order(order=order)
    assert [(one.rate, one.tax) for one in bill.billed(order).taxes.all()] == [(3, 6)]
    own_rate(None)
    assert make.order(None, make.offer(price="100")).tax_rate == Decimal("0.13")


def test_the_operators_own_rate_holds_where_a_line_without_an_offer_comes_first():
    own_rate(3)
    assert make.order(None, make.product(), make.offer(price="100")).tax == 3


def test_a_rate_that_changed_since_it_was_shown_orders_nothing():
    buyer = make.buyer()
    make.put(buyer, make.offer(price="100"))
    make.answer(buyer)
    sent = make.submission(buyer)
    own_rate(3)
    with pytest.raises(AnswersChanged):
        make.submit_all(**sent)
    assert Order.objects.count() == 0


def test_where_nobody_knows_the_rate_nothing_is_billed_before_the_seller_says_it():
    seller = firms.seller()
    type(seller.company).objects.filter(pk=seller.company_id).update(country="JP")
    seller.company.refresh_from_db()
    order = bill.ordered(make.offer(price="100"), quantity=1, seller=seller)
    Order.objects.filter(pk=order.pk).update(tax_rate=None, tax_ground="DOMESTIC", tax=None)
    with pytest.raises(RateMissing):
        issue_invoice(order=order, submission=uuid4())
    there = browser(firms.owner_of(seller.company))
    packs = {f"packs_{order.lines.get().pk}": "1", "submission": str(uuid4())}
    answer = there.post(f"/supply/orders/{order.code}/account/invoices/", packs)
    assert (answer.status_code, Invoice.objects.count()) == (422, 0)
    assert "Enter your rate under “Billing details”" in answer.content.decode()
    form = {"tax_id": "T1", "address": "Osaka", "country": "JP", "vat_percent": "10", "terms_days": "30"}
    assert there.post("/supply/invoices/billing/", form).status_code == 302
    assert there.post(f"/supply/orders/{order.code}/account/invoices/", packs).status_code == 302
    assert [(one.rate, one.tax) for one in Invoice.objects.get().taxes.all()] == [(10, 10)]
    assert there.post("/supply/invoices/billing/", {**form, "vat_percent": ""}).status_code == 302
    assert Billing.objects.get(seller=seller).vat_percent is None
    assert Invoice.objects.get().issued_at.date() <= today()
