"""The closed lists: purposes, roles, and that nothing outside them can be said (I.0)."""

import pytest

from coatingcat.privacy.clauses import table
from coatingcat.privacy.gate import Actor, for_purpose, purpose
from coatingcat.privacy.models import Consent
from coatingcat.privacy.words import ROLE_PURPOSES, Kind, Purpose, Role, Text


@pytest.mark.clause("I.0")
@pytest.mark.parametrize("invented", ["new", "ACCOUNT", None, object()])
def test_a_purpose_that_is_not_declared_cannot_be_expressed(invented):
    with pytest.raises(TypeError, match="no declared purpose"), purpose(invented, actor=Actor.system("test")):
        pytest.fail("the purpose was set")


@pytest.mark.clause("I.0")
def test_no_view_acts_for_an_undeclared_purpose(rf):
    called = []

    @for_purpose("new")
    def view(request):
        called.append(request)

    request = rf.get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    with pytest.raises(TypeError, match="no declared purpose"):
        view(request)
    assert called == []


@pytest.mark.clause("I.0")
def test_purposes_cannot_be_added_while_the_program_runs():
    with pytest.raises(TypeError, match="cannot extend"):

        class More(Purpose):
            NEW = Purpose.ACCOUNT.value

    with pytest.raises(ValueError, match="new"):
        Purpose("new")


@pytest.mark.clause("I.0")
@pytest.mark.django_db
def test_the_database_refuses_a_consent_to_an_undeclared_purpose():
    from django.db import IntegrityError, transaction

    from coatingcat.privacy.actions import new_subject

    subject = new_subject("member")
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            subject=subject, purpose="NEW", act="given", words="w", policy_version="1", language="en"
        )
    assert Consent.objects.count() == 0


@pytest.mark.parametrize("each", Purpose)
def test_a_purpose_says_what_it_is_in_both_languages_and_what_it_rests_on(each):
    assert isinstance(each.text, Text)
    assert each.basis.text.zh
    assert each.article.strip()
    assert each.clause in {row.clause for row in table()}
    assert each.switchable == each.needs_consent


def test_no_two_purposes_are_one():
    assert len({each.value for each in Purpose}) == len(Purpose)


def test_every_role_has_its_purposes():
    assert set(ROLE_PURPOSES) == set(Role)
    assert all(purposes <= set(Purpose) for purposes in ROLE_PURPOSES.values())


def test_every_purpose_is_somebodys():
    acted_for = set().union(*(p for role, p in ROLE_PURPOSES.items() if role is not Role.SUBJECT))
    resting = {Purpose.PERSONALISED_SERVICES, Purpose.SITE_PREFERENCES, Purpose.PUBLIC_PROFILE}
    only_for_oneself = {Purpose.MEMBERSHIP, Purpose.INDUSTRY_FIT}
    assert set(Purpose) - acted_for - resting == only_for_oneself


def test_a_visitor_opens_nothing_and_a_member_opens_of_others_only_whom_he_orders_for():
    assert ROLE_PURPOSES[Role.VISITOR] == {Purpose.PUBLIC_PROFILE}
    supply = {Purpose.ORDER_FULFILMENT, Purpose.INQUIRIES}
    assert ROLE_PURPOSES[Role.SUPPLIER] == ROLE_PURPOSES[Role.AGENT] == supply
    assert ROLE_PURPOSES[Role.MEMBER] == {Purpose.ORDER_FULFILMENT, Purpose.SHOPPING}  # a colleague's shared cart


def test_no_two_kinds_are_one():
    assert len({kind.value for kind in Kind}) == len(Kind)
