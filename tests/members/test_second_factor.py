"""Staff come to the desk with a second factor only (PIPL 51(3))."""

import pyotp
import pytest
from django.test import Client

from coatingcat.config import config
from coatingcat.ground.clock import frozen, now
from coatingcat.members.actions import demo
from coatingcat.members.models import Passkey, TotpDevice
from coatingcat.privacy.sealed import Clear
from tests.members.authenticator import Authenticator
from tests.members.people import ADDRESS, PASSWORD, person, second_code, secret_of, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/me/security/second-factor/"


def staff_without_factor() -> Client:
    member = person(roles="support")
    TotpDevice.objects.all().delete()
    return signed_in(member)


def test_staff_without_a_second_factor_are_led_to_set_one_up_and_then_let_in():
    browser = staff_without_factor()
    assert browser.get("/desk/").url == f"{PAGE}?next=/desk/"
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert "/me/security/authenticators/" in page.content.decode()
    browser.post("/me/security/authenticators/")
    secret = secret_of(TotpDevice.objects.get())
    answer = browser.post("/me/security/authenticator/", {"code": pyotp.TOTP(secret).at(now())})
    assert answer.status_code == 200
    assert browser.get("/desk/").status_code == 200


def test_a_passkey_counts_as_the_second_factor():
    browser, device = staff_without_factor(), Authenticator(config().public_url)
    options = browser.post("/me/security/passkeys/options/").json()
    browser.post("/me/security/passkeys/", {"name": "Laptop", "answer": device.make(options)})
    assert browser.get("/desk/").status_code == 200
    other = Client()
    answer = device.use(other.post("/sign-in/passkey/options/").json())
    assert other.post("/sign-in/passkey/", {"answer": answer, "next": "/desk/"}).url == "/desk/"
    assert other.get("/desk/").status_code == 200
    by_password = signed_in(Passkey.objects.get().member)
    assert by_password.get("/desk/").url == f"{PAGE}?next=/desk/"


def test_a_browser_that_signed_in_without_it_is_asked_for_the_code_before_the_desk():
    member = person(roles="support")
    browser = Client()
    browser.force_login(member)
    assert browser.get("/desk/").url == f"{PAGE}?next=/desk/"
    assert browser.post("/desk/").url == PAGE
    wrong = browser.post(PAGE, {"code": "000000", "next": "/desk/"})
    assert (wrong.status_code, browser.get("/desk/").status_code) == (422, 302)
    assert browser.post(PAGE, {"code": second_code(member), "next": "/desk/"}).url == "/desk/"
    assert browser.get("/desk/").status_code == 200


def test_guessing_is_bounded():
    browser = Client()
    browser.force_login(person(roles="support"))
    answers = [browser.post(PAGE, {"code": "000000"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_staff_cannot_take_the_last_factor_away():
    browser = signed_in(person(roles="support"))
    browser.post("/me/security/authenticator/removal/")
    assert TotpDevice.objects.count() == 1
    assert browser.get("/desk/").status_code == 200


def test_a_member_without_a_role_is_asked_for_nothing_more_and_may_take_it_away():
    member = person()
    TotpDevice.objects.create(member=member, secret=Clear("JBSWY3DPEHPK3PXP"), confirmed_at=now())
    browser = Client()
    browser.force_login(member)
    assert browser.get("/me/").status_code == 200
    assert browser.get("/desk/").status_code == 403
    session = browser.session
    session["confirmed"] = now().timestamp()
    session.save()
    browser.post("/me/security/authenticator/removal/")
    assert TotpDevice.objects.count() == 0


def test_the_code_is_shown_in_a_demonstration_only_and_of_staff_only(monkeypatch):
    staff, member = person(roles="support"), person("other@example.cn")
    assert demo.demo_code(staff) == ""
    browser = Client()
    browser.post("/sign-in/", {"contact": ADDRESS, "password": PASSWORD})
    assert "data-demo-code" not in browser.get("/sign-in/second-step/").content.decode()
    monkeypatch.setattr(demo, "config", lambda: type("Demo", (), {"is_demo": True}))
    with frozen(now()):  # a code holds for half a minute
        assert demo.demo_code(staff) == second_code(staff)
        assert demo.demo_code(member) == ""
        assert f"data-demo-code>{second_code(staff)}<" in browser.get("/sign-in/second-step/").content.decode()
