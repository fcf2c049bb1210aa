"""The pages by which people leave, walked as they are (V.3)."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import frozen
from coatingcat.ground.jobs import later, run_jobs_now
from coatingcat.members.models import Member
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.access import CONFIRMED
from coatingcat.privacy.actions import record_consent
from coatingcat.privacy.actions.erasures import request_erasure
from coatingcat.privacy.models import Erasure, Subject
from coatingcat.privacy.queries import standing_consents
from coatingcat.privacy.receipts import is_ours
from coatingcat.privacy.words import Act, ErasureWay, Purpose
from tests.members.people import PASSWORD, full_member, opened, person, signed_in
from tests.trade import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def english(member) -> Client:
    browser = signed_in(member)
    browser.headers = {"accept-language": "en"}
    return browser


def page(browser: Client, path: str = "/me/cancellation/") -> str:
    answer = browser.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_member_leaves_by_one_button_after_a_fresh_sign_in():
    with frozen(DAY):
        member = full_member()
        make.order(member.pk, make.offer())
        browser = signed_in(member)
        shown = page(browser)
        assert "cannot be recovered" in shown
        assert shown.index("Take a copy of my data first") < shown.index("Cancel my account")
        assert "2026-03-23" in shown
        assert "2026-04-14" in shown
        assert "ECL 31" in shown
        answer = browser.post("/me/cancellation/")
        assert (answer.status_code, answer["Location"]) == (302, "/me/cancellation/")
        erasure = Erasure.objects.get()
        assert (erasure.subject_id, erasure.by, erasure.way) == (member.pk, member.pk, "SELF_SERVICE")
        code = re.search(r"/receipts/([0-9A-Z-]+)/", page(browser))[1]
        assert "can still be withdrawn" in page(Client(), f"/receipts/{code}/")
    with frozen(DAY + timedelta(days=1, minutes=1)):
        run_jobs_now()
        assert browser.get("/me/").status_code == 302
        shown = page(Client(), f"/receipts/{code}/")
        assert "Erased and proven" in shown
        file = json.loads(Client().get(f"/receipts/{code}/file/").content)
        assert is_ours(file["receipt"], bytes.fromhex(file["signature"]))
        assert file["receipt"]["holds"][0]["until"] is None
        answer = Client().post("/sign-in/", {"contact": "lin.wen@example.cn", "password": PASSWORD})
        assert answer.status_code == 422
    assert Member.objects.count() == 0


def test_without_a_fresh_sign_in_the_password_is_asked_for_and_nothing_more():
    member = person()
    browser = signed_in(member)
    session = browser.session
    session[CONFIRMED] = 0
    session.save()
    assert "Cancel my account" not in page(browser)
    answer = browser.post("/me/cancellation/")
    assert answer["Location"] == "/me/security/confirmation/?next=/me/cancellation/"
    assert Erasure.objects.count() == 0
    form = page(browser, answer["Location"])
    asked = re.findall(r'<input type="(\w+)" name="(\w+)"', form.partition("<main")[2])
    assert [one for one in asked if one[0] != "hidden"] == [("password", "password")]
    answer = browser.post("/me/security/confirmation/", {"password": PASSWORD, "next": "/me/cancellation/"})
    assert answer["Location"] == "/me/cancellation/"
    browser.post("/me/cancellation/")
    assert Erasure.objects.count() == 1


def test_a_member_changes_their_mind():
    member = person()
    browser = signed_in(member)
    browser.post("/me/cancellation/")
    assert "going to be erased" in page(browser, "/me/")
    browser.post("/me/cancellation/withdrawal/")
    assert Subject.objects.get(pk=member.pk).restricted_at is None
    assert "going to be erased" not in page(browser, "/me/")
    assert "Cancel my account" in page(browser)
    run_jobs_now()
    assert Dispatch.objects.filter(template="erasure_withdrawn").count() == 1


def test_a_restricted_member_still_signs_in_and_sees_everything():
    member = full_member()
    request_erasure(subject_id=member.pk, by=None, way=ErasureWay.DESK)
    run_jobs_now()
    browser = signed_in(member)
    assert "林文" in page(browser, "/me/data/")
    letter = Dispatch.objects.get(template="erasure_requested")
    assert "/receipts/" in opened(letter, "body")


@pytest.mark.clause("V.3-2")
def test_with_the_request_news_stops_at_once_and_the_day_is_shown():
    with frozen(DAY):
        member = full_member()
        say = {"subject_id": member.pk, "words": "…", "policy_version": "1", "act": Act.GIVEN}
        record_consent(purpose=Purpose.PRODUCT_NEWS, **say)
        later("outreach.tell", letter="new_sign_in", subject_id=member.pk)
        waiting = Dispatch.objects.create(
            subject_id=member.pk, channel="email", template="news", language="en", dedupe="n",
            address=_clear("a@b.example"), title=_clear("t"), body=_clear("b"),
        )  # fmt: skip
        browser = signed_in(member)
        browser.post("/me/cancellation/")
        assert not Dispatch.objects.filter(pk=waiting.pk).exists()
        assert standing_consents(member.pk) == frozenset()
        assert '<time datetime="2026-04-14">2026-04-14</time>' in page(browser)


def _clear(text):
    from coatingcat.privacy.sealed import Clear

    return Clear(text)


def test_a_code_nobody_has_opens_nothing():
    assert Client().get("/receipts/00000-00000-00000-00000/").status_code == 404
    assert Client().get("/receipts/00000-00000-00000-00000/file/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_one_has(number, django_assert_num_queries):
    member = person()
    browser = signed_in(member)
    for _ in range(number):
        signed_in(member, browser)
        make.put(member.pk, make.offer())
    browser.get("/me/cancellation/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/me/cancellation/")
    assert len(asked) <= 14
