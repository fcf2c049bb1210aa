"""The frame in a real browser: accessible in every language, size and theme; script only adds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import DESKTOP, PHONE, Visits

SUGGESTIONS = '<ul><li><a href="/?first">Titanium dioxide <small>Pigment</small></a></li><li><a href="/?second">Titanate</a></li></ul>'


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Rules of axe-core that the page breaks, each with the elements that break it."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [str(node["target"]) for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_breaks_no_rule_of_axe(visit: Visits, language: str, viewport: dict[str, int], scheme: str):
    page = visit(language, viewport=viewport)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/", "/style-guide/", "/style-guide/?errors="):
        page.goto(path)
        assert (path, violations(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_a_page_of_320_pixels_scrolls_one_way_only(visit: Visits):
    page = visit(viewport={"width": 320, "height": 600})
    for path in ("/", "/style-guide/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_first_tab_stop_skips_to_the_content(visit: Visits):
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_form_with_errors_starts_at_their_summary(visit: Visits):
    page = visit()
    page.goto("/style-guide/?errors=")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Pack: This field is required.").click()
    expect(page.get_by_label("25 kg")).to_be_focused()


def test_the_keyboard_walks_the_suggestions(visit: Visits):
    page = visit()

    def answer(route: Route) -> None:
        route.fulfill(body=SUGGESTIONS, content_type="text/html; charset=utf-8")

    page.route("**/search/suggestions/*", answer)
    page.goto("/")
    box = page.get_by_role("searchbox")
    box.press_sequentially("tita")
    first = page.get_by_role("link", name="Titanium dioxide")
    expect(first).to_be_visible()
    expect(page.locator(".find [role=status]")).to_have_text("2 suggestions")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(box).to_have_value("tita")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_language_and_theme_are_chosen_and_stay(visit: Visits, javascript: bool):
    page = visit("zh", javascript=javascript)
    page.goto("/style-guide/")
    page.get_by_role("banner").get_by_role("button", name="English").click()
    expect(page).to_have_title("Style guide · CoatingCat")
    assert page.url.endswith("/style-guide/")
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Auto").click()
    page.goto("/")
    assert page.locator("html").get_attribute("data-theme") is None


def test_a_page_is_light_and_comes_from_one_host(visit: Visits):
    page = visit()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/", wait_until="networkidle")
    assert len(requests) <= 10
    kilobytes = page.evaluate("performance.getEntries().reduce((sum, e) => sum + (e.encodedBodySize || 0), 0) / 1000")
    assert kilobytes <= 100
