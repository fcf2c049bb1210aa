"""Unusual sign-ins: what is noticed, what follows, and how an owner closes the account (I.2b-0 iii)."""

import datetime
import re

import pytest
from django.test import Client

from coatingcat.ground.clock import ZONE, frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.actions.guarding import place_digest, signals_at
from coatingcat.members.models import BrowserSession, Code, Freeze, Member, SignIn
from coatingcat.members.rules import Seen, signals_of, verdict
from coatingcat.members.words import Signal, Use, Verdict
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.actions import destroy_old_month_keys
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose, keeping
from tests.members.people import ADDRESS, MOBILE, PASSWORD, person, second_code, sent_code, signed_in

NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=ZONE)
DESK, PHONE = "Chromium · Linux", "Safari · iOS"
D, P, C, H, F, S = (
    Signal.NEW_DEVICE,
    Signal.NEW_PLACE,
    Signal.NEW_COUNTRY,
    Signal.UNUSUAL_HOUR,
    Signal.FAILURES,
    Signal.SPEED,
)


def seen(hours_ago: float = 24, device: str = DESK, is_here: bool | None = True, country: str = "CN") -> Seen:
    return Seen(NOON - datetime.timedelta(hours=hours_ago), device, is_here, country)


@pytest.mark.parametrize(
    ("before", "now_", "expected"),
    [
        ([], {}, ()),
        ([seen()], {}, ()),
        ([seen()], {"device": PHONE}, (D,)),
        ([seen(is_here=False)], {}, (P,)),
        ([seen(is_here=None)], {}, ()),
        ([seen(is_here=False), seen(48, is_here=True)], {}, ()),
        ([seen()], {"country": "DE"}, (C,)),
        ([seen(country="")], {"country": "DE"}, ()),
        ([seen()], {"country": ""}, ()),
        ([seen(24 * n) for n in range(1, 11)], {}, ()),
        ([seen(24 * n + 9) for n in range(1, 11)], {}, (H,)),
        ([seen(24 * n + 9) for n in range(1, 10)], {}, ()),
        ([seen(24 * n + 2) for n in range(1, 11)], {}, ()),
        ([seen()], {"failures": 5}, (F,)),
        ([seen()], {"failures": 4}, ()),
        ([seen(0.2, is_here=False)], {"device": PHONE}, (D, P, S)),
        ([seen(0.2, is_here=False), seen(30, PHONE)], {"device": PHONE}, ()),  # a phone and a desk are no thief
        ([seen(1, is_here=False)], {"device": PHONE}, (D, P)),
        ([seen(2, country="US"), seen(30)], {}, (S,)),
        ([seen(4, country="US"), seen(30)], {}, ()),
    ],
)
def test_what_is_unusual(before, now_, expected):
    attempt = {"device": DESK, "country": "CN", "at": NOON, **now_}
    assert signals_of(before=before, **attempt) == expected


@pytest.mark.parametrize(
    ("signals", "plain", "with_factor"),
    [
        ((), Verdict.NORMAL, Verdict.NORMAL),
        ((P,), Verdict.NORMAL, Verdict.NORMAL),
        ((H,), Verdict.NORMAL, Verdict.NORMAL),
        ((D,), Verdict.NOTICE, Verdict.NOTICE),
        ((P, H), Verdict.NOTICE, Verdict.NOTICE),
        ((F,), Verdict.NOTICE, Verdict.NOTICE),
        ((D, P), Verdict.NOTICE, Verdict.NOTICE),
        ((D, P, H), Verdict.STEP_UP, Verdict.NOTICE),
        ((D, F), Verdict.STEP_UP, Verdict.NOTICE),
        ((D, P, S), Verdict.STEP_UP, Verdict.NOTICE),
        ((D, P, C), Verdict.STEP_UP, Verdict.NOTICE),
        ((D, P, C, F), Verdict.FREEZE, Verdict.NOTICE),
        ((D, P, C, S), Verdict.FREEZE, Verdict.NOTICE),
        (tuple(Signal), Verdict.FREEZE, Verdict.NOTICE),
    ],
)
def test_what_follows(signals, plain, with_factor):
    assert verdict(signals) is plain
    assert verdict(signals, has_second_factor=True) is with_factor


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile/15E148 Safari/604.1"
RIGHT = {"contact": ADDRESS, "password": PASSWORD}


