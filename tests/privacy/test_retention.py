"""Every keeping time has a rule, and what is over goes; what is not, stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import SignIn
from coatingcat.outreach.actions import tell
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy import retention
from coatingcat.privacy.actions import end_key, record_consent, run_retention, sweep_archives
from coatingcat.privacy.actions.retention import allow_deleting
from coatingcat.privacy.declarations import Personal, declaration_of, personal_entries
from coatingcat.privacy.keys import key_of
from coatingcat.privacy.models import Consent, RetentionRun, Subject, SubjectKey
from coatingcat.privacy.policy import snapshot
from coatingcat.privacy.retention import How, rules, without_rule
from coatingcat.privacy.words import Act, KeyKind, Purpose, keeping
from coatingcat.trade.actions import cancel_order
from coatingcat.trade.models import Cancellation, Consignee, Order, OrderLine
from coatingcat.trade.words import Why
from tests.members.people import full_member, person, signed_in
from tests.privacy.policies import NEW, adopt_old, kept_shorter
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


def test_every_declared_value_has_a_keeping_time_and_a_rule_that_keeps_it():
    pairs = {
        (entry.field.model._meta.label if entry.field is not None else entry.label, declaration.keep)
        for entry, declaration in personal_entries()
    }
    assert {(rule.table, rule.keep) for rule in rules()} == pairs
    assert without_rule() == []


def test_every_rule_by_clock_counts_from_a_column_of_its_table():
    for rule in rules():
        if rule.how is How.BY_CLOCK:
            assert rule.model is not None
            assert rule.model._meta.get_field(rule.clock).get_internal_type() in {"DateTimeField", "DateField"}
        if rule.how is How.BY_ROOM:
            assert rule.clock in retention.sweeps()


def test_what_a_day_before_its_end_stays_and_what_a_day_after_goes():
    member = person()
    at = now()
    SignIn.objects.create(member=member, device="a", way="PASSWORD", at=at)
    with frozen(at + keeping.SIGN_IN.for_ - timedelta(days=1)):
        assert "members.SignIn" not in run_retention().counts
    assert SignIn.objects.count() == 1
    with frozen(at + keeping.SIGN_IN.for_ + timedelta(days=1)):
        assert run_retention().counts["members.SignIn"] == 1
        assert run_retention().counts == {}
    assert SignIn.objects.count() == 0


def test_a_dry_run_counts_what_would_go_and_nothing_goes():
    member = person()
    SignIn.objects.create(member=member, device="a", way="PASSWORD")
    run = run_retention(at=now() + keeping.SIGN_IN.for_ + timedelta(days=1), is_dry=True)
    assert (run.counts["members.SignIn"], run.is_dry, SignIn.objects.count()) == (1, True, 1)


def test_only_a_dry_run_may_look_ahead():
    with pytest.raises(ValueError, match="look ahead"):
        run_retention(at=now() + timedelta(days=1))
    assert RetentionRun.objects.count() == 0


def test_one_table_that_fails_is_named_and_the_others_go(monkeypatch):
    def fail():
        raise RuntimeError("no")

    monkeypatch.setitem(retention._sweeps, "breaking", fail)
    SignIn.objects.create(member=person(), device="a", way="PASSWORD", at=now() - timedelta(days=300))
    run = run_retention()
    assert run.failures == ["breaking"]
    assert run.counts["members.SignIn"] == 1


def test_orders_go_three_years_after_their_end_with_lines_consignee_and_key():
    buyer = full_member()
    order, open_order = make.order(buyer.pk, make.offer()), make.order(buyer.pk, make.offer())
    taken_back = make.order(buyer.pk, make.offer())
    make.completed(order)
    cancel_order(order=taken_back, by=buyer.pk, why=Why.PRICE)
    consignee = Consignee.objects.get(pk=order.consignee_id)
    with frozen(now() + keeping.TRANSACTION.for_ - timedelta(days=1)):
        assert "orders" not in run_retention().counts
    with frozen(now() + keeping.TRANSACTION.for_ + timedelta(days=1)):
        assert run_retention().counts["orders"] == 2
    assert list(Order.objects.values_list("pk", flat=True)) == [open_order.pk]
    assert (OrderLine.objects.count(), Cancellation.objects.count(), Consignee.objects.count()) == (1, 0, 1)
    if not consignee.is_buyer:
        assert SubjectKey.objects.filter(subject_id=consignee.subject_id, destroyed_at=None).count() == 0


def test_hold_keys_die_on_their_last_day():
    member = person()
    key_of(member.pk, KeyKind.HOLD)
    end_key(subject_id=member.pk, kind=KeyKind.HOLD, at=now() + timedelta(days=9))
    with frozen(now() + timedelta(days=8)):
        run_retention()
    assert SubjectKey.objects.get(subject_id=member.pk, kind="hold").wrapped is not None
    with frozen(now() + timedelta(days=10)):
        assert run_retention().counts["hold keys"] == 1
    assert SubjectKey.objects.get(subject_id=member.pk, kind="hold").wrapped is None


def test_append_only_rows_go_only_when_the_sweep_says_so():
    member = full_member()
    record_consent(
        subject_id=member.pk, purpose=Purpose.PRODUCT_NEWS, act=Act.GIVEN, words="x", policy_version="1", language="en"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.all().delete()
    before = Consent.objects.count()
    with transaction.atomic():
        allow_deleting()
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.update(words="y")
        Consent.objects.all().delete()
    assert (before, Consent.objects.count()) == (1, 0)


@pytest.mark.clause("III.2a")
def test_every_table_empties_by_itself_once_its_time_is_over(settings, tmp_path):
    """C and B: no personal field without a keeping time and a rule; clock + n, and the rows are gone from every store."""
    settings.MEDIA_ROOT = tmp_path
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            declaration = declaration_of(field)
            assert declaration is not None
            assert not isinstance(declaration, Personal) or declaration.keep.article
    assert without_rule() == []

    member = full_member()
    browser = signed_in(member)
    order = make.order(member.pk, make.offer())
    make.completed(order)
    make.put_in(Client(), make.offer())
    tell(letter="export_ready", subject_id=member.pk, path="me/export/")
    assert browser.post("/me/export/").status_code == 302
    run_jobs_now()
    assert (Dispatch.objects.exists(), Notice.objects.exists()) == (True, True)
    assert list(tmp_path.rglob("exports/*/*"))
    with frozen(now() + timedelta(days=4 * 366)):
        run = run_retention()
        assert run.failures == []
        for rule in rules():
            if rule.how is How.BY_CLOCK and not rule.blanked:
                assert (rule.table, rule.model._default_manager.count()) == (rule.table, 0)
        sweep_archives()
    for table in ("members_browsersession", "trade_order", "trade_orderline", "trade_consignee"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert (table, cursor.fetchone()[0]) == (table, 0)
    assert list(tmp_path.rglob("exports/*/*")) == []


def test_who_accepted_a_shorter_keeping_time_is_swept_by_that_one(monkeypatch):
    """VII.2: a version that keeps longer binds nobody who has not accepted it; a table waits for its longest time."""
    labels = [entry.label for entry, _ in personal_entries() if entry.label.startswith("members.SignIn.")]
    whole = snapshot()
    halved = tuple(replace(h, seconds=h.seconds // 2) if h.label in labels else h for h in whole.held)
    adopt_old(monkeypatch, old=replace(whole, held=halved), new=whole)
    old, agreed = person(), person("second@company.cn")
    Subject.objects.filter(pk=agreed.pk).update(accepted_version=NEW)
    for member in (old, agreed):
        SignIn.objects.create(member=member, device="a", way="PASSWORD")
    with frozen(now() + keeping.SIGN_IN.for_ / 2 - timedelta(days=1)):
        assert "members.SignIn" not in run_retention().counts
    with frozen(now() + keeping.SIGN_IN.for_ / 2 + timedelta(days=1)):
        assert run_retention().counts["members.SignIn"] == 1
    assert list(SignIn.objects.values_list("member_id", flat=True)) == [agreed.pk]
    with frozen(now() + keeping.SIGN_IN.for_ + timedelta(days=1)):
        assert run_retention().counts["members.SignIn"] == 1


def test_a_row_of_which_one_field_alone_was_kept_shorter_waits_for_the_others(monkeypatch):
    adopt_old(monkeypatch, old=kept_shorter("members.SignIn.device"), new=snapshot())
    SignIn.objects.create(member=person(), device="a", way="PASSWORD")
    with frozen(now() + keeping.SIGN_IN.for_ - timedelta(days=1)):
        assert "members.SignIn" not in run_retention().counts
