"""To be erased: asked for, withdrawn, made unreadable, cleared, proven (V.3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coatingcat.ground.clock import frozen
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import BrowserSession, Code, Member, SignIn
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy.actions import record_consent
from coatingcat.privacy.actions.erasures import request_erasure, withdraw_erasure
from coatingcat.privacy.models import (
    Consent,
    Erasure,
    ErasureRecord,
    ErasureStep,
    Receipt,
    Subject,
    SubjectKey,
)
from coatingcat.privacy.receipts import is_ours
from coatingcat.privacy.words import Act, ErasureState, ErasureWay, Purpose
from tests.members.people import ADDRESS, full_member, opened, person, signed_in
from tests.trade import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"


def asked(member, **terms):
    terms = {"by": member.pk, "way": ErasureWay.SELF_SERVICE, **terms}
    return request_erasure(subject_id=member.pk, **terms)


def erased(member, **terms):
    """Asked for without a time to withdraw, and carried out."""
    erasure = asked(member, grace_days=0, **terms)
    run_jobs_now()
    erasure.refresh_from_db()
    assert erasure.state is ErasureState.PROVEN
    return erasure


def test_a_request_stops_pushes_restricts_and_shows_its_days():
    with frozen(DAY):
        member = full_member()
        record_consent(
            subject_id=member.pk, purpose=Purpose.PRODUCT_NEWS, act=Act.GIVEN, words="news?", policy_version="1"
        )
        erasure = asked(member)
    assert erasure.grace_ends_at == DAY + timedelta(days=1)
    assert (erasure.alarm_on, erasure.bound, erasure.due) == (date(2026, 3, 11), date(2026, 3, 23), date(2026, 4, 14))
    assert Subject.objects.get(pk=member.pk).restricted_at == DAY
    assert Consent.objects.filter(subject_id=member.pk).order_by("-at", "-id").first().act == Act.WITHDRAWN.value


def test_asking_again_is_the_same_request():
    member = person()
    assert asked(member).pk == asked(member, way=ErasureWay.DESK, by=None).pk
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 4])
def test_a_time_to_withdraw_beyond_three_days_is_refused_and_nothing_happens(days):
    member = person()
    with pytest.raises(ValueError, match="0 to 3"):
        asked(member, grace_days=days)
    assert Erasure.objects.count() == 0
    assert Subject.objects.get(pk=member.pk).restricted_at is None


def test_a_request_can_be_withdrawn_until_its_time_is_over():
    with frozen(DAY):
        member = full_member()
        asked(member)
    with frozen(DAY + timedelta(hours=23)):
        assert withdraw_erasure(subject_id=member.pk)
        assert not withdraw_erasure(subject_id=member.pk)
    assert Subject.objects.get(pk=member.pk).restricted_at is None
    with frozen(DAY + timedelta(days=2)):
        run_jobs_now()
    assert opened(member, "email") == ADDRESS
    assert Erasure.objects.get().state is ErasureState.WITHDRAWN
    with frozen(DAY + timedelta(days=3)):
        asked(member)
    with frozen(DAY + timedelta(days=4, seconds=1)):
        assert not withdraw_erasure(subject_id=member.pk)


def test_nothing_happens_before_the_time_to_withdraw_is_over():
    with frozen(DAY):
        member = full_member()
        asked(member)
    with frozen(DAY + timedelta(hours=23)):
        run_jobs_now()
        assert opened(member, "email") == ADDRESS
    with frozen(DAY + timedelta(hours=25)):
        run_jobs_now()
    assert Erasure.objects.get().state is ErasureState.PROVEN


def test_an_erased_member_leaves_a_random_number_and_evidence_only():
    member, other = full_member(), person("other@example.cn")
    signed_in(member)
    make.put(member.pk, make.offer())
    record_consent(subject_id=member.pk, purpose=Purpose.PRODUCT_NEWS, act=Act.GIVEN, words="news?", policy_version="1")
    erasure = erased(member)
    assert Member.objects.values_list("pk", flat=True).get() == other.pk
    for model in (SignIn, BrowserSession, Code, Dispatch, Notice):
        assert model.objects.count() == 0, model
    assert set(SubjectKey.objects.filter(subject_id=member.pk).values_list("wrapped", flat=True)) == {None}
    assert Consent.objects.filter(subject_id=member.pk).count() == 2
    receipt = Receipt.objects.get()
    assert is_ours(receipt.body, bytes(receipt.signature))
    gone = {row["place"]: row["removed"] for row in receipt.body["places"]}
    assert (gone["table:members.Member"], gone["table:members.SignIn"], gone["table:trade.CartLine"]) == (1, 1, 1)
    assert receipt.body["holds"] == []
    assert receipt.body["looked_for"]["found"] == []
    assert receipt.body["looked_for"]["values"] >= 2
    assert ErasureStep.objects.filter(done_at=None).count() == 0
    assert ErasureRecord.objects.get().subject_id == member.pk
    assert opened(other, "email") == "other@example.cn"
    assert erasure.unreadable_at <= erasure.proven_at
