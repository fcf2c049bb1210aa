"""Whoever measures how long an answer takes learns nothing: the expensive work is the same for every address.

That the statements and pages are the same stands with sign-in and registration; here Argon2 is counted, which takes
more time than all of them.
"""

import pytest
from django.test import Client

from coatingcat.members.passwords import Argon2id
from tests.members.people import ADDRESS, MOBILE, PASSWORD, full_member, person

pytestmark = pytest.mark.django_db
SIGN_IN = [("/sign-in/", {"password": "not this one at all"})]
REGISTER = [
    ("/registration/", {"password": PASSWORD, "age": "adult"}),
    ("/registration/verification/", {"code": "000000"}),
]
RESET = [("/password-reset/", {}), ("/password-reset/verification/", {"code": "000000", "password": PASSWORD + "!"})]
BY_CODE = [("/sign-in/code/", {}), ("/sign-in/code/verification/", {"code": "000000"})]


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the workings of Argon2, as they happen."""
    seen: list[str] = []
    encode, verify = Argon2id.encode, Argon2id.verify
    monkeypatch.setattr(Argon2id, "encode", lambda self, *given: seen.append("argon2") or encode(self, *given))
    monkeypatch.setattr(Argon2id, "verify", lambda self, *given: seen.append("argon2") or verify(self, *given))
    return seen


@pytest.mark.parametrize(
    ("steps", "times"), [(SIGN_IN, 1), (REGISTER, 1), (RESET, 0), (BY_CODE, 0)], ids=lambda part: str(part)[3:17]
)
def test_argon2_works_as_often_for_whoever_it_is(worked: list[str], steps: list, times: int) -> None:
    full_member()
    person("light@example.cn")
    found = {}
    for contact in (ADDRESS, MOBILE, "light@example.cn", "nobody@example.cn", "+8613900139999"):
        browser = Client()
        worked.clear()
        answers = [browser.post(path, {"contact": contact, **form}).status_code for path, form in steps]
        found[contact] = (answers, len(worked))
    refused = [302] * (len(steps) - 1) + [422]
    assert found == dict.fromkeys(found, (refused, times))
