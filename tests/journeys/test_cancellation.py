"""Somebody with everything leaves: by a button or by a letter, and then nothing of them is left to read (V.3)."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coatingcat.ground.clock import add_working_days, today
from tests.journeys import walks
from tests.journeys.conftest import PHONE, Demo, Visits
from tests.journeys.test_frame import violations
from tests.journeys.test_needle import cluster_of, dump_of, files_of, found_in, read
from tests.journeys.walks import Delivery, Person

LEAVING = "/me/cancellation/"
GRACE_IS_OVER = """
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.privacy.models import Erasure
from coatingcat.privacy.queries.erasures import erasure_by_code
one = erasure_by_code({code!r})
Erasure.objects.filter(pk=one.pk).update(grace_ends_at=now())
later("privacy.erase", erasure_id=one.pk)
"""
"""The day of grace passes for this one request; the demonstration's own worker does the rest."""


def enter_desk(visit: Visits) -> Page:
    page, account = visit("en"), visit.demo.accounts["privacy officer"]
    walks.sign_in(page, account["sign_in"], account["password"])
    return page


def ask_to_leave(page: Page, person: Person) -> str:
    """By the page for whoever has no account at hand; gives the way back that the letter names."""
    page.goto("/contact/")
    page.select_option("[name=kind]", "deletion")
    page.fill("[name=text]", "Please cancel my account.")
    page.fill("[name=email]", person.email)
    walks.send(page)
    page.wait_for_url("**/contact/received/")
    path = walks.link_for(page, person.email, "/cases/")
    page.goto(path)
    page.get_by_role("button", name="Yes, this is my request").click()
    return path


def start(desk: Page, code: str, person: Person) -> None:
    """The officer finds by the confirmed address whose data it is, and starts what was asked."""
    desk.goto(f"/desk/cases/{code}/")
    expect(desk.locator("main")).to_contain_text("confirmed by the link")
    desk.fill("[name=held]", person.email)
    walks.send(desk, "form[action$='/recognition/']")
    desk.get_by_role("button", name="Start the cancellation").click()
    expect(desk.locator("main")).to_contain_text("The cancellation is requested")


def reference(page: Page) -> str:
    page.goto(LEAVING)
    return page.locator("main .reference a").inner_text().strip()


@pytest.mark.clause("V.3-1")
def test_by_button_or_by_letter_it_ends_in_the_same_request(visit: Visits):
    """Each way first once; what identifies is what is held already: the session, or the address of the account."""
    desk = enter_desk(visit)
    for is_button_first in (True, False):
        page, outside, person = visit("en"), visit("en"), Person()
        walks.register(page, person)
        page.goto(LEAVING)
        assert page.locator("main form").locator("input:not([type=hidden]), textarea, select").count() == 0
        if is_button_first:
            page.get_by_role("button", name="Cancel my account").click()
            code = reference(page)
        way_back = ask_to_leave(outside, person)
        case = outside.locator("main .lead").inner_text().strip()
        start(desk, case, person)
        if is_button_first:
            assert reference(page) == code
        else:
            page.get_by_role("button", name="Cancel my account").click()  # on the page as it was before
            code = reference(page)
            assert page.locator("main .timeline li").first.inner_text().startswith("Requested")
        outside.goto(way_back)
        expect(outside.locator("main .timeline")).to_contain_text("Cancellation started")
        outside.goto(f"/receipts/{code}/")
        expect(outside.locator("main .timeline")).to_contain_text(
            "By the person, in the Personal Centre" if is_button_first else "By contacting us"
        )
        page.goto(LEAVING)
        page.get_by_role("button", name="Keep my account").click()
    desk.goto("/desk/erasures/")
    expect(desk.locator("main h1")).to_have_text("Erasures")
    asked = ask_to_leave_fields(visit)
    assert asked == {"kind", "text", "email"}


def ask_to_leave_fields(visit: Visits) -> set[str]:
    """What the contact page insists on."""
    page = visit("en")
    page.goto("/contact/")
    named = page.locator("main form [required]").evaluate_all("all => all.map(one => one.name)")
    return set(named)


