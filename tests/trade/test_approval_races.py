"""Real connections that race for one decision, and for the last of a month's limit."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from coatingcat.ground.ids import new_id, public_code
from coatingcat.ground.money import Money
from coatingcat.members.models import Position
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.approvals import approve, refuse
from coatingcat.trade.actions.routing import approval_steps
from coatingcat.trade.models import Consignee, Order, OrderApproval
from coatingcat.trade.refusals import NotAllowed
from tests.trade.test_approvals import House
from tests.trade.test_races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_two_approvers_at_once_decide_once() -> None:
    house = House()
    order = house.order("2000")

    def fresh() -> Order:
        return Order.objects.get(pk=order.pk)

    results = race(
        lambda: approve(order=fresh(), by=house.approver.pk),
        lambda: approve(order=fresh(), by=house.owner.pk),
        lambda: refuse(order=fresh(), by=house.owner.pk, note=Clear("No")),
    )
    assert sum(isinstance(result, NotAllowed) for result in results) == 2
    assert OrderApproval.objects.count() == 1


def again(order: Order) -> UUID:
    """The same order once more, written as whatever way of placing would."""
    consignee = Consignee.objects.get(pk=order.consignee_id)
    consignee.pk = new_id()
    consignee.save(force_insert=True)
    other = Order.objects.get(pk=order.pk)
    other.pk, other.code, other.consignee, other.idempotency_key = new_id(), public_code("CC"), consignee, new_id()
    other.save(force_insert=True)
    return other.pk


def test_two_orders_at_once_cannot_both_be_the_last_that_fits_into_a_month() -> None:
    """No cart holds them apart here: the rule itself does, whatever places the order."""
    house = House(per_order=None, per_month="1300")
    first = house.order("600")
    position = Position.objects.get(member=house.buyer)

    def place() -> int:
        with transaction.atomic():
            steps = approval_steps(position, Money(Decimal(600), "CNY"))
            again(first)
            return len(steps)

    assert sorted(race(place, place)) == [0, 1]
