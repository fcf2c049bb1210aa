"""An agent sees the orders assigned to it, and only those (F.22)."""

import pytest
from django.db import IntegrityError, connection, transaction

from coatingcat.ground.clock import now
from coatingcat.privacy.gate import Denied, purpose
from coatingcat.privacy.models import Share, Subject
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose, Question, Reason
from coatingcat.trade.access import Counter
from coatingcat.trade.actions.assigning import assign, end_assignment
from coatingcat.trade.models import Agent, Assignment, Order
from coatingcat.trade.queries.scopes import orders_at
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import Side
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser

pytestmark = pytest.mark.django_db


def counter(party: object) -> Counter:
    if isinstance(party, Agent):
        return Counter(Side.AGENT, firms.acting(party), agent=party)
    return Counter(Side.SELLER, firms.acting(party), seller=party)


def sold_by(seller: object, **other: object) -> Order:
    """An order of this seller."""
    order = make.order(**other)
    Order.objects.filter(pk=order.pk).update(seller=seller)
    return Order.objects.select_related("consignee").get(pk=order.pk)


def asks_for_approval(order: Order) -> None:
    """As if it had been placed by somebody whose company approves first."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO trade_move VALUES ('order', 'placed', 'requested')")
        cursor.execute("UPDATE trade_order SET state = 'requested' WHERE id = %s", [order.pk])


def test_each_counter_has_its_own_orders():
    seller, other = firms.seller(), firms.seller()
    agent = firms.agent(seller)
    mine, theirs, asked = sold_by(seller), sold_by(other), sold_by(seller)
    asks_for_approval(asked)
    operators = make.order()
    assert set(orders_at(counter(seller))) == {mine}
    assert set(orders_at(counter(agent))) == set()
    assign(thing=mine, agent=agent, by=None)
    assert set(orders_at(counter(agent))) == {mine}
    desk = Counter(Side.OPERATOR, firms.acting(seller))
    assert set(orders_at(desk)) == {mine, theirs, operators}


def name_of(order: Order, agent: Agent) -> str:
    with purpose(Purpose.ORDER_FULFILMENT, actor=firms.acting(agent), reason=Reason.DELIVERY, about=order.code):
        return Order.objects.get(pk=order.pk).consignee.name.open()


def test_what_is_assigned_opens_to_the_agents_people_until_it_ends():
    seller = firms.seller()
    agent = firms.agent(seller)
    order = sold_by(seller)
    with pytest.raises(Denied) as refused:
        name_of(order, agent)
    assert refused.value.question is Question.HANDED
    first = assign(thing=order, agent=agent, by=None)
    assert assign(thing=order, agent=agent, by=None) == first
    assert Share.objects.get(recipient=agent.recipient).about == first.pk
    assert name_of(order, agent) == make.CONSIGNEE["name"]
    assert end_assignment(assignment=first, by=None)
    assert not end_assignment(assignment=first, by=None)
    assert set(orders_at(counter(agent))) == set()


def test_nothing_is_assigned_to_who_does_not_act_for_the_seller_or_has_no_contract():
    seller, other = firms.seller(), firms.seller()
    order = sold_by(seller)
    with pytest.raises(NotAllowed):
        assign(thing=order, agent=firms.agent(other), by=None)
    with pytest.raises(NotAllowed):
        assign(thing=order, agent=firms.agent(None), by=None)
    with pytest.raises(ShareRefused):
        assign(thing=order, agent=firms.agent(seller, contract=False), by=None)
    assert (Assignment.objects.count(), Share.objects.count()) == (0, 0)


def test_the_past_of_an_assignment_stays():
    seller = firms.seller()
    made = assign(thing=sold_by(seller), agent=firms.agent(seller), by=None)
    for change in ({"at": now()}, {"ended_by": Subject.objects.first()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=made.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE trade_assignment")
    end_assignment(assignment=made, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=made.pk).update(ended_at=None)
    assert Assignment.objects.get().ended_at is not None


def test_the_way_to_the_desk_is_shown_to_who_works_there():
    seller = firms.seller()
    there = browser(firms.owner_of(seller.company))
    page = there.get("/").content.decode()
    assert '/supply/"' in page
    assert "Supplier desk" in page
    assert there.get("/supply/").status_code == 200
    elsewhere = browser(firms.worker())
    assert '/supply/"' not in elsewhere.get("/me/").content.decode()
    assert elsewhere.get("/supply/").status_code == 403
