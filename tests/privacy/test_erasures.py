"""To be erased: asked for, withdrawn, made unreadable, cleared, proven (V.3)."""

import itertools
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.config import config
from coatingcat.ground.clock import Due, frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import BrowserSession, Code, Member, SignIn
from coatingcat.members.queries.naming import public_names
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy.actions import ask_for_export, record_consent
from coatingcat.privacy.actions.authorities import enter_demand
from coatingcat.privacy.actions.cases import Written, close_case, open_case
from coatingcat.privacy.actions.erasures import (
    clearing,
    end_holds,
    file_journal,
    forget_tombstones,
    make_unreadable,
    read_journal,
    recompute_dates,
    replay_journal,
    request_erasure,
    watch_erasures,
    withdraw_erasure,
)
from coatingcat.privacy.actions.erasures.requests import _dates as dates_of
from coatingcat.privacy.actions.erasures.tables import tables
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import (
    Case,
    Consent,
    Erasure,
    ErasureRecord,
    ErasureStep,
    Instrument,
    Receipt,
    Subject,
    SubjectKey,
    Tombstone,
)
from coatingcat.privacy.queries.erasures import overdue_erasures
from coatingcat.privacy.queries.needles import look_for, needles_in, values_of
from coatingcat.privacy.queries.suppression import is_suppressed
from coatingcat.privacy.receipts import is_ours
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.sealed import Clear, Content, SealedField
from coatingcat.privacy.words import Act, ErasureState, ErasureWay, KeyKind, Kind, Purpose, Question, Role, keeping
from coatingcat.privacy.words.cases import CaseKind
from coatingcat.trade.actions import cancel_order, confirm_order
from coatingcat.trade.actions.moving import move_order
from coatingcat.trade.models import Consignee, Order
from coatingcat.trade.words import State, Why
from tests.members.people import ADDRESS, MOBILE, full_member, opened, person, signed_in
from tests.privacy.diary import other
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


@pytest.mark.clause("V.3-3")
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_restricted_data_is_used_for_nothing_but_to_hold_to_show_and_to_prove(role):
    """Every purpose, by every role, on every sealed value of a member who asked to be erased."""
    member = full_member()
    make.order(member.pk, make.offer(), is_buyer=True)
    asked(member)
    order = Order.objects.select_related("consignee").get()
    rows = [Member.objects.get(), member.membership, order, order.consignee]
    values = [getattr(row, f.attname) for row in rows for f in row._meta.concrete_fields if isinstance(f, SealedField)]
    values = [value for value in values if value is not None]
    assert len(values) >= 13
    actor = other(role)
    refusals, opened_for = set(), set()
    for wanted, value in itertools.product(Purpose, values):
        with purpose(wanted, actor=actor):
            try:
                value.open()
            except Denied as refusal:
                refusals.add(refusal.question)
            else:
                opened_for.add(wanted)
    by_law = {Purpose.TRANSACTION_RECORDS, Purpose.LEGAL_DISCLOSURE}  # the last by an instrument and two officers only
    assert opened_for <= {Purpose.OWN_DATA, Purpose.EVIDENCE} | by_law
    assert refusals <= {Question.DECLARED, Question.ROLE, Question.CONSENT, Question.RESTRICTED}
    if role in {Role.SUPPORT, Role.FULFILMENT, Role.SYSTEM}:
        assert Question.RESTRICTED in refusals


def test_what_the_law_holds_back_stays_until_its_day_and_goes_on_it():
    with frozen(DAY):
        member = full_member()
        order = make.order(member.pk, make.offer(), is_buyer=True)
        cancel_order(order=order, by=member.pk, why=Why.PRICE)
        erased(member)
        assert opened_by_officer(order) == "船舶涂料"
        receipt = Receipt.objects.get()
        assert [hold["until"] for hold in receipt.body["holds"]] == ["2029-03-02"]
        kept = {row["place"]: row["kept"] for row in receipt.body["places"]}
        assert (kept["table:trade.Order"], kept["table:trade.Consignee"]) == (1, 1)
    with frozen(DAY + timedelta(days=3 * 365)):
        assert end_holds() == 0
        assert opened_by_officer(order) == "船舶涂料"
    with frozen(DAY + timedelta(days=3 * 365 + 2)):
        assert end_holds() == 1
        run_jobs_now()
        with purpose(Purpose.TRANSACTION_RECORDS, actor=Actor.system("test")), pytest.raises(Denied) as refusal:
            Order.objects.get().yearly_demand.open()
        assert refusal.value.question is Question.ERASED
    assert set(SubjectKey.objects.filter(subject_id=member.pk).values_list("wrapped", flat=True)) == {None}
    order = Order.objects.get()
    assert order.background is None
    assert Receipt.objects.count() == 2


