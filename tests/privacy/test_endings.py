"""The service ends: thirty days of notice, copies for everybody, then everybody is erased, with a proof (III.2b)."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from coatingcat.config import config
from coatingcat.ground.clock import frozen, today
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import Member
from coatingcat.outreach.models import Announcement, Notice
from coatingcat.privacy.actions.endings import EndsAlready, TooSoon, announce_end, carry_out_end, take_back_end
from coatingcat.privacy.models import EndOfService, Erasure, SubjectKey
from coatingcat.privacy.receipts import is_ours
from coatingcat.privacy.words import KeyKind, keeping
from tests.members.people import ADDRESS, MOBILE, full_member, person
from tests.trade import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 2, 4, tzinfo=UTC)
LAST = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def live_keys() -> int:
    return SubjectKey.objects.filter(kind=KeyKind.LIVE.value, destroyed_at=None).count()


@pytest.mark.clause("III.2b")
@pytest.mark.clause("F.21")
def test_notices_on_day_0_an_export_until_the_end_then_all_keys_destroyed_and_a_proof():
    with frozen(DAY):
        member, buyer = person(), full_member(email="buyer@example.cn", mobile="+8613700137000")
        make.order(buyer.pk, make.offer(stock=10))
        announce_end(ends_on=LAST, by=None)
        run_jobs_now()
        found = Announcement.objects.get()
        visitor = Client(headers={"accept-language": "en"})
        assert f"This service ends on {LAST}" in visitor.get("/").content.decode()
        assert "take a copy" in visitor.get(f"/announcements/{found.code}/").content.decode()
        told = Notice.objects.filter(letter="service_ends").values_list("subject_id", flat=True)
        assert set(told) == {member.pk, buyer.pk}
        refused = visitor.get("/registration/")
        assert (refused.status_code, f"ends on {LAST}" in refused.content.decode()) == (410, True)

    with frozen(DAY + timedelta(days=29)):
        assert carry_out_end() is False
        browser = Client(headers={"accept-language": "en"})
        browser.force_login(member)
        assert browser.get("/me/export/").status_code == 200
        assert Member.objects.count() == 2

    with frozen(DAY + timedelta(days=31)):
        assert today() > LAST
        for _ in range(3):
            carry_out_end()
            run_jobs_now()
        assert carry_out_end() is True or EndOfService.objects.get().finished_at
        assert (live_keys(), Member.objects.count()) == (0, 0)
        assert Erasure.objects.filter(proven_at=None).count() == 0
        held = SubjectKey.objects.filter(destroyed_at=None)
        assert all(key.ends_at is not None for key in held)
        ended = EndOfService.objects.get()
        assert is_ours(ended.proof, bytes(ended.signature))
        assert (ended.proof["live_keys"], ended.proof["keys_held_by_law"]) == (0, held.count())
        filed = (config().data / "ending" / f"proof-{LAST}.json").read_bytes()
        assert json.loads(filed)["proof"] == ended.proof
        assert not any(value.encode() in filed for value in (ADDRESS, MOBILE, "buyer@example.cn"))

    with frozen(DAY + timedelta(days=32) + keeping.TRANSACTION.for_):
        call_command("retention", "run", stdout=io.StringIO())
        assert SubjectKey.objects.filter(destroyed_at=None).count() == 0


def test_the_end_is_announced_thirty_days_before_at_least_and_once():
    with frozen(DAY):
        with pytest.raises(TooSoon):
            announce_end(ends_on=LAST - timedelta(days=1), by=None)
        assert EndOfService.objects.count() == 0
        announce_end(ends_on=LAST, by=None)
        with pytest.raises(EndsAlready):
            announce_end(ends_on=LAST, by=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            EndOfService.objects.update(ends_on=LAST - timedelta(days=1))


def test_an_end_that_is_taken_back_erases_nobody_and_everybody_hears_of_it():
    with frozen(DAY):
        member = person()
        announce_end(ends_on=LAST, by=None)
        run_jobs_now()
        assert take_back_end() is True
        assert take_back_end() is False
        run_jobs_now()
        assert Announcement.objects.get().withdrawn_at is not None
        assert Notice.objects.filter(subject_id=member.pk, letter="service_goes_on").count() == 1
    with frozen(DAY + timedelta(days=40)):
        assert carry_out_end() is False
        assert (live_keys(), Erasure.objects.count()) == (1, 0)


def test_the_command_asks_to_be_sure_and_names_the_first_possible_day(capsys):
    with frozen(DAY):
        for arguments in (["end"], ["end", "--on", str(LAST)], ["end", "--on", "2026-03-20", "--yes"], ["keep"]):
            with pytest.raises(CommandError):
                call_command("service", *arguments)
        assert EndOfService.objects.count() == 0
        call_command("service", "end", "--on", str(LAST), "--yes")
        call_command("service", "status")
        assert f"Ends on {LAST}" in capsys.readouterr().out
