"""Every page of the site as those see it whom it is for: accessible, narrow, in one language.

The addresses come from the URLconf, what stands in them from the stage. Each page is read in Chinese on a phone in the
dark, many in English on a desktop by day, and is then made 320 pixels narrow. What is wrong is gathered and said at once.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from django.urls import get_resolver
from playwright.sync_api import Page, expect

from coatingcat.privacy.clauses import PACKAGE
from coatingcat.privacy.policy import newest
from tests.contracts.test_addresses import addresses
from tests.journeys.conftest import DESKTOP, PHONE, Demo, Visits
from tests.journeys.stage import CALL, Stage
from tests.journeys.test_frame import violations
from tests.journeys.walks import PASSWORD, Person, put_into_cart, send, sign_in

NARROW = {"width": 320, "height": 640}
LANGUAGE = {"zh": "zh-Hans", "en": "en"}
NOBODYS = "01900000-0000-7000-8000-000000000000"
PARTS = {
    "<code:slug>": "desmodur-n-75-ba",
    "<code:cas>": "123-86-4",
    "formulations/<code:code>": "formulations/F-HX-1013",
    "suppliers/<code:code>": "suppliers/covestro",
    "<code:segment>": "anticorrosion",
    "<code:technology>": "solventborne",
    "<str:number>": newest().name,
    "<slug:sort>": "licence",
    "<asked_purpose:purpose>": "industry-fit",
    "<str:token>": "nobodys",
    "<uuid:passkey_id>": NOBODYS,
    "<uuid:address_id>": NOBODYS,
    "<uuid:cart_id>": NOBODYS,
    "<uuid:certificate_id>": NOBODYS,
    "<return_code:return_code>": "RT-00000-00000",
    **dict.fromkeys(("<uuid:act_id>", "<uuid:view_id>", "<uuid:assignment_id>", "<uuid:agency_id>"), NOBODYS),
    **dict.fromkeys(("<uuid:rule_id>", "<uuid:policy_id>"), NOBODYS),
    "<uuid:key_id>": NOBODYS,
    "<uuid:webhook_id>": NOBODYS,
    "<uuid:event_id>": NOBODYS,
    "<anything:rest>": "v1/nothing",
    "<sku>": "SKU-00001",
}
"""What stands in the addresses whatever happens; the rest is set on the stage."""
ASKED = ["/products/?q=desmodur&nco_content_min=10&function=crosslinker", "/search/?q=nothing+of+this+name"]
ASKED += ["/products/comparison/?p=desmodur-n-75-ba&p=desmolac-4340-x-ib", "/search/?q=titanium&page=2"]
EXAMPLES = "/style-guide/"
"""It is walked by test_frame in every language, size and theme."""
PRODUCT = "/products/desmodur-n-75-ba/"

TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const foreign = walker.currentNode.parentElement.closest("[lang]:not(html), code, pre");
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


ENGLISH = english() - {"Maker"}
"""Without the name of the maker whose goods the stage sells."""


@pytest.fixture(scope="module")
def stage(demo: Demo) -> Stage:
    """Who is there besides the accounts of the demonstration, and what stands in the addresses."""
    return Stage(**json.loads(demo.run("shell", "-v0", "-c", CALL).strip().splitlines()[-1]))


@pytest.fixture(scope="module")
def known() -> dict[str, list[str]]:
    """The pages by whom they open for: asked for once, whatever the look."""
    return {}


def enter(page: Page, demo: Demo, role: str) -> None:
    account = demo.accounts[role]
    sign_in(page, account["sign_in"], account["password"])


def pages_of(page: Page, stage: Stage, within: str) -> Iterator[str]:
    """The addresses that answer this browser with a page of their own, of those that match `within`."""
    external = page.request.get(PRODUCT).text()
    document = re.search(r"/external/(\d+)/", external)
    assert document is not None
    parts = {**PARTS, **stage.parts, "<number:document>": document[1]}
    for route, _ in addresses(get_resolver()):
        if route.startswith("api/") and "<uuidstr:" in route:  # no page
            continue
        path = f"/{route}"
        for part, value in parts.items():
            path = path.replace(part, value)
        assert "<" not in path, f"nothing is known to stand in {route}"
        if not re.match(within, path):
            continue
        answer = page.request.get(path, max_redirects=0)
        if path != EXAMPLES and answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            yield path


def faults(page: Page, path: str, language: str) -> list[Any]:
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
    usual = page.viewport_size
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth")
    told += [] if wide == NARROW["width"] else [f"{wide} px wide on {NARROW['width']}"]
    page.set_viewport_size(usual)  # type: ignore[arg-type]
    return told


LOOKS = {("zh", "phone"): ("dark", PHONE), ("en", "desktop"): ("light", DESKTOP)}
WHOLE = ("zh", "phone")
"""The look in which every page is read. In the other every third one is, and those of one's rights all are."""
RIGHTS = re.compile(
    r"/(trust|receipts|privacy/(cookies|recipients|versions/.+)|desk/incidents|me/(consents|data|recipients|cancellation|export|cases))/"
)


