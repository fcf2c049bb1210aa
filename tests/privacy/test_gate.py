from datetime import timedelta

import pytest

from coatingcat.ground.clock import frozen, now
from coatingcat.privacy.actions import destroy_keys, end_key, record_consent
from coatingcat.privacy.gate import Actor, purpose, warm
from coatingcat.privacy.models import Opening, Subject, SubjectKey
from coatingcat.privacy.queries import openings_of
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.words import ROLE_PURPOSES, Act, KeyKind, Purpose, Question, Role
from tests.privacy.diary import Diary, other, self_of, written

pytestmark = pytest.mark.usefixtures("diaries")


def refused(diary, name, wanted, actor):
    """The question the gate answered with no; nothing is written down for a refusal."""
    before = Opening.objects.count()
    with purpose(wanted, actor=actor), pytest.raises(Denied) as refusal:
        getattr(Diary.objects.get(pk=diary.pk), name).open()
    assert Opening.objects.count() == before
    return refusal.value.question


@pytest.mark.clause("I.0")
@pytest.mark.parametrize("wanted", ["ACCOUNT", "new", None, 1])
def test_an_undeclared_purpose_cannot_be_expressed(wanted):
    with pytest.raises(TypeError), purpose(wanted, actor=Actor.system("test")):
        pytest.fail("the block ran")


def test_a_field_opens_only_for_a_purpose_it_is_declared_for():
    diary = written(name="one")
    assert refused(diary, "name", Purpose.ORDER_FULFILMENT, self_of(diary)) is Question.DECLARED


def test_a_guardian_by_role_alone_opens_nothing_of_anybody():
    diary = written(name="one")
    assert refused(diary, "name", Purpose.OWN_DATA, other(Role.GUARDIAN)) is Question.ROLE


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SUBJECT, Role.GUARDIAN}])
def test_a_role_opens_exactly_what_its_purposes_allow(role):
    diary = written(name="one")
    for wanted in (Purpose.ACCOUNT, Purpose.OWN_DATA):
        if wanted in ROLE_PURPOSES[role]:
            with purpose(wanted, actor=other(role)):
                assert Diary.objects.get().name.open() == "one"
        else:
            assert refused(diary, "name", wanted, other(role)) is Question.ROLE


def test_a_purpose_that_rests_on_consent_opens_after_a_yes_and_closes_after_a_withdrawal():
    diary = written(interests="primers")
    marketing = other(Role.MARKETING)
    assert refused(diary, "interests", Purpose.PRODUCT_NEWS, marketing) is Question.CONSENT
    say = {"subject_id": diary.subject_id, "purpose": Purpose.PRODUCT_NEWS, "words": "…", "policy_version": "1"}
    record_consent(act=Act.GIVEN, **say)
    with purpose(Purpose.PRODUCT_NEWS, actor=marketing):
        assert Diary.objects.get().interests.open() == "primers"
    record_consent(act=Act.WITHDRAWN, **say)
    assert refused(diary, "interests", Purpose.PRODUCT_NEWS, marketing) is Question.CONSENT


def test_restricted_data_is_shown_to_its_subject_only():
    diary = written(name="one")
    Subject.objects.filter(pk=diary.subject_id).update(restricted_at=now())
    assert refused(diary, "name", Purpose.ACCOUNT, other(Role.SUPPORT)) is Question.RESTRICTED
    for wanted in (Purpose.OWN_DATA, Purpose.ACCOUNT):  # who cannot sign in can exercise no right
        with purpose(wanted, actor=self_of(diary)):
            assert Diary.objects.get().name.open() == "one"


def test_a_destroyed_key_opens_nothing_more_but_the_other_key_still_does():
    diary = written(name="one", deal="two")
    assert destroy_keys(subject_id=diary.subject_id, kinds=frozenset({KeyKind.LIVE})) == 1
    assert refused(diary, "name", Purpose.OWN_DATA, self_of(diary)) is Question.ERASED
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)):
        assert Diary.objects.get().deal.open() == "two"


