"""Finding a raw material: by words in either language, by CAS, by a range; and on to a formula and a cart."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walks
from tests.journeys.conftest import PHONE, Visits

PRODUCT = "Desmodur N 75 BA"
WAYS = {
    "its English word": "/search/?q=biuret",
    "its Chinese word": "/search/?q=缩二脲",
    "an English synonym": "/search/?q=polyisocyanate",
    "a Chinese synonym": "/search/?q=多异氰酸酯",
    "its trade name's beginning": "/search/?q=Desmodur N",
    "its trade name with a typing error": "/search/?q=Desmodr N 75",
    "the CAS number of a substance in it": "/search/?q=123-86-4",
    "a property range": "/products/?nco_content_min=16&nco_content_max=17",
    "a property range in another unit": "/products/?viscosity_min=0.1&viscosity_max=0.3&viscosity_unit=Pa·s",
}


@pytest.mark.clause("F.3")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_product_is_found_by_words_cas_and_ranges(visit: Visits, language):
    page = visit(language)
    found = {}
    for way, address in WAYS.items():
        page.goto(address)
        found[way] = page.get_by_role("link", name=PRODUCT, exact=True).count() > 0
    assert found == dict.fromkeys(WAYS, True)


def test_filters_stand_in_the_address_and_each_can_be_removed(visit: Visits):
    page = visit("en")
    page.goto("/products/?viscosity_min=100&viscosity_max=1000")
    before = _count(page)
    page.locator("main form input[type=checkbox][name=technology]").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Apply filters").first.click()
    assert "technology=" in page.url
    assert 0 < _count(page) < before
    page.reload()
    expect(page.locator("main .chip.on")).to_have_count(2)
    with page.expect_navigation():
        page.locator("main .chip.on", has_text="Technology").click()
    expect(page.locator("main .chip.on")).to_have_count(1)
    assert _count(page) == before


def _count(page: Page) -> int:
    found = re.search(r"(\d+) results?", page.locator("main").inner_text())
    assert found is not None
    return int(found.group(1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_found_offers_ways_on(visit: Visits, language):
    page = visit(language, viewport=PHONE)
    page.goto("/search/?q=qqqqqqxyzzy")
    expect(page.locator("main h1")).to_be_visible()
    assert page.locator("main a[href^='/']").count() >= 2


@pytest.mark.clause("F.2")
def test_from_a_search_by_property_to_a_formula_and_into_the_cart(visit: Visits):
    page = visit("en")
    page.goto("/products/?epoxide_equivalent_weight_min=180&epoxide_equivalent_weight_max=195")
    page.get_by_role("link", name="EPON Resin 828", exact=True).click()
    expect(page.locator("table.sheet").first).to_contain_text("Epoxide equivalent weight")
    page.locator("main a[href^='/formulations/']").first.click()
    expect(page.locator("main h1")).to_be_visible()
    page.get_by_role("link", name="EPON Resin 828").first.click()
    walks.put_into_cart(page)
    expect(page.locator("main .cart-lines")).to_contain_text("EPON Resin 828")


def test_a_link_to_another_site_tells_of_it_first(visit: Visits):
    page = visit("en")
    page.goto("/products/desmodur-n-75-ba/")
    page.locator("main a[href^='/external/']").first.click()
    expect(page.locator("main")).to_contain_text("covestro.com")
    assert page.url.startswith(visit.demo.url)
