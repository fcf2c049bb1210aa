"""What buyer and seller write to each other about an order, with its photos, and who reads it."""

import io
import re

import pytest
from django.test import Client

from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.privacy.models import Opening
from coatingcat.trade.actions.admitting import admit_to_order
from coatingcat.trade.actions.assigning import assign
from coatingcat.trade.models import Order, OrderMessage, Return
from tests.members.people import force_in, full_member, picture
from tests.trade import factories as make
from tests.trade import firms

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return full_member()


@pytest.fixture
def selling(buyer):
    """A seller with an order of the buyer's, delivered."""
    seller = firms.seller()
    order = make.order(buyer.pk, make.offer(), quantity=3)
    Order.objects.filter(pk=order.pk).update(seller=seller)
    order = make.delivered(Order.objects.get(pk=order.pk))
    admit_to_order(order=order, recipient=seller.recipient, by=buyer.pk, about=order.pk)
    return seller, order


def at(member) -> Client:
    return force_in(Client(headers={"accept-language": "en"}), member)


def form_of(client, path):
    return re.search(r'name="submission" value="([^"]+)"', client.get(path).content.decode())[1]


def test_both_sides_write_with_files_and_are_told_once_a_day(buyer, selling):
    seller, order = selling
    mine, theirs = at(buyer), at(firms.owner_of(seller.company))
    here, there = f"/orders/{order.code}/", f"/supply/orders/{order.code}/"
    typed = {"text": "Skin on the drum", "submission": form_of(mine, here)}
    for _ in range(2):  # the same submission again
        answer = mine.post(f"{here}messages/", typed | {"file": io.BytesIO(picture())})
        assert (answer.status_code, answer["Location"]) == (302, here)
    refused = mine.post(f"{here}messages/", {"text": "", "submission": form_of(mine, here)})
    assert (refused.status_code, OrderMessage.objects.count()) == (422, 1)
    (message,) = OrderMessage.objects.all()

    masked = theirs.get(there).content.decode()
    assert ("Skin on the drum" in masked, f"files/{message.pk}/" in masked) == (False, True)
    assert "<img" not in theirs.get(f"{there}files/{message.pk}/").content.decode()
    assert "Skin on the drum" in theirs.post(there, {"reason": "RETURN"}).content.decode()
    assert theirs.post(f"{there}files/{message.pk}/", {"reason": "RETURN"})["Content-Type"] == "image/png"
    seen = Opening.objects.filter(label__startswith="trade.OrderMessage", about=order.code)
    assert set(seen.exclude(reason="").values_list("label", flat=True)) == {
        "trade.OrderMessage.text",
        "trade.OrderMessage.file",
    }

    answered = {"text": "Stir and filter it", "submission": form_of(theirs, f"{there}messages/")}
    assert theirs.post(f"{there}messages/", answered).status_code == 302
    page = mine.get(here).content.decode()
    assert "Stir and filter it" in page
    assert mine.get(f"{here}files/{message.pk}/")["Content-Type"] == "image/png"
    run_jobs_now()
    told = dict(Notice.objects.filter(letter="order_message").values_list("subject_id", "path"))
    assert set(told) == {buyer.pk, firms.owner_of(seller.company).pk}
    assert [
        mine.get(f"/{told[buyer.pk]}").status_code,
        theirs.get(f"/{told[firms.owner_of(seller.company).pk]}").status_code,
    ] == [200, 200]


def test_nobody_else_reads_or_writes(buyer, selling):
    _, order = selling
    mine = at(buyer)
    mine.post(
        f"/orders/{order.code}/messages/", {"text": "Ours", "submission": form_of(mine, f"/orders/{order.code}/")}
    )
    message = OrderMessage.objects.get()
    stranger, competitor = at(firms.worker()), at(firms.owner_of(firms.seller().company))
    for client, prefix in ((stranger, ""), (competitor, ""), (competitor, "/supply")):
        path = f"{prefix}/orders/{order.code}/"
        answers = {client.get(path).status_code, client.get(f"{path}files/{message.pk}/").status_code}
        assert answers | {client.post(f"{path}messages/", {"text": "x"}).status_code} == {404}
    assert OrderMessage.objects.count() == 1


def test_a_claim_carries_a_photo_into_the_conversation_and_a_later_agent_reads_both(buyer, selling):
    seller, order = selling
    mine, path = at(buyer), f"/orders/{order.code}/returns/"
    asked = {"sort": "CLAIM", "why": "QUALITY", "note": "Lumps", f"quantity_{order.lines.get().pk}": "1"}
    asked |= {"submission": form_of(mine, path), "photo": io.BytesIO(picture())}
    assert mine.post(path, asked).status_code == 302
    claim, message = Return.objects.get(), OrderMessage.objects.get()
    assert f"/orders/{order.code}/#talk" in mine.get(f"{path}{claim.code}/").content.decode()
    assert mine.get(f"/orders/{order.code}/files/{message.pk}/")["Content-Type"] == "image/png"

    agent = firms.agent(seller)
    assign(thing=Order.objects.get(pk=order.pk), agent=agent, by=None)
    follows = at(firms.owner_of(agent.company))
    claimed = follows.post(f"/supply{path}{claim.code}/", {"reason": "RETURN"}).content.decode()
    assert "Lumps" in claimed
    assert follows.post(f"/supply/orders/{order.code}/files/{message.pk}/", {"reason": "RETURN"})["Content-Type"] == (
        "image/png"
    )
