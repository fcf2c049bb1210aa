"""A guardian asks for the ward, and the officer answers in writing, in a browser (VI.2; MR 34)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walks
from tests.journeys.conftest import PHONE, Visits
from tests.journeys.test_frame import violations


def link_for(page: Page, address: str, path: str) -> str:
    """The latest link below this path that the tray shows in a letter to an address."""
    tab = page.context.new_page()
    try:
        for _ in range(100):
            tab.goto("/tray/")
            for message in tab.locator("main .rows > li").all():
                text = message.inner_text()
                found = re.search(rf"/{path}/[\w-]+/", text)
                if address in text.replace(" ", "") and found:
                    return found[0]
            tab.wait_for_timeout(150)
    finally:
        tab.close()
    pytest.fail(f"No link to {path} arrived in the tray for {address}.")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.clause("VI.2")
def test_a_guardian_asks_for_the_ward_by_the_link_alone(visit: Visits):
    address = walks.token("mother") + "@example.com"
    minor = visit("en")
    minor.goto("/registration/guardian/")
    minor.fill("[name=contact]", address)
    walks.send(minor)
    guardian = visit("zh", viewport=PHONE)
    link = link_for(guardian, address, "wards")
    guardian.goto(link)
    guardian.check("[name=relation][value=PARENT]")
    guardian.select_option("[name=year]", "2010")
    guardian.select_option("[name=month]", "12")
    guardian.check("[name=read_together]")
    guardian.check("[name=is_guardian]")
    guardian.locator("[name=answer][value=yes]").click()
    guardian.locator(f"a[href='{link}requests/']").click()
    assert (violations(guardian), fits(guardian)) == ([], True)
    guardian.fill("[name=text]", "请更正我孩子的城市。")
    walks.send(guardian)
    guardian.wait_for_url("**/cases/*/")
    expect(guardian.locator("main")).to_contain_text("请更正我孩子的城市。")
    expect(guardian.locator("main")).to_contain_text("作为监护人")
    assert (violations(guardian), fits(guardian)) == ([], True)
    assert link_for(guardian, address, "cases") in guardian.url
    guardian.goto(f"{link}requests/")
    expect(guardian.locator("table tbody tr")).to_have_count(1)
    assert (violations(guardian), fits(guardian)) == ([], True)


def test_a_consignee_uses_rights_by_the_link_of_the_notice(visit: Visits):
    delivery, buyer = walks.Delivery(), visit("en")
    walks.find_by_range(buyer)
    walks.put_into_cart(buyer)
    person = walks.Person()
    walks.register(buyer, person)
    walks.become_member(buyer, person)
    walks.check_out(buyer, delivery)
    consignee = visit("zh", viewport=PHONE)
    link = link_for(consignee, delivery.email, "held")
    consignee.goto(link)
    assert (violations(consignee), fits(consignee)) == ([], True)
    consignee.locator(f"a[href='{link}requests/']").click()
    assert (violations(consignee), fits(consignee)) == ([], True)
    consignee.select_option("[name=kind]", "correction")
    consignee.fill("[name=text]", "我的姓名写错了。")
    walks.send(consignee)
    consignee.wait_for_url("**/cases/*/")
    expect(consignee.locator("main")).to_contain_text("我的姓名写错了。")
    assert (violations(consignee), fits(consignee)) == ([], True)
