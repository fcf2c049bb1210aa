"""Inquiries: sent, moved on, reminded of, kept no longer than promised."""

import importlib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from coatingcat import trade
from coatingcat.ground.clock import frozen, now
from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.privacy.gate import Actor, Denied, purpose
from coatingcat.privacy.models import Share, SharedPerson, StoredFile, SubjectKey
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import ROLE_PURPOSES, STAFF, Purpose, Question, Role
from coatingcat.trade.actions.inquiries import (
    end_inquiries_of,
    forget_old_inquiries,
    move_inquiry,
    remind_of_inquiries,
    ship_sample,
)
from coatingcat.trade.actions.inquiries.shipping import CARRIER_IS_TOLD
from coatingcat.trade.actions.messages import write_message
from coatingcat.trade.models import Consignee, Inquiry, InquiryMessage, InquiryStep, SampleParcel
from coatingcat.trade.refusals import LicenceMissing, NotAllowed
from coatingcat.trade.rules.inquiries import INQUIRY_MOVES
from coatingcat.trade.words import DeclineWhy, FormulaShare, InquiryKind, InquiryState, Side
from tests.privacy import sharing as share
from tests.trade import asking, firms

pytestmark = pytest.mark.django_db


def is_dead(subject_id: UUID) -> bool:
    """Whether no key of this subject is left."""
    return not SubjectKey.objects.filter(subject_id=subject_id, destroyed_at=None).exists()


def test_the_database_has_the_table_of_moves_of_the_rules() -> None:
    filed = importlib.import_module("coatingcat.trade.migrations.0010_inquiries_guarded").MOVES
    assert {k: {old: set(ends) for old, ends in table.items()} for k, table in filed.items()} == {
        kind.name: {old.name: {new.name for new in ends} for old, ends in table.items()}
        for kind, table in INQUIRY_MOVES.items()
    }


@pytest.mark.parametrize("kind", InquiryKind)
def test_the_database_refuses_every_move_that_the_table_does_not_know(kind: InquiryKind) -> None:
    sent = asking.inquiry(kind=kind)
    for new in set(InquiryState) - INQUIRY_MOVES[kind][InquiryState.SENT] - {InquiryState.SENT}:
        with pytest.raises(DatabaseError, match="does not move"), transaction.atomic():
            Inquiry.objects.filter(pk=sent.pk).update(state=new.name)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        InquiryStep.objects.filter(inquiry=sent).update(side="")


def test_the_same_submission_twice_is_one_inquiry_for_each_seller() -> None:
    one, two, key = firms.seller(), firms.seller(), new_id()
    by = firms.worker().pk
    first = asking.inquiries(one, two, by=by, request=key)
    assert asking.inquiries(one, two, by=by, request=key) == first
    assert {inquiry.seller for inquiry in first} == {one, two}


def test_a_seller_sees_exactly_what_the_buyer_chose_to_tell() -> None:
    seller = firms.seller()
    quiet = asking.inquiry(seller, texts={"application": "steel"}, formula_role="binder", formula_line="FL-7: 12 %")
    said = SharedPerson.objects.get(share__about=quiet.pk)
    assert said.labels.split() == [
        "trade.Inquiry.application",
        "trade.InquiryMessage.file",
        "trade.InquiryMessage.text",
    ]
    assert (quiet.formula_role, quiet.formula_line) == (None, None)
    telling = asking.inquiry(
        seller, share=FormulaShare.ROLE, formula_role="binder, 20 %", formula_line="FL-7", by=firms.worker().pk
    )
    assert "trade.Inquiry.formula_role" in SharedPerson.objects.get(share__about=telling.pk).labels.split()
    assert telling.formula_line is None
    with purpose(Purpose.INQUIRIES, actor=firms.acting(seller)):
        read = Inquiry.objects.get(pk=telling.pk)
        assert read.formula_role.open() == "binder, 20 %"
        assert Inquiry.objects.get(pk=quiet.pk).application.open() == "steel"


