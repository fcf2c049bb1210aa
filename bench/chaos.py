"""`make chaos`: orders go on while database, pages and worker are killed; then everything is counted.

`python -m bench.chaos [--whole]`. A site of its own with a durable PostgreSQL. Sixteen buyers order by the pages of the
checkout, each repeating what was not answered with the same key until it is, while a killer sends SIGKILL in turn to a
web process, the whole web server, the worker, a backend of the database and the whole database. Mail and webhooks go to servers
that count. At the end: every order that was promised is there once and no other, stock and orders agree, every mail and
webhook came once or as a repeat under the same id. Then 200 buyers press the last button for the last piece.
It ends with 1 if anything differs.
"""

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
import psutil
from django.db import connection, connections

from bench import site
from bench.buyers import CONSIGNEE, PROJECT, Browser, hidden, member_cookies
from bench.client import tree
from bench.report import line
from bench.sinks import Hook, Mailbox
from coatingcat.config import put
from coatingcat.ground.postgres import Postgres
from coatingcat.members.models import Company
from coatingcat.outreach.models import Dispatch, WebhookEndpoint, WebhookEvent
from coatingcat.outreach.words import State as Sent
from coatingcat.trade.models import Order, OrderLine, Stock
from tests.trade import factories as make
from tests.trade import firms

ORDERS, QUICK_ORDERS = 2_000, 300
KILLS, QUICK_KILLS = 30, 8
CLIENTS = 16
OFFERS = 40
ONHAND = 100_000
PATIENCE_SECONDS = 120
"""How long one order may take, breakdowns and all, before it counts as stuck."""
SETTLE_SECONDS = 180
RACERS = 200


class Stuck(RuntimeError):
    """An order that nobody answered for, however long it was asked."""


@dataclass
class Run:
    """What was promised to buyers, and what was killed."""

    wanted: int
    kills: int
    begun: int = 0
    promised: dict[str, str] = field(default_factory=dict)
    """The code of the order by the key of its submission."""
    repeats: int = 0
    """Requests that had to be repeated."""
    killed: Counter[str] = field(default_factory=Counter)

    @property
    def is_over(self) -> bool:
        return len(self.promised) >= self.wanted


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


# ---- the killer ---------------------------------------------------------------------------------


def _child(pid: int, word: str, *, below: bool = False) -> int | None:
    """A process of the program with this word in its command line; `below`: one of its own children."""
    for process in tree(pid)[1:]:
        try:
            if any(word in part for part in process.cmdline()):
                children = process.children() if below else []
                return random.choice(children).pid if children else process.pid
        except psutil.NoSuchProcess:
            continue
    return None


async def kill_in_turn(run: Run, serving: int, server: Postgres) -> None:
    """So many kills, spread over the orders, each kind in its turn; the database is started again, as `serve` would."""
    kinds = ("a web process", "the web server", "the worker", "a backend", "the database")
    while sum(run.killed.values()) < run.kills:
        number = sum(run.killed.values())
        due = run.wanted * (number + 1) / (run.kills + 2)
        while len(run.promised) < due and not run.is_over:
            await asyncio.sleep(0.1)
        kind = kinds[number % len(kinds)]
        victim = await asyncio.to_thread(_victim, kind, serving, server)
        if victim is None:  # it is just being started again
            await asyncio.sleep(1)
            continue
        os.kill(victim, signal.SIGKILL)
        run.killed[kind] += 1
        if kind == "the database":
            await asyncio.sleep(0.5)
            await asyncio.to_thread(_start_again, server)


def _victim(kind: str, serving: int, server: Postgres) -> int | None:
    if kind == "a web process":
        return _child(serving, "gunicorn", below=True)
    if kind == "the web server":
        return _child(serving, "gunicorn")
    if kind == "the worker":
        return _child(serving, "worker")
    process = server.cluster.process()
    if process is None or kind == "the database":
        return process.pid if process else None
    backends = [one.pid for one in psutil.Process(process.pid).children() if "coatingcat coatingcat" in _title(one)]
    return random.choice(backends) if backends else None


def _title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _start_again(server: Postgres) -> None:
    for _ in range(20):
        try:
            server.start()
        except Exception:  # the killed one's children may still hold its memory
            time.sleep(0.5)
        else:
            return
    server.start()


# ---- counting -----------------------------------------------------------------------------------


