"""Announcements, notices, news and versions of the policy as people see them: accessible, narrow, in one language."""

import re

import pytest
from playwright.sync_api import expect

from coatingcat.privacy.policy import newest
from tests.journeys.conftest import DESKTOP, PHONE, Demo, Visits
from tests.journeys.test_every_page import enter, faults
from tests.journeys.walks import send

NUMBER = newest().name
PAGES = {
    "full member": [
        "/announcements/",
        "/me/notices/",
        "/me/news/",
        "/me/policy/",
        "/me/policy/comments/",
        f"/privacy/versions/{NUMBER}/changes/",
        "/privacy/versions/",
    ],
    "privacy officer": ["/desk/", "/desk/policy/", "/desk/announcements/", "/desk/announcements/new/"],
    "marketing": ["/desk/news/", "/desk/news/new/"],
}


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize(("language", "viewport"), [("zh", PHONE), ("en", DESKTOP)], ids=["zh-phone", "en-desktop"])
def test_pages_about_policy_and_news(visit: Visits, demo: Demo, who: str, language: str, viewport: dict[str, int]):
    page = visit(language, viewport=viewport)
    enter(page, demo, who)
    told = {path: found for path in PAGES[who] if (found := faults(page, path, language))}
    assert told == {}


@pytest.mark.clause("F.17")
def test_an_announcement_is_written_seen_by_a_visitor_read_by_a_member_and_kept(visit: Visits, demo: Demo):
    desk = visit("en")
    enter(desk, demo, "privacy officer")
    desk.goto("/desk/announcements/new/")
    for name, text in (("title_zh", "周日维护"), ("title_en", "Maintenance on Sunday")):
        desk.fill(f"[name={name}]", text)
    for name, text in (("body_zh", "两小时"), ("body_en", "For two hours")):
        desk.fill(f"[name={name}]", text)
    desk.select_option("[name=topic]", "SERVICE")
    desk.evaluate("document.querySelector('[name=until]').valueAsNumber = Date.now() + 5 * 86400000")
    send(desk)
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("The announcement is published.")).to_be_visible()
    visitor, member = visit("zh"), visit("en")
    banner = visitor.get_by_role("link", name="周日维护")
    for _ in range(40):  # other processes know within five seconds
        visitor.goto("/products/")
        if banner.count():
            break
        visitor.wait_for_timeout(250)
    expect(banner.first).to_be_visible()
    enter(member, demo, "full member")
    member.goto("/products/")
    member.get_by_role("button", name=re.compile("Got it.*Maintenance on Sunday")).click()
    expect(member.get_by_text("Marked as read.")).to_be_visible()
    member.goto("/products/")
    expect(member.get_by_role("link", name="Maintenance on Sunday")).to_have_count(0)
    member.goto("/announcements/")
    member.get_by_role("link", name="Maintenance on Sunday").first.click()
    expect(member.get_by_text("For two hours")).to_be_visible()
    desk.get_by_role("button", name="Withdraw").click()
