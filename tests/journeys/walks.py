"""What people do on the site, step by step, by what they see: the same in both languages and at every width."""

import io
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

PASSWORD = "a quiet data sheet 42"
HARMLESS = "Bayhydur ultra 304"
"""A product that needs no licence, so that anybody may order it."""


def token(prefix: str) -> str:
    """A value that stands nowhere else."""
    return prefix + secrets.token_hex(5)


def number() -> str:
    """A Chinese mobile number that nobody else in the test has."""
    return "139" + "".join(secrets.choice("0123456789") for _ in range(8))


@dataclass
class Person:
    """Unmistakable values for every personal field."""

    name: str = field(default_factory=lambda: token("王needle"))
    email: str = field(default_factory=lambda: token("needle") + "@example.com")
    mobile: str = field(default_factory=number)
    city: str = field(default_factory=lambda: token("Needletown"))
    profession: str = field(default_factory=lambda: token("needler"))
    card: str = field(default_factory=lambda: token("cardneedle"))
    company: str = field(default_factory=lambda: token("Needleworks"))
    department: str = field(default_factory=lambda: token("needledep"))
    contact_address: str = field(default_factory=lambda: token("Needle Road "))
    interests: str = field(default_factory=lambda: token("needlecoat"))
    nickname: str = field(default_factory=lambda: token("nick"))

    def values(self) -> dict[str, str]:
        """Everything that must never be found in readable form: all but the published nickname."""
        return {k: v for k, v in vars(self).items() if k != "nickname"}


@dataclass
class Delivery:
    """Unmistakable values of an order's consignee and project."""

    name: str = field(default_factory=lambda: token("李consignee"))
    phone: str = field(default_factory=number)
    email: str = field(default_factory=lambda: token("consignee") + "@example.com")
    address: str = field(default_factory=lambda: token("Pier Road "))
    background: str = field(default_factory=lambda: token("bridge project "))
    yearly_demand: str = field(default_factory=lambda: str(10_000_000 + secrets.randbelow(80_000_000)))

    def values(self) -> dict[str, str]:
        return dict(vars(self))


def send(page: Page, within: str = "main form.form") -> None:
    """Send the page's form by its main button."""
    page.locator(f"{within} button[type=submit]").first.click()


def reveal(page: Page, reason: str) -> None:
    """Open what is masked on this page for a reason, which is written down."""
    page.locator("main [name=reason]").first.select_option(reason)
    send(page, "main form:has([name=reason])")


def code_for(page: Page, address: str) -> str:
    """The latest one-time code that the tray shows for an address; read in a tab of its own."""
    tab = page.context.new_page()
    try:
        for _ in range(100):
            tab.goto("/tray/")
            for message in tab.locator("main .rows > li").all():
                text = message.inner_text()
                found = re.search(r"\b(\d{6})\b", text)
                if address in text.replace(" ", "") and found:
                    return found.group(1)
            tab.wait_for_timeout(150)
    finally:
        tab.close()
    pytest.fail(f"No code arrived in the tray for {address}.")


def link_for(page: Page, address: str, prefix: str) -> str:
    """The path of the latest link that begins like this in a letter to an address; read in a tab of its own."""
    tab = page.context.new_page()
    try:
        for _ in range(100):
            tab.goto("/tray/")
            link = tab.locator("main .rows > li", has_text=address).locator(f"a[href*='{prefix}']")
            if link.count():
                return urlsplit(link.first.get_attribute("href") or "").path
            tab.wait_for_timeout(150)
    finally:
        tab.close()
    pytest.fail(f"No letter with {prefix} arrived in the tray for {address}.")


