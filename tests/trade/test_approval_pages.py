"""The pages of approvals and limits, as people of a company use them."""

import re
from decimal import Decimal

import pytest

from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRole
from coatingcat.outreach.models import Notice
from coatingcat.trade.models import ApprovalStep, Order, OrderApproval, SpendingLimit
from coatingcat.trade.words import State
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser
from tests.trade.test_approvals import House

pytestmark = pytest.mark.django_db


def test_from_request_to_the_sellers_desk():
    """Somebody orders beyond the limit, reads that it waits; the approver is told, looks, approves; it is placed."""
    house = House()
    order = house.order("2000")
    run_jobs_now()
    approver = browser(house.approver)
    assert "1 order of your company waits for your approval" in approver.get("/me/").content.decode()
    page = approver.get(f"/orders/{order.code}/approval/").content.decode()
    assert (house.buyer.public_name in page, "CNY 2,000.00" in page.replace("\xa0", " ")) == (True, True)
    for hidden in make.CONSIGNEE.values():  # who gets the goods is not needed for a yes or no
        assert hidden not in page
    desk = browser()
    assert desk.get(f"/orders/{order.code}/approval/").status_code == 302
    answer = approver.post(f"/orders/{order.code}/approval/", {"decision": "APPROVED", "note": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/me/company/approvals/")
    run_jobs_now()
    letters = Notice.objects.filter(subject_id=house.buyer.pk).order_by("letter").values_list("letter", flat=True)
    assert list(letters) == ["approval_given"]
    assert Order.objects.get(pk=order.pk).state == State.PLACED
    again = approver.post(f"/orders/{order.code}/approval/", {"decision": "REFUSED", "note": "No"})
    assert (again.status_code, OrderApproval.objects.count()) == (409, 1)


def test_a_refusal_without_a_reason_is_sent_back_and_the_reason_is_the_buyers_to_read():
    house = House()
    order = house.order("2000")
    path, approver = f"/orders/{order.code}/approval/", browser(house.approver)
    assert approver.post(path, {"decision": "REFUSED", "note": " "}).status_code == 422
    assert (Order.objects.get(pk=order.pk).state, OrderApproval.objects.count()) == (State.REQUESTED, 0)
    assert approver.post(path, {"decision": "REFUSED", "note": "We have two drums left."}).status_code == 302
    assert "We have two drums left." in browser(house.buyer).get(path).content.decode()
    assert "We have two drums left." not in browser(house.owner).get(path).content.decode()


def test_the_buyer_sees_how_far_it_has_come_and_decides_nothing():
    house = House()
    order = house.order("2000")
    path, buyer = f"/orders/{order.code}/approval/", browser(house.buyer)
    page = buyer.get(path).content.decode()
    assert 'name="decision"' not in page
    assert buyer.post(path, {"decision": "APPROVED"}).status_code == 409
    assert Order.objects.get(pk=order.pk).state == State.REQUESTED
    assert "Waiting for approval in your company" in buyer.get(f"/checkout/placed/{order.code}/").content.decode()


def test_an_owner_sets_limits_and_a_chain_and_others_only_read_them():
    company = firms.firm("House")
    approver = firms.join(company, CompanyRole.APPROVER)
    owner, reader = browser(firms.owner_of(company)), browser(approver)
    good = {"who": "BUYER", "per_order": "1000.50", "per_month": "", "currency": "cny"}
    assert owner.post("/me/company/limits/", good | {"per_order": ""}).status_code == 422
    assert owner.post("/me/company/limits/", good | {"per_order": "-1"}).status_code == 422
    assert (
        owner.post("/me/company/limits/", good | {"who": str(Position.objects.get(member=approver).pk)}).status_code
        == 302
    )
    for _ in range(2):  # the same once more replaces it
        assert owner.post("/me/company/limits/", good).status_code == 302
    limits = SpendingLimit.objects.values_list("role", "per_order", "currency").order_by("role")
    assert list(limits) == [("", Decimal("1000.5"), "CNY"), ("BUYER", Decimal("1000.5"), "CNY")]
    step = {"from_amount": "500", "currency": "CNY", "who": "APPROVER"}
    for _ in range(5):
        assert owner.post("/me/company/limits/steps/", step).status_code == 302
    assert owner.post("/me/company/limits/steps/", step).status_code == 409
    first = ApprovalStep.objects.first()
    assert owner.post(f"/me/company/limits/steps/{first.pk}/removal/").status_code == 302
    assert list(ApprovalStep.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert reader.get("/me/company/limits/").status_code == 200
    for path, data in (("/me/company/limits/", good), ("/me/company/limits/steps/", step)):
        assert reader.post(path, data).status_code == 403
    limit = SpendingLimit.objects.get(role="BUYER")
    assert reader.post(f"/me/company/limits/{limit.pk}/removal/").status_code == 403
    stranger = browser(firms.owner_of(firms.firm("Other")))
    assert stranger.post(f"/me/company/limits/{limit.pk}/removal/").status_code == 404
    assert (SpendingLimit.objects.count(), ApprovalStep.objects.count()) == (2, 4)


def test_the_list_shows_who_it_waits_for_and_where_to_go():
    house = House()
    order = house.order("2000")
    listed = browser(house.owner).get("/me/company/approvals/").content.decode()
    assert re.search(
        rf'href="/orders/{order.code}/approval/">{order.code}</a> <span class="badge">waits for you', listed
    )
    assert "waits for you" not in browser(house.buyer).get("/me/company/approvals/").content.decode()
    assert order.code not in browser(firms.owner_of(firms.firm("Other"))).get("/me/company/approvals/").content.decode()
