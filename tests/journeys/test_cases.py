"""Questions to the people who answer, with and without an account, and an opt-out that they carry out (VIII.1, I.3-4)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walks
from tests.journeys.conftest import DESKTOP, PHONE, Visits
from tests.journeys.test_frame import violations
from tests.journeys.walks import Person


def desk_of(visit: Visits, role: str) -> Page:
    page, account = visit("en"), visit.demo.accounts[role]
    walks.sign_in(page, account["sign_in"], account["password"])
    return page


def write(page: Page, kind: str, text: str) -> str:
    """A case of a member; gives its code."""
    page.goto("/me/cases/")
    page.select_option("[name=kind]", kind)
    page.fill("[name=text]", text)
    walks.send(page)
    page.wait_for_url(re.compile("/me/cases/CS-"))
    return page.locator("main .lead").inner_text().strip()


def answer(desk: Page, code: str, text: str) -> None:
    desk.check("[name=move][value=answer]")
    desk.fill("[name=text]", text)
    walks.send(desk, f"form[action$='/desk/cases/{code}/replies/']")
    expect(desk.locator("main")).to_contain_text("It is written, and the person is told.")


@pytest.mark.clause("VIII.1")
@pytest.mark.parametrize(("language", "viewport"), [("zh", PHONE), ("en", DESKTOP)], ids=["zh-phone", "en-desktop"])
def test_a_question_becomes_a_case_is_answered_and_the_time_is_measured(
    visit: Visits, language: str, viewport: dict[str, int]
):
    page, person = visit(language, viewport=viewport), Person()
    page.goto("/privacy/contact/")
    contact = page.locator("main")
    for way in ("mailto:", "tel:", "/contact/"):
        expect(contact.locator(f"a[href^='{way}']").first).to_be_visible()
    walks.register(page, person)
    code = write(page, "question", f"Why do you keep {person.city}?")
    assert violations(page) == []

    desk = desk_of(visit, "support")
    desk.goto("/desk/cases/")
    desk.get_by_role("row", name=re.compile(code)).get_by_role("link").click()
    expect(desk.locator("main .timeline")).to_contain_text(person.city)
    answer(desk, code, f"To reckon the way to {person.city}.")
    assert violations(desk) == []
    expect(desk.locator("main .facts").first).to_contain_text("Answered")
    visitor = visit(language, viewport=viewport)
    visitor.goto("/privacy/contact/")
    _promised, half, longest, answers = visitor.locator("main .tiles .tile dd").all()
    for measured in (half, longest):
        expect(measured).not_to_have_text("–")
    assert int(answers.inner_text()) >= 1

    walks.link_for(page, person.email, f"/me/cases/{code}/")
    page.goto(f"/me/cases/{code}/")
    expect(page.locator("main .timeline")).to_contain_text(f"To reckon the way to {person.city}.")
    page.goto("/me/data/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    words = page.locator(".held", has_text="(privacy.CaseMessage.text)").first
    expect(words).to_contain_text(code)  # that support read it is told, and in which case


def test_without_an_account_one_is_answered_behind_the_link_of_a_letter(visit: Visits):
    page, person = visit("zh", viewport=PHONE), Person()
    page.goto("/contact/")
    page.select_option("[name=kind]", "access")
    page.fill("[name=text]", f"{person.name}: 你们有我的哪些数据？")
    page.fill("[name=email]", person.email)
    walks.send(page)
    page.wait_for_url("**/contact/received/")
    path = walks.link_for(page, person.email, "/cases/")
    page.goto(path)
    assert violations(page) == []
    page.locator("form[action$='/confirmation/'] button").click()
    expect(page.locator("form[action$='/confirmation/']")).to_have_count(0)
    code = page.locator("main .lead").inner_text().strip()

    other = visit("en")
    support = desk_of(visit, "support")
    assert support.request.get(f"/desk/cases/{code}/").status == 404  # a right: for privacy officers only
    desk = desk_of(visit, "privacy officer")
    desk.goto(f"/desk/cases/{code}/")
    expect(desk.locator("main")).to_contain_text("confirmed by the link")
    answer(desk, code, "Nothing but this letter.")
    page.goto(path)
    expect(page.locator("main .timeline")).to_contain_text("Nothing but this letter.")
    page.fill("[name=text]", "还有我的电话吗？")
    walks.send(page, "form[action$='/messages/']")
    desk.reload()
    expect(desk.locator("main .timeline")).to_contain_text("还有我的电话吗？")
    answer(desk, code, "No.")
    assert other.request.get(path[:-3] + "xx/").status == 404


@pytest.mark.clause("I.3-4")
def test_whoever_finds_it_difficult_writes_and_is_opted_out_by_the_desk(visit: Visits):
    page, person = visit("en", viewport=PHONE), Person()
    walks.register(page, person)
    walks.become_member(page, person)
    page.goto("/me/consents/questions/industry-fit/?next=/me/")
    page.locator("button[name=answer][value=yes]").click()
    page.wait_for_url("**/me/")
    page.goto("/me/consents/")
    row = page.locator("main .rows > li", has=page.locator("input[value=INDUSTRY_FIT]"))
    expect(row.locator(".badge")).to_have_text("You said yes")
    code = write(page, "opt_out", "I cannot find where to switch it off.")

    desk = desk_of(visit, "support")
    desk.goto(f"/desk/cases/{code}/")
    desk.get_by_role("button", name="Withdraw all consents for the person").click()
    expect(desk.locator("main")).to_contain_text("Withdrawn: 1 consents.")
    expect(desk.locator("main .timeline")).to_contain_text("Consents withdrawn for the person")
    answer(desk, code, "It is off.")

    page.goto("/tray/")
    letter = page.locator("main .rows > li", has_text=person.email).filter(has_text="case_opted_out")
    expect(letter).to_contain_text(code)
    page.goto("/me/consents/")
    expect(row.locator(".badge")).not_to_have_text("You said yes")
    receipt = row.get_by_role("link", name=re.compile("Receipt")).first
    receipt.click()
    expect(page.locator("main .receipt")).to_contain_text(code)
    page.goto(f"/me/cases/{code}/")
    expect(page.locator("main .timeline")).to_contain_text("Consents withdrawn for the person")
