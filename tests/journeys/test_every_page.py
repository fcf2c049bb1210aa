"""Every page of the site as visitors, members and the order desk see it: accessible, narrow, in one language.

The addresses come from the URLconf. Each is read in Chinese and English, on a phone in the dark and on a desktop by
day, every third one also the other way round; what is wrong is gathered and said at once.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from django.urls import get_resolver
from playwright.sync_api import Browser, Page, expect

from coatingcat.privacy.clauses import PACKAGE
from coatingcat.privacy.policy import newest
from tests.contracts.test_addresses import addresses
from tests.journeys.conftest import DESKTOP, PHONE, Demo, Visits
from tests.journeys.test_frame import violations
from tests.journeys.walks import PASSWORD, Delivery, Person, check_out, put_into_cart, send, sign_in

NARROW = {"width": 320, "height": 640}
LANGUAGE = {"zh": "zh-Hans", "en": "en"}
PARTS = {
    "<code:slug>": "desmodur-n-75-ba",
    "<code:cas>": "123-86-4",
    "formulations/<code:code>": "formulations/F-HX-1013",
    "suppliers/<code:code>": "suppliers/covestro",
    "<code:segment>": "anticorrosion",
    "<code:technology>": "solventborne",
    "<str:number>": newest().name,
    "<application_code:code>": "CE-00000-00000",
    "<slug:sort>": "licence",
    "<uuid:position_id>": "01900000-0000-7000-8000-000000000000",
    "<uuid:invitation_id>": "01900000-0000-7000-8000-000000000000",
    "<asked_purpose:purpose>": "industry-fit",
    "<slug:key>": "carrier",
    "<slug:declared>": "carrier",
    "<slug:announcement>": "A-00000-00000",
    "<slug:campaign>": "N-00000-00000",
    "<str:token>": "nobodys",
    "<slug:slug>": "account-security",
    "<case_code:code>": "CS-00000-00000",
    "<link_token:token>": "x" * 43,
    "<uuid:message_id>": "01900000-0000-7000-8000-000000000000",
    "<int:number>": "1",
}
ASKED = ["/products/?q=desmodur&nco_content_min=10&function=crosslinker", "/search/?q=nothing+of+this+name"]
ASKED += ["/products/comparison/?p=desmodur-n-75-ba&p=desmolac-4340-x-ib", "/search/?q=titanium&page=2"]
NO_RECEIPT = "00000-00000-00000-00000"
"""Whoever leaves is gone: receipts are walked by test_leaving."""
ACCOUNT = {"full member": "support"}
"""A full member whose cart no other journey counts; support has no pages of its own."""
EXAMPLES = "/style-guide/"
"""It is walked by test_frame in every language, size and theme."""
PRODUCT = "/products/desmodur-n-75-ba/"

TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const foreign = walker.currentNode.parentElement.closest("[lang]:not(html)");
    if (!foreign) found.push(walker.currentNode.data.trim());
  }
  for (const name of ["aria-label", "placeholder", "alt", "title"])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (!one.closest("[lang]:not(html)")) found.push(one.getAttribute(name).trim());
  return [...new Set([document.title.split(" · ")[0], ...found])];
}"""


def english() -> set[str]:
    """Every whole English text of the program that has another Chinese one."""
    told = set()
    for path in PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as stream:
            for message in read_po(stream):
                single = message.id if isinstance(message.id, str) else message.id[0]
                if re.search(r"[a-z]{3}", single) and "%" not in single and message.string != single:
                    told.add(single)
    return told


ENGLISH = english()


@pytest.fixture(scope="module")
def order(browser: Browser, demo: Demo) -> str:
    """The reference of an order that the full member has placed."""
    visits = Visits(browser, demo)
    page = visits("en")
    enter(page, demo, "full member")
    page.goto(PRODUCT)
    put_into_cart(page)
    reference = check_out(page, Delivery())
    visits.close()
    return reference


def enter(page: Page, demo: Demo, role: str) -> None:
    account = demo.accounts[ACCOUNT.get(role, role)]
    sign_in(page, account["sign_in"], account["password"])


