"""What waits at a counter: due first, many at once, and taken back (issue 4, E)."""

import re
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coatingcat.ground import clock
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.trade.actions.agencies import add_rule, assign_by_rule, end_agency, raise_rule
from coatingcat.trade.actions.assigning import assign
from coatingcat.trade.models import Aside, Assignment, BulkAct, Order, SavedView
from coatingcat.trade.queries.queues import Wanted, queue_at
from coatingcat.trade.rules.assigning import Condition, Facts, Misfit, first_fitting, misfits, with_parents
from coatingcat.trade.rules.queues import Urgency
from coatingcat.trade.words import State, Thing, Work
from tests.trade import asking, firms
from tests.trade.conftest import browser
from tests.trade.test_assignments import counter, sold_by


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition(), ()),
        (Condition(thing=Thing.ORDER, country="DE", maker="acme", category="resin"), ()),
        (Condition(thing=Thing.SAMPLE), (Misfit.THING,)),
        (Condition(country="CN", maker="other", category="solvent"), (Misfit.COUNTRY, Misfit.MAKER, Misfit.CATEGORY)),
        (Condition(least=Decimal(1000), currency="EUR"), ()),
        (Condition(least=Decimal("1000.01"), currency="EUR"), (Misfit.VALUE,)),
        (Condition(least=Decimal(1), currency="CNY"), (Misfit.CURRENCY,)),
    ],
)
def test_a_rule_says_why_it_does_not_fit(condition: Condition, expected: tuple[Misfit, ...]):
    tree = [("epoxy", "resin"), ("resin", None), ("solvent", None)]
    facts = Facts(Thing.ORDER, "DE", frozenset({"acme"}), with_parents(["epoxy"], tree), Decimal(1000), "EUR")
    assert misfits(condition, facts) == expected
    assert misfits(Condition(least=Decimal(0), currency="EUR"), Facts(Thing.QUOTE)) == (Misfit.VALUE,)


def test_the_first_rule_that_fits_decides_whatever_comes_after():
    fitting, other = ("a", Condition()), ("b", Condition(thing=Thing.SAMPLE))
    for order in permutations([fitting, other, ("c", Condition(country="FR"))]):
        assert first_fitting(order, Facts(Thing.ORDER, "DE")) == "a"
    assert first_fitting([other], Facts(Thing.ORDER)) is None


pytestmark = pytest.mark.django_db


def test_what_waits_longest_past_its_time_comes_first():
    seller = firms.seller()
    with clock.frozen(clock.now() - timedelta(days=3)):
        late = sold_by(seller)
    new = sold_by(seller)
    sold_by(firms.seller())
    found = queue_at(counter(seller))
    assert [(row.code, row.work, row.urgency) for row in found.rows] == [
        (late.code, Work.CONFIRM, Urgency.OVERDUE),
        (new.code, Work.CONFIRM, Urgency.TODAY),
    ]
    assert found.counts == {Work.CONFIRM: 2}
    assert [row.code for row in queue_at(counter(seller), Wanted(urgency=Urgency.OVERDUE)).rows] == [late.code]


