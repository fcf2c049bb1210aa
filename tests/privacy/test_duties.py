"""What the gate and the pages demand of staff: undertaking, training, reason, and not too many people (III.3)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from coatingcat.config import config
from coatingcat.ground.clock import frozen, now
from coatingcat.privacy import duties
from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.actions.staff import decide_alarm, is_genuine, pass_training, sign_undertaking, wrong_answers
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import BulkAlarm, BulkLift, Opening, Training, Undertaking
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.rules.duties import DAY, HOUR, Standing, bulk_excess
from coatingcat.privacy.words import Purpose, Question, Reason, Role
from coatingcat.privacy.words.duties import QUIZ, LiftReason
from tests.privacy.diary import Diary, other, written

pytestmark = pytest.mark.usefixtures("diaries")
NOW = now()


def opens(actor: Actor, *, reason: Reason | None = None, about: str = "") -> Question | None:
    """Opens the latest diary's name; the question it was refused by, None if it opened."""
    diary = Diary.objects.order_by("-id").first()
    try:
        with purpose(Purpose.ACCOUNT, actor=actor, reason=reason, about=about):
            assert diary.name.open() == "one"
    except Denied as refusal:
        return refusal.question
    return None


def support() -> Actor:
    return Actor(new_subject("member").id, frozenset({Role.MEMBER, Role.SUPPORT}), "test")


@pytest.mark.parametrize(
    ("standing", "due", "is_due", "overdue"),
    [
        (Standing(), None, False, False),
        (Standing(NOW, NOW), NOW + timedelta(days=30), True, False),
        (Standing(NOW, NOW - timedelta(days=30)), NOW, True, True),
        (Standing(NOW, NOW, NOW), NOW + timedelta(days=365), False, False),
        (Standing(NOW, NOW, NOW - timedelta(days=336)), NOW + timedelta(days=29), True, False),
        (Standing(NOW, NOW, NOW - timedelta(days=394)), NOW - timedelta(days=29), True, False),
        (Standing(NOW, NOW, NOW - timedelta(days=395)), NOW - timedelta(days=30), True, True),
    ],
)
def test_when_a_training_is_due_and_overdue(standing, due, is_due, overdue):
    assert standing.training_due_at == due
    assert (standing.is_training_due(NOW), standing.is_training_overdue(NOW)) == (is_due, overdue)


@pytest.mark.parametrize(
    ("ages", "full"),
    [
        ([], None),
        ([1, 2], None),
        ([1, 2, 3], (HOUR, 3)),
        ([1, 2, 61, 62], None),
        ([61, 62, 63, 64, 65], (DAY, 5)),
        ([61, 62, 63, 64, 24 * 60], None),
    ],
)
def test_when_there_is_room_for_one_more_person(ages, full):
    seen = [NOW - timedelta(minutes=age) for age in ages]
    assert bulk_excess(seen, at=NOW, per_hour=3, per_day=5) == full


def test_staff_without_undertaking_open_nothing_and_with_it_what_their_role_may():
    written(name="one")
    actor = support()
    assert opens(actor) is Question.UNDERTAKING
    assert Opening.objects.count() == 0
    sign_undertaking(subject_id=actor.subject_id, language="en")
    assert opens(actor) is None


def test_an_earlier_version_of_the_undertaking_is_no_undertaking(monkeypatch):
    written(name="one")
    actor = support()
    sign_undertaking(subject_id=actor.subject_id, language="en")
    monkeypatch.setattr(duties, "UNDERTAKING_VERSION", "2099.1")
    assert opens(actor) is Question.UNDERTAKING


def test_a_member_of_the_staff_still_reads_their_own_data_unsigned():
    diary = written(name="one")
    actor = Actor(diary.subject_id, frozenset({Role.MEMBER, Role.SUPPORT}), "test")
    with purpose(Purpose.OWN_DATA, actor=actor):
        assert Diary.objects.get().name.open() == "one"


def test_an_undertaking_is_signed_once_and_its_seal_covers_who_what_and_when():
    actor = support()
    first = sign_undertaking(subject_id=actor.subject_id, language="en")
    assert sign_undertaking(subject_id=actor.subject_id, language="zh-hans") == first
    row = Undertaking.objects.get()
    assert is_genuine(row)
    for change in ({"at": row.at + timedelta(days=1)}, {"version": "2020.1"}, {"subject_id": support().subject_id}):
        forged = Undertaking(
            **{"subject_id": row.subject_id, "version": row.version, "at": row.at, "signature": row.signature, **change}
        )
        assert not is_genuine(forged), change


def test_an_overdue_training_closes_what_a_new_one_opens():
    written(name="one")
    actor = other(Role.SUPPORT)
    with frozen(now() + timedelta(days=394)):
        assert opens(actor) is None
    with frozen(now() + timedelta(days=396)):
        assert opens(actor) is Question.TRAINING
        pass_training(subject_id=actor.subject_id)
        assert opens(actor) is None
    assert Training.objects.count() == 2


def test_the_quiz_names_the_questions_answered_wrongly():
    right = {question.key: str(question.right) for question in QUIZ}
    assert wrong_answers(right) == []
    assert wrong_answers(right | {"purpose": "0"}) == ["purpose"]
    assert wrong_answers({}) == [question.key for question in QUIZ]