def pages_of(page: Page, order: str) -> Iterator[str]:
    """The addresses that answer this browser with a page of their own."""
    external = page.request.get(PRODUCT).text()
    parts = PARTS | {
        "<order_code:code>": order,
        "<number:document>": re.search(r"/external/(\d+)/", external)[1],  # type: ignore[index]
        "<str:key>": "0" * 64,
        "<uuid:access_id>": "01900000-0000-7000-8000-000000000000",
        "<uuid:passkey_id>": "01900000-0000-7000-8000-000000000000",
        "<uuid:consent_id>": consent_of(page),
        "<uuid:incident_id>": "01900000-0000-7000-8000-000000000000",
        "<uuid:alarm_id>": "01900000-0000-7000-8000-000000000000",
        "<uuid:export_id>": export_of(page),
        "<slug:held_token>": "0" * 43,
        "<uuid:share_id>": "01900000-0000-7000-8000-000000000000",
        "<uuid:request_id>": "01900000-0000-7000-8000-000000000000",
        "<uuid:change_id>": "01900000-0000-7000-8000-000000000000",
        "<str:receipt>": NO_RECEIPT,
    }
    for route, _ in addresses(get_resolver()):
        path = f"/{route}"
        for part, value in parts.items():
            path = path.replace(part, value)
        assert "<" not in path, f"nothing is known to stand in {route}"
        answer = page.request.get(path, max_redirects=0)
        if path != EXAMPLES and answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            yield path
    yield from (path for path in ASKED)


def export_of(page: Page) -> str:
    """A copy of everything that this member asks for."""
    page.goto("/me/export/")
    send(page)
    page.wait_for_url("**/me/export/*/")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def consent_of(page: Page) -> str:
    """A record of this browser's member, if there is one."""
    found = re.search(r"/me/consents/([0-9a-f-]{36})/", page.request.get("/me/consents/").text())
    return found[1] if found else "01900000-0000-7000-8000-000000000000"


def faults(page: Page, path: str, language: str, *, width: int) -> list[Any]:
    """What is wrong with a page, in a browser that stands on it."""
    answer = page.goto(path)
    assert answer is not None
    told: list[Any] = [] if answer.status == 200 else [f"status {answer.status}"]
    told += violations(page)
    headings = page.locator("h1").count()
    told += [] if headings == 1 else [f"{headings} main headings"]
    told += [] if page.title().split(" · ")[0].strip() else ["no title"]
    lang = page.locator("html").get_attribute("lang")
    told += [] if lang == LANGUAGE[language] else [f"says it is in {lang}"]
    in_english = [text for text in page.evaluate(TEXTS) if text in ENGLISH]
    if language == "zh":
        told += [f"in English: {text}" for text in in_english]
    elif not in_english:
        told.append("nothing in English")
    if width == PHONE["width"]:
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        wide = page.evaluate("document.documentElement.scrollWidth")
        told += [] if wide == NARROW["width"] else [f"{wide} px wide on {NARROW['width']}"]
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return told


LOOKS = {
    ("zh", "phone"): ("dark", PHONE),
    ("en", "desktop"): ("light", DESKTOP),
    ("en", "phone"): ("light", PHONE),
    ("zh", "desktop"): ("dark", DESKTOP),
}
WHOLE = [("zh", "phone"), ("en", "desktop")]
"""The looks in which every page is read; in the others every third one is."""


def begin(page: Page, demo: Demo, who: str) -> None:
    """Into the midst of things, so that the pages there open too."""
    if who == "visitor":
        page.goto("/registration/")
        page.fill("[name=contact]", Person().email)
        page.fill("[name=password]", PASSWORD)
        page.check("[name=age][value=adult]")
        send(page)
        page.wait_for_url("**/registration/verification/")
    else:
        enter(page, demo, who)
    if who == "full member":
        page.goto(PRODUCT)
        put_into_cart(page)
        page.goto("/checkout/consignee/?consignee=me")
        page.fill("[name=address]", "上海市码头路 7 号")
        send(page)
        page.wait_for_url(re.compile("/checkout/(project|review)/"))
        page.goto("/checkout/project/")
        page.fill("[name=yearly_demand]", "1200")
        send(page)
        page.wait_for_url("**/checkout/review/")
        page.goto("/me/security/")
        page.locator("section[aria-labelledby=second] form button").click()
        page.wait_for_url("**/me/security/authenticator/")


