"""What people of one company see of each other's inquiries and quotes: what was asked and offered, not what was written."""

import pytest
from django.test import Client

from coatingcat.members.words import CompanyRole
from coatingcat.privacy.models import Opening
from coatingcat.trade.models import QuoteAnswer
from tests.members.people import force_in
from tests.trade import asking, firms, quoting

pytestmark = pytest.mark.django_db


def at(member) -> Client:
    return force_in(Client(headers={"accept-language": "en"}), member)


@pytest.fixture
def company():
    return firms.firm("Paint Ltd")


@pytest.fixture
def asked(company):
    """A quote for what the company's formulator asked for."""
    formulator = firms.join(company, CompanyRole.FORMULATOR)
    inquiry = quoting.wanted(firms.seller(), by=formulator.pk, company=company)[0]
    return quoting.quote(inquiry, note="Between us")


def test_a_colleague_sees_goods_and_prices_and_nothing_that_was_written(company, asked):
    client, inquiry = at(firms.join(company, CompanyRole.BUYER)), asked.inquiry
    asker = inquiry.buyer.member.public_name
    listed = client.get("/inquiries/").content.decode()
    assert (inquiry.code in listed, f"asked by {asker}" in listed) == (True, True)
    page = client.get(f"/inquiries/{inquiry.code}/").content.decode()
    assert inquiry.lines.get().name in page
    quoted = client.get(f"/quotes/{asked.code}/").content.decode()
    assert ("40.00" in quoted, "Between us" in quoted, "To the checkout" in quoted) == (True, False, False)
    for key in ("background", "yearly_demand", "application"):
        assert asking.TEXTS[key] not in page
    assert client.get(f"/quotes/{asked.code}.pdf")["Content-Type"] == "application/pdf"
    assert asked.code in client.get(f"/quotes/for/{inquiry.code}/").content.decode()
    acts = {f"/quotes/{asked.code}/{act}/" for act in ("order", "refusal", "counter-offer")}
    acts |= {f"/inquiries/{inquiry.code}/{act}/" for act in ("messages", "steps")}
    assert {client.post(act).status_code for act in acts} == {404}
    assert (Opening.objects.filter(label__startswith="trade.Inquiry").exists(), QuoteAnswer.objects.exists()) == (
        False,
        False,
    )


def test_who_asks_for_nobody_sees_nothing(company, asked):
    others = firms.firm("Other Ltd")
    for member in (firms.join(company, CompanyRole.VIEWER), firms.owner_of(others), firms.worker()):
        client = at(member)
        paths = (f"/inquiries/{asked.inquiry.code}/", f"/quotes/{asked.code}/", f"/quotes/{asked.code}.pdf")
        assert {client.get(path).status_code for path in paths} == {404}
        assert asked.inquiry.code not in client.get("/inquiries/").content.decode()
        assert asked.code not in client.get("/quotes/").content.decode()
