import datetime
import json

import pytest
from django.test import Client

from coatingcat.config import config
from coatingcat.ground.clock import frozen, now
from coatingcat.members.models import Passkey, SignIn
from tests.members.authenticator import PRESENT, Authenticator
from tests.members.people import opened, person, signed_in

pytestmark = pytest.mark.django_db
KEYS = "/me/security/passkeys/"


def with_passkey(device: Authenticator) -> Client:
    browser = signed_in(person())
    options = browser.post(f"{KEYS}options/").json()
    browser.post(KEYS, {"name": "办公笔记本", "answer": device.make(options)})
    return browser


def asked(browser: Client) -> dict:
    return browser.post("/sign-in/passkey/options/").json()


@pytest.mark.clause("F.1")
def test_a_passkey_is_made_and_signs_in():
    device = Authenticator(config().public_url)
    with_passkey(device)
    passkey = Passkey.objects.get()
    assert opened_name(passkey) == "办公笔记本"
    browser = Client()
    answer = browser.post("/sign-in/passkey/", {"answer": device.use(asked(browser)), "next": "/me/security/"})
    assert answer.url == "/me/security/"
    assert sorted(SignIn.objects.values_list("way", flat=True)) == ["PASSKEY", "PASSWORD"]
    page = browser.get("/me/security/").content.decode()
    assert "办公笔记本" in page


def opened_name(passkey: Passkey) -> str:
    passkey.subject_id = passkey.member_id
    return opened(passkey, "name")


def test_an_answer_counts_once_and_for_its_own_challenge():
    device = Authenticator(config().public_url)
    with_passkey(device)
    browser = Client()
    first = device.use(asked(browser))
    asked(browser)
    assert browser.post("/sign-in/passkey/", {"answer": first}).status_code == 422
    second = device.use(asked(browser))
    assert browser.post("/sign-in/passkey/", {"answer": second}).status_code == 302
    assert Client().post("/sign-in/passkey/", {"answer": second}).status_code == 422


@pytest.mark.parametrize(
    "device",
    [Authenticator("https://evil.example"), Authenticator("http://localhost:8000", flags=PRESENT)],
    ids=["another origin", "person not verified"],
)
def test_a_passkey_of_another_site_or_without_a_verified_person_is_not_kept(device: Authenticator):
    with_passkey(device)
    assert Passkey.objects.count() == 0


def test_a_copied_passkey_is_noticed_by_its_counter():
    device = Authenticator(config().public_url)
    with_passkey(device)
    browser = Client()
    device.count = 5
    assert browser.post("/sign-in/passkey/", {"answer": device.use(asked(browser))}).status_code == 302
    device.count = 2
    other = Client()
    assert other.post("/sign-in/passkey/", {"answer": device.use(asked(other))}).status_code == 422


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("junk", ["", "AAAA", "!", 5, None, {"a": []}])
def test_a_spoiled_answer_is_refused(part: str, junk: object):
    device = Authenticator(config().public_url)
    with_passkey(device)
    browser = Client()
    answer = json.loads(device.use(asked(browser)))
    answer["response"][part] = junk
    assert browser.post("/sign-in/passkey/", {"answer": json.dumps(answer)}).status_code == 422
    assert SignIn.objects.count() == 1


@pytest.mark.parametrize(
    "answer", ["{}", "null", '{"id": "AA", "rawId": "AA", "type": "public-key", "response": 5}', "x"]
)
def test_a_spoiled_passkey_is_not_kept(answer: str):
    browser = signed_in(person())
    browser.post(f"{KEYS}options/")
    assert browser.post(KEYS, {"name": "a", "answer": answer}).url == "/me/security/"
    assert Passkey.objects.count() == 0


def test_only_its_owner_removes_a_passkey_and_only_after_a_fresh_sign_in():
    browser = with_passkey(Authenticator(config().public_url))
    address = f"{KEYS}{Passkey.objects.get().pk}/removal/"
    signed_in(person("zhou@example.cn")).post(address)
    assert Passkey.objects.count() == 1
    with frozen(now() + datetime.timedelta(minutes=31)):
        assert browser.post(f"{KEYS}options/").status_code == 403
        assert browser.post(address).url.startswith("/me/security/confirmation/")
    assert Passkey.objects.count() == 1
    browser.post(address)
    assert Passkey.objects.count() == 0
