"""The incident room: who is affected exactly, what is frozen, who is told, and the clock (III.3d)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import BrowserSession, Member
from coatingcat.outreach.models import Notice
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.actions.incidents import (
    NotFoundYet,
    Question,
    contain,
    declare_incident,
    find_affected,
    notify_affected,
    take_step,
)
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Affected, Incident, IncidentStep
from coatingcat.privacy.queries.incidents import kinds_affected, people_held
from coatingcat.privacy.queries.switches import frozen_switches
from coatingcat.privacy.rules.incidents import clocks, heads, minutes
from coatingcat.privacy.words import KeyKind, Purpose, Reason, Role, Switch
from coatingcat.privacy.words.incidents import Containment, IncidentKind, Scope, Step
from tests.members.people import person, signed_in

pytestmark = pytest.mark.django_db


def member(n: int) -> Member:
    return person(f"m{n}@incident.example", None, nickname=f"m{n}")


def read_by(actor: Member, *members: Member) -> None:
    with purpose(
        Purpose.ACCOUNT, actor=Actor(actor.pk, frozenset({Role.MEMBER}) | actor.role_set, "t"), reason=Reason.QUESTION
    ):
        for one in members:
            Member.objects.get(pk=one.pk).email.open()


@pytest.fixture
def officer() -> Member:
    return person("officer@incident.example", roles="privacy_officer")


@pytest.fixture
def support() -> Member:
    return person("support@incident.example", roles="support")


def declared(by: Member, *, is_drill: bool = False, **narrowed: object) -> Incident:
    at = now()
    question = Question(**{"scope": Scope.OPENINGS, "since": at - timedelta(hours=1), "until": at, **narrowed})
    return declare_incident(kind=IncidentKind.MISUSE, question=question, aware_at=at, by=by.pk, is_drill=is_drill)


def affected(incident: Incident) -> set[object]:
    return set(Affected.objects.filter(incident=incident).values_list("subject_id", flat=True))


def test_the_affected_are_exactly_those_the_log_names(officer, support):
    other_support = person("other@incident.example", roles="support")
    one, two, three = member(1), member(2), member(3)
    with frozen(now() - timedelta(hours=3)):
        read_by(support, three)
    read_by(support, one, two)
    read_by(other_support, three)
    incident = declared(officer, actor=support.pk)
    run_jobs_now()
    assert affected(incident) == {one.pk, two.pk}
    incident.refresh_from_db()
    assert (incident.affected_count, incident.gone_count) == (2, 0)
    assert [kind.name for kind in kinds_affected(incident)] == ["EMAIL"]
    by_role = declared(officer, role="SUPPORT")
    by_other = declared(officer, role="MARKETING")
    by_label, by_none = (
        declared(officer, label="members.Member.email"),
        declared(officer, label="members.Member.mobile"),
    )
    for each in (by_role, by_other, by_label, by_none):
        find_affected(incident_id=each.pk)
    assert affected(by_role) == {one.pk, two.pk, three.pk}
    assert affected(by_label) == {one.pk, two.pk, three.pk, officer.pk}  # a job wrote to the officer of the first one
    assert affected(by_other) == affected(by_none) == set()


def test_whose_key_is_gone_nobody_can_tell_and_that_is_said(officer, support):
    one, two = member(1), member(2)
    read_by(support, one, two)
    destroy_keys(subject_id=two.pk, kinds=frozenset(KeyKind))
    incident = declared(officer)
    find_affected(incident_id=incident.pk)
    incident.refresh_from_db()
    assert affected(incident) == {one.pk}
    assert incident.gone_count == 1


def test_a_lost_copy_of_the_database_concerns_everybody_held_in_the_time(officer):
    one, two, gone = member(1), member(2), member(3)
    destroy_keys(subject_id=gone.pk, kinds=frozenset(KeyKind))
    incident = declared(officer, scope=Scope.EVERYBODY)
    find_affected(incident_id=incident.pk)
    assert affected(incident) == {officer.pk, one.pk, two.pk}
    early = now() - timedelta(days=30)
    before = declared(officer, scope=Scope.EVERYBODY, since=early, until=early)
    find_affected(incident_id=before.pk)
    assert affected(before) == set()


def test_finding_twice_finds_the_same(officer, support):
    read_by(support, member(1))
    incident = declared(officer)
    assert (find_affected(incident_id=incident.pk), find_affected(incident_id=incident.pk)) == (1, 1)
    assert Affected.objects.count() == 1
    assert IncidentStep.objects.filter(step=Step.ASSESS.name).count() == 1


def test_nobody_is_told_before_the_affected_are_found(officer):
    incident = declared(officer)
    for step in (Step.NOTIFY, Step.ANNOUNCE, Step.REPORT):
        with pytest.raises(NotFoundYet):
            take_step(incident=incident, step=step, by=officer.pk)
    assert IncidentStep.objects.count() == 0


def test_everybody_affected_is_told_once_and_reads_it_and_nobody_else_does(officer, support):
    one, other = member(1), member(2)
    read_by(support, one)
    incident = declared(officer, actor=support.pk)
    run_jobs_now()
    incident.refresh_from_db()
    assert take_step(incident=incident, step=Step.NOTIFY, by=officer.pk)
    assert not take_step(incident=incident, step=Step.NOTIFY, by=officer.pk)
    run_jobs_now()
    assert notify_affected(incident_id=incident.pk) == 0
    assert set(Notice.objects.filter(letter="incident").values_list("subject_id", flat=True)) == {one.pk}
    path = f"/me/incidents/{incident.pk}/"
    page = signed_in(one).get(path, headers={"Accept-Language": "en"})
    assert "E-mail address" in page.content.decode()
    assert signed_in(other).get(path).status_code == 404


def test_a_drill_tells_the_staff_alone_and_freezes_nothing(officer, support):
    one = member(1)
    read_by(support, one)
    signed_in(support)
    incident = declared(officer, is_drill=True)
    run_jobs_now()
    incident.refresh_from_db()
    for containment in (Containment.EXPORTS, Containment.SESSIONS_STAFF, Containment.SESSIONS_ALL):
        assert contain(incident=incident, containment=containment, by=officer.pk)
    for step in (Step.REPORT, Step.NOTIFY, Step.ANNOUNCE):
        assert take_step(incident=incident, step=step, by=officer.pk)
    run_jobs_now()
    assert affected(incident) == {one.pk}
    assert Affected.objects.exclude(told_at=None).count() == 0
    told = Notice.objects.filter(letter="incident_drill")
    assert set(told.values_list("subject_id", flat=True)) == {officer.pk, support.pk}
    assert Notice.objects.filter(letter="incident").count() == 0
    assert frozen_switches() == frozenset()
    assert BrowserSession.objects.filter(member=support).count() == 1
    assert signed_in(one).get(f"/me/incidents/{incident.pk}/").status_code == 404


def test_containing_freezes_and_signs_out_at_once_and_once(officer, support):
    signed_in(support)
    one = member(1)
    signed_in(one)
    incident = declared(officer, actor=support.pk)
    assert contain(incident=incident, containment=Containment.EXPORTS, by=officer.pk)
    assert not contain(incident=incident, containment=Containment.EXPORTS, by=officer.pk)
    assert frozen_switches() == {Switch.EXPORTS}
    assert contain(incident=incident, containment=Containment.SESSIONS_ACCOUNT, by=officer.pk)
    run_jobs_now()
    assert (
        BrowserSession.objects.filter(member=support).count(),
        BrowserSession.objects.filter(member=one).count(),
    ) == (0, 1)
    contain(incident=incident, containment=Containment.SESSIONS_ALL, by=officer.pk)
    run_jobs_now()
    assert BrowserSession.objects.exclude(member=None).count() == 0
    assert IncidentStep.objects.filter(step=Step.CONTAIN.name).count() == 1


def test_an_account_is_signed_out_only_where_one_is_named(officer):
    with pytest.raises(ValueError, match="names no account"):
        contain(incident=declared(officer), containment=Containment.SESSIONS_ACCOUNT, by=officer.pk)
    assert IncidentStep.objects.count() == 0


def test_the_clock_says_what_is_late():
    aware = now()
    done = {Step.CONTAIN: aware + timedelta(minutes=30), Step.ASSESS: aware + timedelta(hours=3)}
    states = {c.step: c.state for c in clocks(aware, done, at=aware + timedelta(hours=5))}
    assert states == {
        Step.CONTAIN: "done",
        Step.ASSESS: "late",
        Step.REPORT: "overdue",
        Step.NOTIFY: "overdue",
        Step.ANNOUNCE: "waits",
        Step.ABROAD: "waits",
        Step.SUMMARY: "waits",
    }
    assert {c.step: c.due_at - aware for c in clocks(aware, {}, at=aware)}[Step.REPORT] == timedelta(hours=4)


@pytest.mark.parametrize(("seconds", "told"), [(-5, 0), (0, 0), (1, 1), (60, 1), (61, 2)])
def test_begun_minutes_count(seconds, told):
    at = now()
    assert minutes(at, at + timedelta(seconds=seconds)) == told


@given(st.integers(0, 20_000_000))
def test_a_threshold_is_near_from_nine_tenths_of_it(count):
    for head in heads(count):
        assert head.is_near == (count * 10 >= head.limit * 9)
        assert head.is_reached == (count >= head.limit)


def test_people_are_counted_once_and_only_while_something_can_be_read():
    before = people_held()
    one = member(1)
    assert people_held() == before + 1
    destroy_keys(subject_id=one.pk, kinds=frozenset(KeyKind))
    new_subject("member")
    assert people_held() == before
