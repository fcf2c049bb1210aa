"""`make chaos`: orders go on while database, pages and worker are killed; then everything is counted.

`python -m bench.chaos [--whole]`. A site of its own with a durable PostgreSQL. Sixteen buyers order by the pages of the
checkout, each repeating what was not answered with the same key until it is, while a killer sends SIGKILL in turn to a
web process, the whole web server, the worker, a backend of the database and the whole database. Mail and webhooks go to servers
that count. At the end: every order that was promised is there once and no other, stock and orders agree, every mail and
webhook came once or as a repeat under the same id. Then 200 buyers press the last button for the last piece.
It ends with 1 if anything differs.
"""

import asyncio
import random
import sys
import time
from collections.abc import Callable

import aiohttp
import psutil

from bench import site
from bench.buyers import CONSIGNEE, PROJECT, Browser, hidden, licensed_company, member_cookies
from bench.counting import ONHAND, deadlocks, settled
from bench.killing import Run, kill_in_turn
from bench.report import line
from bench.sinks import Hook, Mailbox
from coatingcat.config import put
from coatingcat.ground.postgres import Postgres
from coatingcat.members.models import Company
from coatingcat.outreach.models import WebhookEndpoint
from coatingcat.trade.models import Stock
from tests.trade import factories as make

ORDERS, QUICK_ORDERS = 2_000, 300
KILLS, QUICK_KILLS = 30, 8
CLIENTS = 16
OFFERS = 40
PATIENCE_SECONDS = 120
"""How long one order may take, breakdowns and all, before it counts as stuck."""
RACERS = 200


class Stuck(RuntimeError):
    """An order that nobody answered for, however long it was asked."""


async def until_answered(run: Run, ask: Callable[[], "asyncio.Future[tuple[str, str]]"]) -> tuple[str, str]:
    """What a request ends with, repeated as long as nobody answers or a server says that it cannot."""
    until, last = time.monotonic() + PATIENCE_SECONDS, Exception()
    while time.monotonic() < until:
        try:
            return await ask()
        except (aiohttp.ClientError, TimeoutError, RuntimeError, ConnectionError) as error:
            run.repeats, last = run.repeats + 1, error
            await asyncio.sleep(random.uniform(0.1, 0.6))
    raise Stuck(repr(last))


async def buy(run: Run, browser: Browser, offer: int) -> None:
    """One order, page by page; whatever is not answered is sent again, the last page with the same key."""
    await until_answered(run, lambda: browser.post("/cart/lines/", offer=str(offer), quantity="1"))
    while True:
        where, text = await until_answered(run, lambda: browser.get("/checkout/"))
        if where == "/checkout/consignee/":
            await until_answered(run, lambda: browser.post("/checkout/consignee/", **CONSIGNEE))
        elif where == "/checkout/project/":
            await until_answered(run, lambda: browser.post("/checkout/project/", **PROJECT))
        elif where == "/checkout/review/":
            if await _placed(run, browser, text):
                return
        else:
            raise Stuck(f"the checkout led to {where}")


async def _placed(run: Run, browser: Browser, text: str) -> bool:
    """Press the last button until there is a word; whether there is an order. Else the page is to be read anew."""
    answers = hidden(text)
    where, _ = await until_answered(run, lambda: browser.post("/checkout/review/", **answers))
    if not where.startswith("/checkout/placed/"):
        return False
    run.promised[answers["key"]] = where.split("/")[3]
    return True


async def client(run: Run, base: str, cookies: dict[str, str], offers: list[int]) -> None:
    browser = Browser(base, cookies)
    try:
        while run.begun < run.wanted:
            run.begun += 1
            await buy(run, browser, random.choice(offers))
    finally:
        await browser.close()


