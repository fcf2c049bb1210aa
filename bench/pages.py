"""The shop under load: import, index, pages, cart, orders, side by side with a bare Django on the same server.

`python -m bench.pages [--quick]`. 50,000 products of ten figures, two web processes, eight visitors at once, a durable
database. The baseline of every page is the floor's constant page, measured in the same minutes; see `README.md`.
"""

import asyncio
import random
import sys
import time

from bench import client, site
from bench.buyers import Browser, licensed_company, member_cookies
from bench.buying import Adding, Ordering, race
from bench.client import CONCURRENT, Case, Get, Measured, pss_mb
from bench.filling import fill
from bench.report import line
from bench.site import Served
from bench.statements import counted
from coatingcat.catalog.actions.pages import refresh_pages
from coatingcat.catalog.models import Category, Product
from coatingcat.trade.models import Offer

PRODUCTS, QUICK_PRODUCTS = 50_000, 3_000
SECONDS, QUICK_SECONDS = 8.0, 2.0
PIECES, BUYERS = 5, 24


def said(metric: str, value: float, unit: str, n: int, baseline: float | None = None) -> None:
    line("pages", metric, value, unit, n=n, baseline=baseline)


def load(metric: str, case: Case, at: Served, seconds: float, floor: float | None = None) -> Measured:
    """Run a case and say what it cost."""
    found = client.run(case, base=at.base, processes=at.processes, seconds=seconds)
    if not found.operations:
        raise RuntimeError(f"{metric}: {found.failures[:1]}")
    said(metric, found.cpu_ms, "CPU ms", found.operations, floor)
    for name in found.cpu:
        said(f"{metric}, {name}", found.cpu_ms_of(name), "CPU ms", found.operations)
    said(f"{metric}, a second", found.per_second, "1/s", found.operations)
    for percent in (50, 95, 99):
        said(f"{metric}, p{percent}", found.percentile_ms(percent), "ms", found.operations)
    said(f"{metric}, used by others", found.others * 100, "% of the machine", found.operations)
    said(f"{metric}, failures", len(found.failures), "operations", found.operations)
    return found


class Addresses:
    """What is asked for, in an order of chance that is the same every time."""

    def __init__(self) -> None:
        dice = random.Random(3)
        pages = list(Product.objects.order_by("pk").values_list("slug", "name", "chemistry"))
        dice.shuffle(pages)
        self._slugs = [slug for slug, _, _ in pages]
        self._leaves = list(Category.objects.filter(parent__isnull=False).values_list("code", flat=True))
        chemistries = sorted({chemistry for _, _, chemistry in pages})
        self._asked = [
            (chemistry, f"{chemistry} powder", f"{chemistry} {name.split()[0]}", name)[number % 4]
            for number, (_, name, _) in enumerate(pages[:400])
            for chemistry in [dice.choice(chemistries)]
        ]
        self._lows = [round(dice.uniform(100, 9000), 1) for _ in range(997)]

    def product(self, number: int) -> str:
        return f"/products/{self._slugs[number % len(self._slugs)]}/"

    def floor(self, number: int) -> str:
        return f"/page/{self._slugs[number % len(self._slugs)]}/"

    def favourite(self, number: int) -> str:
        return f"/products/{self._slugs[number * number % 97]}/"

    def text(self, number: int) -> str:
        """What a buyer types, in turn: a chemistry, one and a form, one and a rare word, a trade name."""
        return self._asked[number % len(self._asked)]

    def search(self, number: int) -> str:
        """A text within a range of viscosity that nobody asked for before; six facets, histograms of what is found."""
        low = self._lows[number % len(self._lows)]
        return f"/products/?q={self.text(number)}&viscosity_min={low}&viscosity_max={low * 4:.0f}"

    def broad(self, number: int) -> str:
        """Two of five products, in a new range each time."""
        low = self._lows[number % len(self._lows)]
        return f"/products/?q=liquid&viscosity_min={low}"

    def typed(self, number: int) -> str:
        return f"/search/?q={self.text(number)}"

    def category(self, number: int) -> str:
        return f"/products/?category={self._leaves[number % len(self._leaves)]}&page={1 + number % 5}"


