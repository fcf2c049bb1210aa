"""A function's first use, the receipt, the withdrawal; a browser that asks us not to; and one that keeps no cookies."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import walks
from tests.journeys.conftest import FLAGS, PHONE, SANDBOX, Demo, Visits, chromium

FIT = "section[aria-labelledby=fit]"


def enter(page: Page, demo: Demo, who: str = "support") -> None:
    account = demo.accounts[who]
    walks.sign_in(page, account["sign_in"], account["password"])


def member(visit: Visits, language: str = "en", **more: object) -> Page:
    """A full member of their own, who has just joined."""
    page, person = visit(language, **more), walks.Person()  # type: ignore[arg-type]
    walks.register(page, person)
    walks.become_member(page, person)
    return page


@pytest.mark.clause("I.6")
def test_a_new_function_asks_first_a_no_leaves_the_rest_on_and_a_yes_starts_it(visit: Visits):
    page = member(visit, viewport=PHONE, javascript=False)
    page.goto("/me/")
    page.get_by_role("button", name="Show what suits my industry").click()
    page.wait_for_url("**/me/consents/questions/industry-fit/**")
    asked = page.locator("main .card")
    expect(asked).to_contain_text("May we use your data (Industry of the company)")
    answers = asked.locator("button[name=answer]")
    sizes = [box["height"] for box in (answers.nth(n).bounding_box() for n in (0, 1)) if box]
    looks = [answers.nth(n).get_attribute("class") for n in (0, 1)]
    assert (answers.all_inner_texts(), len(set(sizes)), len(set(looks))) == (["Yes", "No"], 1, 1)
    answers.nth(1).click()
    page.wait_for_url("**/me/")
    expect(page.locator(FIT)).to_have_count(0)  # off, and not asked about again
    for address in ("/products/?q=epoxy", "/me/data/", "/cart/"):  # everything else is on
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200

    page.goto("/me/consents/")
    row = page.locator("main .rows > li", has=page.locator("input[value=INDUSTRY_FIT]"))
    expect(row.locator(".badge")).to_have_text("You said no")
    row.locator("button[value=yes]").click()
    page.goto("/me/")
    expect(page.locator(FIT).get_by_role("link").nth(1)).to_be_visible()

    page.goto("/me/consents/")
    row.get_by_role("link", name=re.compile("Receipt")).click()
    receipt = page.locator("main .receipt")
    for told in ("You said yes", "May we use your data", "ISO27560:2023", "SHA-256", "The page of consents"):
        expect(receipt).to_contain_text(told)
    address = page.get_by_role("link", name="Download as JSON-LD").get_attribute("href")
    file = page.request.get(address or "")
    assert (file.headers["content-type"], json.loads(file.text())["@type"]) == (
        "application/ld+json",
        "dpv:ConsentRecord",
    )


def test_a_withdrawal_in_one_browser_ends_the_function_in_the_other(visit: Visits, demo: Demo):
    here, there = visit("en"), visit("zh")
    for page in (here, there):
        enter(page, demo)
    here.goto("/me/consents/questions/industry-fit/?next=/me/")
    here.locator("button[name=answer][value=yes]").click()
    here.wait_for_url("**/me/")
    there.goto("/me/")
    expect(there.locator(FIT)).to_contain_text("经您同意后挑选")
    here.goto("/me/consents/")
    here.locator("li", has=here.locator("input[value=INDUSTRY_FIT]")).locator("button[value=no]").click()
    there.reload()
    expect(there.locator(FIT)).to_have_count(0)


def test_a_browser_that_sends_the_signal_has_nothing_picked_and_is_not_asked(visit: Visits, demo: Demo):
    page = visit("en")
    page.set_extra_http_headers({"Sec-GPC": "1"})
    enter(page, demo, "marketing")
    expect(page.locator(FIT)).to_have_count(0)
    page.goto("/me/consents/")
    expect(page.get_by_text("Off in this browser (GPC)")).to_have_count(2)
    expect(page.locator("main .timeline")).to_have_count(0)
    page.goto("/me/consents/questions/industry-fit/")
    expect(page.locator("main button[name=answer]")).to_have_count(0)
    page.goto("/privacy/cookies/")
    expect(page.get_by_text("It sends Global Privacy Control", exact=True)).to_be_visible()


@pytest.fixture
def blocked(browser: Browser, demo: Demo, tmp_path: Path) -> Iterator[Page]:
    """A page of a browser whose own setting blocks all cookies."""
    settings = tmp_path / "Default" / "Preferences"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium(), args=FLAGS + SANDBOX, base_url=demo.url, locale="en-GB"
    )
    yield context.pages[0]
    context.close()


@pytest.mark.clause("I.2b-cookie2")
def test_with_all_cookies_blocked_one_browses_searches_reads_and_is_told_what_a_sign_in_lacks(blocked: Page):
    page = blocked
    page.goto("/")
    assert page.evaluate("(document.cookie = 'probe=1', document.cookie)") == ""
    page.goto("/products/?q=epoxy")
    expect(page.locator("main h2 a").first).to_be_visible()
    page.locator("main h2 a").first.click()
    expect(page.locator("main h1")).to_be_visible()
    page.fill("#find-q", "titanium dioxide")
    page.locator("form.find button").click()
    expect(page.locator("main h2 a").first).to_be_visible()
    page.goto("/privacy/")
    expect(page.locator("main h1")).to_have_text("Privacy policy")
    page.goto("/privacy/cookies/")
    expect(page.locator("main")).to_contain_text("In this browser just now: none of them")
    for name in ("Chrome on a computer", "Edge", "Firefox", "Safari on a Mac", "Safari on an iPhone"):
        expect(page.locator("main #settings ~ dl")).to_contain_text(name)
    page.goto("/sign-in/")
    expect(page.locator("main")).to_contain_text("This needs two necessary cookies.")
    page.fill("[name=contact]", "somebody@example.com")
    page.fill("[name=password]", walks.PASSWORD)
    walks.send(page)
    expect(page.locator("main h1")).to_have_text("Your browser keeps no cookies from this site")
    for told in ("cc_csrf", "cc_session", "What works all the same"):
        expect(page.locator("main")).to_contain_text(told)
    page.get_by_role("link", name="Where browsers keep the setting").click()
    page.wait_for_url("**/privacy/cookies/#settings")
    assert page.context.cookies() == []


@pytest.mark.clause("I.2b-cookie2")
def test_a_members_choices_are_there_again_in_a_new_browser(visit: Visits, demo: Demo):
    page = visit("en")
    enter(page, demo, "order desk")
    page.locator("footer button[value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("footer button[value=zh-hans]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.context.clear_cookies()
    again = visit("en")
    enter(again, demo, "order desk")
    expect(again.locator("html")).to_have_attribute("data-theme", "dark")
    expect(again.locator("html")).to_have_attribute("lang", "zh-Hans")
    for button in ("auto", "en"):  # as it was, for the other journeys
        again.locator(f"footer button[value={button}]").click()
    again.goto("/me/data/appearance/")
    again.locator("[name=page_language][value='']").check()
    walks.send(again)
