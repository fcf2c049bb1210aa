"""A minor's data: closed to some purposes, to staff by approval only, to the guardian as own data (MR 24, 34, 36, 37)."""

import datetime
import io
import json
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.clock import frozen, now, today
from coatingcat.privacy.actions.minors import ask_for_access, decide_access
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.links import link_key, row_of_link
from coatingcat.privacy.models import MinorAccess, Opening, Subject
from coatingcat.privacy.queries.minors import audit, is_minor, without_minors
from coatingcat.privacy.refusals import Denied, NeedsApproval
from coatingcat.privacy.rules.minors import band, comes_of_age, is_minor_born
from coatingcat.privacy.words import Purpose, Question, Role
from coatingcat.privacy.words.minors import Band, Decision, Reason
from tests.members.people import person, signed_in
from tests.privacy.diary import Diary, other, self_of, written

pytestmark = pytest.mark.usefixtures("diaries")


def minor(**values: str) -> Diary:
    diary = written(**(values or {"name": "one"}))
    Subject.objects.filter(pk=diary.subject_id).update(minor_until=today() + datetime.timedelta(days=400))
    return diary


def opens(diary: Diary, wanted: Purpose, actor: Actor, name: str = "name") -> object:
    with purpose(wanted, actor=actor):
        return getattr(Diary.objects.get(pk=diary.pk), name).open()


def refusal(diary: Diary, wanted: Purpose, actor: Actor, name: str = "name") -> Denied:
    before = Opening.objects.count()
    with pytest.raises(Denied) as refused:
        opens(diary, wanted, actor, name)
    assert Opening.objects.count() == before
    return refused.value


def test_a_purpose_closed_to_minors_opens_nothing_whatever_was_agreed():
    from coatingcat.privacy.models import Consent

    diary = minor(interests="primers")
    Consent.objects.create(
        subject_id=diary.subject_id, purpose="PRODUCT_NEWS", act="given", words="w", policy_version="1", language="en"
    )
    for actor in (other(Role.MARKETING), Actor.system("news")):
        assert refusal(diary, Purpose.PRODUCT_NEWS, actor, "interests").question is Question.MINOR
    assert opens(diary, Purpose.OWN_DATA, self_of(diary), "interests") == "primers"


def test_staff_see_a_minors_value_only_with_an_officers_approval_for_that_person_purpose_and_week():
    diary, elsewhere, support, officer = minor(), minor(), other(Role.SUPPORT), other(Role.PRIVACY_OFFICER)
    refused = refusal(diary, Purpose.ACCOUNT, support)
    assert isinstance(refused, NeedsApproval)
    assert refused.remedy == f"/desk/minors/?ward={diary.subject_id}&purpose=ACCOUNT"
    asked = ask_for_access(
        staff=support.subject_id, ward_id=diary.subject_id, wanted=Purpose.ACCOUNT, reason=Reason.ORDER
    )
    assert refusal(diary, Purpose.ACCOUNT, support).question is Question.APPROVAL
    assert decide_access(access_id=asked.id, officer=officer.subject_id, decision=Decision.APPROVED)
    assert opens(diary, Purpose.ACCOUNT, support) == "one"
    assert Opening.objects.get().actor == support.subject_id
    assert refusal(elsewhere, Purpose.ACCOUNT, support).question is Question.APPROVAL
    assert refusal(diary, Purpose.ACCOUNT, other(Role.SUPPORT)).question is Question.APPROVAL
    with frozen(now() + datetime.timedelta(days=8)):
        assert refusal(diary, Purpose.ACCOUNT, support).question is Question.APPROVAL


def test_a_refusal_of_the_officer_opens_nothing_and_stands():
    diary, support = minor(), other(Role.SUPPORT)
    asked = ask_for_access(
        staff=support.subject_id, ward_id=diary.subject_id, wanted=Purpose.ACCOUNT, reason=Reason.ORDER
    )
    officer = other(Role.PRIVACY_OFFICER).subject_id
    assert decide_access(access_id=asked.id, officer=officer, decision=Decision.REFUSED)
    assert not decide_access(access_id=asked.id, officer=officer, decision=Decision.APPROVED)
    assert refusal(diary, Purpose.ACCOUNT, support).question is Question.APPROVAL


