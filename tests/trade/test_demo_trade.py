"""What a demonstration shows of trade is made by the same verbs as real trade, and once."""

import pytest

from coatingcat.catalog.models import Company, Product
from coatingcat.members.actions.demo import NotADemonstration, demo_accounts, demo_member
from coatingcat.trade.access import counter_for
from coatingcat.trade.actions.demo import demo_trade
from coatingcat.trade.models import Assignment, Inquiry, Order, Quote, Seller
from coatingcat.trade.words import AGENT, SUPPLIER, Side
from tests.privacy.sharing import contracted
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


def stocked() -> None:
    """Two offers of a maker whose products the constructed seller sells, and one of another."""
    byk = Company.objects.create(code="byk", name="BYK")
    for price in (800, 3_000):
        product = make.product()
        Product.objects.filter(pk=product.pk).update(supplier=byk)
        make.offer(product=product, price=price, is_demonstration=True)
    make.offer(price=500, is_demonstration=True)


def test_everybody_of_a_demonstration_has_something_to_look_at_once():
    stocked()
    demo_accounts()
    contracted(SUPPLIER)
    contracted(AGENT)
    assert demo_trade() is True
    assert demo_trade() is False
    states = sorted(Order.objects.values_list("state", "seller__recipient"), key=str)
    assert states == [("confirmed", SUPPLIER), ("placed", SUPPLIER), ("placed", None), ("requested", SUPPLIER)]
    assert (Inquiry.objects.count(), Quote.objects.get().state, Assignment.objects.count()) == (3, "offered", 1)
    sides = {role: counter_for(demo_member(role).pk) for role in ("supplier", "agent", "buyer")}
    assert [counter and counter.side for counter in sides.values()] == [Side.SELLER, Side.AGENT, None]


def test_without_accounts_nothing_is_made():
    with pytest.raises(NotADemonstration):
        demo_trade()
    assert Seller.objects.count() == 0
