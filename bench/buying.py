"""Buying under load: carts of guests and members, orders from cart to thanks, a race for the last pieces."""

import asyncio

from bench.buyers import Browser, add, check_out, member_cookies, place
from bench.catalogue import STOCK
from coatingcat.members.models import Company
from coatingcat.trade.models import Stock

_LINES = 10
"""Lines of a cart before another guest comes, and different offers a member's cart takes in turn."""


class _Browsers:
    """One browser for each visitor, opened when it is first needed."""

    def __init__(self, offers: list[int], base: str, members: list[dict[str, str]]) -> None:
        self.offers, self.base, self.members = offers, base, members
        self._open: dict[int, Browser] = {}

    async def of(self, visitor: int) -> Browser:
        if visitor not in self._open:
            self._open[visitor] = Browser(self.base, self.members[visitor] if self.members else None)
            await self.opened(self._open[visitor])
        return self._open[visitor]

    async def opened(self, browser: Browser) -> None:
        """What a visitor does first."""

    async def leave(self, visitor: int) -> None:
        await self._open.pop(visitor).close()

    async def close(self) -> None:
        for visitor in list(self._open):
            await self.leave(visitor)


class Adding(_Browsers):
    """One more pack into the cart: ten lines a guest, then another guest; a member's ten lines grow."""

    async def __call__(self, _session: object, visitor: int, number: int) -> None:
        browser = await self.of(visitor)
        if not self.members and browser.requests >= _LINES:
            await self.leave(visitor)
            browser = await self.of(visitor)
        place = visitor * _LINES + browser.requests % _LINES if self.members else number % len(self.offers)
        await add(browser, self.offers[place], follow=False)


class Ordering(_Browsers):
    """A member puts one pack into the cart and orders it for somebody else, every page and redirect included."""

    requests = 0
    """Of one order."""

    async def opened(self, browser: Browser) -> None:
        """Order what an earlier case has left in the cart, or the first order would be a large one."""
        _, text = await browser.get("/cart/")
        if 'name="remove"' in text:
            await place(browser, await check_out(browser))

    async def __call__(self, _session: object, visitor: int, number: int) -> None:
        browser = await self.of(visitor)
        before = browser.requests
        await add(browser, self.offers[number % len(self.offers)], follow=True)
        await place(browser, await check_out(browser))
        self.requests = browser.requests - before


async def race(base: str, offer: int, *, company: Company, pieces: int, buyers: int) -> int:
    """How many buyers got one of the last pieces; all of them press the last button at the same time."""
    await asyncio.to_thread(Stock.objects.filter(offer_id=offer).update, onhand=pieces, allocated=0)
    cookies = await asyncio.to_thread(lambda: [member_cookies(100 + number, company) for number in range(buyers)])
    browsers = [Browser(base, each) for each in cookies]
    answers = []
    for browser in browsers:
        await add(browser, offer, follow=True)
        answers.append(await check_out(browser))
    ready = zip(browsers, answers, strict=True)
    results = await asyncio.gather(*(place(*each) for each in ready), return_exceptions=True)
    for browser in browsers:
        await browser.close()
    await asyncio.to_thread(Stock.objects.filter(offer_id=offer).update, onhand=STOCK)
    return sum(result is None for result in results)
