"""What a company wants on every order: asked by the form, and again where the order is placed."""

import pytest

from coatingcat.trade.models import CheckoutDraft, Order, OrderTerms
from coatingcat.trade.refusals import NumberMissing
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser

pytestmark = pytest.mark.django_db

PROJECT = {"background": "", "yearly_demand": "1200", "demand_unit": "kg"}


def strict_buyer():
    """Who acts for a company that wants a number on every order, before an answered checkout without one."""
    owner = firms.worker()
    company = firms.firm("Numbers GmbH", owner=owner)
    make.put(owner.pk, make.offer())
    make.answer(owner.pk)
    OrderTerms.objects.create(company=company, needs_po_number=True)
    return owner, company


def test_a_number_that_is_wanted_is_wanted_when_the_order_is_placed():
    owner, _ = strict_buyer()
    with pytest.raises(NumberMissing):
        make.submit(**make.submission(owner.pk))
    page = browser(owner).post(
        "/checkout/review/",
        {"key": make.submission(owner.pk)["key"], "seen": make.submission(owner.pk)["seen"].hex()},
    )
    assert (page.status_code, "its own order number" in page.content.decode()) == (409, True)
    assert (Order.objects.count(), CheckoutDraft.objects.count()) == (0, 1)


@pytest.mark.parametrize("forged", [{}, {"bill_to": ""}, {"bill_to": "", "po_number": "  "}])
def test_a_form_without_its_fields_does_not_pass_the_rule(forged: dict[str, str]):
    owner, company = strict_buyer()
    there = browser(owner)
    answer = there.post("/checkout/project/", {**PROJECT, **forged})
    assert (answer.status_code, "id_po_number" in answer.content.decode()) == (422, True)
    sent = {**PROJECT, "po_number": "PO-7", "bill_to": str(company.pk)}
    assert there.post("/checkout/project/", sent)["Location"] == "/checkout/review/"
    order = make.submit(**make.submission(owner.pk))
    assert (order.po_number, order.bill_to) == ("PO-7", company)
