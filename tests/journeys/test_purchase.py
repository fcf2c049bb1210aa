"""The whole way of a new customer: a range, a product, a registration, a cart, an order, and what is held of it."""

import pytest
from playwright.sync_api import expect

from tests.journeys import walks
from tests.journeys.conftest import DESKTOP, PHONE, Visits
from tests.journeys.walks import Delivery, Person


@pytest.mark.clause("F.1")
@pytest.mark.clause("F.5")
@pytest.mark.clause("I.2a-1")
@pytest.mark.clause("V.1a")
@pytest.mark.parametrize(("language", "viewport"), [("zh", PHONE), ("en", DESKTOP)])
def test_from_a_property_range_to_an_order_and_to_ones_own_data(visit: Visits, language, viewport):
    page, person, delivery = visit(language, viewport=viewport), Person(), Delivery()
    walks.find_by_range(page)
    walks.put_into_cart(page)
    walks.register(page, person)
    walks.become_member(page, person)
    code = walks.check_out(page, delivery)

    page.goto("/orders/")
    expect(page.get_by_role("link", name=code)).to_be_visible()
    page.goto("/me/data/")
    held = page.locator("main")
    for value in (person.name, person.email, person.mobile, person.city, person.profession):
        expect(held).to_contain_text(value)
    expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-Hans", "en": "en"}[language])


@pytest.mark.clause("F.5")
def test_a_cart_filled_as_a_guest_is_there_after_sign_in_on_another_device(visit: Visits):
    account = visit.demo.accounts["full member"]
    guest = visit("en")
    walks.find_by_range(guest)
    walks.put_into_cart(guest, quantity=3)
    walks.sign_in(guest, account["sign_in"], account["password"])
    other = visit("zh", viewport=PHONE)
    walks.sign_in(other, account["sign_in"], account["password"])
    other.goto("/cart/")
    expect(other.locator("main .cart-lines")).to_contain_text(walks.HARMLESS)
    expect(other.locator("main .cart-lines input").first).to_have_value("3")


@pytest.mark.clause("V.1a")
def test_a_member_sees_who_else_opened_a_value_and_for_what(visit: Visits):
    page, person = visit("en"), Person()
    walks.find_by_range(page)
    walks.put_into_cart(page, quantity=1)
    walks.register(page, person)
    code = walks.check_out(page, Delivery())
    desk, account = visit("en"), visit.demo.accounts["order desk"]
    walks.sign_in(desk, account["sign_in"], account["password"])
    desk.goto(f"/desk/orders/{code}/")
    expect(desk.locator("main h1")).to_contain_text(code)
    walks.reveal(desk, "DELIVERY")
    expect(desk.locator("main")).to_contain_text("To deliver this order")
    page.goto("/me/data/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    background = page.locator(".held", has_text="(trade.Order.background)").first
    expect(background.locator("dd:has(time)")).to_contain_text("order desk", ignore_case=True)
    expect(background.locator("dd:has(time)")).to_contain_text(f"To deliver this order ({code})")
    name = page.locator(".held", has_text="(trade.Consignee.name)")
    expect(name).to_have_count(0)  # the consignee's own data are the consignee's to see


def test_pressing_the_button_twice_is_one_order(visit: Visits):
    page, person = visit("en"), Person()
    walks.find_by_range(page)
    walks.put_into_cart(page, quantity=1)
    walks.register(page, person)
    sent: list[str] = []
    page.on("request", lambda r: r.method == "POST" and "/review/" in r.url and sent.append(r.post_data or ""))
    code = walks.check_out(page, Delivery())
    again = page.request.post(
        "/checkout/review/",
        data=sent[0],
        headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": visit.demo.url},
    )
    assert again.url.endswith(f"/checkout/placed/{code}/")
    page.goto("/orders/")
    expect(page.locator("main a[href^='/orders/CC-']")).to_have_count(1)


@pytest.mark.clause("I.1b")
def test_a_member_without_optional_details_is_a_full_member_and_gets_no_push(visit: Visits):
    page, person = visit("en"), Person()
    walks.register(page, person)
    walks.become_member(page, person)
    page.goto("/me/consents/")
    expect(page.locator("main .badge.verified")).to_have_count(0)
    page.goto("/tray/")
    mine = page.locator("main .rows > li", has_text=person.email)
    expect(mine).to_have_count(1)  # the code of the registration, and nothing else


def test_whoever_is_under_18_waits_for_the_guardian_and_goes_on_after_a_yes(visit: Visits):
    page, person, guardian = visit("en"), Person(), Person()
    page.goto("/registration/")
    page.fill("[name=contact]", person.email)
    page.fill("[name=password]", walks.PASSWORD)
    page.check("[name=age][value=teen]")
    walks.send(page)
    page.wait_for_url("**/registration/guardian/?age=teen")
    page.fill("[name=contact]", guardian.email)
    walks.send(page)
    expect(page.locator("main h1")).to_have_text("We wait for your guardian")
    page.goto("/tray/")
    expect(page.locator("main")).not_to_contain_text(person.email)
    other = visit("en")
    for _ in range(50):
        other.goto("/tray/")
        letter = other.locator("main .rows > li", has_text=guardian.email)
        if letter.count():
            break
        other.wait_for_timeout(150)
    other.goto(letter.first.locator("a[href*='/wards/']").get_attribute("href"))
    other.check("[name=relation][value=PARENT]")
    other.select_option("[name=year]", index=3)
    other.select_option("[name=month]", index=1)
    other.check("[name=read_together]")
    other.check("[name=is_guardian]")
    other.click("button[name=answer][value=yes]")
    expect(other.locator("main h1")).to_have_text("What we hold about your child")
    page.goto("/registration/guardian/")
    expect(page.locator("main h1")).to_have_text("Your guardian has agreed")


@pytest.mark.clause("P.2a")
def test_a_cold_visitor_reads_the_policy_before_anything_is_kept(visit: Visits):
    page = visit("zh", viewport=PHONE)
    page.goto("/privacy/")
    expect(page.locator("main h1")).to_be_visible()
    assert page.context.cookies() == []
    page.goto("/registration/")
    expect(page.locator("main a[href='/privacy/']").first).to_be_visible()
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"cc_csrf"}


@pytest.mark.clause("I.2b-cookie2")
def test_with_all_cookies_blocked_one_can_browse_search_and_read(visit: Visits):
    page = visit("en")
    for address in ("/", "/products/", "/search/?q=epoxy", "/products/desmodur-n-75-ba/", "/privacy/"):
        page.context.clear_cookies()  # as a browser does that keeps none
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
    expect(page.locator("main h1")).to_be_visible()
    page.goto("/privacy/cookies/")
    for browser in ("Chrome", "Firefox", "Safari on a Mac", "Safari on an iPhone", "Edge"):
        expect(page.locator("main")).to_contain_text(browser)
    page.goto("/sign-in/")
    page.fill("[name=contact]", "somebody@example.com")
    page.fill("[name=password]", walks.PASSWORD)
    page.context.clear_cookies()
    walks.send(page)
    expect(page.locator("main")).to_contain_text("cookies are blocked")
    visit.complaints.clear()  # the browser tells of the 403 on its console