def test_nobody_approves_a_wish_of_ones_own():
    diary, officer = minor(), other(Role.PRIVACY_OFFICER)
    asked = ask_for_access(
        staff=officer.subject_id, ward_id=diary.subject_id, wanted=Purpose.OWN_DATA, reason=Reason.REQUEST
    )
    assert not decide_access(access_id=asked.id, officer=officer.subject_id, decision=Decision.APPROVED)
    assert refusal(diary, Purpose.OWN_DATA, officer).question is Question.APPROVAL
    assert MinorAccess.objects.get().decision == ""


def test_a_wish_is_asked_once_while_it_waits():
    diary, support = minor(), other(Role.SUPPORT).subject_id
    wish = {"staff": support, "ward_id": diary.subject_id, "wanted": Purpose.ACCOUNT, "reason": Reason.LAW}
    assert ask_for_access(**wish) is not None
    assert ask_for_access(**wish) is None
    assert MinorAccess.objects.count() == 1


def test_jobs_and_the_minor_need_no_approval():
    diary = minor(email="a@b.cn")
    assert opens(diary, Purpose.SERVICE_MESSAGES, Actor.system("test"), "email") == "a@b.cn"
    assert opens(diary, Purpose.OWN_DATA, self_of(diary), "email") == "a@b.cn"


def guardian_of(*wards: UUID) -> Actor:
    return Actor(other().subject_id, frozenset({Role.GUARDIAN}), "test", wards=frozenset(wards))


def test_a_guardian_opens_the_wards_own_data_and_nothing_else():
    ward, stranger, adult = minor(), minor(), written(name="two")
    guardian = guardian_of(ward.subject_id, adult.subject_id)
    assert opens(ward, Purpose.OWN_DATA, guardian) == "one"
    assert [(o.roles, o.purpose) for o in Opening.objects.all()] == [("guardian", "OWN_DATA")]
    assert refusal(ward, Purpose.ACCOUNT, guardian).question is Question.ROLE
    assert refusal(stranger, Purpose.OWN_DATA, guardian).question is Question.ROLE
    assert refusal(adult, Purpose.OWN_DATA, guardian).question is Question.ROLE  # of age: no longer a ward


def test_on_the_day_of_full_age_everything_is_as_with_any_adult():
    diary, support = minor(), other(Role.SUPPORT)
    until = today() + datetime.timedelta(days=10)
    Subject.objects.filter(pk=diary.subject_id).update(minor_until=until)
    with frozen(datetime.datetime.combine(until, datetime.time(), datetime.UTC)):
        assert not is_minor(diary.subject_id)
        assert opens(diary, Purpose.ACCOUNT, support) == "one"
        assert refusal(diary, Purpose.OWN_DATA, guardian_of(diary.subject_id)).question is Question.ROLE


@pytest.mark.parametrize("count", [1, 3])
def test_audiences_leave_minors_out(count):
    adults = [written(name="x") for _ in range(count)]
    for _ in range(count):
        minor()
    assert set(without_minors(Diary.objects.all())) == set(adults)


@given(year=st.integers(1990, 2040), month=st.integers(1, 12), days=st.integers(0, 9000))
def test_a_minor_is_one_until_the_month_of_the_18th_birthday_is_over(year, month, days):
    until = comes_of_age(year, month)
    on = datetime.date(year, month, 1) + datetime.timedelta(days=days)
    last_possible_birthday = (until - datetime.timedelta(days=1)).replace(day=1)
    assert (last_possible_birthday.year - 18, last_possible_birthday.month) == (year, month)
    assert (band(until, on) is None) == (on >= until)
    assert (band(until, on) is Band.CHILD) == (on < comes_of_age(year, month, years=14))
    assert is_minor_born(year, month, on) == (comes_of_age(year, month, years=6) <= on < until)


