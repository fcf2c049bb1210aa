import datetime
import re

import pyotp
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import BrowserSession, Code, Member, RecoveryCode, SignIn, TotpDevice
from coatingcat.members.sessions import MemberOfSession, SessionStore
from coatingcat.members.words import Use
from coatingcat.privacy.models import Subject
from tests.members.people import ADDRESS, MOBILE, PASSWORD, opened, person, sent_code, signed_in

pytestmark = pytest.mark.django_db
RIGHT = {"contact": ADDRESS, "password": PASSWORD}
WRONG = {"contact": ADDRESS, "password": "not this one at all"}
UNKNOWN = {"contact": "nobody@example.cn", "password": PASSWORD}


@pytest.mark.clause("F.1")
@pytest.mark.parametrize("typed", [ADDRESS, ADDRESS.upper(), "13800138000", "+86 138-0013-8000"])
def test_by_email_or_mobile_and_password(client: Client, typed: str) -> None:
    member = person(mobile=MOBILE)
    answer = client.post("/sign-in/", {"contact": typed, "password": PASSWORD})
    assert answer.url == "/me/"
    assert [(s.member_id, s.way) for s in SignIn.objects.all()] == [(member.pk, "PASSWORD")]
    member.refresh_from_db()
    assert member.last_login is not None


def test_a_wrong_password_and_an_unknown_address_answer_alike(client: Client) -> None:
    person()
    pages, queries = [], []
    for form in (WRONG, UNKNOWN):
        with CaptureQueriesContext(connection) as seen:
            answer = Client().post("/sign-in/", form)
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        pages.append((answer.status_code, page.replace(form["contact"], "")))
        queries.append([q["sql"].split(" ")[:3] for q in seen.captured_queries])
    assert pages[0] == pages[1]
    assert "do not match" in pages[0][1] or "不匹配" in pages[0][1]
    assert queries[0] == queries[1]
    assert (SignIn.objects.count(), BrowserSession.objects.count()) == (0, 0)


def test_an_unknown_address_costs_one_hashing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from coatingcat.members.passwords import Argon2id

    hashed = []
    encode = Argon2id.encode
    monkeypatch.setattr(Argon2id, "encode", lambda self, *a: hashed.append(1) or encode(self, *a))
    client.post("/sign-in/", UNKNOWN)
    assert hashed == [1]


@pytest.mark.parametrize("known", [True, False])
def test_ten_tries_in_a_quarter_of_an_hour_for_an_account_known_or_not(known: bool) -> None:
    if known:
        person()
    answers = [Client().post("/sign-in/", WRONG) for _ in range(11)]
    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 90
    assert ADDRESS in answers[-1].content.decode()
    assert Client().post("/sign-in/", RIGHT).status_code == 429
    assert SignIn.objects.count() == 0
    with frozen(now() + datetime.timedelta(minutes=16)):
        assert Client().post("/sign-in/", RIGHT).status_code == (302 if known else 422)


def test_sixty_tries_for_a_client_whatever_the_account() -> None:
    from coatingcat.members.access import waiting_seconds
    from coatingcat.members.rules import SIGN_IN_OF_CLIENT

    for _ in range(60):
        assert waiting_seconds((SIGN_IN_OF_CLIENT, "127.0.0.1")) == 0
    person()
    assert Client().post("/sign-in/", RIGHT).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post("/sign-in/", RIGHT).status_code == 302


def test_the_session_key_changes_at_sign_in_and_lies_hashed(client: Client) -> None:
    person()
    client.post("/sign-in/code/", {"contact": ADDRESS})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/sign-in/", RIGHT)
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert before != after
    keys = list(BrowserSession.objects.values_list("session_key", flat=True))
    assert len(keys) == 1
    assert after not in keys
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/me/data/").status_code == 302
    thief.cookies[settings.SESSION_COOKIE_NAME] = keys[0]
    assert thief.get("/me/data/").status_code == 302


@pytest.mark.clause("F.1")
def test_by_one_time_code(client: Client) -> None:
    member = person(mobile=MOBILE)
    answer = client.post("/sign-in/code/", {"contact": MOBILE, "next": "/cart/"})
    assert answer.url == "/sign-in/code/verification/"
    assert client.post("/sign-in/code/verification/", {"code": sent_code(Use.SIGN_IN)}).url == "/cart/"
    assert [(s.member_id, s.way) for s in SignIn.objects.all()] == [(member.pk, "CODE")]
    assert Subject.objects.count() == 1


@pytest.mark.parametrize(
    ("start", "end"),
    [("/sign-in/code/", "/sign-in/code/verification/"), ("/password-reset/", "/password-reset/verification/")],
)
def test_asking_for_a_code_tells_nothing_of_an_account(start: str, end: str) -> None:
    person()
    seen_by = []
    for contact in (ADDRESS, "nobody@example.cn"):
        browser = Client()
        with CaptureQueriesContext(connection) as seen:
            first = browser.post(start, {"contact": contact})
        page = browser.get(end)
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
        seen_by.append((first.status_code, first.url, text, [q["sql"].split(" ")[:3] for q in seen.captured_queries]))
    assert seen_by[0] == seen_by[1]
    run_jobs_now()
    assert sorted((str(c.subject.sort), c.code is None) for c in Code.objects.all()) == [
        ("applicant", True),
        ("member", False),
    ]


