"""The whole page of a product, with all that trade says on it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coatingcat.catalog.actions.pages import refresh_pages
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser
from tests.trade.test_hazard import solvent_borne
from tests.trade.test_prices import listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered() -> tuple[str, Client]:
    """A hazardous product of a seller and of the operator at prices of the buyer's company, and its buyer."""
    owner = firms.worker()
    company, seller = firms.firm("Mine", owner=owner), firms.seller()
    offer = solvent_borne(seller=seller, price="100")
    listed(offer, (1, 88), (10, 80), company=company, seller=seller, order_minimum=300)
    listed(make.offer(product=offer.product, price="105"), (1, 91), company=company)
    refresh_pages(codes=[offer.product_id])
    return f"/products/{offer.product.slug}/", browser(owner)


def read(client: Client, address: str) -> tuple[list[Any], str]:
    client.get(address)  # what is hazardous about it is read once for each edition
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address).content.decode().replace("\xa0", " ")
    return asked.captured_queries, page


EVERYWHERE = ("members_browsersession", "outreach_notice", "trade_cartline")
"""Who is signed in, how many notices and lines wait: asked on every page of theirs."""


def test_a_guest_costs_four_statements(offered):
    asked, page = read(browser(), offered[0])
    assert ("CNY 100.00" in page, "CNY 88.00" in page, "Supplier" in page, "H226" in page) == (True, False, True, True)
    assert len(asked) <= 4


def test_who_acts_for_a_company_costs_no_more_than_is_asked_on_every_page(offered):
    address, buyer = offered
    asked, page = read(buyer, address)
    assert ("CNY 88.00" in page, "CNY 80.00" in page, "CNY 91.00" in page, "H226" in page) == (True, True, True, True)
    of_the_page = [one["sql"] for one in asked if not any(table in one["sql"] for table in EVERYWHERE)]
    assert (len(asked) - len(of_the_page), len(of_the_page)) == (len(EVERYWHERE), 4)