WALKS = [(who, look) for who in ("visitor", "full member", "order desk") for look in LOOKS]
WALKS += [("member", look) for look in WHOLE]


@pytest.mark.parametrize(("who", "look"), WALKS, ids=lambda part: part if isinstance(part, str) else "-".join(part))
def test_every_page_is_accessible_narrow_and_in_one_language(
    visit: Visits, demo: Demo, order: str, who: str, look: tuple[str, str]
):
    language, (scheme, viewport) = look[0], LOOKS[look]
    page = visit(language, viewport=viewport)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    begin(page, demo, who)
    theirs = list(pages_of(page, order))
    if who != "visitor":  # the open pages are looked at as the visitor, but for what they show to members
        theirs = [p for p in theirs if re.match(r"/(me|orders|checkout|desk|cart|registration/membership)/", p)]
    wanted = {"visitor": 25, "member": 12, "full member": 25, "order desk": 18}[who]
    assert len(theirs) >= wanted, theirs
    chosen = theirs if look in WHOLE else theirs[::3]
    if who == "order desk":
        chosen = [path for path in theirs if path.startswith("/desk/")]
    elif who == "member":
        chosen = [path for path in theirs if path.startswith("/registration/") or path == "/me/"]
    told = {path: found for path in chosen if (found := faults(page, path, language, width=viewport["width"]))}
    assert told == {}


def test_without_script_one_searches_fills_a_cart_and_signs_in(visit: Visits, demo: Demo):
    page = visit("en", javascript=False)
    page.goto("/products/?property=nco_content")
    page.fill("[name=nco_content_min]", "16")
    page.fill("[name=nco_content_max]", "17")
    page.locator("form.facets button").last.click()
    expect(page.get_by_role("link", name="Desmodur N 75 BA").first).to_be_visible()
    assert "nco_content_min=16" in page.url
    page.goto(PRODUCT)
    put_into_cart(page, 3)
    expect(page.locator("main .cart-lines input[name^=quantity]").first).to_have_value("3")
    account = demo.accounts["member"]
    sign_in(page, account["sign_in"], account["password"])
    expect(page.locator("main h1")).to_have_text("Personal Centre")
    page.goto("/cart/")
    expect(page.locator("main .cart-lines input[name^=quantity]").first).to_have_value("3")
    page.locator("main .cart-lines button[name=remove]").first.click()
    expect(page.get_by_text("Your cart is empty.")).to_be_visible()


def test_nothing_that_is_typed_stands_in_an_address(visit: Visits, demo: Demo):
    page = visit("en")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    typed = Person()
    for path, field, value in (
        ("/registration/", "contact", typed.email),
        ("/sign-in/", "contact", typed.email),
        ("/sign-in/code/", "contact", typed.email),
        ("/password-reset/", "contact", typed.mobile),
    ):
        page.goto(path)
        page.fill(f"[name={field}]", value)
        if path == "/registration/":
            page.check("[name=age][value=adult]")
        for secret in page.locator("main [name=password]").all():
            secret.fill(PASSWORD)
        with page.expect_event("response", lambda answer: answer.request.method == "POST"):
            send(page)
        page.wait_for_load_state()
    told = [
        urlsplit(url).path for url in seen if any(v.split("@")[0] in url for v in (*typed.values().values(), "quiet"))
    ]
    assert told == []
    assert len([url for url in seen if Path(urlsplit(url).path).suffix == ""]) >= 8
    refused = [text for text in visit.complaints if "422" in text]  # the browser's own words on the unknown password
    assert len(refused) == 1
    visit.complaints.remove(refused[0])