def opened_by_officer(order):
    with purpose(Purpose.TRANSACTION_RECORDS, actor=Actor.system("test")):
        return Order.objects.get(pk=order.pk).background.open()


def test_an_open_order_holds_without_a_day_until_it_is_finished():
    with frozen(DAY):
        member = full_member()
        order = make.order(member.pk, make.offer(), is_buyer=True)
        erased(member)
    (hold,) = Receipt.objects.get().body["holds"]
    assert (hold["until"], hold["at_the_earliest"]) == (None, "2029-03-02")
    with frozen(DAY + timedelta(days=5)):
        confirm_order(order=order)
        assert end_holds() == 0
        assert not SubjectKey.objects.filter(subject_id=member.pk, ends_at__isnull=False).exists()
    with frozen(DAY + timedelta(days=10)):
        move_order(order, State.DELIVERED, delivered_at=now())
        move_order(order, State.COMPLETED, ended_at=now())
        assert end_holds() == 0
    (key,) = SubjectKey.objects.filter(subject_id=member.pk, kind=KeyKind.HOLD.value)
    assert key.ends_at == DAY + timedelta(days=10 + 3 * 365 + 1)


def test_no_import_brings_somebody_back_and_they_may_come_back_themselves():
    member = full_member()
    assert not is_suppressed("members.Member.email", ADDRESS)
    erased(member)
    assert is_suppressed("members.Member.email", ADDRESS.upper())
    assert is_suppressed("trade.Consignee.phone", "138 0013 8000")
    assert not is_suppressed("members.Member.email", "somebody@example.cn")
    assert not is_suppressed("members.Membership.city", "上海")
    assert Tombstone.objects.count() == 2
    assert person(ADDRESS, MOBILE).pk != member.pk
    with frozen(now() + timedelta(days=4 * 365)):
        assert forget_tombstones() == 2


def test_an_erasure_that_has_used_up_half_of_its_time_is_told_to_the_officers_once():
    with frozen(DAY):
        officer = person("officer@example.cn", roles="privacy_officer")
        asked(person(), grace_days=3)
    with frozen(datetime(2026, 3, 10, 4, tzinfo=UTC)):
        watch_erasures()
        assert overdue_erasures() == 0
    with frozen(datetime(2026, 3, 11, 4, tzinfo=UTC)):
        assert overdue_erasures() == 1
        for _ in range(2):
            watch_erasures()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'members.tell_officers'")
            assert cursor.fetchone()[0] == 1
        run_jobs_now()
    assert Notice.objects.filter(subject_id=officer.pk, letter="erasure_late").count() == 1


def test_provisional_days_are_worked_out_again(monkeypatch, tmp_path):
    with frozen(datetime(2026, 11, 26, 4, tzinfo=UTC)):
        erasure = asked(person())
        assert erasure.is_provisional
        assert erasure.due == date(2027, 1, 4)
        assert recompute_dates() == 0
        monkeypatch.setattr(
            "coatingcat.privacy.actions.erasures.requests.add_working_days",
            lambda start, days: Due(start + timedelta(days=days + 5), provisional=False),
        )
        assert recompute_dates() == 1
    erasure.refresh_from_db()
    assert (erasure.due, erasure.bound, erasure.is_provisional) == (date(2026, 12, 31), date(2026, 12, 16), False)


def test_a_restored_backup_forgets_again_by_the_journal():
    """As after a backup of before the erasure: the key is there again, the journal beside the keys knows better."""
    member = full_member()
    key = SubjectKey.objects.get(subject_id=member.pk, kind=KeyKind.LIVE.value)
    erasure = asked(member, grace_days=0)
    make_unreadable(erasure_id=erasure.pk)
    file_journal()
    assert [entry.subject_id for entry in read_journal()][-1] == member.pk
    SubjectKey.objects.filter(pk=key.pk).update(wrapped=key.wrapped, destroyed_at=None)
    Erasure.objects.filter(pk=erasure.pk).delete()
    assert opened(Member.objects.get().membership, "name") == "林文"
    assert replay_journal() == 1
    assert replay_journal() == 0
    run_jobs_now()
    assert Member.objects.count() == 0
    assert Receipt.objects.get().erasure.way == "RESTORED"


