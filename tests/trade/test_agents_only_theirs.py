"""F.22, as an attack: an agent who knows the number of what another agent follows up is told nothing."""

import pytest

from coatingcat.privacy.models import Opening
from coatingcat.trade.actions.assigning import assign, end_assignment
from coatingcat.trade.models import Assignment, Inquiry, Order, Seller
from coatingcat.trade.urls import urlpatterns
from tests.contracts.stage import without_tokens, written
from tests.trade import asking, firms
from tests.trade.conftest import browser
from tests.trade.test_assignments import sold_by

pytestmark = pytest.mark.django_db

NOBODYS = {"orders": "CC-00000-00000", "inquiries": "IQ-00000-00000"}
STEPS = {
    "orders": ("", "confirmation/", "refusal/", "deliveries/", "export/", "steps/", "messages/"),
    "inquiries": ("", "steps/", "messages/", "parcel/"),
}


NOUNS = [noun for noun in ("orders", "inquiries") if f"supply_{noun}" in {entry.name for entry in urlpatterns}]
"""Of what there is at the counter of sellers and agents."""


def answer(there, method: str, path: str) -> tuple[int, str]:
    told = getattr(there, method)(path, {"reason": "DELIVERY"} if method == "post" else {})
    return told.status_code, without_tokens(told.content.decode()).replace(path, "")


@pytest.mark.clause("F.22")
@pytest.mark.parametrize("noun", NOUNS)
def test_an_agent_opens_another_agents_order_and_is_refused(noun: str):
    seller = firms.seller()
    mine, others = firms.agent(seller), firms.agent(seller)
    made = [thing(noun, seller) for _ in range(2)]
    own, theirs = made
    assign(thing=own, agent=mine, by=None)
    assignment = assign(thing=theirs, agent=others, by=None)
    there = browser(firms.owner_of(mine.company))
    before, opened = written(), Opening.objects.count()
    for step in STEPS[noun]:
        for method in ("get", "post"):
            told = answer(there, method, f"/supply/{noun}/{theirs.code}/{step}")
            assert told == answer(there, method, f"/supply/{noun}/{NOBODYS[noun]}/{step}"), step
            assert told[0] in {404, 405}, step
    page = there.get(f"/supply/{noun}/").content.decode()
    assert (own.code in page, theirs.code in page) == (True, False)
    assert theirs.code not in there.get("/supply/queue/").content.decode()
    asked = there.get("/supply/queue/", {"code": theirs.code, "agent": others.pk}).content.decode()
    assert "Nothing waits here." in asked
    assert (written(), Opening.objects.count()) == (before, opened)
    assert there.get(f"/supply/{noun}/{own.code}/").status_code == 200
    end_assignment(assignment=Assignment.objects.get(agent=mine), by=None)
    assert there.get(f"/supply/{noun}/{own.code}/").status_code == 404
    assert browser(firms.owner_of(others.company)).get(f"/supply/{noun}/{theirs.code}/").status_code == 200
    assert assignment.ended_at is None


def thing(noun: str, seller: Seller) -> Order | Inquiry:
    return sold_by(seller) if noun == "orders" else asking.inquiry(seller)
