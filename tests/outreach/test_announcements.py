"""Announcements: on every page of those for whom they are, put away by reading, kept in the archive."""

from datetime import timedelta

import pytest
from django.test import Client

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.ground.models import Progress
from coatingcat.outreach.actions import announce, announcing, tell_everybody, withdraw_announcement
from coatingcat.outreach.models import Announcement, AnnouncementReading, Dispatch, Notice
from coatingcat.outreach.words import Audience, Topic
from coatingcat.privacy.words import Text
from tests.members.people import force_in, full_member, person

pytestmark = pytest.mark.django_db
TITLE = Text("系统维护", "Maintenance on Sunday")


def told(audience: Audience = Audience.ALL, **values: object) -> Announcement:
    given = {"ends_at": now() + timedelta(days=3), "title": TITLE, "body": Text("两小时", "Two hours")} | values
    return announce(topic=Topic.SERVICE, audience=audience, **given)  # type: ignore[arg-type]


def browser(member: object = None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if member is not None:
        force_in(client, member)  # type: ignore[arg-type]
    return client


def banner(client: Client, path: str = "/privacy/cookies/") -> bool:
    return TITLE.en in client.get(path).content.decode()


@pytest.mark.clause("F.17")
def test_an_announcement_appears_is_read_and_stays_in_the_archive():
    visitor, member = browser(), browser(person())
    row = told()
    page = f"/announcements/{row.code}/"
    assert [banner(one) for one in (visitor, member)] == [True, True]
    assert "Two hours" in visitor.get(page).content.decode()
    assert member.post(f"{page}reading/").status_code == 302
    assert [banner(one) for one in (visitor, member)] == [True, False]
    with frozen(now() + timedelta(days=4)):
        assert [banner(one) for one in (visitor, member)] == [False, False]
        assert "Two hours" in visitor.get(page).content.decode()
        assert [banner(one, "/announcements/") for one in (visitor, member)] == [True, True]


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        (Audience.ALL, [True, True, True]),
        (Audience.MEMBERS, [False, True, True]),
        (Audience.STAFF, [False, False, True]),
    ],
)
def test_it_is_shown_and_kept_for_its_audience_only(audience, seen):
    row = told(audience)
    readers = [browser(), browser(person()), browser(person("staff@stage.example", roles="SUPPORT"))]
    assert [banner(one) for one in readers] == seen
    assert [banner(one, "/announcements/") for one in readers] == seen
    assert [one.get(f"/announcements/{row.code}/").status_code == 200 for one in readers] == seen
    assert [one.post(f"/announcements/{row.code}/reading/").status_code for one in readers[1:]] == [
        302 if may else 404 for may in seen[1:]
    ]
    assert AnnouncementReading.objects.count() == sum(seen[1:])