def test_a_place_that_fails_keeps_no_other_back_and_is_tried_again(monkeypatch):
    member = full_member()
    working = clearing.clear_place

    def failing(name, subject_id, dead):
        if name == "table:members.SignIn" and not repaired:
            raise RuntimeError("lock timeout of lin.wen@example.cn")
        return working(name, subject_id, dead)

    repaired = []
    monkeypatch.setattr("coatingcat.privacy.actions.erasures.running.clear_place", failing)
    signed_in(member)
    erasure = asked(member, grace_days=0)
    run_jobs_now()
    assert list(ErasureStep.objects.filter(done_at=None).values_list("place", flat=True)) == ["table:members.SignIn"]
    repaired.append(True)
    with frozen(now() + timedelta(minutes=5)):
        run_jobs_now()
    erasure.refresh_from_db()
    assert erasure.state is ErasureState.PROVEN
    assert SignIn.objects.count() == 0


def test_a_value_that_lies_in_the_open_is_found_and_named_by_its_place_only():
    member = full_member()
    Notice.objects.create(subject_id=person("other@example.cn").pk, letter="x", path=f"leak/{ADDRESS}")
    erased(member)
    assert Receipt.objects.get().body["looked_for"]["found"] == ["outreach_notice.path"]
    assert ADDRESS not in json.dumps(Receipt.objects.get().body)


@pytest.mark.parametrize("model", [ErasureRecord, Receipt])
def test_journal_and_receipts_are_only_ever_added_to(model):
    erased(person())
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.count() == 1


def test_the_commands(tmp_path):
    member = person()
    assert "goes" in said("subject", "erase", str(member.pk), "--dry-run")
    assert Erasure.objects.count() == 0
    assert "receipts/" in said("subject", "erase", str(member.pk), "--grace-days", "0")
    run_jobs_now()
    assert "proven" in said("erasures", "list")
    receipt = Receipt.objects.get()
    kept = tmp_path / "receipt.json"
    kept.write_text(json.dumps({"receipt": receipt.body, "signature": bytes(receipt.signature).hex()}))
    assert "Genuine" in said("receipts", "verify", str(kept))
    kept.write_text(kept.read_text().replace('"removed": 1', '"removed": 2', 1))
    with pytest.raises(CommandError, match="changed"):
        said("receipts", "verify", str(kept))
    with pytest.raises(CommandError, match="no such subject"):
        said("subject", "erase", "01900000-0000-7000-8000-000000000000")


def said(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_the_alarm_comes_before_the_bound_and_the_bound_before_the_promise(day):
    due, bound, alarm = dates_of(day)
    assert day < alarm.date < bound.date < due.date


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("森林文化", False),
        ("林文化学", False),
        ("林文", True),
        ("收货人：林文，电话", True),
        ("尊敬的林文女士", True),
        ("contact: 林文 (Shanghai)", True),
        ("林文wei", False),
        ("\\u6797\\u6587", True),
    ],
)
def test_a_name_of_two_characters_is_found_standing_by_itself_and_in_no_longer_word(text, is_found):
    member = full_member()
    Notice.objects.create(subject_id=person("other@example.cn").pk, letter="x", path=text)
    leak = config().data / "leak.txt"
    leak.write_text(f"其他内容{'，' if is_found else ''}{text}", encoding="utf-8")
    try:
        seen = look_for(needles_in(values_of(member.pk, tables())))
    finally:
        leak.unlink()
    assert [place for place in seen.found if place in {"outreach_notice.path", "leak.txt"}] == (
        ["outreach_notice.path", "leak.txt"] if is_found else []
    )


def test_a_name_that_is_a_word_of_the_catalogue_raises_no_alarm():
    assert needles_in({Kind.NAME: ["林文", "白云"], Kind.CITY: ["上海"], Kind.PROJECT: ["船漆"]}) == ["林文", "白云"]
    make.offer(product=make.product("白云牌钛白粉"))
    assert needles_in({Kind.NAME: ["林文", "白云"]}) == ["林文"]


