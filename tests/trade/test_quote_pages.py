"""The pages of quotes, of both sides."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import today
from coatingcat.ground.ids import new_id
from coatingcat.members.words import CompanyRole
from coatingcat.trade.models import InstantPolicy, Quote
from coatingcat.trade.words import Incoterm
from tests.trade import firms
from tests.trade import quoting as make_quote
from tests.trade.conftest import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client: Client, member: Any) -> Any:
    return member


def written(**changes: Any) -> dict[str, Any]:
    """What a seller's page would send for a quote of one line."""
    return {
        "submission": new_id(),
        "incoterm": "DAP",
        "place": "Shanghai",
        "currency": "CNY",
        "freight": "",
        "lead_days": "7",
        "payment": "NET_30",
        "valid_until": today() + timedelta(days=10),
        "note": "sea freight rises in March",
        "size-1": "25",
        "unit-1": "kg",
        "packs-1": "10",
        "ladder-1": "1 40\n10 38.50",
        "offer": "1",
        **changes,
    }


def test_a_seller_writes_a_quote_and_the_buyer_reads_it(client: Client, buyer: Any) -> None:
    seller = firms.seller()
    inquiry = make_quote.wanted(seller, by=buyer.pk)[0]
    desk = browser(firms.owner_of(seller.company))
    page = desk.get(f"/supply/quotes/for/{inquiry.code}/")
    assert page.status_code == 200
    answer = desk.post(f"/supply/quotes/for/{inquiry.code}/", written())
    quote = Quote.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/supply/quotes/{quote.code}/")
    at_desk = desk.get(f"/supply/quotes/{quote.code}/").content.decode()
    assert "sea freight" not in at_desk  # masked until a reason is given
    shown = desk.post(f"/supply/quotes/{quote.code}/", {"reason": "INQUIRY"}).content.decode()
    assert "sea freight rises in March" in shown
    mine = client.get(f"/quotes/{quote.code}/").content.decode()
    assert "sea freight rises in March" in mine
    assert "CNY 38.50" in mine.replace("\xa0", " ")
    assert quote.code in client.get("/quotes/").content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ladder-1": "10 x"}, "Line 1"),
        ({"ladder-1": "1 40\n10 41"}, "Line 2: a larger quantity"),
        ({"valid_until": "2020-01-01"}, "Choose a day from today on"),
        ({"incoterm": "XXX"}, "XXX"),
    ],
)
def test_what_is_wrong_with_a_quote_is_said_by_its_line(change: dict[str, str], said: str) -> None:
    seller = firms.seller()
    inquiry = make_quote.wanted(seller)[0]
    answer = browser(firms.owner_of(seller.company)).post(f"/supply/quotes/for/{inquiry.code}/", written(**change))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Quote.objects.exists()


def test_nobody_else_reads_or_answers_a_quote(client: Client) -> None:
    seller, other = firms.seller(), firms.seller()
    quote = make_quote.quote(make_quote.wanted(seller)[0])
    stranger = browser(firms.owner_of(other.company))
    assert [
        client.get(f"/quotes/{quote.code}/").status_code,
        client.post(f"/quotes/{quote.code}/refusal/", {"why": "PRICE"}).status_code,
        client.get(f"/quotes/for/{quote.inquiry.code}/").status_code,
        stranger.get(f"/supply/quotes/{quote.code}/").status_code,
        stranger.post(f"/supply/quotes/{quote.code}/withdrawal/").status_code,
        stranger.get(f"/supply/quotes/for/{quote.inquiry.code}/").status_code,
    ] == [404] * 6
    assert Quote.objects.get().state == "offered"


def test_who_only_looks_on_changes_nothing() -> None:
    seller = firms.seller()
    quote = make_quote.draft(make_quote.wanted(seller)[0])
    viewer = browser(firms.join(seller.company, CompanyRole.VIEWER))
    assert viewer.post(f"/supply/quotes/{quote.code}/offering/").status_code == 403
    assert Quote.objects.get().state == "draft"


def test_a_draft_is_hidden_from_the_buyer_until_it_is_offered(client: Client, buyer: Any) -> None:
    seller = firms.seller()
    quote = make_quote.draft(make_quote.wanted(seller, by=buyer.pk)[0])
    assert client.get(f"/quotes/{quote.code}/").status_code == 404
    desk = browser(firms.owner_of(seller.company))
    desk.post(f"/supply/quotes/{quote.code}/offering/")
    assert client.get(f"/quotes/{quote.code}/").status_code == 200
    desk.post(f"/supply/quotes/{quote.code}/withdrawal/")
    assert "Withdrawn" in client.get(f"/quotes/{quote.code}/").content.decode()


