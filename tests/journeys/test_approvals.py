"""A buyer orders beyond the limit, an approver says yes on a phone; and a hazardous chemical needs a licence."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walks
from tests.journeys.conftest import DESKTOP, PHONE, Visits
from tests.journeys.stage import ROOT
from tests.journeys.walks import Delivery

HOUSE = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
import json
from coatingcat.members.actions.companies import found_company
from coatingcat.members.words import CompanyRole
from tests.trade import approving, firms
from tests.members.people import PASSWORD, full_member
owner = full_member(email="owner@house.example", mobile="+8613900137700")
house = found_company(by=owner, name="海舰涂料", registration_number="HOUSE 7", country="CN")
firms.join(house, CompanyRole.BUYER, full_member(email="buyer@house.example", mobile="+8613900137701"))
firms.join(house, CompanyRole.APPROVER, full_member(email="approver@house.example", mobile="+8613900137702"))
approving.rules(owner)
print("\\n" + json.dumps({{"password": PASSWORD}}))
"""


@pytest.fixture(scope="module")
def password(demo) -> str:
    """Of the people of a company in which whoever buys may spend CNY 1,000 an order alone."""
    said: str = json.loads(demo.run("shell", "-v0", "-c", HOUSE).strip().splitlines()[-1])["password"]
    return said


def at(visit: Visits, who: str, password: str, language: str, viewport: dict[str, int]) -> Page:
    page = visit(language, viewport=viewport)
    walks.sign_in(page, f"{who}@house.example", password)
    return page


def test_an_order_beyond_the_limit_waits_for_a_yes_on_a_phone(visit: Visits, password: str):
    buyer = at(visit, "buyer", password, "en", DESKTOP)
    walks.find_by_range(buyer)
    walks.put_into_cart(buyer, quantity=2)
    code = walks.check_out(buyer, Delivery())
    expect(buyer.locator("main h1")).to_have_text("Waiting for approval in your company")

    approver = at(visit, "approver", password, "zh", PHONE)
    approver.goto("/me/")
    approver.locator("main a[href='/me/company/approvals/']:visible").first.click()
    approver.get_by_role("link", name=code).click()
    expect(approver.locator("main h1")).to_have_text(code)
    approver.locator("button[value=APPROVED]").click()
    approver.wait_for_url("**/me/company/approvals/")

    buyer.goto(f"/orders/{code}/approval/")
    expect(buyer.locator("#steps ~ .timeline, section[aria-labelledby=steps] .timeline")).to_contain_text("Approved")


def test_a_hazardous_chemical_says_what_it_needs_and_is_not_ordered(visit: Visits, password: str):
    buyer = at(visit, "buyer", password, "zh", PHONE)
    buyer.goto("/products/desmodur-n-75-ba/")
    expect(buyer.locator("main .notice").filter(has_text="H226")).to_be_visible()
    walks.put_into_cart(buyer, quantity=1)
    expect(buyer.locator("main .notice").filter(has_text="Desmodur N 75 BA")).to_be_visible()