def test_every_row_is_opened_and_a_bounded_number_of_values_looked_for():
    buyer = full_member()
    for number in range(25):  # the oldest of them with another address
        held = {**make.CONSIGNEE, "email": ADDRESS if number else "first@address.cn"}
        Consignee.objects.create(subject_id=buyer.pk, is_buyer=True, **{k: Clear(v) for k, v in held.items()})
    values = values_of(buyer.pk, tables())
    assert set(values[Kind.EMAIL]) == {ADDRESS, "first@address.cn"}
    many = {Kind.PROJECT: [f"project number {n}" for n in range(900)], Kind.EMAIL: [ADDRESS]}
    assert ADDRESS in needles_in(many)
    assert len(needles_in(many)) == 200
    assert set(values[Kind.NAME]) == {"林文", make.CONSIGNEE["name"]}


def test_whoever_leaves_takes_open_cases_and_archives_along_and_each_says_so():
    member, other_one = full_member(), person("other@example.cn")
    words = Written(Clear("Why do you keep my city?"))
    opened_case = open_case(subject_id=member.pk, kind=CaseKind.QUESTION, written=words, language="en")
    closed = open_case(subject_id=member.pk, kind=CaseKind.QUESTION, written=words, language="en")
    close_case(case=closed)
    foreign = open_case(
        subject_id=other_one.pk, kind=CaseKind.QUESTION, written=words, language="en", about_id=member.pk
    )
    export = ask_for_export(subject_id=member.pk, language="en")
    run_jobs_now()
    folder = Path(settings.MEDIA_ROOT) / "exports" / export.pk.hex
    assert len(list(folder.iterdir())) == 1
    erased(member)
    assert Case.objects.get(pk=opened_case.pk).state == "closed"
    steps = [list(c.steps.order_by("number").values_list("move", flat=True)) for c in (opened_case, closed, foreign)]
    assert steps == [["open", "erased"], ["open", "close"], ["open"]]
    assert list(folder.glob("*")) == []
    places = {place["place"]: place["removed"] for place in Receipt.objects.get().body["places"]}
    assert places["files:archives"] == 1


def test_an_officer_who_leaves_leaves_the_instruments_readable_for_whom_the_law_names():
    officer = person("officer@example.cn", roles="PRIVACY_OFFICER")
    order = make.order(full_member(email="buyer@example.cn").pk, make.offer())
    request = enter_demand(
        by=officer.pk,
        authority="上海市公安局",
        country="CN",
        article="CSL 28",
        reference="2026-7",
        approval="",
        instrument=Clear(Content("order.pdf", "application/pdf", b"%PDF-1.4 ordered")),
        age_key=str(pyrage.x25519.Identity.generate().to_public()),
        labels=["trade.Order.code"],
        subjects=[order.buyer_id],
    )
    erased(officer)
    (hold,) = Receipt.objects.get().body["holds"]
    assert hold["until"] == (request.at + keeping.EVIDENCE.for_).date().isoformat()
    with purpose(Purpose.LEGAL_DISCLOSURE, actor=other(Role.PRIVACY_OFFICER)):
        assert Instrument.objects.get().file.open().data == b"%PDF-1.4 ordered"
    with frozen(request.at + keeping.EVIDENCE.for_ + timedelta(days=1)):
        assert end_holds() == 1
        run_jobs_now()
        assert SubjectKey.objects.filter(subject_id=officer.pk).exclude(wrapped=None).count() == 0


def test_who_has_left_is_a_former_member_wherever_others_see_a_name():
    member, named = person(), person("named@example.cn", nickname="Lin")
    assert public_names([member.pk, named.pk]) == {member.pk: member.public_id, named.pk: "Lin"}
    leaving = asked(named, grace_days=0)
    make_unreadable(erasure_id=leaving.pk)
    for language, words in (("en", "former member"), ("zh-hans", "已注销会员")):
        with translation.override(language):
            assert Member.objects.get(pk=named.pk).public_name == words  # its row is not cleared yet
    run_jobs_now()
    assert not Member.objects.filter(pk=named.pk).exists()
    with translation.override("en"):
        assert public_names([named.pk]) == {named.pk: "former member"}