def read(at: Served, floor: Served, seconds: float) -> float:
    """Home, product, search, browse, each beside the floor; gives the floor."""
    where = Addresses()
    hello = load("floor: a constant page", Get(lambda _: "/hello/"), floor, seconds).cpu_ms
    load("floor: one row in a bare template", Get(where.floor), floor, seconds, hello)
    cases = {
        "home": lambda _: "/",
        "product page": where.product,
        "product page, 97 favourites": where.favourite,
        "search with facets, a range and histograms": where.search,
        "search among two of five products": where.broad,
        "search without a range": where.typed,
        "browse a category": where.category,
    }
    for metric, address in cases.items():
        load(metric, Get(address), at, seconds, hello)
        said(f"{metric}, statements", counted(address), "SQL", 1)
    load("product page, Chinese", Get(where.product, language="zh-CN"), at, seconds, hello)
    return hello


def trade(at: Served, seconds: float, hello: float) -> None:
    """Carts of guests and members, orders from cart to thanks, and a race for the last pieces."""
    offers = list(Offer.objects.order_by("sku").values_list("pk", flat=True)[:20_000])
    random.Random(3).shuffle(offers)
    load("add to cart, guest", Adding(offers, at.base, []), at, seconds, hello)
    company = licensed_company()
    members = [member_cookies(number, company) for number in range(CONCURRENT)]
    load("add to cart, member", Adding(offers, at.base, members), at, seconds, hello)
    ordering = Ordering(offers, at.base, members)
    done = load("order end to end", ordering, at, seconds * 2, hello)
    said("order end to end, requests", ordering.requests, "requests", done.operations)
    sold = asyncio.run(race(at.base, offers[0], company=company, pieces=PIECES, buyers=BUYERS))
    said(f"orders placed by {BUYERS} at once for {PIECES} pieces", sold, "orders", BUYERS, float(PIECES))


def one_change(at: Served, times: int = 10) -> None:
    """Seconds from the commit of a new name to the first search that finds it."""
    waits = sorted(asyncio.run(_seen(at.base, number)) for number in range(times))
    said("a change is found by search after", waits[len(waits) // 2], "s", times)
    said("a change is found by search after, the slowest", waits[-1], "s", times)


async def _seen(base: str, number: int) -> float:
    name = f"Zygon{number:04d}q{random.randrange(10**9)}"
    await asyncio.to_thread(_rename, name, number)
    began = time.perf_counter()
    browser = Browser(base)
    try:
        while time.perf_counter() - began < 30:
            _, text = await browser.get(f"/search/?q={name}")
            if f">{name}</a>" in text:
                return time.perf_counter() - began
            await asyncio.sleep(0.02)
    finally:
        await browser.close()
    raise RuntimeError(f"{name} was not found within 30 s")


def _rename(name: str, number: int) -> None:
    code = Product.objects.order_by("code").values_list("code", flat=True)[number * 7]
    Product.objects.filter(code=code).update(name=name)
    refresh_pages(codes=[code])


def memory(at: Served, floor: Served, count: int) -> None:
    """What the processes take after all that; the web processes beside those of the floor."""
    bare = pss_mb(floor.processes["web"])
    for name, pid in at.processes.items():
        said(f"memory, {name}", pss_mb(pid), "MB PSS", count, bare if name == "web" else None)


def main(arguments: list[str]) -> None:
    quick = "--quick" in arguments
    count, seconds = (QUICK_PRODUCTS, QUICK_SECONDS) if quick else (PRODUCTS, SECONDS)
    with site.database_up() as server:
        if Product.objects.count() != count:
            fill(server, count)
        with site.floor(server) as floor, site.served(server) as at:
            hello = read(at, floor, seconds)
            trade(at, seconds, hello)
            one_change(at)
            memory(at, floor, count)


if __name__ == "__main__":
    main(sys.argv[1:])