def elsewhere(**more: str) -> Client:
    """A phone in another network."""
    return Client(REMOTE_ADDR="198.51.100.7", headers={"User-Agent": IPHONE, "Accept-Language": "en"}, **more)


def body_of(letter: str) -> str:
    run_jobs_now()
    sent = Dispatch.objects.filter(template=letter).order_by("-created_at").first()
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        return sent.body.open()


@pytest.mark.django_db
def test_a_second_device_is_told_with_the_reason_and_one_press_closes_the_account():
    member = person(language="en")
    here = signed_in(member)
    with frozen(now() + datetime.timedelta(hours=2)):
        there = elsewhere()
        assert there.post("/sign-in/", RIGHT).url == "/me/"
        text = body_of("new_sign_in")
        assert "A new device" in text
        assert "A new network" in text
        link = re.search(r"https?://[^/]+(/sign-in/freezes/\w+/)", text).group(1)
        page = there.get("/me/security/").content.decode()
        assert "A new device" in page
        scanner = Client()
        assert scanner.get(link).status_code == 200
        assert (BrowserSession.objects.filter(member=member).count(), Freeze.objects.count()) == (2, 0)
        assert scanner.post(link).status_code == 200
        assert BrowserSession.objects.filter(member=member).count() == 0
        assert [b.get("/me/").status_code for b in (here, there)] == [302, 302]
        for browser in (Client(), elsewhere()):
            assert browser.post("/sign-in/", RIGHT).status_code == 403
            assert browser.get("/me/").status_code == 302
        assert Client().post("/sign-in/", RIGHT | {"password": "not this one at all"}).status_code == 422
        assert scanner.post(link).status_code == 200  # pressed twice, it is frozen once
        assert Freeze.objects.count() == 1
        owner = Client()
        owner.post("/password-reset/", {"contact": ADDRESS})
        new = "epoxy over zinc, two coats"
        owner.post("/password-reset/verification/", {"code": sent_code(Use.RESET), "password": new})
        assert owner.get("/me/").status_code == 200
        assert Freeze.objects.get().lifted_at is not None


@pytest.mark.django_db
def test_a_freeze_link_is_made_with_a_key_and_ends_after_a_month():
    from coatingcat.privacy.links import link_key

    member = person()
    signed_in(member)
    row = SignIn.objects.get()
    for wrong in ("0" * 64, link_key("guardian", row.pk), link_key("freeze", member.pk)):
        assert Client().post(f"/sign-in/freezes/{wrong}/").status_code == 404
    with frozen(now() + datetime.timedelta(days=31)):
        assert Client().post(f"/sign-in/freezes/{link_key('freeze', row.pk)}/").status_code == 404
    assert Freeze.objects.count() == 0


@pytest.mark.django_db
def test_wrong_passwords_and_a_new_device_ask_for_a_code_first():
    member = person(mobile=MOBILE)
    signed_in(member)
    with frozen(now() + datetime.timedelta(hours=2)):
        thief = elsewhere()
        for _ in range(6):
            thief.post("/sign-in/", RIGHT | {"password": "not this one at all"})
        assert thief.post("/sign-in/", RIGHT).url == "/sign-in/second-step/"
        assert thief.get("/me/").status_code == 302
        assert "verified contacts" in thief.get("/sign-in/second-step/").content.decode()
        assert thief.post("/sign-in/second-step/", {"code": "000000"}).status_code == 422
        assert SignIn.objects.count() == 1
        assert thief.post("/sign-in/second-step/", {"code": sent_code(Use.STEP_UP)}).url == "/me/"
        assert SignIn.objects.count() == 2


