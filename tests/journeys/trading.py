"""Trade in a browser: what a buyer, an approver, a supplier and an agent do, and a look at every page on the way."""

import os
import re
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from coatingcat.ground.clock import today
from tests.journeys import walks
from tests.journeys.conftest import Visits
from tests.journeys.test_frame import violations

NARROW = 360
SHOTS = os.environ.get("JOURNEY_SHOTS", "")
"""A folder for a picture of every page, for whoever wants to look at them."""


@dataclass
class Trader:
    """Somebody of the trade in a browser of their own. Pages that they come past are looked at once each."""

    page: Page
    who: str
    seen: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[object]] = field(default_factory=dict)

    def goes(self, path: str) -> None:
        self.page.goto(path)
        self.looks()

    def looks(self) -> None:
        """Axe, one heading, and no sideways scroll, of the page that the browser stands on."""
        path = re.sub(r"^https?://[^/]+", "", self.page.url).partition("?")[0]
        kind = re.sub(r"[A-Z]{2}-[0-9A-Z]{5}-[0-9A-Z]{5}|[0-9a-f-]{36}|(IN|CN)\d{4}-\d+", "X", path)
        state = self.page.locator("main .lead").first.inner_text() if self.page.locator("main .lead").count() else ""
        if f"{kind} {state}" in self.seen:
            return
        self.seen[f"{kind} {state}"] = path
        found: list[object] = [*violations(self.page)]
        headings = self.page.locator("h1").count()
        found += [] if headings == 1 else [f"{headings} main headings"]
        found += self._too_wide()
        if found:
            self.faults[path] = found
        if SHOTS:
            name = f"{len(self.seen):02} {self.who} {kind.strip('/').replace('/', '_')}.png"
            self.page.screenshot(path=Path(SHOTS) / name, full_page=True)

    def looks_again(self, language: str) -> None:
        """At every address once more, in the other language."""
        walks.speaks(self.page, language)
        known = dict.fromkeys(self.seen.values())
        self.seen = {}
        for path in known:
            if self.page.request.get(path).status == 200:  # of what is done with, the page is gone
                self.goes(path)

    def _too_wide(self) -> list[str]:
        usual = self.page.viewport_size
        assert usual is not None
        self.page.set_viewport_size({"width": NARROW, "height": usual["height"]})
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(usual)
        return [f"{wide} px wide on {NARROW}"] if wide > NARROW else []

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def sees_not(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def is_in(self, state: str) -> None:
        expect(self.page.locator("main .lead").first).to_have_text(state)

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"main [name='{name}']", value)

    def sends(self, form: str = "main form.form") -> None:
        """Press the main button of a form, and look at the page that comes."""
        with self.page.expect_navigation():
            walks.send(self.page, form)
        self.looks()

    def form(self, ending: str) -> str:
        """The selector of the form that sends to an address with this ending."""
        return f"main form[action$='{ending}']"

    def says_why(self, reason: str) -> None:
        """What is masked is opened for a reason, which is written down."""
        with self.page.expect_navigation():
            walks.reveal(self.page, reason)
        self.looks()

    def line(self, name: str) -> Locator:
        """The field of the only line of an order or quote: `quantity` is `quantity_17`."""
        return self.page.locator(f"main [name^='{name}']").first


def enters(visit: Visits, who: str, language: str, viewport: dict[str, int]) -> Trader:
    page, account = visit(language, viewport=viewport), visit.demo.accounts[who]
    walks.sign_in(page, account["sign_in"], account["password"])
    walks.speaks(page, language)  # an account remembers its language, whatever the browser's
    return Trader(page, who)


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def pdf_of(page: Page, path: str, folder: Path) -> str:
    """The words of a paper, as pypdf reads them."""
    answer = page.request.get(path)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    file = folder / "paper.pdf"
    file.write_bytes(answer.body())
    return "\n".join(sheet.extract_text() for sheet in PdfReader(file).pages)


def amounts(text: str) -> set[Decimal]:
    """Every amount of money with two decimals in a text."""
    return {Decimal(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\.\d\d\b", text)}