async def last_piece(base: str, offer: int, company: Company) -> tuple[int, float]:
    """How many of 200 buyers got the last piece, and how long the slowest waited for a word, in seconds."""
    await asyncio.to_thread(Stock.objects.filter(offer_id=offer).update, onhand=1, allocated=0)
    cookies = await asyncio.to_thread(lambda: [member_cookies(1_000 + number, company) for number in range(RACERS)])
    run, waits = Run(RACERS, 0), []
    browsers = [Browser(base, each) for each in cookies]
    ready = asyncio.Semaphore(8)

    async def prepared(browser: Browser) -> dict[str, str]:
        async with ready:
            await browser.post("/cart/lines/", offer=str(offer), quantity="1")
            await browser.post("/checkout/consignee/", **CONSIGNEE)
            _, text = await browser.post("/checkout/project/", **PROJECT)
            return hidden(text)

    answers = await asyncio.gather(*(prepared(browser) for browser in browsers))

    async def press(browser: Browser, mine: dict[str, str]) -> bool:
        began = time.perf_counter()
        where, _ = await until_answered(run, lambda: browser.post("/checkout/review/", **mine))
        waits.append(time.perf_counter() - began)
        return where.startswith("/checkout/placed/")

    placed = await asyncio.gather(*(press(*each) for each in zip(browsers, answers, strict=True)))
    for browser in browsers:
        await browser.close()
    return sum(placed), max(waits)


async def _break_and_order(
    run: Run, mails: Mailbox, hooks: Hook, server: Postgres, offers: list[int], company: Company
) -> dict[str, int]:
    await mails.open()
    await hooks.open()
    url = f"http://127.0.0.1:{hooks.port}/hook"
    await asyncio.to_thread(WebhookEndpoint.objects.create, company=company, url=url)
    put(COATINGCAT_SMTP_URL=f"smtp://127.0.0.1:{mails.port}")
    cookies = await asyncio.to_thread(lambda: [member_cookies(number, company) for number in range(CLIENTS)])
    with site.served(server) as at:
        serving = psutil.Process(at.processes["web"]).ppid()
        clients = [client(run, at.base, each, offers) for each in cookies]
        await asyncio.gather(*clients, kill_in_turn(run, serving, server))
        found = await asyncio.to_thread(settled, run, mails, hooks)
        before = await asyncio.to_thread(deadlocks)
        sold, slowest = await last_piece(at.base, offers[0], company)
        locked = await asyncio.to_thread(deadlocks) - before
    await mails.close()
    await hooks.close()
    line("chaos", f"sold of the last piece to {RACERS} at once", sold, "orders", n=RACERS, baseline=1)
    line("chaos", "the slowest word on the last piece", slowest, "s", n=RACERS, baseline=5)
    return found | {"pieces sold that were not there": abs(sold - 1), "deadlocks": locked}


def chaos(wanted: int, kills: int) -> bool:
    """Whether nothing was lost and nothing doubled; every figure is printed."""
    run, mails, hooks, began = Run(wanted, kills), Mailbox(), Hook(), time.perf_counter()
    with site.database_up() as server:
        offers = [make.offer(stock=ONHAND).pk for _ in range(OFFERS)]
        found = asyncio.run(_break_and_order(run, mails, hooks, server, offers, licensed_company()))
    for kind, count in run.killed.items():
        line("chaos", f"killed: {kind}", count, "times", n=kills)
    again = sum(mails.came.values()) - len(mails.came)
    line("chaos", "orders placed while things were killed", len(run.promised), "orders", n=wanted)
    line("chaos", "requests that had to be repeated", run.repeats, "requests", n=wanted)
    line("chaos", "mails that came again under the same id", again, "mails", n=wanted)
    again = sum(len(bodies) - 1 for bodies in hooks.came.values())
    line("chaos", "webhooks that came again under the same id", again, "webhooks", n=wanted)
    line("chaos", "duration", time.perf_counter() - began, "s", n=wanted)
    for what, count in found.items():
        line("chaos", what, count, "cases", n=len(run.promised))
    return not any(found.values()) and len(run.promised) >= wanted


def main() -> int:
    whole = "--whole" in sys.argv[1:]
    fine = chaos(*((ORDERS, KILLS) if whole else (QUICK_ORDERS, QUICK_KILLS)))
    print("· nothing was lost and nothing doubled" if fine else "· something differs; see above", file=sys.stderr)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
