"""A version through its pages: the officer takes it into force, everybody is told, members are asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from coatingcat.ground.clock import ZONE, frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy.actions import policy as actions
from coatingcat.privacy.models import Opening, PolicyAnswer, PolicyComment, PolicyVersion, Subject
from coatingcat.privacy.policy import current_version, newest, snapshot
from coatingcat.privacy.policy.changes import changes
from coatingcat.privacy.policy.told import told
from coatingcat.privacy.policy.wording import reworded, word_diff
from coatingcat.privacy.words import PolicyState, Text
from tests.members.people import force_in, full_member, person
from tests.privacy.policies import NEW, OLD, adopt_old, kept_shorter, take_to_force, without_purpose

pytestmark = pytest.mark.django_db
LABEL = "members.Code.address"


def browser(member=None, language="en"):
    client = Client(headers={"accept-language": language})
    return force_in(client, member) if member else client


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def at(days):
    """Day 20 is today: sessions of a browser know the true time alone."""
    return frozen(datetime.now(UTC) + timedelta(days=days - 20))


@pytest.fixture
def upgraded(monkeypatch):
    """An installation with people, upgraded to a program that keeps an address twice as long."""
    adopt_old(monkeypatch, old=kept_shorter(LABEL), new=snapshot(), reworded=True)
    actions.adopt_shipped()


@pytest.mark.clause("VII.1")
@pytest.mark.clause("F.21")
def test_a_longer_keeping_time_makes_a_version_with_its_changes_shown_and_everybody_told(upgraded):
    members = [person(f"m{n}@stage.example", language="en") for n in range(3)]
    officer = full_member(roles="PRIVACY_OFFICER")
    desk, visitor = browser(officer), browser()
    assert f"Version {NEW} of the privacy policy is a draft" in text(desk, "/desk/")
    assert visitor.get(f"/privacy/versions/{NEW}/changes/").status_code == 404  # a draft is nobody's yet
    page = f"/desk/policy/{NEW}/"
    with at(0):
        assert "Every member will be asked" in text(desk, page)
        refused = desk.post(page, {"step": "next", "day": f"{now():%Y-%m-%d}"})
        assert (refused.status_code, PolicyVersion.objects.get(pk=NEW).state) == (422, "draft")
        until = (now() + timedelta(days=8)).astimezone(ZONE).date()
        assert desk.post(page, {"step": "next", "day": until}).status_code == 302
        run_jobs_now()
        assert f"Your comments on version {NEW}" in text(visitor, "/privacy/cookies/")
        assert desk.post(page, {"step": "next", "day": until}).status_code == 404  # while comments come in
    with at(10):
        shown_on = actions.earliest_effect()
        assert desk.post(page, {"step": "next", "day": shown_on - timedelta(days=1)}).status_code == 422
        assert desk.post(page, {"step": "next", "day": shown_on}).status_code == 302
        run_jobs_now()
        everybody = {m.pk for m in (*members, officer)}
        path = f"privacy/versions/{NEW}/changes/"
        notices = Notice.objects.filter(letter="policy_notice", path=path)
        assert {notice.subject_id for notice in notices} == everybody
        assert Dispatch.objects.filter(template="policy_notice").count() == len(everybody)
        told_day = f"takes effect on {shown_on}"
        assert told_day in text(visitor, "/privacy/cookies/")
        changed = text(visitor, f"/{path}")
        assert "was kept: 15 minutes" not in changed  # the words of the keeping time are those of the declarations
        assert f"<code>{LABEL}</code>" in changed
        assert "Now: 30 minutes" in changed
        assert "<ins>" in changed
        assert "sentence" in changed
        assert current_version() == OLD
    with at(20):
        actions.take_effect()
        run_jobs_now()
        assert f'<time datetime="{shown_on:%Y-%m-%d}">' in text(visitor, "/privacy/")
        asked = Notice.objects.filter(letter="policy_consent", path=f"me/policy/{NEW}/")
        assert {notice.subject_id for notice in asked} == everybody
        assert f"Version {NEW} of our privacy policy changed something of weight" in text(
            browser(members[0]), "/privacy/cookies/"
        )
        assert "of weight" not in text(visitor, "/privacy/cookies/")
        assert f'href="/privacy/versions/{OLD}/"' in text(visitor, "/privacy/versions/")
        assert "no longer in force" in text(visitor, f"/privacy/versions/{OLD}/")


def test_a_wording_alone_is_told_and_asks_nobody(monkeypatch):
    adopt_old(monkeypatch, old=snapshot(), new=snapshot(), reworded=True)
    member = person(language="en")
    with at(0):
        take_to_force()
    run_jobs_now()
    letters = Notice.objects.filter(subject_id=member.pk).values_list("letter", flat=True)
    assert list(letters) == ["policy_notice"]
    client = browser(member)
    assert "of weight" not in text(client, "/privacy/cookies/")
    assert "Nothing waits for your answer" in text(client, "/me/policy/")
    assert client.post("/me/policy/", {"answer": "yes", "version": NEW}).status_code == 404
    assert PolicyAnswer.objects.count() == 0


@pytest.mark.parametrize(("answer", "accepted"), [("yes", NEW), ("no", OLD)])
def test_a_member_answers_and_is_asked_no_more(upgraded, answer, accepted):
    member = person(language="en")
    take_to_force()
    client = browser(member)
    assert "See what changed and answer" in text(client, "/privacy/cookies/")
    page = text(client, "/me/policy/")
    assert page.count('name="answer"') == 2
    assert "Now: 30 minutes" in page
    assert client.get(f"/me/policy/{NEW}/")["Location"] == "/me/policy/"
    for wrong, status in (({}, 422), ({"answer": "perhaps"}, 422), ({"answer": "yes", "version": OLD}, 409)):
        assert client.post("/me/policy/", wrong).status_code == status
    assert PolicyAnswer.objects.count() == 0
    assert client.post("/me/policy/", {"answer": answer, "version": NEW}).status_code == 302
    assert Subject.objects.get(pk=member.pk).accepted_version == accepted
    (row,) = PolicyAnswer.objects.all()
    assert NEW in row.words
    assert "See what changed and answer" not in text(client, "/privacy/cookies/")
    assert row.words in text(client, "/me/policy/").replace("&#x27;", "'")


def test_a_comment_is_sealed_and_read_by_the_officer_alone(upgraded):
    member, officer = person("m@stage.example", language="en"), full_member(roles="PRIVACY_OFFICER")
    client, desk = browser(member), browser(officer)
    assert "No version is open for comments" in text(client, "/me/policy/comments/")
    assert client.post("/me/policy/comments/", {"text": "early"}).status_code == 404
    actions.open_comments(version=NEW, until=now() + timedelta(days=8), by=officer.pk)
    assert client.post("/me/policy/comments/", {"text": " "}).status_code == 422
    assert PolicyComment.objects.count() == 0
    assert client.post("/me/policy/comments/", {"text": "Keep it shorter, please."}).status_code == 302
    assert "Keep it shorter, please." in text(client, "/me/policy/comments/")
    assert Opening.objects.count() == 0
    assert "Keep it shorter, please." in text(desk, f"/desk/policy/{NEW}/")
    assert set(Opening.objects.values_list("label", "purpose")) == {
        ("privacy.PolicyComment.text", "POLICY_CONSULTATION")
    }
    assert browser(full_member(email="s@stage.example", mobile="+8613900000001", roles="SUPPORT")).get(
        f"/desk/policy/{NEW}/"
    ).status_code == 403  # fmt: skip
    with at(29):
        assert "No version is open" in text(browser(member), "/me/policy/comments/")


def test_what_was_shown_and_taken_back_is_withdrawn_from_the_pages(upgraded):
    desk, visitor = browser(full_member(roles="PRIVACY_OFFICER")), browser()
    actions.open_comments(version=NEW, until=now() + timedelta(days=8), by=full_member_id())
    run_jobs_now()
    assert "Your comments on version" in text(visitor, "/privacy/cookies/")
    assert desk.post(f"/desk/policy/{NEW}/", {"step": "back"}).status_code == 302
    run_jobs_now()
    assert "Your comments on version" not in text(visitor, "/privacy/cookies/")
    assert PolicyVersion.objects.get(pk=NEW).standing is PolicyState.DRAFT


def full_member_id():
    return person("officer@stage.example").pk


def test_any_two_versions_can_be_compared(upgraded):
    take_to_force()
    assert "This is the first version" in text(browser(), f"/privacy/versions/{OLD}/changes/")
    assert "Now: 30 minutes" in text(browser(), f"/privacy/versions/{NEW}/changes/?since={OLD}")
    backwards = text(browser(), f"/privacy/versions/{OLD}/changes/?since={NEW}")
    assert "Nothing: no new use" in backwards
    assert browser().get(f"/privacy/versions/{NEW}/changes/?since=1999.1").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_change_is_told_in_words_without_names_of_the_program(language):
    whole = snapshot()
    fewer = replace(
        without_purpose("MEMBERSHIP"),
        held=without_purpose("MEMBERSHIP").held[::2],
        cookies=whole.cookies[1:],
        uses=whole.uses[1:],
        roles=whole.roles[1:],
        recipients=whole.recipients[1:],
    )
    for old, new in ((fewer, whole), (whole, fewer)):
        sentences = told(old, new)
        assert sum(len(one.labels) for one in sentences) == len(changes(old, new))
        names = {label for one in sentences for label in one.labels if "." in label}
        shown = " ".join(one.text.in_language(language) for one in sentences)
        assert [name for name in names if name in shown] == []
        assert [one.material for one in sentences] == sorted((one.material for one in sentences), reverse=True)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kept a day", "kept two days", [("same", "kept "), ("gone", "a day"), ("new", "two days")]),
        ("保存一天", "保存两天", [("same", "保存"), ("gone", "一"), ("new", "两"), ("same", "天")]),
        ("no record is kept", "nobody records that", [("gone", "no record is kept"), ("new", "nobody records that")]),
        ("", "new", [("new", "new")]),
        ("old", "", [("gone", "old")]),
        ("same", "same", [("same", "same")]),
    ],
)
def test_words_are_compared_word_by_word_and_chinese_by_characters(old, new, expected):
    pieces = [(piece.sort, piece.text) for piece in word_diff(old, new)]
    assert "".join(t for s, t in pieces if s != "new") == old
    assert "".join(t for s, t in pieces if s != "gone") == new
    assert pieces == expected


def test_wordings_are_compared_clause_by_clause():
    old = newest().text
    first, *rest = old.sections[0].clauses
    new = replace(
        old,
        summary=(*old.summary, Text("又一句", "One more")),
        sections=(
            replace(old.sections[0], clauses=(replace(first, promise=Text("改", "changed")), *rest[1:])),
            *old.sections[1:],
        ),
    )
    found = [(one.sort, one.id) for one in reworded(old, new)]
    assert found == [("added", ""), ("changed", first.id), ("removed", rest[0].id)]
