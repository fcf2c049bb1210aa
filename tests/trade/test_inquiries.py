"""Inquiries: sent, moved on, reminded of, kept no longer than promised."""

import importlib

import pytest
from django.db import DatabaseError, transaction

from coatingcat.ground.ids import new_id
from coatingcat.privacy.gate import Denied, purpose
from coatingcat.privacy.models import SharedPerson
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose
from coatingcat.trade.models import Inquiry, InquiryStep
from coatingcat.trade.rules.inquiries import INQUIRY_MOVES
from coatingcat.trade.words import FormulaShare, InquiryKind, InquiryState
from tests.trade import asking, firms

pytestmark = pytest.mark.django_db


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