def statements(there, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert there.get(path).status_code == 200
    return len(seen)


def test_the_queue_asks_as_much_for_three_as_for_one():
    seller = firms.seller()
    agent = firms.agent(seller)
    there = browser(firms.owner_of(seller.company))
    assign(thing=sold_by(seller), agent=agent, by=None)
    there.get("/supply/queue/")
    one = statements(there, "/supply/queue/")
    for _ in range(2):
        assign(thing=sold_by(seller), agent=agent, by=None)
    assert statements(there, "/supply/queue/") == one


def test_many_are_assigned_by_one_press_and_taken_back_within_ten_minutes():
    seller = firms.seller()
    agent = firms.agent(seller)
    mine, theirs = [sold_by(seller), sold_by(seller)], sold_by(firms.seller())
    there = browser(firms.owner_of(seller.company))
    things = [f"order:{order.code}" for order in [*mine, theirs]]
    answer = there.post("/supply/queue/acts/", {"verb": "ASSIGN", "agent": agent.pk, "thing": things}, follow=True)
    page = answer.content.decode()
    assert "2 things done" in page
    assert f"{theirs.code} was left as it is: it is not at this counter" in page
    assert set(Assignment.objects.filter(ended_at=None).values_list("order", flat=True)) == {o.pk for o in mine}
    act = BulkAct.objects.get()
    assert there.post(f"/supply/queue/acts/{act.pk}/undoing/").status_code == 302
    assert Assignment.objects.filter(ended_at=None).count() == 0
    assert Assignment.objects.count() == 2
    again = there.post(f"/supply/queue/acts/{act.pk}/undoing/", follow=True)
    assert "cannot be taken back any more" in again.content.decode()


def test_after_ten_minutes_or_at_another_counter_nothing_is_taken_back():
    seller, other = firms.seller(), firms.seller()
    order = sold_by(seller)
    there, elsewhere = (browser(firms.owner_of(one.company)) for one in (seller, other))
    there.post("/supply/queue/acts/", {"verb": "ASIDE", "thing": [f"order:{order.code}"]})
    assert queue_at(counter(seller)).rows == []
    assert [row.code for row in queue_at(counter(seller), Wanted(aside=True)).rows] == [order.code]
    act = BulkAct.objects.get()
    elsewhere.post(f"/supply/queue/acts/{act.pk}/undoing/")
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        there.post(f"/supply/queue/acts/{act.pk}/undoing/")
    assert Aside.objects.get().ended_at is None
    there.post(f"/supply/queue/acts/{act.pk}/undoing/")
    assert [row.code for row in queue_at(counter(seller)).rows] == [order.code]


def test_a_confirmation_is_not_taken_back():
    seller = firms.seller()
    order = sold_by(seller)
    there = browser(firms.owner_of(seller.company))
    there.post("/supply/queue/acts/", {"verb": "CONFIRM", "thing": [f"order:{order.code}"]})
    page = there.get("/supply/queue/").content.decode()
    assert "this cannot be taken back" in page
    assert "Take back" not in page
    there.post(f"/supply/queue/acts/{BulkAct.objects.get().pk}/undoing/")
    assert Order.objects.get(pk=order.pk).state == State.CONFIRMED


@pytest.mark.parametrize(
    "data", [{}, {"verb": "ASSIGN", "thing": "order:CC-1"}, {"verb": "BURN", "thing": "order:CC-1"}, {"verb": "ASIDE"}]
)
def test_what_makes_no_sense_is_said_and_does_nothing(data: dict[str, str]):
    seller = firms.seller()
    sold_by(seller)
    answer = browser(firms.owner_of(seller.company)).post("/supply/queue/acts/", data)
    assert answer.status_code == 422
    assert (BulkAct.objects.count(), Assignment.objects.count(), Aside.objects.count()) == (0, 0, 0)


def test_who_looks_on_changes_nothing():
    from coatingcat.members.words import CompanyRole

    seller = firms.seller()
    order = sold_by(seller)
    viewer = browser(firms.join(seller.company, CompanyRole.VIEWER))
    answer = viewer.post("/supply/queue/acts/", {"verb": "ASIDE", "thing": [f"order:{order.code}"]})
    assert answer.status_code == 403
    assert BulkAct.objects.count() == 0
    assert 'type="checkbox" name="thing"' not in viewer.get("/supply/queue/").content.decode()


def test_a_view_is_kept_under_its_name_for_its_owner_alone():
    seller = firms.seller()
    owner, colleague = browser(firms.owner_of(seller.company)), browser(firms.owner_of(firms.seller().company))
    owner.post("/supply/queue/views/", {"name": "王工的急件", "query": "urgency=OVERDUE"})
    view = SavedView.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name::text FROM trade_savedview")
        assert "王工" not in cursor.fetchone()[0]
    page = owner.get("/supply/queue/").content.decode()
    assert 'href="?urgency=OVERDUE">王工的急件' in page
    assert "王工" not in colleague.get("/supply/queue/").content.decode()
    assert colleague.post(f"/supply/queue/views/{view.pk}/removal/").status_code == 404
    assert owner.post(f"/supply/queue/views/{view.pk}/removal/").status_code == 302
    assert SavedView.objects.count() == 0


def test_what_is_placed_goes_to_the_agent_of_the_first_rule_that_fits(django_capture_on_commit_callbacks):
    seller = firms.seller()
    first, second = firms.agent(seller), firms.agent(seller)
    add_rule(seller=seller, agent=first, least=Decimal(10**6), currency="CNY")
    everything = add_rule(seller=seller, agent=second)
    order = sold_by(seller)
    assert assign_by_rule(order_id=order.pk).agent == second
    assert assign_by_rule(order_id=order.pk) is None
    raise_rule(rule=everything)
    assert [rule.agent for rule in seller.rules.order_by("position")] == [second, first]


def test_an_agent_without_contract_gets_nothing_by_a_rule():
    seller = firms.seller()
    add_rule(seller=seller, agent=firms.agent(seller, contract=False))
    assert assign_by_rule(order_id=sold_by(seller).pk) is None
    assert Assignment.objects.count() == 0


def test_the_page_of_rules_tries_them_and_ending_an_agency_ends_what_it_had():
    seller = firms.seller()
    agent = firms.agent(seller)
    order = sold_by(seller)
    there = browser(firms.owner_of(seller.company))
    answer = there.post("/supply/agents/", {"agent": agent.pk, "thing": "ORDER", "least": "1", "currency": "cny"})
    assert answer.status_code == 302
    page = there.get("/supply/agents/preview/", {"code": order.code}).content.decode()
    assert "this rule decides" in page
    assert re.search(r"from CNY.1\.00", page)
    assign(thing=order, agent=agent, by=None)
    agency = agent.agencies.get()
    stranger = browser(firms.owner_of(firms.seller().company))
    assert stranger.post(f"/supply/agents/agencies/{agency.pk}/ending/").status_code == 404
    assert there.post(f"/supply/agents/agencies/{agency.pk}/ending/").status_code == 302
    assert queue_at(counter(agent)).rows == []
    assert seller.rules.filter(ended_at=None).count() == 0
    end_agency(agency=agency, by=None)
    assert browser(firms.owner_of(agent.company)).get("/supply/agents/").status_code == 404


@pytest.mark.parametrize("noun", ["orders", "inquiries"])
def test_who_sells_ends_on_its_page_that_an_agent_follows_up(noun: str):
    seller = firms.seller()
    agent = firms.agent(seller)
    thing = sold_by(seller) if noun == "orders" else asking.inquiry(seller)
    assignment = assign(thing=thing, agent=agent, by=None)
    path, ending = f"/supply/{noun}/{thing.code}/", f"/supply/agents/assignments/{assignment.pk}/ending/"
    there, agents = browser(firms.owner_of(seller.company)), browser(firms.owner_of(agent.company))
    assert ending in there.get(path).content.decode()
    assert ending not in agents.get(path).content.decode()
    assert (agents.post(ending).status_code, agents.get(path).status_code) == (404, 200)
    assert there.post(ending).status_code == 302
    assert agents.get(path).status_code == 404
    assert agent.company.name not in there.get(path).content.decode()


def test_an_agents_people_are_told_without_contents(mailoutbox):
    seller = firms.seller()
    agent = firms.agent(seller)
    order = sold_by(seller)
    assign(thing=order, agent=agent, by=None)
    run_jobs_now()
    from coatingcat.outreach.models import Notice

    notice = Notice.objects.get(letter="assigned")
    assert notice.subject_id == firms.owner_of(agent.company).pk
    assert notice.path == f"supply/orders/{order.code}/"
