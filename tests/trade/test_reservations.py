"""Packs that are kept for a while count as allocated, come back once, and are sold to nobody meanwhile."""

from datetime import timedelta

import pytest

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.trade.actions import cancel_order, release, release_expired, reserve
from coatingcat.trade.models import Reservation, Stock
from coatingcat.trade.queries.stocks import miscounted
from coatingcat.trade.refusals import OutOfStock
from coatingcat.trade.words import Why
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


def test_what_is_reserved_is_sold_to_nobody_until_it_comes_back_once():
    first, second, made = make.offer(stock=5), make.offer(stock=5), make.offer(stock=None)
    about, until = new_id(), now() + timedelta(hours=1)
    for _ in range(2):
        reserve(about=about, packs={first: 4, second: 2, made: 9}, until=until)
    order = make.order(None, first)
    assert dict(Stock.objects.values_list("offer_id", "allocated")) == {first.pk: 5, second.pk: 2}
    assert miscounted() == []

    with pytest.raises(OutOfStock) as refusal:
        reserve(about=new_id(), packs={second: 1, first: 1}, until=until)
    assert [(s.offer_id, s.free) for s in refusal.value.shortages] == [(first.pk, 0)]
    assert Stock.objects.get(offer=second).allocated == 2

    assert (release_expired(until - timedelta(seconds=1)), release_expired(until), release_expired(until)) == (0, 6, 0)
    cancel_order(order=order, by=order.buyer_id, why=Why.PRICE)
    assert set(Stock.objects.values_list("allocated", flat=True)) == {0}
    assert (miscounted(), Reservation.objects.count(), release(about=about)) == ([], 0, 0)


def test_a_wrong_count_is_found():
    offer = make.offer(stock=5)
    Stock.objects.update(allocated=3)
    assert miscounted() == [(offer.sku, 3, 0)]