def test_another_seller_and_one_without_a_contract_see_nothing() -> None:
    seller, other, unbound = firms.seller(), firms.seller(), firms.seller(contract=False)
    sent = Inquiry.objects.get(pk=asking.inquiry(seller).pk)
    with purpose(Purpose.INQUIRIES, actor=firms.acting(other)), pytest.raises(Denied, match="not handed"):
        sent.background.open()
    with pytest.raises(ShareRefused), transaction.atomic():
        asking.inquiry(unbound)
    assert Inquiry.objects.count() == 1


@pytest.mark.clause("III.3a")
@pytest.mark.parametrize("role", [Role.MARKETING, Role.CERTIFIER, Role.PRIVACY_OFFICER, Role.SYSTEM, Role.VISITOR])
def test_nobody_but_the_two_parties_reads_an_inquiry(role: Role) -> None:
    """Sealed at rest; neither marketing nor anybody else whose role has no part in it opens a word of either side."""
    sent = asking.inquiry(texts={"background": "Bridge over the river"})
    said = write_message(
        about=sent, side=Side.BUYER, by=sent.buyer_id, submission=new_id(), text=Clear("Is it free of APEO?")
    )
    actor = share.desk(role) if role in STAFF else Actor(None, frozenset({role}), "test")
    with purpose(Purpose.INQUIRIES, actor=actor):
        for value in (Inquiry.objects.get(pk=sent.pk).background, InquiryMessage.objects.get(pk=said.pk).text):
            with pytest.raises(Denied) as refusal:
                value.open()
            assert refusal.value.question is Question.ROLE
    for wanted in ROLE_PURPOSES[role] - {Purpose.INQUIRIES, Purpose.OWN_DATA}:
        with purpose(wanted, actor=actor), pytest.raises(Denied):
            InquiryMessage.objects.get(pk=said.pk).text.open()
    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text || m::text FROM trade_inquiry i, trade_inquirymessage m")
        assert [word for word in ("Bridge", "APEO") for (row,) in cursor.fetchall() if word in row] == []
    with asking.reading(sent):
        assert InquiryMessage.objects.get(pk=said.pk).text.open() == "Is it free of APEO?"


def test_a_carrier_of_a_sample_is_told_what_it_needs_and_no_more() -> None:
    key = share.contracted()
    sent = asking.inquiry(kind=InquiryKind.SAMPLE)
    for to in (InquiryState.QUALIFIED, InquiryState.APPROVED):
        move_inquiry(inquiry=sent, to=to, side=Side.OPERATOR, by=sent.buyer_id)
    given = {"carrier": "carrier", "tracking": "SF1", "packs": 1, "weight_kg": Decimal("0.6"), "side": Side.OPERATOR}
    parcel = ship_sample(inquiry=sent, actor=share.desk(), **given)
    assert ship_sample(inquiry=sent, actor=share.desk(), **given) == parcel
    told = share.content(Share.objects.get(about=parcel.pk), key)["records"]
    assert [set(record) for record in told] == [set(CARRIER_IS_TOLD)]
    assert Inquiry.objects.get(pk=sent.pk).stands is InquiryState.SHIPPED


def test_only_a_promised_sample_is_shipped() -> None:
    sent = asking.inquiry(kind=InquiryKind.SAMPLE)
    with pytest.raises(NotAllowed), transaction.atomic():
        ship_sample(
            inquiry=sent,
            carrier="",
            tracking="",
            packs=1,
            weight_kg=Decimal(1),
            side=Side.OPERATOR,
            actor=share.desk(),
        )
    assert (sent.steps.count(), SampleParcel.objects.count()) == (1, 0)


def test_of_two_hands_only_the_first_moves_it() -> None:
    sent = asking.inquiry()
    stale = Inquiry.objects.get(pk=sent.pk)
    move_inquiry(
        inquiry=sent, to=InquiryState.DECLINED, side=Side.OPERATOR, by=sent.buyer_id, why=DeclineWhy.NOT_SUPPLIED
    )
    with pytest.raises(NotAllowed), transaction.atomic():
        move_inquiry(inquiry=stale, to=InquiryState.QUALIFIED, side=Side.OPERATOR, by=sent.buyer_id)
    assert [step.state for step in sent.steps.all()] == ["SENT", "DECLINED"]