def differences(run: Run, mails: Mailbox, hooks: Hook) -> dict[str, int]:
    """What should be nothing, after everything has settled."""
    codes = Counter(Order.objects.values_list("code", flat=True))
    keys = Counter(str(key) for key in Order.objects.values_list("idempotency_key", flat=True))
    ordered = Counter[int]()
    for offer_id, packs in OrderLine.objects.values_list("offer_id", "quantity"):
        ordered[offer_id] += packs
    stocks = Stock.objects.all()
    letters = Counter(Dispatch.objects.filter(template="order_placed").values_list("dedupe", flat=True))
    sent = {f"<{pk}@" for pk in Dispatch.objects.filter(state=Sent.SENT.value).values_list("pk", flat=True)}
    came = {message.partition("@")[0] + "@" for message in mails.came}
    return {
        "promised orders that are lost": len(set(run.promised.values()) - set(codes)),
        "orders nobody was promised": len(set(keys) - set(run.promised)),
        "submissions that made two orders": sum(count > 1 for count in keys.values()),
        "offers whose stock and orders differ": sum(
            stock.onhand != ONHAND or stock.allocated != ordered[stock.pk] for stock in stocks
        ),
        "orders without their letter": Order.objects.count() - sum("order_placed" in text for text in letters),
        "letters written twice": sum(count > 1 for count in letters.values()),
        "letters that say they were sent and did not come": len(sent - came),
        "letters that came and are not known": len(came - sent),
        **_differing_webhooks(hooks),
        "letters still waiting": Dispatch.objects.filter(state=Sent.QUEUED.value).count(),
        "jobs left behind": _jobs("todo", "doing", "failed"),
    }


def _differing_webhooks(hooks: Hook) -> dict[str, int]:
    events = {
        f"evt_{one.hex}": (kind, code) for one, kind, code in WebhookEvent.objects.values_list("id", "type", "code")
    }
    told = Counter(events.values())
    placed = {code for kind, code in told if kind == "order.placed"}
    return {
        "orders no webhook tells of": Order.objects.exclude(code__in=placed).count(),
        "webhooks that tell of one thing twice": sum(count > 1 for count in told.values()),
        "webhooks that did not come": len(set(events) - set(hooks.came)),
        "webhooks that came and are not known": len(set(hooks.came) - set(events)),
        "webhooks that came again with another body": sum(len(set(bodies)) > 1 for bodies in hooks.came.values()),
    }


def _jobs(*states: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status::text = ANY(%s) AND task_name LIKE 'outreach.%%'",
            [list(states)],
        )
        return int(cursor.fetchone()[0])


def settled(run: Run, mails: Mailbox, hooks: Hook) -> dict[str, int]:
    """The differences once the worker has done what it had to, or when patience is over."""
    until = time.monotonic() + SETTLE_SECONDS
    while True:
        connections.close_all()
        found = differences(run, mails, hooks)
        if not any(found.values()) or time.monotonic() > until:
            return found
        time.sleep(2)


async def last_piece(base: str, offer: int) -> tuple[int, float]:
    """How many of 200 buyers got the last piece, and how long the slowest waited for a word, in seconds."""
    await asyncio.to_thread(Stock.objects.filter(offer_id=offer).update, onhand=1, allocated=0)
    cookies = await asyncio.to_thread(lambda: [member_cookies(1_000 + number) for number in range(RACERS)])
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


# ---- the run ------------------------------------------------------------------------------------


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


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
        before = await asyncio.to_thread(_deadlocks)
        sold, slowest = await last_piece(at.base, offers[0])
        deadlocks = await asyncio.to_thread(_deadlocks) - before
    await mails.close()
    await hooks.close()
    line("chaos", f"sold of the last piece to {RACERS} at once", sold, "orders", n=RACERS, baseline=1)
    line("chaos", "the slowest word on the last piece", slowest, "s", n=RACERS, baseline=5)
    return found | {"pieces sold that were not there": abs(sold - 1), "deadlocks": deadlocks}


def chaos(wanted: int, kills: int) -> bool:
    """Whether nothing was lost and nothing doubled; every figure is printed."""
    run, mails, hooks, began = Run(wanted, kills), Mailbox(), Hook(), time.perf_counter()
    with site.database_up() as server:
        offers = [make.offer(stock=ONHAND).pk for _ in range(OFFERS)]
        found = asyncio.run(_break_and_order(run, mails, hooks, server, offers, firms.firm("Chaos Coatings")))
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
