"""Staff duties and the incident room, in a browser (III.3c, III.3d)."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walks
from tests.journeys.conftest import Visits
from tests.journeys.walks import Delivery, Person


def enter(page: Page, visit: Visits, role: str) -> None:
    account = visit.demo.accounts[role]
    walks.sign_in(page, account["sign_in"], account["password"])


def shown(page: Page, code: str, delivery: Delivery) -> bool:
    page.goto(f"/desk/orders/{code}/")
    if page.locator("main [name=reason]").count():
        walks.reveal(page, "DELIVERY")
        expect(page.locator("main h1")).to_contain_text(code)
    return delivery.name in page.locator("main").inner_text()


@pytest.mark.clause("III.3c")
def test_staff_open_nothing_before_they_undertake_and_the_review_names_every_reader(visit: Visits):
    """A new member of the order desk: no value opens until the undertaking is signed; then the review names them."""
    buyer, delivery, newcomer = visit("en"), Delivery(), Person()
    walks.register(buyer, Person())
    buyer.goto("/products/bayhydur-ultra-304/")
    walks.put_into_cart(buyer, quantity=1)
    code = walks.check_out(buyer, delivery)
    person = visit("en")
    walks.register(person, newcomer)
    person.goto("/me/data/")
    number = re.search(r"\bM-[0-9A-Z]{5}-[0-9A-Z]{5}\b", person.content())
    assert number is not None
    officer = visit("en")
    enter(officer, visit, "privacy officer")
    officer.goto(f"/desk/staff/?member={number[0]}")
    officer.fill("[name=member]", number[0])
    officer.check("[name=roles][value=FULFILMENT]")
    walks.send(officer)
    expect(officer.locator("main")).to_contain_text(number[0])

    person.goto("/me/security/")
    person.locator("section[aria-labelledby=second] form button").click()
    person.wait_for_url("**/me/security/authenticator/")
    person.fill("[name=code]", pyotp.TOTP(person.locator("main code").first.inner_text().replace(" ", "")).now())
    walks.send(person)
    expect(person.locator("main")).to_contain_text("recovery", ignore_case=True)
    assert not shown(person, code, delivery)
    expect(person.locator("main")).to_contain_text("confidentiality undertaking")
    person.goto("/desk/undertaking/")
    person.check("[name=agreed]")
    person.fill("[name=password]", walks.PASSWORD)
    walks.send(person)
    person.wait_for_url("**/desk/duties/")
    assert shown(person, code, delivery)

    officer.goto("/desk/access-review/")
    expect(officer.locator("main li", has_text=number[0]).first).to_contain_text("Order desk")
    listed = visit.demo.run("access", "review")
    assert number[0] in listed
    assert '"jobs"' in listed


@pytest.mark.clause("III.3d")
@pytest.mark.clause("F.21")
def test_a_drill_finds_exactly_who_was_read_and_ends_in_a_report_within_minutes(visit: Visits):
    buyer, delivery, page = visit("en"), Delivery(), visit("en")
    walks.register(buyer, Person())
    buyer.goto("/products/bayhydur-ultra-304/")
    walks.put_into_cart(buyer, quantity=1)
    code = walks.check_out(buyer, delivery)
    enter(page, visit, "privacy officer")
    page.goto("/desk/incidents/declaration/")
    # To the second: somebody else may have been read in the same minute.
    begin = page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 19)")
    desk = visit("en")
    enter(desk, visit, "order desk")
    assert shown(desk, code, delivery)
    page.wait_for_timeout(1100)  # the time in question ends with a full second, which has to be over
    for is_drill in (True, False):
        page.goto("/desk/incidents/declaration/")
        end = page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 19)")
        page.select_option("[name=kind]", "MISUSE")
        if is_drill:
            page.check("[name=is_drill]")
        page.check("[name=scope][value=OPENINGS]")
        page.evaluate("document.querySelectorAll('[type=datetime-local]').forEach(e => e.step = 1)")
        page.fill("[name=aware_at]", begin)
        page.fill("[name=since]", begin)
        page.fill("[name=until]", end)
        page.select_option("[name=label]", "trade.Order.background")
        page.select_option("[name=role]", "FULFILMENT")
        walks.send(page)
        page.wait_for_url(re.compile(r"/desk/incidents/[0-9a-f-]{36}/$"))
        for _ in range(60):
            if page.locator("#affected-count").inner_text().isdigit():
                break
            page.wait_for_timeout(250)
            page.reload()
        expect(page.locator("#affected-count")).to_have_text("1")
        for step in ("REPORT", "NOTIFY", "ANNOUNCE"):
            page.locator(f"button[name=step][value={step}]").click()
            expect(page.locator(f"button[name=step][value={step}]")).to_have_count(0)
        if is_drill:
            page.locator("button[name=containment][value=EXPORTS]").click()
            expect(page.locator("button[name=containment][value=EXPORTS]")).to_have_count(0)
        with page.expect_download() as waiting:
            page.locator("main a[href*='/report/'][lang=en]").click()
        report = waiting.value.path().read_text(encoding="utf-8")
        assert ("[drill]" in report) == is_drill
        assert "- People affected: 1\n" in report
        assert "Project background" in report
        minutes = int(page.locator(".tile", has_text="Minutes since awareness").locator("dd").inner_text())
        assert minutes <= 5
    told = None
    for _ in range(60):
        told = visit.demo.run("shell", "-c", _TOLD).split()[-1]
        if told == "1/1":
            break
        page.wait_for_timeout(250)
    assert told == "1/1"
    page.goto("/privacy/incidents/")
    expect(page.locator("main section")).to_have_count(1)
    buyer.goto("/")
    path = visit.demo.run("shell", "-c", _PATH).split()[-1]
    buyer.goto(f"/{path}")
    expect(buyer.locator("main h1")).to_have_text("An incident that concerns you")
    expect(buyer.locator("main")).to_contain_text("Project background")


_TOLD = """
from coatingcat.outreach.models import Notice
from coatingcat.privacy.models import Affected
print()
print(f"{Notice.objects.filter(letter='incident').count()}/{Affected.objects.exclude(told_at=None).count()}")
"""
_PATH = "from coatingcat.outreach.models import Notice; print(); print(Notice.objects.get(letter='incident').path)"
