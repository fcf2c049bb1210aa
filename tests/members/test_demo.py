import io
import json
import stat

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.members.actions.demo import read_accounts
from coatingcat.members.models import Member
from coatingcat.members.words import Channel
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Role
from tests.members.people import secret_of

pytestmark = pytest.mark.django_db
PARTS = {
    "member": frozenset(),
    "full member": frozenset(),
    "support": {Role.SUPPORT},
    "order desk": {Role.FULFILMENT},
    "marketing": {Role.MARKETING},
    "certifier": {Role.CERTIFIER},
    "second certifier": {Role.CERTIFIER},
    "buyer": frozenset(),
    "approver": frozenset(),
    "supplier": frozenset(),
    "agent": frozenset(),
    "privacy officer": {Role.PRIVACY_OFFICER},
}


def printed() -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("demo_accounts", "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(autouse=True)
def _no_file():
    file = config().data / "demo-accounts.json"
    file.unlink(missing_ok=True)
    yield
    file.unlink(missing_ok=True)


def test_one_account_for_each_role_that_signs_in_with_what_is_printed():
    accounts = printed()
    assert [a["role"] for a in accounts] == list(PARTS)
    assert len({a["password"] for a in accounts}) == len(PARTS)
    for account in accounts:
        browser = Client(REMOTE_ADDR=f"192.0.2.{len(account['role'])}")
        answer = browser.post("/sign-in/", {"contact": account["sign_in"], "password": account["password"]})
        assert answer.status_code == 302
        if PARTS[account["role"]]:
            assert answer.url == "/sign-in/second-step/"
            owner = Member.objects.by_contact(Channel.EMAIL, Clear(account["sign_in"]))
            assert browser.post(answer.url, {"code": pyotp.TOTP(secret_of(owner.totp)).at(now())}).url == "/me/"
            assert browser.get("/desk/").status_code == 200
        member = Member.objects.get(pk=browser.session["_auth_user_id"])
        assert member.role_set == PARTS[account["role"]]
        assert member.is_full is (account["role"] != "member")


def test_printed_again_they_are_the_same_and_only_the_owner_reads_the_file():
    assert printed() == printed()
    assert Member.objects.count() == len(PARTS)
    file = config().data / "demo-accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(read_accounts()) == len(PARTS)


def test_a_lost_file_gives_new_passwords_to_the_same_accounts():
    first = printed()
    (config().data / "demo-accounts.json").write_text("{ damaged")
    second = printed()
    assert [a["sign_in"] for a in first] == [a["sign_in"] for a in second]
    assert all(a["password"] != b["password"] for a, b in zip(first, second, strict=True))
    assert Member.objects.count() == len(PARTS)


def test_never_in_production(monkeypatch):
    from coatingcat.members.actions import demo

    monkeypatch.setattr(demo, "config", lambda: type("C", (), {"mode": "production"}))
    with pytest.raises(CommandError):
        call_command("demo_accounts")
    assert Member.objects.count() == 0