def begin(page: Page, demo: Demo, stage: Stage, who: str) -> None:
    """Into the midst of things, so that the pages there open too."""
    if who == "visitor":
        page.goto("/registration/")
        page.fill("[name=contact]", Person().email)
        page.fill("[name=password]", PASSWORD)
        page.check("[name=age][value=adult]")
        send(page)
        page.wait_for_url("**/registration/verification/")
    elif who in stage.people:
        sign_in(page, stage.people[who], stage.password)
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


THEIRS = {
    "visitor": r"/",
    "full member": r"/(me|orders|checkout|cart|payments|registration/membership)/",
    "buyer": r"/(orders|inquiries|quotes|invoices|instant-price)/",
    "approver": r"/me/($|company/)",
    "supplier": r"/supply/",
    "agent": r"/supply/($|queue/)",
    "member": r"/(registration/|me/$)",
    "leaving": r"/me/(cancellation/)?$",
    "order desk": r"/(desk|me/company/founding)/",
    "support": r"/desk/(cases/|minors/|$)",
    "marketing": r"/desk/(news/|$)",
    "certifier": r"/desk/(certifications/|$)",
    "privacy officer": r"/desk/",
}
"""Whose pages are looked at as whom: the open ones as the visitor, but for what they show to members."""
COLLEAGUES = {"buyer", "approver", "agent"}
"""They walk what stands in their own company; what is one person's own has been looked at as the full member."""
WALKS = [(who, look) for who in THEIRS for look in LOOKS]


@pytest.mark.parametrize(("who", "look"), WALKS, ids=lambda part: part if isinstance(part, str) else "-".join(part))
def test_every_page_is_accessible_narrow_and_in_one_language(
    visit: Visits, demo: Demo, stage: Stage, known: dict[str, list[str]], who: str, look: tuple[str, str]
):
    language, (scheme, viewport) = look[0], LOOKS[look]
    page = visit(language, viewport=viewport)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    begin(page, demo, stage, who)
    if who not in known:
        known[who] = [*pages_of(page, stage, THEIRS[who] if who in COLLEAGUES else "/"), *stage.more.get(who, [])]
        known[who] += ASKED if who == "visitor" else []
    theirs = [path for path in known[who] if re.match(THEIRS[who], path)]
    if look != WHOLE:
        theirs = [path for number, path in enumerate(theirs) if number % 3 == 0 or RIGHTS.match(path)]
    told = {path: found for path in theirs if (found := faults(page, path, language))}
    assert told == {}


def test_every_address_of_a_page_was_walked_by_somebody(known: dict[str, list[str]], stage: Stage):
    if set(known) != set(THEIRS):
        pytest.skip("not everybody has walked")
    walked = {path for who, paths in known.items() for path in paths if re.match(THEIRS[who], path)}
    opened = {path for paths in known.values() for path in paths}
    assert sorted(opened - walked) == []


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
