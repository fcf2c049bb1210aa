"""A version of the policy that asks: what it changed, the question on every page, and an answer (P.0, VII.1, VII.2)."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from coatingcat.privacy.policy import newest, policy_hash, shipped, snapshot
from tests.journeys import walks
from tests.journeys.conftest import DESKTOP, PHONE, Demo, Visits
from tests.journeys.test_every_page import faults
from tests.journeys.walks import Person

NEW, OLD = newest(), shipped()[1]
UPGRADED = """
from coatingcat.members.models import Member
from coatingcat.members.words import Channel
from coatingcat.privacy.models import PolicyVersion, Subject
from coatingcat.privacy.sealed import Clear
PolicyVersion.objects.filter(pk={new!r}).update(is_material={is_material})
member = Member.objects.by_contact(Channel.EMAIL, Clear({email!r}))
if member:
    Subject.objects.filter(pk=member.pk).update(accepted_version={old!r})
"""
"""As if the site had been there before the version, and this member had come then."""


@pytest.fixture
def upgrade(demo: Demo) -> Iterator[Callable[[str], str]]:
    def tell(email: str, is_material: bool = True) -> str:
        names = {"new": NEW.name, "old": OLD.name, "email": email, "is_material": is_material}
        return demo.run("shell", "-v0", "-c", UPGRADED.format(**names))

    yield tell
    tell("nobody@example.com", is_material=False)


def until_seen(page: Page, path: str, link: str) -> None:
    """Other processes know within five seconds."""
    for _ in range(40):
        page.goto(path)
        if page.locator(link).count():
            return
        page.wait_for_timeout(250)
    pytest.fail(f"{link} never stood on {path}")


@pytest.mark.clause("P.0")
@pytest.mark.parametrize(("language", "viewport"), [("zh", PHONE), ("en", DESKTOP)], ids=["zh-phone", "en-desktop"])
def test_the_policy_shows_its_date_its_check_value_and_every_version_before_it(
    visit: Visits, language: str, viewport: dict[str, int]
):
    page = visit(language, viewport=viewport)
    page.goto("/privacy/")
    facts = page.locator("main header .facts")
    expect(facts.locator("time")).to_have_attribute("datetime", f"{NEW.text.effective}")
    expect(facts).to_contain_text(NEW.name)
    expect(facts.locator("code")).to_have_text(policy_hash(NEW.text, snapshot().as_json().encode()))
    facts.locator("a[href='/privacy/versions/']").click()
    page.wait_for_url("**/privacy/versions/")
    assert page.locator("main h2 a").all_inner_texts() == [version.name for version in shipped()]
    page.get_by_role("link", name=OLD.name, exact=True).click()
    expect(page.locator("main header .facts code")).to_have_text(OLD.hash)
    expect(page.locator("main header .facts time")).to_have_attribute("datetime", f"{OLD.text.effective}")
    assert page.locator("main [id^='clause-'], main h3").count() > 50
    assert faults(page, f"/privacy/versions/{NEW.name}/changes/", language) == []
    for part in ("changes-data", "changes-words"):
        assert page.locator(f"section[aria-labelledby={part}] li").count() > 5
    assert page.locator("section[aria-labelledby=changes-words] ins").count() > 5


def test_a_member_from_before_is_asked_on_every_page_says_not_now_and_later_yes(
    visit: Visits, upgrade: Callable[[str], str]
):
    page, person = visit("en", viewport=PHONE), Person()
    walks.register(page, person)
    upgrade(person.email)
    ask = "a.button[href='/me/policy/']"
    until_seen(page, "/products/", ask)
    newcomer = visit("en")
    newcomer.goto("/products/")
    expect(newcomer.locator(ask)).to_have_count(0)
    page.locator(ask).click()
    question = page.locator("section[aria-labelledby=question]")
    answers = question.locator("button[name=answer]")
    boxes = [answers.nth(n).get_attribute("class") for n in (0, 1)]
    assert (answers.count(), len(set(boxes))) == (2, 1)
    assert page.locator("section[aria-labelledby=changes-data] li").count() > 5
    answers.nth(1).click()
    expect(page.locator("main")).to_contain_text(re.compile("Noted. Nothing that is new is done"))
    expect(page.locator("main .facts").first).to_contain_text(OLD.name)
    page.goto("/products/")
    expect(page.locator(ask)).to_have_count(0)  # asked once; what is new stays off
    assert faults(page, "/me/policy/", "en") == []
    question.locator("button[value=yes]").click()
    expect(page.locator("main")).to_contain_text("Nothing waits for your answer.")
    expect(page.locator("main .timeline li")).to_have_count(2)
    expect(page.locator("main .facts").first).not_to_contain_text(OLD.name)
