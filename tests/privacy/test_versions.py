"""Versions come into force step by step, and nobody is processed under what is new before they said yes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.privacy.actions import new_subject, record_consent
from coatingcat.privacy.actions import policy as actions
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.migrations import __name__ as migrations
from coatingcat.privacy.models import Opening, PolicyAnswer, PolicyMove, PolicyVersion
from coatingcat.privacy.policy import current_version, in_force, newest, snapshot
from coatingcat.privacy.policy.introduced import introduced
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.words import Act, Answer, PolicyState, Purpose, Question, Role
from coatingcat.privacy.words.versions import POLICY_MOVES
from tests.members.people import person
from tests.privacy.diary import Diary, other, self_of, written
from tests.privacy.policies import NEW, OLD, adopt_old, kept_shorter, ship, take_to_force, without_purpose

pytestmark = pytest.mark.django_db
OFFICER = uuid4()


def moves(name=NEW):
    return list(PolicyMove.objects.filter(version_id=name).order_by("at", "id").values_list("before", "after", "by"))


def test_before_any_version_was_adopted_the_newest_is_in_force():
    assert in_force() == newest()
    assert PolicyVersion.objects.count() == 0


def test_a_fresh_installation_takes_the_newest_into_force_and_nobody_is_told():
    for _ in range(2):
        actions.adopt_shipped()
    (row,) = PolicyVersion.objects.all()
    assert (row.name, row.standing, row.effective_on) == (
        newest().name, PolicyState.IN_FORCE, newest().text.effective,
    )  # fmt: skip
    assert moves(newest().name) == [("", "in force", None)]
    assert run_jobs_now() == 0


def test_an_upgraded_installation_keeps_its_version_and_has_the_new_one_as_a_draft(monkeypatch):
    adopt_old(monkeypatch, old=snapshot(), new=snapshot(), reworded=True)
    assert (actions.adopt_shipped(), actions.adopt_shipped()) == ((NEW,), ())
    assert current_version() == OLD
    assert PolicyVersion.objects.get(pk=NEW).standing is PolicyState.DRAFT


def test_from_draft_to_force_each_step_is_a_record_and_none_comes_early(monkeypatch):
    adopt_old(monkeypatch, old=snapshot(), new=snapshot(), reworded=True)
    actions.adopt_shipped()
    with pytest.raises(actions.MoveRefused, match="seven days"):
        actions.open_comments(version=NEW, until=now() + timedelta(days=6), by=OFFICER)
    with pytest.raises(actions.MoveRefused, match="cannot become"):
        actions.show_version(version=NEW, effective_on=actions.earliest_effect(), by=OFFICER)
    actions.open_comments(version=NEW, until=now() + timedelta(days=8), by=OFFICER)
    with pytest.raises(actions.MoveRefused, match="not over"):
        actions.show_version(version=NEW, effective_on=actions.earliest_effect(), by=OFFICER)
    with frozen(now() + timedelta(days=9)):
        day = actions.earliest_effect()
        with pytest.raises(actions.MoveRefused, match="seven days"):
            actions.show_version(version=NEW, effective_on=day - timedelta(days=1), by=OFFICER)
        actions.show_version(version=NEW, effective_on=day, by=OFFICER)
        assert actions.take_effect() == ()
    with frozen(now() + timedelta(days=15)):
        assert (actions.take_effect(), current_version()) == ((), OLD)
    with frozen(now() + timedelta(days=18)):
        assert (actions.take_effect(), actions.take_effect()) == ((NEW,), ())
    assert current_version() == NEW
    assert moves() == [
        ("", "draft", None), ("draft", "comment", OFFICER), ("comment", "shown", OFFICER), ("shown", "in force", None),
    ]  # fmt: skip
    assert moves(OLD) == [("", "in force", None), ("in force", "superseded", None)]


def test_what_was_taken_back_begins_anew(monkeypatch):
    adopt_old(monkeypatch, old=snapshot(), new=snapshot())
    actions.adopt_shipped()
    actions.open_comments(version=NEW, until=now() + timedelta(days=8), by=OFFICER)
    row = actions.take_back(version=NEW, by=OFFICER)
    assert (row.standing, row.comment_until) == (PolicyState.DRAFT, None)
    with pytest.raises(actions.MoveRefused):
        actions.take_back(version=OLD, by=OFFICER)


@pytest.mark.parametrize("before", list(PolicyState))
@pytest.mark.parametrize("after", list(PolicyState))
def test_the_database_guards_the_moves_of_the_table(before, after):
    since = {"in_force_at": now(), "effective_on": now().date()}
    PolicyVersion.objects.create(name="9", state=before.value, **since)
    allowed = before is after or after in POLICY_MOVES[before]
    try:
        with transaction.atomic():
            PolicyVersion.objects.filter(pk="9").update(state=after.value)
    except DatabaseError:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize("table", ["privacy_policymove", "privacy_policyanswer", "privacy_policyversion"])
def test_records_of_versions_are_never_taken_away(table):
    actions.adopt_shipped()
    actions.answer_version(subject_id=new_subject("member").id, answer=Answer.ACCEPTED, words="…")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for verb in ("DELETE FROM", "TRUNCATE"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{verb} {table}" + (" CASCADE" if verb == "TRUNCATE" else ""))


def test_a_version_cannot_be_in_force_before_it_was_shown_for_seven_days():
    with pytest.raises(DatabaseError, match="policy_shown_before_effect"), transaction.atomic():
        PolicyVersion.objects.create(
            name="9", state="in force", shown_at=now(), in_force_at=now() + timedelta(days=6), effective_on=now().date()
        )


# ---- nobody is processed under what is new -----------------------------------------------------------------


def question(value, wanted, actor):
    before = Opening.objects.count()
    with purpose(wanted, actor=actor), pytest.raises(Denied) as refusal:
        value().open()
    assert Opening.objects.count() == before
    return refusal.value.question


@pytest.fixture
def newcomer_purpose(monkeypatch):
    """OLD knows no MEMBERSHIP yet; NEW brings it. It rests on a contract, so no consent guards it by itself."""
    adopt_old(monkeypatch, old=without_purpose("MEMBERSHIP"), new=snapshot())
    return Purpose.MEMBERSHIP


@pytest.mark.clause("VII.2")
@pytest.mark.clause("F.21")
def test_who_ignored_a_version_is_never_processed_under_its_new_purpose(newcomer_purpose):
    member = person()
    own = Actor(member.pk, frozenset({Role.MEMBER}), "test")

    def email():
        return type(member).objects.get(pk=member.pk).email

    asked = (own, newcomer_purpose)
    assert question(email, asked[1], asked[0]) is Question.VERSION  # the program can, but the version is a draft
    take_to_force()
    assert current_version() == NEW
    assert question(email, asked[1], asked[0]) is Question.VERSION  # in force now, and ignored
    with purpose(Purpose.ACCOUNT, actor=own):  # what the old version told of goes on
        assert email().open()
    actions.answer_version(subject_id=member.pk, answer=Answer.NOT_NOW, words="Not now")
    assert question(email, asked[1], asked[0]) is Question.VERSION
    actions.answer_version(subject_id=member.pk, answer=Answer.ACCEPTED, words="Yes")
    with purpose(newcomer_purpose, actor=own):
        assert email().open()
    assert list(PolicyAnswer.objects.order_by("at").values_list("version", "answer")) == [
        (NEW, "not now"), (NEW, "accepted"),
    ]  # fmt: skip


def test_who_registers_under_the_new_version_has_it_from_the_start(newcomer_purpose):
    take_to_force()
    member = person("somebody.else@example.cn")
    with purpose(newcomer_purpose, actor=Actor(member.pk, frozenset({Role.MEMBER}), "test")):
        assert type(member).objects.get(pk=member.pk).email.open()


def test_a_consent_given_since_is_enough_for_its_own_purpose_and_an_older_one_is_not(monkeypatch, diaries):
    label = "members.OptionalDetails.interests"
    adopt_old(monkeypatch, old=without_purpose("PRODUCT_NEWS"), new=snapshot())
    member = new_subject("member")
    came = introduced()
    assert came.is_new(label, Purpose.PRODUCT_NEWS, OLD)
    assert not came.is_new(label, Purpose.PRODUCT_NEWS, NEW)
    assert came.since(label, Purpose.PRODUCT_NEWS) == {NEW}
    diary = written(interests="primers")
    say = {"subject_id": diary.subject_id, "purpose": Purpose.PRODUCT_NEWS, "words": "…", "act": Act.GIVEN}
    record_consent(policy_version=OLD, **say)
    marketing = other(Role.MARKETING)
    assert question(lambda: Diary.objects.get().interests, Purpose.PRODUCT_NEWS, marketing) is Question.VERSION
    record_consent(policy_version=NEW, **say)
    with purpose(Purpose.PRODUCT_NEWS, actor=marketing):
        assert Diary.objects.get().interests.open() == "primers"
    assert member.accepted_version == OLD


def test_what_a_law_demands_waits_for_nobody(monkeypatch, diaries):
    adopt_old(monkeypatch, old=without_purpose("OWN_DATA"), new=snapshot())
    diary = written(name="one")
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)):
        assert Diary.objects.get().name.open() == "one"


def test_a_longer_keeping_time_does_not_reach_back_to_who_has_not_accepted_it(monkeypatch):
    label = "members.Code.address"
    ship(monkeypatch, old=kept_shorter(label), new=snapshot())
    assert introduced().shorter_keeping(label, OLD) == timedelta(minutes=15)
    assert introduced().shorter_keeping(label, NEW) is None


def test_a_recipient_that_is_new_gets_nothing_of_who_has_not_accepted_it(monkeypatch):
    from dataclasses import replace

    label = "members.Member.email"
    whole = snapshot()
    held = tuple(replace(h, recipients=("courier",)) if h.label == label else h for h in whole.held)
    ship(monkeypatch, old=whole, new=replace(whole, held=held))
    came = introduced()
    assert [came.may_receive(label, "courier", name) for name in ("", OLD, NEW)] == [False, False, True]


def test_the_migration_guards_the_moves_of_this_program():
    from importlib import import_module

    guarded = import_module(f"{migrations}.0007_policy_versions").MOVES
    assert {before: set(after) for before, after in guarded.items()} == {
        before.value: {after.value for after in allowed} for before, allowed in POLICY_MOVES.items() if allowed
    }
