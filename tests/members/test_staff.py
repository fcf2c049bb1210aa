"""Roles given and taken with a record, the undertaking before anything opens, and the review of every reader (III.3c)."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coatingcat.ground.clock import frozen, now
from coatingcat.members.actions.staff import LastOfficer, decide_review, set_roles
from coatingcat.members.models import Member
from coatingcat.members.queries.review import review, reviews_due
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import AccessReview, Opening, RoleGrant, Undertaking
from coatingcat.privacy.words import Purpose, Reason, Role
from tests.members.people import PASSWORD, person, signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def officer() -> Member:
    return person("officer@staff.example", roles="privacy_officer")


def grants() -> list[tuple[str, bool]]:
    return list(RoleGrant.objects.order_by("at", "id").values_list("role", "is_granted"))


def test_a_role_is_given_and_taken_with_a_record(officer):
    member = person()
    assert set_roles(member=member, roles=frozenset({Role.SUPPORT}), by=officer.pk) == {Role.SUPPORT}
    assert set_roles(member=member, roles=frozenset({Role.SUPPORT}), by=officer.pk) == frozenset()
    set_roles(member=member, roles=frozenset(), by=officer.pk)
    assert Member.objects.get(pk=member.pk).role_set == frozenset()
    assert grants() == [("SUPPORT", True), ("SUPPORT", False)]
    assert set(RoleGrant.objects.values_list("by_id", flat=True)) == {officer.pk}


def test_the_last_officer_stays(officer):
    with pytest.raises(LastOfficer):
        set_roles(member=officer, roles=frozenset({Role.SUPPORT}), by=officer.pk)
    assert Member.objects.get(pk=officer.pk).role_set == {Role.PRIVACY_OFFICER}
    assert grants() == []
    second = person("second@staff.example", roles="privacy_officer")
    set_roles(member=officer, roles=frozenset(), by=second.pk)
    assert Member.objects.get(pk=officer.pk).role_set == frozenset()


def test_the_page_of_staff_sets_roles_and_says_why_not(officer):
    browser, member = signed_in(officer), person()
    sent = {"member": member.public_id.lower(), "roles": ["SUPPORT", "MARKETING"]}
    assert browser.post("/desk/staff/", sent).status_code == 302
    assert Member.objects.get(pk=member.pk).role_set == {Role.SUPPORT, Role.MARKETING}
    refused = browser.post("/desk/staff/", {"member": officer.public_id, "roles": []}, headers=ENGLISH)
    assert refused.status_code == 422
    assert "Somebody must remain" in refused.content.decode()
    assert browser.post("/desk/staff/", {"member": "M-00000-00000"}, headers=ENGLISH).status_code == 422
    assert browser.get(f"/desk/staff/?member={member.public_id}").status_code == 200


def test_the_first_officer_is_made_at_the_machine():
    member, out = person(), StringIO()
    call_command("access", "grant", member.public_id, "privacy_officer", stdout=out)
    assert Member.objects.get(pk=member.pk).role_set == {Role.PRIVACY_OFFICER}
    assert RoleGrant.objects.get().by_id is None
    with pytest.raises(CommandError, match="must remain"):
        call_command("access", "take", member.public_id, "privacy_officer", stdout=out)
    with pytest.raises(CommandError, match="Name a member"):
        call_command("access", "grant", "M-00000-00000", "support", stdout=out)


def read(actor: Member, *members: Member) -> None:
    with purpose(Purpose.ACCOUNT, actor=Actor(actor.pk, frozenset({Role.SUPPORT}), "t"), reason=Reason.QUESTION):
        for one in members:
            Member.objects.get(pk=one.pk).email.open()


@pytest.mark.parametrize("count", [1, 3])
def test_the_review_names_every_reader_in_a_fixed_number_of_queries(officer, count, django_assert_num_queries):
    readers = [person(f"s{n}@staff.example", roles="support") for n in range(count)]
    quiet, gone = person("quiet@staff.example", roles="marketing"), person("gone@staff.example", roles="support")
    subject = person()
    for reader in (*readers, gone):
        read(reader, subject)
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("outreach.test")):
        Member.objects.get(pk=subject.pk).email.open()
    set_roles(member=gone, roles=frozenset(), by=officer.pk)
    with django_assert_num_queries(7):
        found = {reader.subject_id: reader for reader in review()}
    assert set(found) == {officer.pk, quiet.pk, gone.pk, None, *(r.pk for r in readers)}
    assert set(Opening.objects.values_list("actor", flat=True)) <= set(found)
    assert (found[readers[0].pk].people, found[quiet.pk].people, found[gone.pk].people) == (1, 0, 1)
    assert [(r.label, r.purpose, r.reason, r.values) for r in found[readers[0].pk].reads] == [
        ("members.Member.email", "ACCOUNT", "QUESTION", 1)
    ]
    assert found[gone.pk].roles == ()
    assert found[None].reads[0].purpose == "SERVICE_MESSAGES"
    out = StringIO()
    call_command("access", "review", stdout=out)
    told = [json.loads(line)["reader"] for line in out.getvalue().splitlines()]
    assert sorted(told) == sorted("jobs" if who is None else str(who) for who in found)


def test_a_review_is_due_once_a_year_and_can_take_the_access_away(officer):
    support = person("support@staff.example", roles="support")
    assert reviews_due() == 2
    decide_review(member=support, by=officer.pk, is_kept=True)
    assert reviews_due() == 1
    with frozen(now() + timedelta(days=366)):
        assert reviews_due() == 2
    browser = signed_in(officer)
    assert browser.post("/desk/access-review/", {"reader": support.pk, "decision": "remove"}).status_code == 302
    assert Member.objects.get(pk=support.pk).role_set == frozenset()
    assert browser.post("/desk/access-review/", {"reader": officer.pk, "decision": "remove"}).status_code == 422
    assert list(AccessReview.objects.order_by("at").values_list("is_kept", flat=True)) == [True, False]


def test_the_undertaking_is_signed_with_the_password_and_nothing_less():
    support = person(roles="support", signs=False)
    browser = signed_in(support)
    for wrong in ({"agreed": "on", "password": "no"}, {"password": PASSWORD}, {"agreed": "on"}):
        assert browser.post("/desk/undertaking/", wrong).status_code == 422
    assert Undertaking.objects.count() == 0
    assert browser.post("/desk/undertaking/", {"agreed": "on", "password": PASSWORD}).status_code == 302
    assert Undertaking.objects.get().subject_id == support.pk


def test_the_training_explains_wrong_answers_and_records_right_ones():
    support = person(roles="support", signs=False)
    browser = signed_in(support)
    wrong = browser.post("/desk/training/", {"purpose": "0", "incident": "0", "request": "2"}, headers=ENGLISH)
    assert wrong.status_code == 422
    assert "Purposes belong to roles" in wrong.content.decode()
    assert support.subject.trainings.count() == 0
    right = {"purpose": "1", "incident": "0", "request": "2"}
    assert browser.post("/desk/training/", right).status_code == 302
    assert support.subject.trainings.count() == 1