def test_a_key_row_that_is_gone_is_an_erasure():
    diary = written(name="one")
    SubjectKey.objects.all().delete()
    with purpose(Purpose.OWN_DATA, actor=other(Role.PRIVACY_OFFICER)), pytest.raises(Denied) as refusal:
        Diary.objects.get().name.open()
    assert refusal.value.question is Question.ERASED
    assert diary.subject_id is not None


def test_keeping_time_ends_with_the_key():
    diary = written(deal="one")
    end_key(subject_id=diary.subject_id, kind=KeyKind.HOLD, at=now() + timedelta(days=3))
    with frozen(now() + timedelta(days=2)), purpose(Purpose.OWN_DATA, actor=self_of(diary)):
        assert Diary.objects.get().deal.open() == "one"
    with frozen(now() + timedelta(days=4)):
        assert refused(diary, "deal", Purpose.OWN_DATA, self_of(diary)) is Question.RETENTION


def test_keeping_time_counted_from_the_sealing_ends_by_itself():
    diary = written(code="123456")
    job = Actor.system("test")
    with frozen(now() + timedelta(minutes=29)), purpose(Purpose.SERVICE_MESSAGES, actor=job):
        assert Diary.objects.get().code.open() == "123456"
    with frozen(now() + timedelta(minutes=32)):
        assert refused(diary, "code", Purpose.SERVICE_MESSAGES, job) is Question.RETENTION


def test_a_nested_purpose_only_narrows():
    diary = written(name="one", email="a@b.cn")
    actor = other(Role.SUPPORT)
    with purpose(Purpose.ACCOUNT, actor=actor), purpose(Purpose.SERVICE_MESSAGES, actor=self_of(diary)):
        row = Diary.objects.get()
        assert row.email.open() == "a@b.cn"
        with pytest.raises(Denied) as refusal:
            row.name.open()
    assert refusal.value.question is Question.DECLARED
    assert Opening.objects.get().actor == actor.subject_id


def test_a_yes_does_not_outlive_its_purpose():
    diary = written(name="one")
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)):
        diary.name.open()
    destroy_keys(subject_id=diary.subject_id)
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)), pytest.raises(Denied):
        diary.name.open()


def test_the_subjects_own_openings_are_not_written_down():
    diary = written(name="one")
    with purpose(Purpose.OWN_DATA, actor=self_of(diary)):
        diary.name.open()
    assert Opening.objects.count() == 0


def test_openings_by_others_are_written_down_once_per_field_with_their_count():
    diary, support = written(name="one", email="a@b.cn"), other(Role.SUPPORT)
    with purpose(Purpose.ACCOUNT, actor=support):
        row = Diary.objects.get()
        for _ in range(3):
            row.name.open()
        row.email.open()
    seen = [(o.actor, o.roles, o.purpose, o.label, o.count, o.request) for o in openings_of(diary.subject_id)]
    assert sorted(seen) == [
        (support.subject_id, "support", "ACCOUNT", "privacy.Diary.email", 1, "test"),
        (support.subject_id, "support", "ACCOUNT", "privacy.Diary.name", 3, "test"),
    ]


def test_openings_are_written_down_even_when_the_work_fails():
    written(name="one")
    with pytest.raises(ZeroDivisionError), purpose(Purpose.ACCOUNT, actor=other(Role.SUPPORT)):
        Diary.objects.get().name.open()
        1 / 0  # noqa: B018
    assert Opening.objects.count() == 1


def test_the_log_names_the_subject_by_a_pseudonym_that_dies_with_the_key():
    diary = written(name="one")
    with purpose(Purpose.ACCOUNT, actor=other(Role.SUPPORT)):
        Diary.objects.get().name.open()
    assert diary.subject_id.bytes not in bytes(Opening.objects.get().pseudonym)
    destroy_keys(subject_id=diary.subject_id)
    assert openings_of(diary.subject_id) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_warms_its_keys_with_one_query_and_asks_two_about_the_reader(count, django_assert_num_queries):
    for i in range(count):
        written(name=f"n{i}", email=f"a{i}@b.cn")
    with purpose(Purpose.ACCOUNT, actor=other(Role.SUPPORT)):
        rows = list(Diary.objects.all())
        with django_assert_num_queries(3):
            warm(rows, "name", "email")
            assert sorted(row.name.open() for row in rows) == [f"n{i}" for i in range(count)]
