"""Webhooks: written with what happens, told in order, signed, tried for three days, and given up or told again."""

import base64
import hmac
import json
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.ground.outbound import _is_public, may_be_sent_to, post
from coatingcat.members.models import Company, Position
from coatingcat.members.scopes import Scope
from coatingcat.members.words import CompanyRole
from coatingcat.outreach.actions import webhooks as told
from coatingcat.outreach.actions.webhooks import outbox, telling
from coatingcat.outreach.models import Notice, WebhookAttempt, WebhookEndpoint, WebhookEvent
from coatingcat.outreach.words import Telling, WebhookState
from coatingcat.trade.actions import confirm_order
from coatingcat.trade.models import Assignment, Order
from tests.members.machines import Program, key_for
from tests.members.people import force_in
from tests.outreach.receiver import dripping, receiving
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.asking import inquiries


@pytest.fixture
def company(db: None) -> Company:
    return firms.firm("Buyer")


def order_of(company: Company) -> Order:
    order = make.order(firms.owner_of(company).pk)
    Order.objects.filter(pk=order.pk).update(company=company)
    order.refresh_from_db()
    return order


def told_of(order: Order, *types: str) -> None:
    for type_ in types:
        told.note_order(order_id=order.pk, type_=type_, at=now())


def types(there) -> list[str]:
    return [json.loads(body)["type"] for _, body in there.got]


def test_what_is_told_is_signed_and_names_nobody(company):
    order = order_of(company)
    with receiving() as there:
        endpoint = told.add_endpoint(company=company, url=there.url, types=[])
        told_of(order, "order.confirmed")
        run_jobs_now()
    ((headers, body),) = there.got
    event = WebhookEvent.objects.get()
    assert json.loads(body) == {
        "type": "order.confirmed",
        "timestamp": event.at.isoformat(),
        "data": {"code": order.code},
    }
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(told.secret_of(endpoint).removeprefix("whsec_"))
    mac = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"
    assert (headers["webhook-id"], headers["webhook-attempt"]) == (f"evt_{event.id.hex}", "1")
    assert (event.as_telling, WebhookAttempt.objects.get().status) == (Telling.DELIVERED, 204)


def test_the_action_itself_writes_the_event_or_neither_stands(company):
    order = order_of(company)
    told.add_endpoint(company=company, url="https://erp.example/hooks", types=["order.confirmed"])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        confirm_order(order=order)
        raise ZeroDivisionError
    assert WebhookEvent.objects.count() == 0
    order.refresh_from_db()
    confirm_order(order=order)
    assert [event.type for event in WebhookEvent.objects.all()] == ["order.confirmed"]


def test_only_those_concerned_are_told(company, monkeypatch):
    selling = firms.seller()
    other = firms.firm("Other")
    order = order_of(company)
    for one in (company, selling.company, other):
        told.add_endpoint(company=one, url="https://erp.example/hooks", types=[])
    told_of(order, "order.placed")
    assert {event.endpoint.company for event in WebhookEvent.objects.all()} == {company}
    Order.objects.filter(pk=order.pk).update(seller=selling)
    monkeypatch.setattr(outbox, "was_placed", lambda _: False)  # it waits for approval
    told_of(order, "order.placed")
    assert WebhookEvent.objects.filter(endpoint__company=selling.company).count() == 0
    monkeypatch.undo()
    told_of(order, "order.placed")
    assert WebhookEvent.objects.filter(endpoint__company=selling.company).count() == 1
    assert WebhookEvent.objects.filter(endpoint__company=other).count() == 0


def test_the_events_of_an_order_are_told_in_order_and_wait_for_each_other(company):
    first, second = order_of(company), order_of(company)
    with receiving(500, 204) as there:
        told.add_endpoint(company=company, url=there.url, types=[])
        told_of(first, "order.placed", "order.confirmed")
        told_of(second, "order.placed")
        run_jobs_now()
        codes = [json.loads(body)["data"]["code"] for _, body in there.got]
        assert codes == [first.code, second.code]  # the second order does not wait for the first
        with time_machine.travel(now() + timedelta(seconds=6)):
            run_jobs_now()
        assert types(there) == ["order.placed", "order.placed", "order.placed", "order.confirmed"]
        repeat = there.got[2][0]
        assert (repeat["webhook-id"], repeat["webhook-attempt"]) == (there.got[0][0]["webhook-id"], "2")


