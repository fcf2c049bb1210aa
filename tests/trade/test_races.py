"""Real connections that race for the same packs (performance.md: 5 pieces, 24 buyers, always 5 sold)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from coatingcat.trade.models import CartLine, Order, OrderLine, Stock
from coatingcat.trade.refusals import OutOfStock, Refused
from tests.trade import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def race(*runs: Callable[[], Any]) -> list[Any]:
    """Runs all of them at once, each on a connection of its own; gives results and refusals in their order."""
    results: list[Any] = [None] * len(runs)
    start = threading.Barrier(len(runs))

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            results[number] = runs[number]()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(runs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def submissions(buyers: int, *wares: Any, quantity: int = 1) -> list[dict[str, Any]]:
    ready = []
    for _ in range(buyers):
        buyer = make.buyer()
        make.put(buyer, *wares, quantity=quantity)
        make.answer(buyer)
        ready.append(make.submission(buyer))
    return ready


def test_twenty_four_buyers_racing_for_five_packs_get_exactly_five() -> None:
    offer = make.offer(stock=5)
    sent = submissions(24, offer)

    results = race(*(lambda one=one: make.submit(**one) for one in sent))

    refused = [r for r in results if isinstance(r, OutOfStock)]
    assert (sum(isinstance(r, Order) for r in results), len(refused)) == (5, 19)
    assert {(s.offer_id, s.asked, s.free) for r in refused for s in r.shortages} == {(offer.pk, 1, 0)}
    stock = Stock.objects.get(offer=offer)
    assert (stock.onhand, stock.allocated) == (5, 5)
    assert (Order.objects.count(), OrderLine.objects.count(), CartLine.objects.count()) == (5, 5, 19)


def test_orders_of_two_offers_in_opposite_order_do_not_wait_for_each_other() -> None:
    first, second = make.offer(stock=200), make.offer(stock=200)
    one_way, other_way = submissions(8, first, second), submissions(8, second, first)

    results = race(*(lambda one=one: make.submit(**one) for one in [*one_way, *other_way]))

    assert [type(r) for r in results] == [Order] * 16
    assert list(Stock.objects.order_by("pk").values_list("allocated", flat=True)) == [16, 16]


def test_the_same_submission_eight_times_at_once_is_one_order() -> None:
    offer = make.offer(stock=50)
    (sent,) = submissions(1, offer, quantity=3)

    results = race(*(lambda: make.submit(**sent) for _ in range(8)))

    assert {r.pk for r in results} == {Order.objects.get().pk}
    assert Stock.objects.get(offer=offer).allocated == 3


def test_a_cancellation_and_a_confirmation_at_once_end_in_one_of_them() -> None:
    from coatingcat.trade.actions import cancel_order, confirm_order
    from coatingcat.trade.words import State, Why

    offer = make.offer(stock=5)
    order = make.order(None, offer, quantity=2)
    other = Order.objects.get(pk=order.pk)

    results = race(
        lambda: confirm_order(order=order),
        lambda: cancel_order(order=other, by=order.buyer_id, why=Why.PRICE),
    )

    assert sorted(isinstance(r, Refused) for r in results) == [False, True]
    left = State(Order.objects.get().state)
    assert Stock.objects.get(offer=offer).allocated == {State.CONFIRMED: 2, State.CANCELLED: 0}[left]
    assert hasattr(Order.objects.get(), "cancellation") == (left is State.CANCELLED)
