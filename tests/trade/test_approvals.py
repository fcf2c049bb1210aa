"""Limits, chains and approvals of a company's orders (issue A)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.ground.money import Money
from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRole
from coatingcat.outreach.models import Notice
from coatingcat.privacy.models import Share
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.access import Counter
from coatingcat.trade.actions.approvals import approve, look_after_approvals, refuse
from coatingcat.trade.models import ApprovalStep, ApprovalTask, Offer, Order, OrderApproval, SpendingLimit, Stock
from coatingcat.trade.queries.companies import approval_of, approvals_for, approvals_waiting, orders_in_sight
from coatingcat.trade.queries.scopes import orders_at
from coatingcat.trade.refusals import NotAllowed, ReasonMissing, RightMissing
from coatingcat.trade.rules.limits import ANY_APPROVER, Limit, Rung, Step, is_beyond, may_decide, steps_needed
from coatingcat.trade.words import Side, State, Why
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.test_orders import jobs

CNY = st.decimals(0, 10**9, places=2).map(lambda amount: Money(amount, "CNY"))


def cny(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


# --- rules


@given(bound=CNY, amount=CNY)
def test_the_limit_itself_is_within_and_a_fen_more_is_beyond(bound, amount):
    limits = [Limit(bound, None)]
    assert is_beyond(limits, amount, []) == (amount.amount > bound.amount)
    assert not is_beyond(limits, bound, [])
    assert is_beyond(limits, bound + cny("0.01"), [])


@given(orders=st.lists(CNY, max_size=8), bound=CNY)
def test_a_month_never_sums_to_more_than_its_limit_without_approval(orders, bound):
    spent = cny("0")
    for amount in orders:
        if not is_beyond([Limit(None, bound)], amount, [spent]):
            spent = spent + amount
    assert spent <= bound


@given(amount=CNY, limits=st.lists(st.builds(Limit, CNY, st.none()), min_size=1, max_size=1))
def test_a_currency_that_no_rule_names_is_always_approved(amount, limits):
    foreign = Money(amount.amount, "KWD")
    assert is_beyond(limits, foreign, [])
    assert steps_needed(limits=limits, chain=[], amount=foreign) == (ANY_APPROVER,)
    rung = Rung(1, cny("1000000"), Step(CompanyRole.OWNER))
    assert steps_needed(limits=[], chain=[rung], amount=foreign) == (rung.step,)
    assert steps_needed(limits=limits, chain=[], amount=None) == (ANY_APPROVER,)


_STEPS = st.sampled_from([Step(CompanyRole.APPROVER), Step(CompanyRole.OWNER), Step(CompanyRole.APPROVER, "somebody")])


@given(
    chain=st.lists(st.builds(Rung, st.integers(1, 9), CNY, _STEPS), max_size=6, unique_by=lambda rung: rung.number),
    amounts=st.tuples(CNY, CNY).map(sorted),
)
def test_a_dearer_order_never_needs_fewer_steps_and_steps_keep_their_order(chain, amounts):
    low, high = (steps_needed(limits=[], chain=chain, amount=amount) for amount in amounts)
    assert set(low) <= set(high)
    ranked = [rung.step for rung in sorted(chain, key=lambda rung: rung.number) if rung.since <= amounts[1]]
    assert list(high) == list(dict.fromkeys(ranked))
    assert steps_needed(limits=[], chain=[], amount=amounts[1]) == ()


@pytest.mark.parametrize(
    ("step", "role", "position", "is_buyer", "has_decided", "may"),
    [
        (Step(CompanyRole.APPROVER), CompanyRole.APPROVER, "a", False, False, True),
        (Step(CompanyRole.APPROVER), CompanyRole.BUYER, "a", False, False, False),
        (Step(CompanyRole.APPROVER), CompanyRole.APPROVER, "a", True, False, False),
        (Step(CompanyRole.APPROVER), CompanyRole.APPROVER, "a", False, True, False),
        (Step(CompanyRole.APPROVER, "b"), CompanyRole.APPROVER, "a", False, False, False),
        (Step(CompanyRole.APPROVER, "a"), CompanyRole.BUYER, "a", False, False, True),
        (Step(CompanyRole.APPROVER, "b"), CompanyRole.OWNER, "a", False, False, True),
        (Step(CompanyRole.OWNER), CompanyRole.OWNER, "a", True, False, False),
        (Step(CompanyRole.OWNER), CompanyRole.APPROVER, "a", False, False, False),
    ],
)
def test_who_may_take_a_step(step, role, position, is_buyer, has_decided, may):
    assert may_decide(step, role=role, position=position, is_buyer=is_buyer, has_decided=has_decided) == may


# --- in a company


class House:
    """A company with a buyer whose orders above 1000 are approved, an approver and its owner."""

    def __init__(self, *, per_order: str | None = "1000", per_month: str | None = None) -> None:
        self.company = firms.firm("House")
        self.buyer = firms.join(self.company, CompanyRole.BUYER)
        self.approver = firms.join(self.company, CompanyRole.APPROVER)
        self.owner = firms.owner_of(self.company)
        SpendingLimit.objects.create(
            company=self.company,
            role=CompanyRole.BUYER.name,
            per_order=per_order and Decimal(per_order),
            per_month=per_month and Decimal(per_month),
            currency="CNY",
        )

    def chain(self, *rungs: tuple[str, CompanyRole]) -> None:
        for number, (amount, role) in enumerate(rungs, start=1):
            ApprovalStep.objects.create(
                company=self.company, number=number, from_amount=Decimal(amount), currency="CNY", role=role.name
            )

    def order(self, price: str, *, offer: Offer | None = None, **more) -> Order:
        return make.order(self.buyer.pk, offer or make.offer(price=Decimal(price)), **more)


pytestmark = pytest.mark.django_db


def test_an_order_within_the_limit_goes_at_once_and_one_above_waits_unseen():
    house = House()
    assert house.order("1000.00").state == State.PLACED
    assert jobs() == ["outreach.confirm_order"]
    offer = make.offer(price=Decimal("1000.01"), stock=1)
    waiting = house.order("", offer=offer)
    assert (waiting.state, waiting.company, waiting.tasks.count()) == (State.REQUESTED, house.company, 1)
    assert jobs() == ["outreach.confirm_order", "outreach.tell", "outreach.tell"]  # approver and owner; nobody else
    assert Stock.objects.get(pk=offer.pk).free == 0
    assert [approvals_for(who.pk) for who in (house.approver, house.owner, house.buyer)] == [1, 1, 0]


def test_the_month_counts_what_was_ordered_before_and_the_next_begins_afresh():
    house = House(per_order=None, per_month="1500")
    first = now().replace(day=1, hour=4) + timedelta(days=35)
    with frozen(first):
        assert [house.order("800").state, house.order("700").state, house.order("0.01").state] == [
            State.PLACED,
            State.PLACED,
            State.REQUESTED,
        ]
    with frozen(first.replace(day=1) + timedelta(days=32)):
        assert house.order("1500").state == State.PLACED


def test_somebodys_own_limit_goes_over_that_of_the_role():
    house = House()
    position = Position.objects.get(member=house.buyer)
    SpendingLimit.objects.create(company=house.company, position=position, per_order=Decimal(5000), currency="CNY")
    assert [house.order("5000").state, house.order("5001").state] == [State.PLACED, State.REQUESTED]


def test_all_steps_in_turn_then_it_is_placed_like_any_other():
    house = House()
    house.chain(("2000", CompanyRole.APPROVER), ("5000", CompanyRole.OWNER))
    order = house.order("6000")
    with pytest.raises(NotAllowed):
        approve(order=order, by=house.buyer.pk)
    assert approve(order=order, by=house.approver.pk) == State.REQUESTED
    with pytest.raises(NotAllowed):  # of one order nobody takes two steps
        approve(order=order, by=house.approver.pk)
    assert Order.objects.get(pk=order.pk).state == State.REQUESTED
    assert "outreach.confirm_order" not in jobs()
    assert approve(order=order, by=house.owner.pk) == State.PLACED
    order.refresh_from_db()
    assert (order.state, jobs().count("outreach.confirm_order")) == (State.PLACED, 1)
    assert [one.number for one in order.approvals.all()] == [1, 2]
    with pytest.raises(NotAllowed):
        approve(order=order, by=house.owner.pk)


def test_its_seller_is_shown_people_only_once_it_is_approved():
    house, selling = House(), firms.seller()
    order = house.order("", offer=make.offer(price=Decimal(2000), seller=selling))
    assert (order.state, Share.objects.count()) == (State.REQUESTED, 0)
    assert orders_at(Counter(Side.SELLER, firms.acting(selling), seller=selling)).count() == 0
    approve(order=order, by=house.approver.pk)
    assert [share.about for share in Share.objects.all()] == [order.pk]
    assert orders_at(Counter(Side.SELLER, firms.acting(selling), seller=selling)).get() == order


def test_a_refusal_needs_a_reason_cancels_and_gives_the_goods_back():
    house, offer = House(), make.offer(price=Decimal(2000), stock=3)
    order = house.order("", offer=offer, quantity=2)
    with pytest.raises(ReasonMissing):
        refuse(order=order, by=house.approver.pk, note=None)
    assert (OrderApproval.objects.count(), Stock.objects.get(pk=offer.pk).free) == (0, 1)
    refuse(order=order, by=house.approver.pk, note=Clear("We have two drums left."))
    order.refresh_from_db()
    assert (order.state, order.cancellation.why) == (State.CANCELLED, Why.NOT_APPROVED)
    assert Stock.objects.get(pk=offer.pk).free == 3
    assert "outreach.confirm_order" not in jobs()
    with pytest.raises(NotAllowed):
        approve(order=order, by=house.owner.pk)


def test_what_was_decided_is_never_changed():
    house = House()
    order = house.order("2000")
    approve(order=order, by=house.approver.pk)
    for attack in (
        lambda: OrderApproval.objects.update(decision="REFUSED"),
        lambda: OrderApproval.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attack()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderApproval.objects.create(order=order, number=1, by_id=house.owner.pk, decision="APPROVED")


def test_a_reminder_after_a_working_day_and_the_end_after_seven_days():
    house, offer = House(), make.offer(price=Decimal(2000), stock=1)
    monday = now().replace(year=2026, month=11, day=23, hour=2)
    with frozen(monday):
        order = house.order("", offer=offer)
        assert look_after_approvals() == (0, 0)
    with frozen(monday + timedelta(hours=23)):
        assert look_after_approvals() == (0, 0)
    with frozen(monday + timedelta(hours=24)):
        assert (look_after_approvals(), look_after_approvals()) == ((1, 0), (0, 0))
    with frozen(monday + timedelta(days=7)):
        assert (look_after_approvals(), look_after_approvals()) == ((0, 1), (0, 0))
        run_jobs_now()
    order.refresh_from_db()
    assert (order.state, order.cancellation.why) == (State.CANCELLED, Why.NOT_ANSWERED)
    assert Stock.objects.get(pk=offer.pk).free == 1
    told = Notice.objects.values_list("subject_id", "letter")
    assert set(told) == {
        (house.approver.pk, "approval_asked"),
        (house.owner.pk, "approval_asked"),
        (house.approver.pk, "approval_reminder"),
        (house.owner.pk, "approval_reminder"),
        (house.buyer.pk, "approval_lapsed"),
    }


def test_a_role_that_places_no_orders_places_none():
    company = firms.firm("House")
    viewer = firms.join(company, CompanyRole.VIEWER)
    with pytest.raises(RightMissing):
        make.order(viewer.pk)
    assert (Order.objects.count(), ApprovalTask.objects.count()) == (0, 0)


def test_an_approver_of_one_unit_sees_nothing_of_another():
    """shopware 20702: a branch is a unit of its own, and its head office another."""
    house, other = House(), House()
    other.company.head_office = house.company
    other.company.save()
    theirs, own = house.order("2000"), other.order("2000")
    for who in (other.approver, other.owner, other.buyer):
        assert set(orders_in_sight(who.pk)) == {own}
        assert approval_of(who.pk, theirs.code) is None
        with pytest.raises(NotAllowed):
            approve(order=theirs, by=who.pk)
    assert [one.order for one in approvals_waiting(Position.objects.get(member=other.approver))] == [own]
    formulator = firms.join(house.company, CompanyRole.FORMULATOR)
    assert set(orders_in_sight(formulator.pk)) == set()
    assert approval_of(formulator.pk, theirs.code) is None
    assert set(orders_in_sight(house.approver.pk)) == {theirs}


def test_a_list_of_approvals_costs_the_same_for_one_and_three(django_assert_num_queries):
    house = House()
    position = Position.objects.get(member=house.approver)
    house.order("2000")
    with django_assert_num_queries(4):
        assert [one.may_decide for one in approvals_waiting(position)] == [True]
    house.order("2001"), house.order("2002")
    with django_assert_num_queries(4):
        assert [one.may_decide for one in approvals_waiting(position)] == [True] * 3