def test_a_code_for_one_use_is_no_code_for_another(client: Client) -> None:
    person()
    client.post("/password-reset/", {"contact": ADDRESS})
    code = sent_code(Use.RESET)
    assert client.post("/sign-in/code/verification/", {"code": code}).status_code == 422
    assert SignIn.objects.count() == 0


def test_reset_by_code_signs_every_browser_out(client: Client) -> None:
    member = person()
    elsewhere = signed_in(member)
    client.post("/password-reset/", {"contact": ADDRESS})
    new = "epoxy over zinc, two coats"
    answer = client.post("/password-reset/verification/", {"code": sent_code(Use.RESET), "password": new})
    assert answer.url == "/me/"
    assert elsewhere.get("/me/data/").status_code == 302
    member.refresh_from_db()
    assert member.check_password(new)
    assert sorted(c.letter for c in Code.objects.filter(use="notice")) == ["new_sign_in", "password_changed"]


def test_a_bad_new_password_does_not_use_the_code_up(client: Client) -> None:
    person()
    client.post("/password-reset/", {"contact": ADDRESS})
    code = sent_code(Use.RESET)
    assert client.post("/password-reset/verification/", {"code": code, "password": "short"}).status_code == 422
    answer = client.post("/password-reset/verification/", {"code": code, "password": "epoxy over zinc"})
    assert answer.status_code == 302


def with_authenticator(member: Member) -> tuple[Client, str, list[str]]:
    browser = signed_in(member)
    assert browser.post("/me/security/authenticators/").url == "/me/security/authenticator/"
    page = browser.get("/me/security/authenticator/")
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode()).group(1).replace(" ", "")
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    answer = browser.post("/me/security/authenticator/", {"code": pyotp.TOTP(secret).at(now())})
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", answer.content.decode())
    assert len(codes) == 10
    return browser, secret, codes


def test_an_authenticator_is_asked_for_and_no_code_counts_twice() -> None:
    member = person()
    _, secret, _ = with_authenticator(member)
    browser = Client()
    assert browser.post("/sign-in/", RIGHT).url == "/sign-in/second-step/"
    assert browser.get("/me/data/").status_code == 302
    used = pyotp.TOTP(secret).at(now())
    assert browser.post("/sign-in/second-step/", {"code": used}).status_code == 422
    with frozen(now() + datetime.timedelta(seconds=60)):
        fresh = pyotp.TOTP(secret).at(now())
        assert browser.post("/sign-in/second-step/", {"code": fresh}).url == "/me/"
        assert browser.get("/me/data/").status_code == 200