def test_it_is_tried_for_three_days_and_then_given_up(company):
    order = order_of(company)
    with receiving(*[503] * 10) as there:
        told.add_endpoint(company=company, url=there.url, types=[])
        told_of(order, "order.placed", "order.confirmed")
        moment = now()
        run_jobs_now()
        for pause in telling.PAUSES:
            moment += pause + timedelta(seconds=1)
            with time_machine.travel(moment):
                run_jobs_now()
        assert types(there) == ["order.placed"] * 10 + ["order.confirmed"]
    events = WebhookEvent.objects.order_by("number")
    assert [event.as_telling for event in events] == [Telling.GIVEN_UP, Telling.DELIVERED]
    assert timedelta(days=3) < sum(telling.PAUSES, timedelta()) < timedelta(days=3, hours=6)
    assert WebhookEndpoint.objects.get().failing_since is None


def test_a_server_that_says_it_is_gone_is_told_no_longer_and_its_owners_are_told_that(company):
    order = order_of(company)
    with receiving(410) as there:
        endpoint = told.add_endpoint(company=company, url=there.url, types=[])
        told_of(order, "order.placed", "order.confirmed")
        run_jobs_now()
        with time_machine.travel(now() + timedelta(minutes=1)):
            run_jobs_now()
        assert len(there.got) == 1
    endpoint.refresh_from_db()
    assert endpoint.as_state is WebhookState.DISABLED
    assert [n.letter for n in Notice.objects.filter(subject=firms.owner_of(company).pk)] == ["webhook_disabled"]
    told_of(order, "order.shipped")
    assert WebhookEvent.objects.filter(telling=Telling.WAITING.name).count() == 0


def test_a_worker_killed_while_sending_leaves_a_repeat_that_says_so(company):
    order = order_of(company)
    with receiving() as there:
        endpoint = told.add_endpoint(company=company, url=there.url, types=[])
        told_of(order, "order.placed")
        event = telling._claimed(endpoint.pk, order.code)
        assert event is not None
        telling._send(event)  # and here it is killed
        assert told.deliver(endpoint_id=endpoint.pk, code=order.code) == 0
        with time_machine.travel(now() + timedelta(minutes=4)):
            assert told.resume_stalled() == 1
            run_jobs_now()
        assert [headers["webhook-attempt"] for headers, _ in there.got] == ["1", "2"]
        assert len({headers["webhook-id"] for headers, _ in there.got}) == 1


def test_a_new_secret_signs_beside_the_old_one_for_a_day(company):
    order = order_of(company)
    with receiving() as there:
        endpoint = told.add_endpoint(company=company, url=there.url, types=[])
        before = told.secret_of(endpoint)
        told.rotate_secret(endpoint=endpoint)
        assert told.secret_of(endpoint) != before == told.secret_of(endpoint, before=True)
        told_of(order, "order.placed")
        run_jobs_now()
        with time_machine.travel(now() + timedelta(hours=25)):
            told_of(order, "order.confirmed")
            run_jobs_now()
    assert [len(headers["webhook-signature"].split()) for headers, _ in there.got] == [2, 1]


def test_an_answer_that_points_elsewhere_is_not_followed(company):
    with receiving(302) as there:
        assert post(there.url, b"{}", {}) == 302
    assert len(there.got) == 1