def test_a_banner_costs_visitors_nothing_and_members_one_statement(django_assert_num_queries):
    visitor, member = browser(), browser(person())
    for client in (visitor, member):
        client.get("/style-guide/")
    with django_assert_num_queries(0):
        visitor.get("/style-guide/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements() -> int:
        member.get("/style-guide/")
        with CaptureQueriesContext(connection) as seen:
            member.get("/style-guide/")
        return len(seen)

    without = statements()
    told()
    visitor.get("/style-guide/")
    with django_assert_num_queries(0):
        assert banner(visitor, "/style-guide/")
    assert statements() == without + 1


def test_the_same_is_announced_once_and_can_be_withdrawn():
    first, again = told(about="policy:1"), told(about="policy:1")
    assert first == again
    assert [withdraw_announcement(announcement=first) for _ in range(2)] == [True, False]
    assert not banner(browser())
    assert "withdrawn" in browser().get(f"/announcements/{first.code}/").content.decode()


def test_staff_write_look_and_publish():
    desk = browser(full_member(roles="SUPPORT"))
    texts = {"title_zh": TITLE.zh, "title_en": TITLE.en, "body_zh": "两小时", "body_en": "Two hours"}
    form = {"topic": "SERVICE", "audience": "ALL", "until": f"{now() + timedelta(days=5):%Y-%m-%d}", **texts}
    refused = desk.post("/desk/announcements/new/", form | {"title_en": "", "until": "2020-01-01"})
    assert (refused.status_code, Announcement.objects.count()) == (422, 0)
    made = desk.post("/desk/announcements/new/", form)
    (row,) = Announcement.objects.all()
    assert made["Location"] == f"/desk/announcements/{row.code}/"
    assert not banner(browser())
    assert browser().get(f"/announcements/{row.code}/").status_code == 404
    desk.post(made["Location"], form | {"body_en": "Three hours"})
    preview = desk.get(made["Location"]).content.decode()
    assert "Three hours" in preview
    assert "两小时" in preview
    desk.post(f"{made['Location']}publication/")
    assert banner(browser())
    changed = desk.post(made["Location"], form)
    assert (changed.status_code, Announcement.objects.get().body_en) == (405, "Three hours")
    desk.post(f"{made['Location']}withdrawal/")
    assert not banner(browser())


def test_every_member_is_told_once_in_steps(monkeypatch):
    monkeypatch.setattr(announcing, "STEP", 2)
    people = {person(f"m{n}@stage.example").pk for n in range(5)}
    for _ in range(2):
        assert tell_everybody(letter="announcement", path="announcements/") == 2
        run_jobs_now()
    notices = Notice.objects.filter(letter="announcement")
    assert {notice.subject_id for notice in notices} == people
    assert (len(notices), Dispatch.objects.count()) == (5, 5)
    assert set(Progress.objects.values_list("state", "done", "total")) == {("done", 5, 5)}


def test_a_step_that_was_cut_off_goes_on_where_it_stood(monkeypatch):
    for n in range(3):
        person(f"m{n}@stage.example")
    done = []

    def cut(**about: object) -> bool:
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(about)
        return tell(**about)

    tell = announcing.tell
    monkeypatch.setattr(announcing, "tell", cut)
    with pytest.raises(KeyboardInterrupt):
        tell_everybody(letter="announcement", path="announcements/")
    monkeypatch.setattr(announcing, "tell", tell)
    tell_everybody(letter="announcement", path="announcements/")
    run_jobs_now()
    assert (Notice.objects.count(), Dispatch.objects.count()) == (3, 3)


def test_notices_are_counted_listed_and_read():
    member, other = person(), person("other@stage.example")
    client = browser(member)
    for letter in ("announcement", "new_sign_in"):
        announcing.tell(letter=letter, subject_id=member.pk, path="announcements/")
    announcing.tell(letter="announcement", subject_id=other.pk)
    assert "2 unread notices" in client.get("/privacy/cookies/").content.decode()
    page = client.get("/me/notices/").content.decode()
    assert "There is an announcement on our site" in page
    first, theirs = Notice.objects.filter(subject_id=member.pk)[0], Notice.objects.get(subject_id=other.pk)
    assert client.post("/me/notices/reading/", {"notice": str(theirs.pk)})["Location"] == "/me/notices/"
    assert client.post("/me/notices/reading/", {"notice": str(first.pk)})["Location"] == "/announcements/"
    assert "1 unread notice" in client.get("/privacy/cookies/").content.decode()
    client.post("/me/notices/reading/")
    assert "unread" not in client.get("/privacy/cookies/").content.decode()
    assert Notice.objects.get(subject_id=other.pk).read_at is None


def test_a_list_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    member = person()
    client = browser(member)

    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        return len(seen)

    def grow(count: int) -> list[int]:
        for n in range(count):
            told(ends_at=None, about=f"{count}{n}")
            announcing.tell(letter="announcement", subject_id=member.pk, path=f"announcements/{count}{n}/")
        return [cost(path) for path in ("/announcements/", "/me/notices/")]

    assert grow(1) == grow(2)