def test_a_link_is_made_with_a_key_and_for_one_use():
    row_id = other().subject_id
    key = link_key("guardian", row_id)
    assert row_of_link("guardian", key) == row_id
    for wrong in ("", "x", key[:-1], key.upper(), link_key("ward", row_id), row_id.hex * 2, "é" * 64):
        assert row_of_link("guardian", wrong) is None


def test_the_audit_counts_and_names_nobody():
    ward, support, officer = minor(), other(Role.SUPPORT), other(Role.PRIVACY_OFFICER)
    Subject.objects.filter(pk=ward.subject_id).update(sort="member")
    asked = ask_for_access(
        staff=support.subject_id, ward_id=ward.subject_id, wanted=Purpose.ACCOUNT, reason=Reason.ORDER
    )
    decide_access(access_id=asked.id, officer=officer.subject_id, decision=Decision.APPROVED)
    opens(ward, Purpose.ACCOUNT, support)
    opens(ward, Purpose.OWN_DATA, guardian_of(ward.subject_id))
    found = audit(today().year)
    assert (found.asked, found.approved, found.refused, found.waiting) == (1, 1, 0, 0)
    assert (found.openings_by_staff, found.openings_by_guardians, found.unapproved) == (1, 1, 0)
    assert sum(found.held.values()) == 1
    out = io.StringIO()
    call_command("minors", "audit", "--year", str(today().year), "--json", stdout=out)
    printed = json.loads(out.getvalue())
    assert (printed["values opened by staff"], printed["values opened without an approval"]) == (1, 0)
    assert not {str(ward.subject_id), str(support.subject_id)} & set(out.getvalue().split('"'))


def test_the_audit_finds_what_the_gate_would_have_let_through():
    ward, support = minor(), other(Role.SUPPORT)
    with purpose(Purpose.OWN_DATA, actor=guardian_of(ward.subject_id)):
        Diary.objects.get(pk=ward.pk).name.open()
    known = Opening.objects.get()
    Opening.objects.create(
        request="x", actor=support.subject_id, roles="member support", purpose="ACCOUNT", label="a.B.c",
        pseudonym=known.pseudonym, count=2,
    )  # fmt: skip
    assert audit(today().year).unapproved == 2
    with pytest.raises(CommandError):
        call_command("minors", "audit", stdout=io.StringIO())


def test_at_the_desk_it_is_asked_decided_and_counted():
    ward = minor()
    support = signed_in(person("support@example.cn", roles="support"))
    officer = signed_in(person("officer@example.cn", roles="privacy_officer"))
    page = support.get(f"/desk/minors/?ward={ward.subject_id}&purpose=ACCOUNT").content.decode()
    assert str(ward.subject_id) in page
    form = {"ward": str(ward.subject_id), "purpose": "ACCOUNT", "reason": "ORDER"}
    for wrong in ({"ward": "x"}, {"purpose": "EVIDENCE"}, {"reason": ""}, {"ward": str(other().subject_id)}):
        assert support.post("/desk/minors/", form | wrong).status_code == 422
    assert MinorAccess.objects.count() == 0
    assert support.post("/desk/minors/", form).status_code == 302
    asked = MinorAccess.objects.get()
    decision = f"/desk/minors/{asked.id}/decision/"
    assert support.post(decision, {"decision": "APPROVED"}).status_code == 403
    assert officer.post(decision, {"decision": "?"}).status_code == 422
    assert "/desk/minors/" in officer.get("/desk/").content.decode()
    assert officer.post(decision, {"decision": "APPROVED"}).status_code == 302
    asked.refresh_from_db()
    assert asked.decision == "APPROVED"
    assert officer.get("/desk/minors/audit/?year=2026").status_code == 200
    assert support.get("/desk/minors/audit/").status_code == 403
    assert Client().get("/desk/minors/").status_code == 302