@pytest.mark.django_db
def test_a_very_unusual_sign_in_freezes_the_account_by_itself(monkeypatch):
    from dataclasses import replace

    from coatingcat.config import config
    from coatingcat.ground import clients

    seen_by_proxy = replace(config(), country_header="X-Country")
    monkeypatch.setattr(clients, "config", lambda: seen_by_proxy)
    member = person()
    at_home = Client(headers={"User-Agent": "Chrome Linux", "X-Country": "CN"})
    assert at_home.post("/sign-in/", RIGHT).status_code == 302
    abroad = elsewhere()
    abroad.headers = {}
    answer = abroad.post("/sign-in/", RIGHT, headers={"X-Country": "RU", "User-Agent": IPHONE})
    assert answer.status_code == 403
    assert (Freeze.objects.get().is_by_owner, BrowserSession.objects.filter(member=member).count()) == (False, 0)
    assert SignIn.objects.count() == 1
    assert "password-reset" in body_of("account_frozen")


@pytest.mark.django_db
def test_whoever_has_shown_an_authenticator_is_told_and_not_hindered():
    member = person(roles="support")
    signed_in(member)
    browser = elsewhere()
    for _ in range(6):
        browser.post("/sign-in/", RIGHT | {"password": "not this one at all"})
    assert browser.post("/sign-in/", RIGHT).url == "/sign-in/second-step/"
    assert browser.post("/sign-in/second-step/", {"code": second_code(member)}).url == "/me/"
    assert Code.objects.filter(letter="new_sign_in").count() == 1


@pytest.mark.django_db
def test_no_address_is_kept_and_a_place_is_known_again_in_its_month_and_for_its_member_only():
    member, other = person(), person("other@example.cn")
    signed_in(member, Client(REMOTE_ADDR="203.0.113.9", headers={"User-Agent": "Chrome Linux"}))
    row = SignIn.objects.get()
    assert bytes(row.place) == place_digest(member.pk, "203.0.0.0/16", row.at)
    assert b"203.0" not in bytes(row.place)
    later = row.at + datetime.timedelta(days=40)
    digests = {
        place_digest(member.pk, "203.0.0.0/16", row.at),
        place_digest(other.pk, "203.0.0.0/16", row.at),
        place_digest(member.pk, "203.0.0.0/16", later, is_new=True),
        place_digest(member.pk, "203.1.0.0/16", row.at),
    }
    assert len(digests - {None}) == 4
    with frozen(later):
        Client().get("/")
        browser = Client(REMOTE_ADDR="203.0.200.1", headers={"User-Agent": "Chrome Linux"})
        browser.post("/sign-in/", RIGHT)
        assert SignIn.objects.latest("at").signals == ""
    assert Member.objects.count() == 2


@pytest.mark.django_db
def test_with_the_key_of_its_month_a_place_becomes_untellable():
    """CSL 23: from an old backup nobody learns where somebody was, by trying every network against what was kept."""
    member = person()
    signed_in(member, Client(REMOTE_ADDR="203.0.113.9"))
    row = SignIn.objects.get()
    with frozen(row.at + keeping.SIGN_IN.for_ - datetime.timedelta(days=1)):
        destroy_old_month_keys()
        assert place_digest(member.pk, "203.0.0.0/16", row.at) == bytes(row.place)
    with frozen(row.at + keeping.SIGN_IN.for_ + datetime.timedelta(days=31)):
        destroy_old_month_keys()
        assert place_digest(member.pk, "203.0.0.0/16", row.at) is None
        assert place_digest(member.pk, "203.0.0.0/16", row.at, is_new=True) is None  # a dead key is not made anew
        assert signals_at(member=member, device=row.device, network="198.51.0.0/16", country="") == ()