def test_a_reason_and_what_it_is_about_are_written_down_with_each_opening():
    written(name="one")
    assert opens(other(Role.SUPPORT), reason=Reason.QUESTION, about="CC-1") is None
    assert list(Opening.objects.values_list("reason", "about")) == [("QUESTION", "CC-1")]


def limited(monkeypatch, per_hour: int, per_day: int = 100) -> None:
    from dataclasses import replace

    fewer = replace(config(), bulk_people_per_hour=per_hour, bulk_people_per_day=per_day)
    monkeypatch.setattr(duties, "config", lambda: fewer)


def read_all(actor: Actor, *, at_once: bool) -> tuple[int, Question | None]:
    """Reads every diary, in one act or in an act for each; how many opened, and the question that ended it."""
    opened = 0
    try:
        if at_once:
            with purpose(Purpose.ACCOUNT, actor=actor):
                for diary in Diary.objects.order_by("id"):
                    diary.name.open()
                    opened += 1
        else:
            for diary in Diary.objects.order_by("id"):
                with purpose(Purpose.ACCOUNT, actor=actor):
                    diary.name.open()
                opened += 1
    except Denied as refusal:
        return opened, refusal.question
    return opened, None


@pytest.mark.parametrize("at_once", [True, False])
def test_a_bulk_read_ends_at_the_limit_with_one_alarm(monkeypatch, at_once):
    limited(monkeypatch, 3)
    for _ in range(5):
        written(name="one")
    actor = other(Role.SUPPORT)
    assert read_all(actor, at_once=at_once) == (3, Question.BULK)
    assert read_all(actor, at_once=at_once) == (3, Question.BULK)  # those three again, nobody new
    alarm = BulkAlarm.objects.get()
    assert (alarm.subject_id, alarm.window_minutes, alarm.count) == (actor.subject_id, 60, 3)
    assert Opening.objects.values("pseudonym").distinct().count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'path' FROM procrastinate_jobs WHERE task_name = 'members.tell_officers'")
        assert cursor.fetchall() == [(f"desk/alarms/{alarm.pk}/",)]


def test_the_stop_of_one_is_no_stop_of_another_and_none_of_a_job(monkeypatch):
    limited(monkeypatch, 2)
    for _ in range(4):
        written(name="one", email=None)
    assert read_all(other(Role.SUPPORT), at_once=True) == (2, Question.BULK)
    assert read_all(other(Role.SUPPORT), at_once=True) == (2, Question.BULK)
    assert BulkAlarm.objects.count() == 2


def test_a_stop_wears_off_with_its_window_but_the_day_is_full_too(monkeypatch):
    limited(monkeypatch, 2, 3)
    for _ in range(4):
        written(name="one")
    actor = other(Role.SUPPORT)
    assert read_all(actor, at_once=False) == (2, Question.BULK)
    with frozen(now() + timedelta(minutes=61)):
        assert read_all(actor, at_once=False) == (2, Question.BULK)  # the same two are in this hour again
    with frozen(now() + timedelta(days=2)):
        assert read_all(actor, at_once=False)[0] == 2


def test_an_officer_lifts_a_stop_and_the_count_begins_anew(monkeypatch):
    limited(monkeypatch, 2)
    for _ in range(4):
        written(name="one")
    actor, officer = other(Role.SUPPORT), new_subject("member").id
    read_all(actor, at_once=False)
    alarm = BulkAlarm.objects.get()
    lift = decide_alarm(alarm=alarm, by=officer, why=LiftReason.CASE_LOAD)
    assert lift is not None
    assert lift.is_lifted
    assert decide_alarm(alarm=alarm, by=officer, why=LiftReason.NO_NEED) is None
    with purpose(Purpose.ACCOUNT, actor=actor):
        for diary in Diary.objects.order_by("-id")[:2]:
            diary.name.open()


def test_a_stop_that_is_upheld_stands_and_nobody_lifts_their_own(monkeypatch):
    limited(monkeypatch, 2)
    for _ in range(3):
        written(name="one")
    actor = other(Role.SUPPORT)
    read_all(actor, at_once=False)
    alarm = BulkAlarm.objects.get()
    with pytest.raises(ValueError, match="of their own"):
        decide_alarm(alarm=alarm, by=actor.subject_id, why=LiftReason.CASE_LOAD)
    assert BulkLift.objects.count() == 0
    decide_alarm(alarm=alarm, by=new_subject("member").id, why=LiftReason.NO_NEED)
    assert opens(actor) is Question.BULK


@pytest.mark.parametrize("table", ["undertaking", "training", "bulkalarm", "bulklift"])
@pytest.mark.parametrize("verb", ["DELETE FROM privacy_{}", "TRUNCATE privacy_{} CASCADE"])
def test_the_database_keeps_the_records(table, verb):
    actor = other(Role.SUPPORT)
    alarm = BulkAlarm.objects.create(subject_id=actor.subject_id, window_minutes=60, count=1)
    decide_alarm(alarm=alarm, by=new_subject("member").id, why=LiftReason.NO_NEED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(verb.format(table))


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_staff_costs_two_statements_more_however_many_people_it_shows(count, django_assert_num_queries):
    for _ in range(count):
        written(name="one")
    actor, rows = other(Role.SUPPORT), list(Diary.objects.all())
    with django_assert_num_queries(2 + count + 1), purpose(Purpose.ACCOUNT, actor=actor):
        assert {row.name.open() for row in rows} == {"one"}
