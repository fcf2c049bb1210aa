"""A new administrator takes over (IV.2-1): protection no less, everybody told, objectors kept out."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from coatingcat.ground.clock import today
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.privacy.actions import controllers
from coatingcat.privacy.models import ControllerAnswer, ControllerChange
from coatingcat.privacy.policy import snapshot
from coatingcat.privacy.policy.controllers import compare
from coatingcat.privacy.queries.controllers import may_be_handed_over, report
from coatingcat.privacy.words import Role, Text
from tests.members.people import force_in, full_member, person

pytestmark = pytest.mark.django_db
NAME, CONTACT = "New House Ltd.", "privacy@new-house.example"


def browser(member) -> Client:
    return force_in(Client(headers={"accept-language": "en"}), member)


def officer() -> Client:
    roles = Role.PRIVACY_OFFICER.name
    return browser(full_member(email="officer@stage.example", mobile="+8613900139111", roles=roles))


def first(theirs, **changes):
    """The declarations, with something else said of the first value."""
    return replace(theirs, held=(replace(theirs.held[0], **changes), *theirs.held[1:]))


def with_new_purpose(theirs):
    line = replace(theirs.purposes[0], name="ZZ_TRADE_FAIRS", text=Text("展会", "Trade fairs"))
    return replace(theirs, purposes=(*theirs.purposes, line))


def form(theirs, **changes):
    upload = SimpleUploadedFile("registry.json", theirs.as_json().encode(), "application/json")
    day = (today() + timedelta(days=30)).isoformat()
    return {"name": NAME, "contact": CONTACT, "takes_effect_on": day, "declarations": upload, "act": "try"} | changes


@pytest.mark.parametrize(
    "changed",
    [
        lambda ours: first(ours, seconds=10**9, since="SEALED"),
        lambda ours: (
            first(ours, exported=not ours.held[0].exported, control="")
            if ours.held[0].exported
            else first(ours, then="UNLINK", since="LAST_USE")
        ),
        lambda ours: replace(ours, purposes=tuple(replace(p, switchable=False) for p in ours.purposes)),
        lambda ours: replace(ours, cookies=tuple(replace(c, days=c.days + 1) for c in ours.cookies)),
        lambda ours: replace(ours, held=tuple(replace(h, protection="plain") for h in ours.held)),
    ],
)
def test_weaker_protection_is_refused_by_rule_and_action(changed):
    ours = snapshot()
    theirs = changed(ours)
    assert not compare(ours, theirs).is_acceptable
    with pytest.raises(controllers.ControllerRefused, match="weaker"):
        controllers.announce_controller(
            name=NAME, contact=CONTACT, theirs=theirs, takes_effect_on=today() + timedelta(days=9), by=None
        )
    assert ControllerChange.objects.count() == 0
    assert report(theirs).handed_over == 0


def test_the_same_declarations_change_nothing_and_less_use_is_welcome():
    ours = snapshot()
    assert compare(ours, ours).changes == ()
    assert compare(ours, first(ours, purposes=ours.held[0].purposes[:1])).is_acceptable


@pytest.mark.clause("IV.2-1")
def test_dry_run_announcement_objection_and_who_would_be_handed_over():
    """By the pages: the difference of both policies, members told by name and contact, objectors kept out."""
    at_desk = officer()
    one, two = person("one@stage.example"), person("two@stage.example")
    theirs = with_new_purpose(snapshot())

    tried = at_desk.post("/desk/controller/", form(theirs))
    page = tried.content.decode()
    assert tried.status_code == 200
    assert "ZZ_TRADE_FAIRS" in page
    assert "only if you agree" in page
    assert "Tried out; nothing was written" in page
    assert (ControllerChange.objects.count(), Notice.objects.count()) == (0, 0)

    assert at_desk.post("/desk/controller/", form(theirs, act="announce")).status_code == 302
    change = ControllerChange.objects.get()
    run_jobs_now()
    told = set(Notice.objects.filter(letter="controller_change").values_list("subject_id", "path"))
    path = f"me/controller/{change.pk}/"
    assert {(one.pk, path), (two.pk, path)} <= told
    assert len(told) == report(theirs, change).told == 3

    mine = browser(one)
    read = mine.get(f"/{path}").content.decode()
    assert NAME in read
    assert CONTACT in read
    assert "agree or object" in mine.get("/me/").content.decode()
    assert mine.post(f"/{path}", {"answer": "object"}).status_code == 302
    assert browser(two).post(f"/{path}", {"answer": "agree"}).status_code == 302
    found = report(theirs, change)
    assert (found.objectors, found.agreed, found.handed_over) == (1, 1, 1)  # a changed purpose asks each anew
    assert [may_be_handed_over(change, who.pk) for who in (one, two)] == [False, True]
    assert "your data is not handed over" in mine.get(f"/{path}").content.decode()
    numbers = re.findall(r"<dt>Objected</dt><dd>(\d+)</dd>", at_desk.get("/desk/controller/").content.decode())
    assert numbers == ["1"]


def test_without_a_new_use_silence_goes_along_and_an_objection_does_not():
    ours = snapshot()
    one, two = person("one@stage.example"), person("two@stage.example")
    change = controllers.announce_controller(
        name=NAME, contact=CONTACT, theirs=ours, takes_effect_on=today() + timedelta(days=9), by=None
    )
    controllers.answer_controller(change=change, subject_id=one.pk, agree=False, language="en")
    assert (report(ours, change).handed_over, may_be_handed_over(change, two.pk)) == (1, True)
    controllers.answer_controller(change=change, subject_id=one.pk, agree=True, language="en")
    assert report(ours, change).handed_over == 2  # the latest word counts
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ControllerAnswer.objects.all().delete()


def test_telling_everybody_goes_on_in_portions_and_tells_nobody_twice(monkeypatch):
    monkeypatch.setattr(controllers, "BATCH", 2)
    for number in range(5):
        person(f"m{number}@stage.example")
    change = controllers.announce_controller(
        name=NAME, contact=CONTACT, theirs=snapshot(), takes_effect_on=today() + timedelta(days=9), by=None
    )
    run_jobs_now()
    controllers.tell_controller_change(change_id=change.pk)
    run_jobs_now()
    assert Notice.objects.filter(letter="controller_change").count() == 5


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"held": 7}', b"[" * 100_000, b'{"held":[{"label":1}]}']
)
def test_what_is_no_file_of_declarations_is_refused(content):
    upload = SimpleUploadedFile("registry.json", content or b" ", "application/json")
    answer = officer().post("/desk/controller/", form(snapshot(), declarations=upload, act="announce"))
    assert answer.status_code == 422
    assert ControllerChange.objects.count() == 0


def test_the_command_tries_out_and_announces(tmp_path, capsys):
    file = tmp_path / "registry.json"
    file.write_text(with_new_purpose(snapshot()).as_json())
    given = ["controller", "change", "--name", NAME, "--contact", CONTACT, "--declarations", str(file)]
    call_command(*given, "--dry-run")
    said = capsys.readouterr().out
    assert "asked anew" in said
    assert "protects no less" in said
    assert ControllerChange.objects.count() == 0
    with pytest.raises(CommandError, match="first day"):
        call_command(*given)
    call_command(*given, "--on", (today() + timedelta(days=30)).isoformat())
    assert ControllerChange.objects.get().name == NAME
    with pytest.raises(CommandError, match="no file of declarations"):
        call_command(*given[:-1], str(tmp_path / "nothing.json"))