def test_a_recovery_code_lets_in_once() -> None:
    member = person()
    _, _, codes = with_authenticator(member)
    for expected in (302, 422):
        browser = Client()
        browser.post("/sign-in/", RIGHT)
        assert (
            browser.post("/sign-in/second-step/", {"code": codes[0].lower().replace("-", " ")}).status_code == expected
        )
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_the_second_step_bounds_guessing() -> None:
    with_authenticator(person())
    browser = Client()
    browser.post("/sign-in/", RIGHT)
    answers = [browser.post("/sign-in/second-step/", {"code": "000000"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_turning_the_second_step_off_asks_for_the_password_if_the_sign_in_is_old() -> None:
    member = person()
    browser, _, _ = with_authenticator(member)
    with frozen(now() + datetime.timedelta(minutes=31)):
        assert browser.post("/me/security/authenticator/removal/").url.startswith("/me/security/confirmation/")
        assert TotpDevice.objects.count() == 1
        assert browser.post("/me/security/confirmation/", {"password": "wrong wrong wrong"}).status_code == 422
        browser.post("/me/security/confirmation/", {"password": PASSWORD})
        browser.post("/me/security/authenticator/removal/")
    assert (TotpDevice.objects.count(), RecoveryCode.objects.count()) == (0, 0)


@pytest.mark.clause("F.1")
def test_a_sign_in_on_a_second_device_is_told_to_every_verified_contact() -> None:
    member = person(mobile=MOBILE)
    signed_in(member)
    signed_in(member)
    assert Code.objects.filter(letter="new_sign_in").count() == 0
    phone = Client(
        headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile/15E148 Safari/604.1"}
    )
    signed_in(member, phone)
    told = Code.objects.filter(letter="new_sign_in")
    assert sorted(opened(c, "address") for c in told) == sorted([ADDRESS, MOBILE])
    assert sorted(SignIn.objects.values_list("device", flat=True)) == [
        "Chromium · Linux",
        "Chromium · Linux",
        "Safari · iOS",
    ]


def test_sign_out_everywhere_deletes_the_sessions_of_this_member_only() -> None:
    member, other = person(), person("zhou@example.cn")
    here, there, stranger = signed_in(member), signed_in(member), signed_in(other)
    here.post("/me/security/devices/others/removal/")
    assert [b.get("/me/data/").status_code for b in (here, there, stranger)] == [200, 302, 200]
    assert BrowserSession.objects.filter(member=member).count() == 1


def test_one_device_is_signed_out_and_never_somebody_elses() -> None:
    member, other = person(), person("zhou@example.cn")
    here, there, stranger = signed_in(member), signed_in(member), signed_in(other)
    theirs = BrowserSession.objects.get(member=other).session_key
    here.post("/me/security/devices/removal/", {"device": theirs})
    assert stranger.get("/me/data/").status_code == 200
    for hostile in ("", "\x00", "é" * 64, "x" * 100_000):
        assert here.post("/me/security/devices/removal/", {"device": hostile}).status_code == 302
    row = BrowserSession.objects.filter(member=member).order_by("created_at").last()
    here.post("/me/security/devices/removal/", {"device": row.session_key})
    assert [b.get("/me/data/").status_code for b in (here, there)] == [200, 302]


def test_a_change_of_password_keeps_this_browser_and_ends_the_others() -> None:
    member = person()
    here, there = signed_in(member), signed_in(member)
    wrong = here.post("/me/security/password/", {"current": "not this one at all", "password": "epoxy over zinc"})
    assert wrong.status_code == 422
    here.post("/me/security/password/", {"current": PASSWORD, "password": "epoxy over zinc"})
    assert [b.get("/me/data/").status_code for b in (here, there)] == [200, 302]


def test_sign_out_deletes_the_session(client: Client) -> None:
    browser = signed_in(person())
    assert browser.get("/sign-out/").status_code == 405
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/sign-out/")
    assert BrowserSession.objects.count() == 0
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert thief.get("/me/data/").status_code == 302


def test_a_late_answer_does_not_bring_a_deleted_session_back() -> None:
    from django.contrib.sessions.backends.base import UpdateError

    from coatingcat.members.sessions import SessionStore

    signed_in(person())
    row = BrowserSession.objects.get()
    store = SessionStore()
    store["a"] = 1
    store.create()
    BrowserSession.objects.exclude(pk=row.pk).delete()
    with pytest.raises(UpdateError):
        store.save()
    assert BrowserSession.objects.count() == 1


def test_a_visitor_without_a_session_costs_no_query(client: Client) -> None:
    from django.test import RequestFactory

    from coatingcat.members.fragments import account

    with CaptureQueriesContext(connection) as seen:
        page = account(RequestFactory().get("/"))
    assert "/sign-in/" in page
    assert len(seen) == 0


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", '{"id": 5}', '{"id": "AAAA"}', "\x00", "x" * 30_000, "[" * 19_000]
)
def test_hostile_passkey_answers_are_refused(client: Client, answer: str) -> None:
    options = client.post("/sign-in/passkey/options/").json()
    assert options["rpId"] == "localhost"
    refused = client.post("/sign-in/passkey/", {"answer": answer})
    assert refused.status_code == 422
    assert SignIn.objects.count() == 0


def test_a_reset_in_a_browser_that_is_signed_in_goes_on_under_a_new_session() -> None:
    browser = signed_in(person())
    browser.post("/password-reset/", {"contact": ADDRESS})
    form = {"code": sent_code(Use.RESET), "password": "epoxy over zinc, two coats"}
    assert browser.post("/password-reset/verification/", form).url == "/me/"
    assert browser.get("/me/data/").status_code == 200
    assert BrowserSession.objects.count() == 1


@pytest.mark.parametrize("contact", ['"a@b"@example.cn', "@", "a@b@c", "+", "\u0661\u0662", "x" * 1_000_000])
def test_hostile_addresses_are_said_at_their_field(client: Client, contact: str) -> None:
    for page in ("/sign-in/", "/sign-in/code/", "/password-reset/"):
        answer = client.post(page, {"contact": contact, "password": PASSWORD})
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"contact"})
    assert Code.objects.count() == 0


def test_a_members_page_reads_session_and_member_in_one_statement() -> None:
    browser = signed_in(person())
    with CaptureQueriesContext(connection) as asked:
        browser.get("/registration/")
    tables = [re.findall(r'(?:FROM|JOIN) "(members_\w+)"', query["sql"]) for query in asked.captured_queries]
    assert [found for found in tables if found] == [["members_browsersession", "members_member"]]


def test_a_session_brings_nobody_but_its_own_member() -> None:
    first, second = person(), person("other@example.cn")
    signed_in(first).get("/me/")
    SessionStore(signed_in(second).cookies["cc_session"].value).load()

    assert MemberOfSession().get_user(first.pk) == first
    assert MemberOfSession().get_user(second.pk) == second
    assert MemberOfSession().get_user(new_id()) is None


def test_a_session_last_seen_over_an_hour_ago_is_read_and_noted_anew(client):
    client.force_login(person())
    with frozen(now() + datetime.timedelta(hours=2)):
        assert client.get("/me/").status_code == 200
        seen = BrowserSession.objects.get()
        assert (seen.seen_at, seen.expire_date) == (now(), now() + datetime.timedelta(days=14))