def register(page: Page, person: Person) -> None:
    """A light account by e-mail, verified."""
    page.goto("/registration/")
    page.fill("[name=contact]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.check("[name=age][value=adult]")
    send(page)
    page.wait_for_url("**/registration/verification/")
    page.fill("[name=code]", code_for(page, person.email))
    send(page)
    page.wait_for_url("**/registration/membership/")


def become_member(page: Page, person: Person, *, optional: bool = False) -> None:
    """The eight obligatory details, the mobile number verified; the optional ones with their consents if asked."""
    page.goto("/registration/membership/")
    page.fill("[name=name]", person.name)
    page.fill("[name=mobile]", person.mobile)
    page.fill("[name=city]", person.city)
    page.fill("[name=profession]", person.profession)
    page.select_option("[name=industry]", index=1)
    page.select_option("[name=company_type]", index=1)
    page.set_input_files("[name=business_card]", [card_of(person)])
    if optional:
        for name in ("company", "department", "contact_address", "interests"):
            page.fill(f"[name={name}]", getattr(person, name))
        for box in page.locator("section.card.wash input[type=checkbox]").all():
            box.check()
    send(page)
    page.wait_for_url("**/me/data/verification/")
    page.fill("[name=code]", code_for(page, "+86" + person.mobile))
    send(page)
    expect(page.locator("main")).to_be_visible()


def card_of(person: Person) -> dict[str, object]:
    """A business card as a picture that carries its owner's words in its metadata."""
    picture = Image.new("RGB", (400, 240), "white")
    exif = Image.Exif()
    exif[0x010E] = person.card  # ImageDescription
    data = io.BytesIO()
    picture.save(data, "JPEG", exif=exif)
    return {"name": f"{person.card}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def find_by_range(page: Page) -> None:
    """From the home page by a range of a property, then typed in another unit, to a product with a price."""
    page.goto("/")
    page.get_by_role("link", name="NCO 16–22 %").click()
    expect(page.locator("main h2 a").first).to_be_visible()
    page.goto("/products/?viscosity_min=2&viscosity_max=6&viscosity_unit=Pa·s&nco_content_min=17&nco_content_max=19")
    page.get_by_role("link", name=HARMLESS).click()
    expect(page.locator("main h1")).to_have_text(re.compile(HARMLESS))


def put_into_cart(page: Page, quantity: int = 2) -> None:
    """The largest pack that the product page offers: of the harmless product the smallest is out of stock."""
    pack = page.locator("section[aria-labelledby=offers] form").last
    pack.locator("[name=quantity]").fill(str(quantity))
    pack.locator("button[type=submit]").click()
    page.goto("/cart/")
    expect(page.locator("main .cart-lines li").first).to_be_visible()


def check_out(page: Page, delivery: Delivery) -> str:
    """From the cart through the four pages; gives the order's reference."""
    page.goto("/cart/")
    page.locator("main a[href$='/checkout/consignee/']").click()
    page.fill("[name=name]", delivery.name)
    page.fill("[name=phone]", delivery.phone)
    page.fill("[name=email]", delivery.email)
    page.fill("[name=address]", delivery.address)
    send(page)
    page.wait_for_url("**/checkout/project/")
    page.fill("[name=background]", delivery.background)
    page.fill("[name=yearly_demand]", delivery.yearly_demand)
    send(page)
    page.wait_for_url("**/checkout/review/")
    for value in (delivery.name, delivery.address, delivery.background.strip()):
        expect(page.locator("main")).to_contain_text(value.strip())
    send(page, ".receipt form")
    page.wait_for_url("**/checkout/placed/**")
    return page.locator(".reference").inner_text().strip()


def sign_in(page: Page, contact: str, password: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=contact]", contact)
    page.fill("[name=password]", password)
    send(page)
    page.wait_for_url(re.compile(r"/me/$|/products|/cart|/second-step/"))
    if "/second-step/" in page.url:  # of the staff: the demonstration shows the code
        page.fill("[name=code]", page.locator("[data-demo-code]").inner_text())
        send(page)
        page.wait_for_url(re.compile(r"/me/$|/products|/cart"))


def speaks(page: Page, language: str) -> None:
    """The site in this language from here on, by the switch in the header."""
    html = page.locator("html")
    tag = {"zh": "zh-Hans", "en": "en"}[language]
    if html.get_attribute("lang") != tag:
        page.locator("header form[action='/language/'] button").click()
        expect(html).to_have_attribute("lang", tag)