def settle(page: Page, person: Person, delivery: Delivery) -> str:
    """Everything a member can have: details, an order, a question, a copy asked for, a yes. Gives the order's code."""
    walks.register(page, person)
    walks.become_member(page, person, optional=True)
    page.goto("/me/data/nickname/")
    page.fill("[name=nickname]", person.nickname)
    walks.send(page)
    walks.find_by_range(page)
    walks.put_into_cart(page)
    order = walks.check_out(page, delivery)
    page.goto("/me/cases/")
    page.select_option("[name=kind]", "question")
    page.fill("[name=text]", f"{person.profession} asks: {person.interests}?")
    walks.send(page)
    page.wait_for_url(re.compile("/me/cases/CS-"))
    return order


@pytest.mark.clause("V.3-4")
def test_whoever_left_is_nowhere_to_be_read_and_no_backup_brings_them_back(
    visit: Visits, demo: Demo, uri: str, tmp_path: Path
):
    began = time.time()
    page, person, delivery = visit("en", viewport=PHONE), Person(), Delivery()
    order = settle(page, person, delivery)
    values = {**person.values(), **{f"consignee {k}": v for k, v in delivery.values().items()}}
    before = dump_of(uri, tmp_path / "before.sql")
    assert person.nickname.encode() in before, "the dump is not of this population"
    assert found_in(before, values) == []
    backup = Path(demo.run("backup", "create", str(tmp_path / "backups")).splitlines()[0])

    page.goto(LEAVING)
    main = page.locator("main")
    expect(main).to_contain_text("cannot be recovered, neither by you nor by us")
    expect(main.locator("section[aria-labelledby=stays]")).to_contain_text("ECL 31")
    promised = add_working_days(today(), 30).date
    expect(main.locator(f"time[datetime='{promised}']").first).to_be_visible()
    decide = main.locator("section[aria-labelledby=decide]")
    assert decide.locator("a, button").first.inner_text() == "Take a copy of my data first"
    decide.get_by_role("link", name="Take a copy of my data first").click()
    page.wait_for_url("**/me/export/")
    walks.send(page)
    page.get_by_role("link", name="Fetch the archive").wait_for()
    page.goto(LEAVING)
    assert violations(page) == []
    page.get_by_role("button", name="Cancel my account").click()
    code = reference(page)
    page.goto("/me/consents/")
    expect(page.locator("main .badge.verified")).to_have_count(0)

    demo.run("shell", "-v0", "-c", GRACE_IS_OVER.format(code=code))
    stranger = visit("zh", viewport=PHONE)
    stranger.goto(f"/receipts/{code}/")  # it calls for itself again until it is done
    download = stranger.locator(f"a[href='/receipts/{code}/file/']")
    download.wait_for(timeout=30_000)
    assert violations(stranger) == []
    body = stranger.request.get(f"/receipts/{code}/file/").json()["receipt"]
    assert (body["looked_for"]["found"], {hold["article"] for hold in body["holds"]}) == ([], {"ECL 31"})

    page.goto("/me/")
    page.wait_for_url("**/sign-in/**")
    page.fill("[name=contact]", person.email)
    page.fill("[name=password]", walks.PASSWORD)
    walks.send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    visit.complaints[:] = [text for text in visit.complaints if "422" not in text]  # the browser's words on that
    desk = visit("en")
    account = demo.accounts["order desk"]
    walks.sign_in(desk, account["sign_in"], account["password"])
    desk.goto(f"/desk/orders/{order}/")
    expect(desk.locator("main")).not_to_contain_text(person.name)

    after = dump_of(uri, tmp_path / "after.sql")
    values["nickname"] = person.nickname
    assert found_in(after, values) == []
    never = {k: v for k, v in values.items() if k != "nickname"}  # the published one: dead rows until the next vacuum
    database, found = cluster_of(demo), []
    for path in files_of(demo, since=began - 1):
        wanted = never if database in path.parents else values
        found += [(path.name, name) for name in found_in(read(path), wanted)]
    assert found == []
    proof = json.loads(demo.run("backup", "prove", str(backup), "--json").splitlines()[-1])
    assert (proof["faults"], proof["values_of_erased_opened"]) == ([], 0)
    assert proof["values_of_erased_tried"] >= len(person.values())
    assert proof["values_of_living_opened"] > 0