def test_nothing_is_sent_into_the_network_we_stand_in(monkeypatch):
    monkeypatch.setattr(
        "coatingcat.ground.outbound.socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.7", 443))]
    )
    monkeypatch.setattr("coatingcat.ground.outbound._connection", lambda *_: pytest.fail("it was connected to"))
    assert post("https://inside.example/", b"", {}) == 0
    inside = [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.0.1",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "0.0.0.0",
    ]
    assert [text for text in inside if _is_public(text)] == []
    assert _is_public("93.184.216.34")
    wrong = [
        "http://erp.example/",
        "ftp://erp.example/",
        "https://a:b@erp.example/",
        "https://:443/",
        "https://erp.example:0/",
        "https://[",
        "//x",
    ]
    assert [url for url in wrong if may_be_sent_to(url)] == []


def test_a_server_that_answers_letter_by_letter_holds_nobody_up():
    with dripping(b"HTTP/1.1" + b" " * 200 + b"204 \r\n\r\n") as url:
        assert post(url, b"{}", {}, seconds=0.2) == 0


def test_the_program_of_who_owns_the_company_no_longer_sets_up_no_server(company):
    owner = firms.owner_of(company)
    program = Program(key_for(owner, Scope.WEBHOOKS_MANAGE))
    body = {"url": "https://erp.example/hooks"}
    assert program("post", "webhooks", body).status_code == 201
    Position.objects.filter(member=owner).update(role=CompanyRole.BUYER.name)
    hook = f"webhooks/{WebhookEndpoint.objects.get().pk}"
    answers = [program("get", "webhooks"), program("get", hook), program("post", f"{hook}/secret")]
    answers.append(program("post", "webhooks", {"url": "https://mine.example/hooks"}))
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "not-allowed")] * 4
    assert WebhookEndpoint.objects.get().generation == 1


def test_the_agent_that_follows_an_inquiry_up_is_told_of_it_until_it_ends(company):
    selling = firms.seller()
    agents = [firms.agent(selling), firms.agent(selling)]
    for agent in agents:
        told.add_endpoint(company=agent.company, url="https://erp.example/hooks", types=[])
    inquiry = inquiries(selling, company=company)[0]
    following = Assignment.objects.create(agent=agents[0], inquiry=inquiry)
    WebhookEvent.objects.all().delete()
    told.note_inquiry(inquiry_id=inquiry.pk, type_="inquiry.quoted", at=now())
    assert [event.endpoint.company for event in WebhookEvent.objects.all()] == [agents[0].company]
    Assignment.objects.filter(pk=following.pk).update(ended_at=now())
    told.note_inquiry(inquiry_id=inquiry.pk, type_="inquiry.closed", at=now())
    assert WebhookEvent.objects.count() == 1


def test_what_servers_answered_is_only_ever_added_to(company):
    WebhookAttempt.objects.create(event=order_of(company).pk, attempt=1, status=200, milliseconds=3)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE outreach_webhookattempt SET status = 500")
    with time_machine.travel(now() + timedelta(days=31)):
        telling.forget_old_events()
    assert WebhookAttempt.objects.count() == 0


def test_a_server_is_entered_tried_and_taken_away_by_its_page(company):
    client = force_in(Client(headers={"accept-language": "en"}), firms.owner_of(company))
    assert client.post("/me/company/webhooks/", {"url": "http://erp.example"}).status_code == 422
    assert WebhookEndpoint.objects.count() == 0
    with receiving() as there:
        made = client.post("/me/company/webhooks/", {"url": there.url, "types": ["order.placed"]})
        page = made["Location"]
        client.post(page, {"act": "test"})
        run_jobs_now()
        assert types(there) == ["test"]
        event = WebhookEvent.objects.get()
        client.post(f"{page}events/{event.id}/replay/")
        run_jobs_now()
        assert len(there.got) == 2
    assert "HTTP 204" in client.get(page).content.decode()
    assert "whsec_" not in client.get(page).content.decode()
    stranger = force_in(Client(), firms.owner_of(firms.firm("Other")))
    assert [stranger.get(page).status_code, stranger.post(page, {"act": "end"}).status_code] == [404, 404]
    client.post(page, {"act": "end"})
    assert client.get(page).status_code == 404