def test_a_seller_is_reminded_at_half_and_when_it_is_late_once_each() -> None:
    seller = firms.seller()
    sent = asking.inquiry(seller)
    touched = []
    for hours in (35, 37, 38, 71, 73, 74):
        with frozen(sent.sent_at + timedelta(hours=hours)):
            touched.append(remind_of_inquiries())
    assert touched == [0, 1, 0, 0, 1, 0]
    run_jobs_now()
    told = Notice.objects.filter(subject_id=firms.owner_of(seller.company).pk).values_list("letter", flat=True)
    assert sorted(told) == ["inquiry_due", "inquiry_overdue", "inquiry_received"]


def test_an_answer_nobody_comes_back_to_is_closed_after_its_days() -> None:
    sent = asking.inquiry()
    move_inquiry(inquiry=sent, to=InquiryState.ANSWERED, side=Side.OPERATOR, by=sent.buyer_id, note=Clear("Yes."))
    for days, state in ((6, InquiryState.ANSWERED), (8, InquiryState.CLOSED)):
        with frozen(now() + timedelta(days=days)):
            remind_of_inquiries()
        assert Inquiry.objects.get(pk=sent.pk).stands is state
    assert [(step.state, step.side) for step in sent.steps.all()][-1] == ("CLOSED", "")


def test_who_is_erased_withdraws_and_takes_the_consignee_along() -> None:
    seller = firms.seller()
    sample = asking.inquiry(seller, kind=InquiryKind.SAMPLE)
    advice = asking.inquiry(by=sample.buyer_id)
    move_inquiry(inquiry=advice, to=InquiryState.ANSWERED, side=Side.OPERATOR, by=advice.buyer_id)
    named = sample.consignee.subject_id
    end_inquiries_of(sample.buyer_id)
    stand = dict(Inquiry.objects.values_list("pk", "state"))
    assert stand == {sample.pk: "WITHDRAWN", advice.pk: "CLOSED"}
    assert (Consignee.objects.count(), is_dead(named)) == (0, True)


def test_an_inquiry_goes_a_year_after_its_end_and_one_that_led_to_an_order_later() -> None:
    kept, gone = asking.inquiry(), asking.inquiry(kind=InquiryKind.SAMPLE)
    file = Clear(Content("part.png", "image/png", b"bytes"))
    write_message(about=gone, side=Side.BUYER, by=gone.buyer_id, submission=new_id(), text=Clear("Here"), file=file)
    for one in (kept, gone):
        move_inquiry(inquiry=one, to=InquiryState.WITHDRAWN, side=Side.BUYER, by=one.buyer_id)
    Inquiry.objects.filter(pk=kept.pk).update(accepted_at=now())
    named = gone.consignee.subject_id
    counts = []
    for days in (365, 367, 3 * 366 + 1):
        with frozen(now() + timedelta(days=days)):
            counts.append(forget_old_inquiries())
    assert counts == [0, 1, 1]
    left = [model.objects.count() for model in (Inquiry, InquiryStep, InquiryMessage, Consignee, StoredFile)]
    assert (left, is_dead(named)) == ([0] * 5, True)


def test_a_sample_of_hazardous_goods_needs_the_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coatingcat.trade.queries.hazards.hazards_among", lambda codes: dict.fromkeys(codes, ("H225",)))
    plain, licensed = firms.firm(), firms.firm(hazardous=True)
    plain.country = "CN"
    plain.save()
    with pytest.raises(LicenceMissing), transaction.atomic():
        asking.inquiry(kind=InquiryKind.SAMPLE, company=plain)
    assert Inquiry.objects.count() == 0
    assert asking.inquiry(kind=InquiryKind.SAMPLE, company=licensed).company == licensed
    assert asking.inquiry(kind=InquiryKind.TECHNICAL, company=plain).company == plain


def test_no_page_of_a_seller_or_agent_reads_what_somebody_searched_for_or_looked_at() -> None:
    """The code behind the counters imports nothing that keeps searches, views or labels of people."""
    room = Path(trade.__file__).parent
    behind = [*room.glob("desk/*.py"), *room.glob("queries/*.py"), room / "access.py"]
    forbidden = ("coatingcat.tracking", "coatingcat.insight", "coatingcat.search", "search_log", "SearchEvent")
    assert [(file.name, word) for file in behind for word in forbidden if word in file.read_text()] == []
