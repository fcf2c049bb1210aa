"""One request to two sellers, from products side by side to the order at one of their quotes (F.8)."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from coatingcat.catalog.actions.pages import refresh_pages
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.trade.models import Inquiry, InquiryDraft, Order, Quote, Seller
from tests.trade import factories as make
from tests.trade import firms
from tests.trade import quoting as make_quote
from tests.trade.conftest import browser
from tests.trade.test_quote_pages import written

pytestmark = pytest.mark.django_db

PROJECT = {"formula_share": "NOTHING", "background": "Bridge", "yearly_demand": "1200", "demand_unit": "kg"}


def shown(text: bytes) -> str:
    return unescape(text.decode()).replace("\xa0", " ")


@pytest.fixture
def buyer() -> Any:
    return firms.worker()


def asked_from_the_comparison(client: Client, products: list[Any], sellers: list[Seller]) -> list[Inquiry]:
    """Follow the link below the products side by side to the end; the inquiries in the order of the sellers."""
    query = "&".join(f"p={product.slug}" for product in products)
    compared = shown(client.get(f"/products/comparison/?{query}").content)
    link = re.search(r'href="(/inquiries/new/\?[^"]*kind=quote)"', compared)
    assert link is not None
    page = client.get(link[1])
    assert [product.pk for product in page.context["form"].products] == [product.pk for product in products]
    lines = {f"{name}-{p.pk}": value for p in products for name, value in (("quantity", "250"), ("unit", "kg"))}
    client.post("/inquiries/new/", {"kind": "QUOTE", "product": [p.pk for p in products], **lines})
    client.post("/inquiries/new/project/", PROJECT)
    client.post("/inquiries/new/recipients/", {"sellers": [seller.recipient for seller in sellers]})
    sent = client.post("/inquiries/new/review/", {"request": str(InquiryDraft.objects.get().pk)})
    assert sent.status_code == 302
    return [Inquiry.objects.get(seller=seller) for seller in sellers]


def test_two_sellers_quote_one_request_and_the_buyer_orders_at_one_of_them(buyer: Any) -> None:
    """Two products, 10 packs of 25 kg each: 400 + 400 at 40 a pack, 360 + 360 at 36. The cheaper one is ordered at, and
    the other seller learns that another was chosen: neither whose, nor at what price."""
    products = [make.product(), make.product()]
    refresh_pages(codes=[product.pk for product in products])
    sellers = [
        firms.seller(products[0].supplier, company=firms.firm(name)) for name in ("Dearer Paints", "Cheap Resins")
    ]
    client = browser(buyer)
    inquiries = asked_from_the_comparison(client, products, sellers)
    desks = [browser(firms.owner_of(seller.company)) for seller in sellers]
    for desk, inquiry, price in zip(desks, inquiries, ("40", "36"), strict=True):
        second = {"size-2": "25", "unit-2": "kg", "packs-2": "10", "ladder-2": f"1 {price}"}
        answer = desk.post(f"/supply/quotes/for/{inquiry.code}/", written(**{"ladder-1": f"1 {price}"}, **second))
        assert answer.status_code == 302, answer.content.decode()
    rival, chosen = (Quote.objects.get(seller=seller) for seller in sellers)

    page = client.get(f"/quotes/for/{inquiries[0].code}/?domestic=on")
    goods = {column.seller_name: column.goods.amount for column in page.context["columns"]}
    assert goods == {"Dearer Paints": Decimal(800), "Cheap Resins": Decimal(720)}
    assert page.context["cheapest"] == chosen
    assert "2 of 2 suppliers" in shown(page.content)

    assert client.post(f"/quotes/{chosen.code}/order/", {"packs-1": "10", "packs-2": "10"})["Location"] == "/checkout/"
    client.post("/checkout/consignee/", {**make.CONSIGNEE, "is_buyer": "on"})
    form = client.get("/checkout/review/").context["form"]
    client.post("/checkout/review/", {"key": form.initial["key"], "seen": form.initial["seen"]})
    order = Order.objects.get()
    assert (order.seller, order.quote, order.total) == (sellers[1], chosen, Decimal(720))
    assert [Quote.objects.get(pk=quote.pk).state for quote in (rival, chosen)] == ["passed_over", "accepted"]

    run_jobs_now()
    told = Notice.objects.filter(subject_id=firms.owner_of(sellers[0].company).pk).values_list("letter", "path")
    assert sorted(told) == [
        ("inquiry_received", f"supply/inquiries/{inquiries[0].code}/1/"),
        ("quote_passed_over", f"supply/quotes/{rival.code}/"),
    ]
    for path in (f"/supply/quotes/{rival.code}/", f"/supply/inquiries/{inquiries[0].code}/"):
        seen = shown(desks[0].get(path).content)
        assert [word for word in ("Cheap Resins", chosen.code, "36.00", "720", order.code) if word in seen] == []
    assert "Another quote was chosen" in shown(desks[0].get(f"/supply/quotes/{rival.code}/").content)
    assert desks[0].get(f"/supply/quotes/{chosen.code}/").status_code == 404


def test_a_counter_offer_is_granted_on_the_page_of_the_quote(buyer: Any) -> None:
    """36 for 20 packs instead of 40: one press, a version at 36, which the buyer reads; nobody else presses it."""
    seller = firms.seller()
    client, desk = browser(buyer), browser(firms.owner_of(seller.company))
    inquiry = make_quote.wanted(seller, by=buyer.pk)[0]
    quote = make_quote.quote(inquiry, ladder=[(1, "40")])
    here = f"/supply/quotes/{quote.code}/"
    assert "Offer these terms" not in shown(desk.get(here).content)
    line = quote.lines.get()
    client.post(f"/quotes/{quote.code}/counter-offer/", {f"packs-{line.pk}": "20", f"price-{line.pk}": "36"})
    assert "lead time of 7 working days" in shown(desk.get(here).content)
    seen = [shown(who.get(path).content) for who, path in ((client, f"/quotes/{quote.code}/"), (desk, here))]
    assert ["You asked for other terms" in text for text in seen] == [True, False]
    assert ["The buyer pays besides" in text for text in seen] == [False, True]
    stranger = browser(firms.owner_of(firms.seller().company))
    assert [stranger.post(f"{here}grant/").status_code, client.post(f"{here}grant/").status_code] == [404, 403]
    assert Quote.objects.count() == 1
    answers = [desk.post(f"{here}grant/")["Location"] for _ in range(2)]
    made = Quote.objects.get(state="offered")
    assert (answers, Quote.objects.count()) == ([f"/supply/quotes/{made.code}/"] * 2, 2)
    mine = shown(client.get(f"/quotes/{made.code}/").content)
    assert ("CNY 36.00" in mine, "Order at these prices" in mine) == (True, True)