def test_a_buyer_declines_with_a_reason_or_asks_for_other_terms(client: Client, buyer: Any) -> None:
    quote = make_quote.quote(make_quote.wanted(by=buyer.pk)[0])
    line = quote.lines.get()
    assert client.post(f"/quotes/{quote.code}/refusal/", {"why": ""}).status_code == 422
    nothing = {f"packs-{line.pk}": "10", f"price-{line.pk}": ""}
    assert client.post(f"/quotes/{quote.code}/counter-offer/", nothing).status_code == 422
    client.post(f"/quotes/{quote.code}/counter-offer/", {f"packs-{line.pk}": "20", f"price-{line.pk}": "36"})
    assert Quote.objects.get().state == "countered"
    other = make_quote.quote(make_quote.wanted(by=buyer.pk)[0])
    client.post(f"/quotes/{other.code}/refusal/", {"why": "LEAD_TIME", "remark": "too late"})
    assert Quote.objects.get(pk=other.pk).state == "declined"


def test_quotes_stand_side_by_side_with_what_differs_first(client: Client, buyer: Any) -> None:
    """250 kg: 10 packs at 38.50 are 385 at the door; EXW at 35.00 needs the freight, and says so."""
    near, far = firms.seller(), firms.seller()
    one, two = make_quote.wanted(near, far, by=buyer.pk)
    make_quote.quote(one, incoterm=Incoterm.DDP)
    make_quote.quote(two, incoterm=Incoterm.EXW, ladder=[(1, "35")])
    page = client.get(f"/quotes/for/{one.code}/").content.decode().replace("\xa0", " ")
    assert "2 of 2 suppliers" in page
    assert "CNY 1.54" in page  # 385 / 250
    assert "cannot compute: the freight that is yours, the rate of insurance" in page
    assert "lowest landed cost" not in page
    known = "freight=20&insurance=0&domestic=on&film=60&solids=50&density=1.25"
    page = client.get(f"/quotes/for/{one.code}/?{known}").content.decode().replace("\xa0", " ")
    assert "CNY 1.48" in page  # 370 / 250
    assert "CNY 0.222" in page  # × 0.15 kg/m²
    assert page.index("lowest landed cost") > page.index("CNY 1.54")
    assert page.index("What differs") < page.index("What is the same")


def test_the_comparison_asks_as_much_for_three_quotes_as_for_one(client: Client, buyer: Any) -> None:
    few = make_quote.wanted(firms.seller(), by=buyer.pk)
    many = make_quote.wanted(*(firms.seller() for _ in range(3)), by=buyer.pk)
    for inquiry in (*few, *many):
        make_quote.quote(inquiry)
    client.get(f"/quotes/for/{few[0].code}/")

    counts = []
    for inquiry in (few[0], many[0]):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/quotes/for/{inquiry.code}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_three_questions_lead_to_a_rule(guest: Client) -> None:
    assert guest.get("/incoterms/").status_code == 200
    page = guest.get("/incoterms/?mode=SHIP&reach=TERMINAL&rest=SELLER").content.decode()
    assert '<h2 id="rule">CIF</h2>' in page


def test_a_seller_sets_rules_for_prices_at_once() -> None:
    seller, other = firms.seller(), firms.seller()
    desk = browser(firms.owner_of(seller.company))
    form = {
        "name": "Small packs",
        "is_on": "on",
        "countries": "cn, DE",
        "least_kg": "500",
        "min_packs": "4",
        "discount": "5",
        "incoterm": "DAP",
        "place": "Shanghai",
        "payment": "ADVANCE",
        "lead_days": "3",
        "valid_days": "7",
    }
    assert desk.post("/supply/instant-prices/new/", form | {"countries": "China"}).status_code == 422
    assert desk.post("/supply/instant-prices/new/", form).status_code == 302
    policy = InstantPolicy.objects.get()
    assert (policy.seller, policy.countries, policy.discount) == (seller, ["CN", "DE"], Decimal(5))
    assert "Small packs" in desk.get("/supply/instant-prices/").content.decode()
    address = f"/supply/instant-prices/{policy.pk}/"
    assert browser(firms.owner_of(other.company)).get(address).status_code == 404
    desk.post(address, {**form, "is_on": ""})
    assert not InstantPolicy.objects.get().is_on


def test_an_agent_sets_no_rules() -> None:
    seller = firms.seller()
    agent = firms.agent(seller)
    answer = browser(firms.owner_of(agent.company)).get("/supply/instant-prices/")
    assert answer.status_code == 403
