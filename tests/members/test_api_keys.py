"""Keys for programs: made by owners, shown once, kept as digests, and ended with their maker."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.clock import now, today
from coatingcat.members.actions.api_keys import MOST_KEYS, TooManyKeys, make_key, revoke_key, rotate_key
from coatingcat.members.actions.companies import end_position
from coatingcat.members.machines import callers
from coatingcat.members.models import ApiKey, Freeze, Position
from coatingcat.members.queries.api_keys import working_key
from coatingcat.members.refusals import NotTheirs
from coatingcat.members.scopes import Scope
from coatingcat.members.tokens import digest_of_token, is_token, new_token
from coatingcat.members.views.entering import CONFIRMED
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.sealed import Clear
from tests.members.machines import Program, key_for
from tests.members.people import force_in
from tests.trade import firms


def test_a_key_is_told_from_a_mistyped_one_without_the_database():
    token = new_token("production")
    assert token.startswith("ccat_live_")
    assert is_token(token)
    assert new_token("test").startswith("ccat_test_")
    wrong = [token[:-1] + ("a" if token[-1] != "a" else "b"), token[:20] + token[21:], token.lower(), "", "Bearer"]
    assert [text for text in wrong if is_token(text)] == []


@given(st.integers(10, 58), st.sampled_from("0aZ"))
def test_no_single_letter_may_be_changed(place: int, letter: str):
    token = new_token("demo")
    changed = token[:place] + letter + token[place + 1 :]
    assert is_token(changed) == (changed == token)


@pytest.fixture
def owner(db: None):
    return firms.owner_of(firms.firm())


def position_of(member) -> Position:
    return Position.objects.get(member=member, ended_at=None)


def browser(member) -> Client:
    client = force_in(Client(headers={"accept-language": "en"}), member)
    session = client.session
    session[CONFIRMED] = now().timestamp()
    session.save()
    return client


FORM = {"name": "ERP", "scopes": ["catalog.read", "orders.read"], "days": "90"}


def test_an_owner_makes_a_key_that_is_shown_once_and_kept_as_a_digest(owner):
    client = browser(owner)
    page = client.post("/me/company/keys/", FORM).content.decode()
    key = ApiKey.objects.get(member=owner)
    token = page.split('<code class="wrap">')[1].split("</code>")[0]
    assert (bytes(key.digest), key.head) == (digest_of_token(token), token[:14])
    assert key.as_scopes == {Scope.CATALOG_READ, Scope.ORDERS_READ}
    assert token not in client.get("/me/company/keys/").content.decode()
    assert Program(token)("get", "products").status_code == 200


def test_a_key_is_made_only_after_the_password(owner):
    client = force_in(Client(), owner)
    answer = client.post("/me/company/keys/", FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/me/security/confirmation/?next=/me/company/keys/")
    assert ApiKey.objects.count() == 0


def test_only_an_owner_makes_keys(owner):
    company = position_of(owner).company
    buyer = firms.join(company, CompanyRole.BUYER)
    assert browser(buyer).post("/me/company/keys/", FORM).status_code == 403
    with pytest.raises(NotTheirs):
        make_key(by=position_of(buyer), name=Clear("x"), scopes=frozenset(Scope), days=1)
    assert ApiKey.objects.count() == 0


def test_a_rotated_key_serves_another_day_and_a_revoked_one_no_moment(owner):
    old = key_for(owner)
    position, key = position_of(owner), ApiKey.objects.get()
    made, token = rotate_key(key=key, by=position, name=Clear("ERP"))
    assert [working_key(digest_of_token(one)) is not None for one in (old, token)] == [True, True]
    with time_machine.travel(now() + timedelta(hours=25)):
        assert [working_key(digest_of_token(one)) is not None for one in (old, token)] == [False, True]
    revoke_key(key=made, by=position)
    assert working_key(digest_of_token(token)) is None
    with pytest.raises(NotTheirs):
        rotate_key(key=made, by=position, name=Clear("ERP"))


def test_another_companys_owner_changes_nothing(owner):
    token, stranger = key_for(owner), firms.owner_of(firms.firm("Other"))
    key = ApiKey.objects.get()
    for verb in ("rotation", "revocation"):
        assert browser(stranger).post(f"/me/company/keys/{key.pk}/{verb}/").status_code == 404
    revoke_key(key=key, by=position_of(stranger))
    assert Program(token)("get", "products").status_code == 200


def test_keys_end_with_their_maker(owner):
    company = position_of(owner).company
    firms.join(company, CompanyRole.OWNER)
    token, position = key_for(owner), position_of(owner)
    end_position(position=position, by=position)
    assert Program(token)("get", "products").status_code == 401
    assert ApiKey.objects.filter(ended_at=None).count() == 0


def test_a_frozen_account_and_an_expired_key_let_nobody_in(owner):
    token = key_for(owner)
    freeze = Freeze.objects.create(member=owner, is_by_owner=True)
    assert Program(token)("get", "products").status_code == 401
    freeze.delete()
    with time_machine.travel(now() + timedelta(days=91)):
        assert Program(token)("get", "products").status_code == 401


def test_a_company_cannot_pile_up_keys(owner):
    for _ in range(MOST_KEYS):
        key_for(owner)
    with pytest.raises(TooManyKeys):
        key_for(owner)
    assert browser(owner).post("/me/company/keys/", FORM).status_code == 422


def test_a_program_is_never_staff(db: None):
    officer = firms.worker(roles="FULFILMENT")
    firms.firm(owner=officer)
    program = Program(key_for(officer))
    caller = program("get", "products").wsgi_request.auth
    assert {role.name for role in caller.actor.roles} == {"MEMBER"}


def test_requests_are_counted_and_wrong_keys_slowed_down(owner, monkeypatch):
    monkeypatch.setattr(callers, "PER_MINUTE", 2)
    monkeypatch.setattr(callers, "WRONG_PER_MINUTE", 2)
    program = Program(key_for(owner))
    assert [program("get", "products").status_code for _ in range(3)] == [200, 200, 429]
    refused = program("get", "products")
    assert int(refused["Retry-After"]) in range(1, 61)
    assert [Program(new_token("test"))("get", "products").status_code for _ in range(3)] == [401, 401, 429]


def test_the_day_of_the_last_use_is_noted_and_no_more(owner):
    token = key_for(owner)
    Program(token)("get", "products")
    key = ApiKey.objects.get()
    assert key.last_used_on == today()
