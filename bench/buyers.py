"""Guests and members who fill carts and place orders, request by request, as a browser would."""

import re
import secrets
from datetime import timedelta
from typing import Any

import aiohttp
from django.test import Client

from coatingcat.ground.clock import today
from coatingcat.members.models import Company, Position
from coatingcat.members.words import CompanyRole
from tests.members.people import person, signed_in

CONSIGNEE = {
    "name": "王收货", "phone": "+86 138 0013 8000", "email": "goods@dock.example", "address": "上海市码头路 7 号",
}  # fmt: skip
PROJECT = {"background": "船舶涂料，钢底材", "yearly_demand": "1200", "demand_unit": "kg"}
_HIDDEN = re.compile(r'<input type="hidden" name="(key|seen)" value="([^"]+)"')


class Browser:
    """Cookies, a form token, and redirects followed. Every answer but 200 is a failure."""

    def __init__(self, base: str, cookies: dict[str, str] | None = None) -> None:
        token = secrets.token_hex(16)
        jar = aiohttp.CookieJar(unsafe=True)
        headers = {"Accept-Language": "en", "Accept-Encoding": "identity"}
        self.session = aiohttp.ClientSession(base, cookie_jar=jar, headers=headers)
        jar.update_cookies({"cc_csrf": token, **(cookies or {})}, self.session._base_url)
        self._token = token
        self.requests = 0

    async def get(self, address: str) -> tuple[str, str]:
        """Where it ended and what stands there."""
        async with self.session.get(address) as response:
            return await self._read(response)

    async def post(self, to: str, /, *, follow: bool = True, **fields: Any) -> tuple[str, str]:
        fields["csrfmiddlewaretoken"] = self._token
        async with self.session.post(to, data=fields, allow_redirects=follow) as response:
            return await self._read(response, 200 if follow else 302)

    async def close(self) -> None:
        await self.session.close()

    async def _read(self, response: aiohttp.ClientResponse, wanted: int = 200) -> tuple[str, str]:
        text = await response.text()
        self.requests += 1 + len(response.history)
        if response.status != wanted:
            raise RuntimeError(f"{response.status} instead of {wanted} for {response.url.path}")
        return response.url.path, text


def licensed_company() -> Company:
    """The company the buyers buy for: certified, and licensed for hazardous chemicals, as made-up products may be."""
    until = today() + timedelta(days=365)
    company, _ = Company.objects.update_or_create(
        country="DE",
        registration_number="HRB 4711",
        defaults={"name": "Bench Coatings", "certified_until": until, "hazardous_until": until},
    )
    return company


def member_cookies(number: int, company: Company) -> dict[str, str]:
    """The session of a new member, who buys for a company, signed in with a password; each from an address of their
    own, for the limits."""
    member = person(f"buyer{number}-{secrets.token_hex(4)}@example.cn")
    Position.objects.create(company=company, member=member, role=CompanyRole.BUYER.name)
    client = Client(
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"},
        REMOTE_ADDR=f"10.1.{number // 250}.{number % 250}",
        SERVER_NAME="127.0.0.1",
    )
    return {"cc_session": signed_in(member, client).cookies["cc_session"].value}


async def add(browser: Browser, offer: int, *, follow: bool) -> None:
    """One pack into the cart."""
    await browser.post("/cart/lines/", follow=follow, offer=str(offer), quantity="1")


async def check_out(browser: Browser) -> dict[str, str]:
    """From the cart to the last page before the order; gives what its form holds."""
    where, text = await browser.get("/checkout/")
    if where == "/checkout/consignee/":
        where, text = await browser.post(where, **CONSIGNEE)
    if where == "/checkout/project/":
        where, text = await browser.post(where, **PROJECT)
    _expect(where, "/checkout/review/")
    return hidden(text)


def hidden(text: str) -> dict[str, str]:
    """What the form of the last page holds: which submission it is and what was shown."""
    return dict(_HIDDEN.findall(text))


async def place(browser: Browser, answers: dict[str, str]) -> None:
    """The order itself, and the page that thanks for it. Raises RuntimeError when it was refused."""
    where, _ = await browser.post("/checkout/review/", **answers)
    if not where.startswith("/checkout/placed/"):
        raise RuntimeError(f"No order: {where}")


def _expect(where: str, wanted: str) -> None:
    if where != wanted:
        raise RuntimeError(f"{where} instead of {wanted}")
