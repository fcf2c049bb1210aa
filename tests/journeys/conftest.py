"""A demonstration of its own for the journeys, and a browser to walk through it.

One demonstration serves all journeys of a test process: data, keys and port of its own, real web, worker and
database. Journeys are marked so that xdist keeps them in one process.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
SANDBOX = ["--no-sandbox"] if os.geteuid() == 0 else []
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
START_SECONDS = 300

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@dataclass(frozen=True)
class Demo:
    """A running demonstration: where it answers, where it keeps things, what it was told to say."""

    url: str
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Run a command of the program against this demonstration; gives its output."""
        done = subprocess.run(
            [sys.executable, "-m", "coatingcat", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout

    @property
    def accounts(self) -> dict[str, dict[str, str]]:
        """The demo accounts by role."""
        rows = json.loads((self.folder / "data" / "demo-accounts.json").read_text())
        return {row["role"]: row for row in rows}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COATINGCAT_", "DATABASE_URL", "DJANGO_"))}
    environment = kept | {
        "COATINGCAT_MODE": "demo",
        "COATINGCAT_DATA": str(folder / "data"),
        "COATINGCAT_KEYS": str(folder / "keys"),
        "COATINGCAT_PORT": str(port),
        "COATINGCAT_SECRET_KEY": secrets.token_hex(32),
        "COATINGCAT_WEB_PROCESSES": "1",
        "COLUMNS": "200",
    }
    log = (folder / "log.txt").open("w")
    program = subprocess.Popen(
        [sys.executable, "-m", "coatingcat", "demo"], env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _wait_until_ready(program, port, folder / "log.txt")
        yield Demo(f"http://localhost:{port}", folder, environment)
    finally:
        program.terminate()
        program.wait(40)
        log.close()


@pytest.fixture(scope="session")
def uri(demo: Demo) -> str:
    """Where the demonstration's database answers."""
    return demo.run("database", "uri").strip().splitlines()[-1]


def _wait_until_ready(program: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and program.poll() is None:
        if "ready after" in log.read_text():
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10) as answer:
                assert answer.status == 200
            return
        time.sleep(0.1)
    pytest.fail(f"The demonstration did not start:\n{log.read_text()[-4000:]}")


def chromium() -> str | None:
    """The browser of this machine; None: the one that came with playwright."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), "chromium", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    # Playwright's loop stays on this thread; Django would refuse the database to the tests that come after.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            told = "No browser: install chromium, or name one in CHROMIUM."
            pytest.fail(told) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(told)
        running = playwright.chromium.launch(executable_path=path, args=FLAGS + SANDBOX)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, demo: Demo) -> Iterator["Visits"]:
    visits = Visits(browser, demo)
    yield visits
    visits.close()


class Visits:
    """Opens browsers of fresh visitors and keeps what went wrong in them."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        self.browser, self.demo = browser, demo
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(self, language: str = "en", *, viewport: dict[str, int] = DESKTOP, javascript: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.demo.url,
            locale={"en": "en-GB", "zh": "zh-CN"}[language],
            timezone_id="Asia/Shanghai",
            viewport=viewport,
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._expect_own_host)
        page.on(
            "response", lambda answer: answer.status >= 500 and self.complaints.append(f"{answer.status} {answer.url}")
        )
        self.contexts.append(context)
        return page

    def _expect_own_host(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.demo.url, "data:", "blob:")):
            self.complaints.append(f"foreign host: {url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.complaints == []
