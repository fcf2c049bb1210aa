"""People without an account see what is held about them: by a link to their own address, or by their cookies."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.actions import take_back_links
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Case, Erasure, HeldLink
from coatingcat.privacy.words import Purpose, keeping
from coatingcat.trade.models import Cart
from tests.members.people import force_in, full_member, person
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


def link_in(letter: str) -> str:
    """The path of the link in the latest letter of this name."""
    dispatch = Dispatch.objects.filter(template=letter).latest("created_at")
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        return re.search(r"/held/[\w-]+/", dispatch.body.open())[0]  # type: ignore[index]


@pytest.fixture
def order():
    order = make.order(full_member().pk, make.offer())
    run_jobs_now()
    return order


def test_the_consignee_sees_everything_gets_a_copy_and_nobody_elses(order):
    path, browser = link_in("consignee_notice"), Client(headers={"accept-language": "en"})
    page = browser.get(path)
    text = page.content.decode()
    for value in (make.CONSIGNEE["name"], make.CONSIGNEE["email"], make.CONSIGNEE["address"], "ECL 31"):
        assert (value, value in text) == (value, True)
    assert "林文" not in text
    assert page["Cache-Control"].count("no-store") == 1
    assert page["X-Robots-Tag"] == "noindex"
    asked = browser.post(path + "export/")
    assert asked.status_code == 302
    run_jobs_now()
    archive = browser.get(asked.url + "archive/")
    assert (archive.status_code, archive["Content-Type"]) == (200, "application/zip")
    assert b"".join(archive.streaming_content)[:2] == b"PK"


def test_the_token_stands_in_the_letter_alone(order):
    token = link_in("consignee_notice").split("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
        assert token not in (cursor.fetchone()[0] or "")
    assert all(token.encode() not in bytes(link.token_digest) for link in HeldLink.objects.all())


def test_an_address_is_answered_the_same_whether_anything_is_held_or_not(order):
    before = Dispatch.objects.count()
    answers = [Client().post("/held/", {"email": e}) for e in (make.CONSIGNEE["email"], "nobody@example.cn")]
    assert [a.status_code for a in answers] == [200, 200]
    assert len({re.sub(r'value="\w+"', "", a.content.decode()) for a in answers}) == 1
    run_jobs_now()
    assert Dispatch.objects.count() == before + 1
    assert Client().get(link_in("held_link")).status_code == 200


def test_asking_too_often_is_refused_and_sends_nothing(order):
    for _ in range(3):
        assert Client().post("/held/", {"email": make.CONSIGNEE["email"]}).status_code == 200
    refused = Client().post("/held/", {"email": make.CONSIGNEE["email"]})
    assert refused.status_code == 429
    run_jobs_now()
    assert Dispatch.objects.filter(template="held_link").count() == 3


def test_a_link_that_is_wrong_old_or_taken_back_opens_nothing(order):
    path = link_in("consignee_notice")
    assert Client().get("/held/" + "x" * 43 + "/").status_code == 404
    with frozen(now() + keeping.HELD_LINK.for_ + timedelta(days=1)):
        assert Client().get(path).status_code == 404
    assert Client().get(path).status_code == 200
    take_back_links(subject_id=order.consignee.subject_id)
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("typed", ["", "no address", "a@b@c", "x\x00@example.cn"])
def test_what_is_no_address_is_told_so(typed):
    answer = Client().post("/held/", {"email": typed})
    assert answer.status_code == 422


def test_a_visitor_sees_copies_and_deletes_what_lies_under_the_cookie():
    browser, offer = Client(headers={"accept-language": "en"}), make.offer()
    assert "Nothing." in browser.get("/privacy/my-cookies/").content.decode()
    make.put_in(browser, offer)
    text = browser.get("/privacy/my-cookies/").content.decode()
    assert (offer.product.name in text, "cc_cart" in text) == (True, True)
    copy = json.loads(browser.get("/privacy/my-cookies/copy/").content)
    assert copy["kept"][0]["lines"][0]["what"] == offer.product.name
    other = Client()
    make.put_in(other, make.offer())
    assert Cart.objects.count() == 2
    assert browser.post("/privacy/my-cookies/deletion/").status_code == 302
    assert (Cart.objects.count(), browser.cookies["cc_cart"].value) == (1, "")
    assert other.get("/privacy/my-cookies/").content.decode().count("cc_cart") >= 1


@pytest.mark.parametrize("kind", ["correction", "deletion", "profiling"])
def test_by_the_link_a_right_is_used_and_nothing_more_is_asked_for(order, kind):
    path, browser = link_in("consignee_notice"), Client(headers={"accept-language": "en"})
    assert f"{path}requests/" in browser.get(path).content.decode()
    form = browser.get(f"{path}requests/?kind={kind}").content.decode()
    assert 'name="email"' not in form
    typed = {"once": re.search(r'name="once" value="([^"]+)"', form)[1], "kind": kind, "text": "My name is misspelt."}
    answers = [browser.post(f"{path}requests/", typed) for _ in range(2)]
    assert len({answer.url for answer in answers}) == 1
    case = Case.objects.get()
    assert (case.kind, case.subject_id, case.about_id) == (
        kind, order.consignee.subject_id, order.consignee.subject_id,
    )  # fmt: skip
    page = browser.get(answers[0].url).content.decode()
    assert "My name is misspelt." in page
    assert "Is this your request?" not in page
    assert "My name is misspelt." not in browser.get(f"{path}requests/").content.decode()
    assert case.code in browser.get(f"{path}requests/").content.decode()
    officer = force_in(Client(headers={"accept-language": "en"}), person("o@company.cn", roles="PRIVACY_OFFICER"))
    desk = officer.get(f"/desk/cases/{case.code}/").content.decode()
    assert "shown by the link" in desk
    run_jobs_now()
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        assert answers[0].url in Dispatch.objects.get(template="case_opened").body.open()
    if kind == "deletion":
        assert officer.post(f"/desk/cases/{case.code}/acts/", {"act": "cancel"}).status_code == 302
        assert Erasure.objects.get().subject_id == order.consignee.subject_id


def test_by_the_link_what_is_incomplete_is_kept_on_the_page_and_opens_nothing(order):
    path, browser = link_in("consignee_notice"), Client(headers={"accept-language": "en"})
    answer = browser.post(f"{path}requests/", {"kind": "guardian", "text": "typed text", "once": str(order.pk)})
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert "typed text" in answer.content.decode()
    assert Client().post("/held/" + "x" * 43 + "/requests/", {"kind": "question", "text": "x"}).status_code == 404
