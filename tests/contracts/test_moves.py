"""What the database lets move is what the rules say, and no more (F.6)."""

import pytest
from django.db import IntegrityError, connection, transaction

from coatingcat.trade.models import Order, OrderStep
from coatingcat.trade.rules import MOVES
from coatingcat.trade.words import State
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


def test_the_table_of_moves_in_the_database_is_that_of_the_rules():
    with connection.cursor() as cursor:
        cursor.execute("SELECT noun, old, new FROM trade_move")
        found = set(cursor.fetchall())
    assert found == {(noun, old, new) for noun, moves in MOVES.items() for old in moves for new in moves[old]}


@pytest.mark.parametrize("new", [State.DELIVERED, State.COMPLETED, State.REQUESTED])
def test_the_database_refuses_a_move_that_is_not_in_the_table(new):
    order = make.order()
    with pytest.raises(IntegrityError, match="no move from placed"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(state=new.value)
    assert Order.objects.get().state == "placed"


@pytest.mark.parametrize("statement", ["UPDATE trade_orderstep SET what = 'PAID'", "DELETE FROM trade_orderstep"])
def test_steps_are_only_ever_added(statement):
    order = make.order()
    OrderStep.objects.create(order=order, what="CONFIRMED", side="SELLER")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert OrderStep.objects.get().what == "CONFIRMED"
