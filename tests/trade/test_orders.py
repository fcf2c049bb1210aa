"""Placing and cancelling, below the pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from coatingcat.ground.clock import frozen, now
from coatingcat.privacy.actions import destroy_keys
from coatingcat.privacy.gate import Actor, Denied, purpose
from coatingcat.privacy.models import Share, Subject, SubjectKey
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import KeyKind, Purpose, Question, Role, keeping
from coatingcat.trade import actions
from coatingcat.trade.actions import cancel_order, confirm_order, forget_unfinished, placed, placing
from coatingcat.trade.events import OrderPlaced
from coatingcat.trade.models import (
    Cancellation,
    CartLine,
    CheckoutDraft,
    Consignee,
    Offer,
    Order,
    OrderLine,
    Owner,
    Stock,
)
from coatingcat.trade.queries import basket_of
from coatingcat.trade.refusals import (
    AnswersChanged,
    EmptyCart,
    LinesUnfit,
    NotAllowed,
    OtherBody,
    OutOfStock,
)
from coatingcat.trade.words import State, Why
from tests.trade import factories as make
from tests.trade import firms

pytestmark = pytest.mark.django_db


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def ready(*wares, quantity: int = 1) -> dict:
    buyer = make.buyer()
    make.put(buyer, *wares, quantity=quantity)
    make.answer(buyer)
    return make.submission(buyer)


def nothing_happened(lines: int = 1) -> None:
    assert (Order.objects.count(), OrderLine.objects.count(), jobs()) == (0, 0, [])
    assert (CartLine.objects.count(), CheckoutDraft.objects.count()) == (lines, 1)
    assert list(Stock.objects.exclude(allocated=0)) == []


def test_an_order_keeps_what_was_agreed(monkeypatch):
    offer, ask = make.offer(price="33.3333", stock=9), make.product("Wax")
    sent = ready(offer, ask, quantity=3)
    heard: list[OrderPlaced] = []
    monkeypatch.setattr(placed, "emit", heard.append)

    order = make.submit(**sent)
    Offer.objects.update(price="1", is_active=False)

    lines = list(order.lines.values_list("position", "name", "pack_unit", "quantity", "unit_price", "line_total"))
    assert lines == [
        (1, offer.product.name, "kg", 3, Decimal("33.3333"), 100),
        (2, ask.name, "kg", 3, None, None),
    ]
    assert (str(order.money), order.state, order.buyer_id) == ("CNY 100.00", "placed", sent["by"])
    assert jobs() == ["outreach.confirm_order"]
    assert heard == [OrderPlaced(order.pk, sent["by"], order.placed_at)]
    assert not basket_of(Owner(sent["by"]))


def test_the_same_submission_twice_is_one_order():
    sent = ready(make.offer(stock=9), quantity=2)
    first, second = make.submit(**sent), make.submit(**sent)
    assert (first, Order.objects.count(), Stock.objects.get().allocated, len(jobs())) == (second, 1, 2, 1)


def test_the_key_of_an_order_takes_no_other_content():
    sent = ready(make.offer(stock=9))
    make.submit(**sent)
    with pytest.raises(OtherBody):
        make.submit(**{**sent, "seen": bytes(32)})
    assert (Order.objects.count(), Stock.objects.get().allocated, len(jobs())) == (1, 1, 1)


def test_a_key_is_worth_nothing_to_another_buyer():
    sent = ready(make.offer(stock=9))
    with pytest.raises(EmptyCart):
        make.submit(**{**sent, "by": make.buyer()})
    nothing_happened()


def test_what_was_not_agreed_is_not_ordered():
    offer = make.offer()
    sent = ready(offer)
    make.put(sent["by"], offer)
    with pytest.raises(AnswersChanged):
        make.submit(**sent)
    nothing_happened()


def test_a_line_that_no_longer_fits_is_not_ordered():
    sent = ready(make.offer(), quantity=3)
    Offer.objects.update(multiple=2)
    with pytest.raises(LinesUnfit) as refusal:
        make.submit(**sent)
    assert [line.nearest for line in refusal.value.lines] == [(2, 4)]
    nothing_happened()


def test_a_checkout_becomes_an_order_for_each_seller_and_currency():
    selling = firms.seller()
    wares = [make.offer(price="10"), make.offer(currency="USD"), make.offer(seller=selling), make.product("Wax")]
    sent = ready(*wares, quantity=2)

    placed = make.submit_all(**sent)

    told = [(o.seller, str(o.money), str(o.tax_money), o.lines.count()) for o in placed]
    assert told == [
        (None, "CNY 20.00", "CNY 2.60", 2),
        (None, "USD 241.00", "USD 31.33", 1),
        (selling, "CNY 241.00", "CNY 0.00", 1),  # from Germany to Shanghai: an export
    ]
    assert len({o.consignee_id for o in placed}) == 3
    assert len({o.consignee.subject_id for o in placed}) == 1
    assert make.submit_all(**sent) == placed
    assert [share.about for share in Share.objects.all()] == [placed[2].pk]
    confirmed, told = "outreach.confirm_order", "outreach.tell"  # the owner of the seller that is a company
    assert jobs() == [confirmed, confirmed, told, confirmed]


def test_a_seller_without_a_contract_gets_no_order_and_nobody_else_does():
    sent = ready(make.offer(), make.offer(seller=firms.seller(contract=False)))
    with pytest.raises(ShareRefused):
        make.submit_all(**sent)
    nothing_happened(lines=2)


def test_the_consignees_key_lives_as_long_as_the_last_order_of_the_submission():
    first, second = make.submit_all(**ready(make.offer(), make.offer(currency="USD")))
    key = SubjectKey.objects.filter(subject_id=first.consignee.subject_id, kind=KeyKind.HOLD.value)
    cancel_order(order=first, by=first.buyer_id, why=Why.PRICE)
    assert key.get().ends_at is None
    cancel_order(order=second, by=first.buyer_id, why=Why.PRICE)
    assert key.get().ends_at == second.cancellation.at + keeping.TRANSACTION.for_


def test_a_shortage_names_every_short_line_and_takes_nothing():
    first, second, third = make.offer(stock=9), make.offer(stock=1), make.offer(stock=2)
    sent = ready(first, second, third, quantity=3)
    with pytest.raises(OutOfStock) as refusal:
        make.submit(**sent)
    assert [(s.offer_id, s.asked, s.free) for s in refusal.value.shortages] == [(second.pk, 3, 1), (third.pk, 3, 2)]
    nothing_happened(lines=3)


def test_what_is_made_to_order_never_runs_out():
    make.submit(**ready(make.offer(stock=None), quantity=500))
    assert Order.objects.count() == 1


@pytest.mark.parametrize("step", ["_take_stock", "_write_order", "_write_lines", "_empty", "settle"])
def test_a_fault_at_any_step_leaves_nothing(monkeypatch, step):
    sent = ready(make.offer(stock=9))
    step_done = getattr(placing, step)

    def done_and_killed(*args, **values):
        step_done(*args, **values)
        raise RuntimeError("killed")

    monkeypatch.setattr(placing, step, done_and_killed)
    with pytest.raises(RuntimeError, match="killed"):
        make.submit(**sent)
    nothing_happened()


def test_what_is_told_of_people_lies_sealed():
    order = make.order(name="Needle Näme", phone="+8613912345678", email="needle@dock.example", address="Needle 7")
    with purpose(Purpose.ORDER_FULFILMENT, actor=Actor(order.buyer_id, frozenset({Role.MEMBER}), "t")):
        cancel_order(order=order, by=order.buyer_id, why=Why.OTHER, note=Clear("needle note"))
    make.answer(make.buyer(), name="Needle Draft")
    tables = [m._meta.db_table for m in (Consignee, Order, OrderLine, CheckoutDraft, Cancellation)]
    raw = ""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, '|') FROM {table} t")
            raw += cursor.fetchone()[0] or ""
        cursor.execute("SELECT string_agg(args::text, '|') FROM procrastinate_jobs")
        raw += cursor.fetchone()[0]
    for value in ("Needle", "needle", "13912345678", "dock.example", "船舶涂料"):
        assert value not in raw, value
        assert value.encode().hex() not in raw, value
    assert b"1200".hex() not in raw  # the bare digits stand in any long hexadecimal number


@pytest.mark.clause("I.2a-1")
def test_a_consignee_has_a_key_of_their_own_and_the_buyer_keeps_the_order_without_them():
    order = make.order()
    consignee = Order.objects.get().consignee
    assert consignee.subject_id != order.buyer_id
    assert Subject.objects.get(pk=consignee.subject_id).sort == "consignee"

    destroy_keys(subject_id=consignee.subject_id)

    found = Order.objects.get()
    with purpose(Purpose.ORDER_FULFILMENT, actor=Actor(order.buyer_id, frozenset({Role.MEMBER}), "t")):
        assert found.background.open() == "船舶涂料"
        with pytest.raises(Denied) as refusal:
            found.consignee.name.open()
    assert refusal.value.question is Question.ERASED


def test_nothing_of_an_order_opens_for_marketing():
    make.order()
    actor = Actor(make.buyer(), frozenset({Role.MARKETING}), "t")
    with purpose(Purpose.ORDER_FULFILMENT, actor=actor), pytest.raises(Denied) as refusal:
        Order.objects.get().consignee.name.open()
    assert refusal.value.question is Question.ROLE


def test_a_cancellation_puts_the_packs_back_and_gives_the_consignees_key_its_last_day():
    order = make.order(None, make.offer(stock=5), quantity=3)
    cancel_order(order=order, by=order.buyer_id, why=Why.PRICE)
    record = Cancellation.objects.get()
    assert (record.by_id, record.why, Order.objects.get().state) == (order.buyer_id, "price", "cancelled")
    assert Stock.objects.get().allocated == 0
    ends = SubjectKey.objects.get(subject_id=order.consignee.subject_id, kind=KeyKind.HOLD.value).ends_at
    assert ends == record.at + keeping.TRANSACTION.for_
    assert SubjectKey.objects.get(subject_id=order.buyer_id, kind=KeyKind.HOLD.value).ends_at is None
    assert jobs()[-1] == "outreach.order_cancelled"


def test_what_is_confirmed_is_not_cancelled_and_the_other_way_round():
    kept, gone = make.order(), make.order()
    confirm_order(order=kept)
    cancel_order(order=gone, by=gone.buyer_id, why=Why.MISTAKE)
    with pytest.raises(NotAllowed):
        cancel_order(order=kept, by=kept.buyer_id, why=Why.MISTAKE)
    with pytest.raises(NotAllowed):
        confirm_order(order=gone)
    assert {o.pk: State(o.state) for o in Order.objects.all()} == {kept.pk: State.CONFIRMED, gone.pk: State.CANCELLED}
    assert Cancellation.objects.count() == 1


def test_an_unfinished_checkout_goes_after_a_day_with_whom_it_named():
    buyer = make.buyer()
    make.answer(buyer)
    named = Consignee.objects.get().subject_id
    make.order()
    assert forget_unfinished() == 0

    with frozen(now() + timedelta(days=1, minutes=1)):
        assert forget_unfinished() == 1

    assert (CheckoutDraft.objects.count(), Consignee.objects.count(), Order.objects.count()) == (0, 1, 1)
    assert not SubjectKey.objects.filter(subject_id=named, destroyed_at=None).exists()


def test_the_consignee_changes_from_oneself_to_another_under_another_key():
    buyer = make.buyer()
    make.answer(buyer, is_buyer=True)
    assert Consignee.objects.get().subject_id == buyer
    make.answer(buyer, is_buyer=False)
    assert Consignee.objects.get().subject_id != buyer
    assert SubjectKey.objects.filter(subject_id=buyer, destroyed_at=None).count() == 2


def test_every_verb_is_offered():
    assert all(callable(getattr(actions, name)) for name in actions.__all__)
