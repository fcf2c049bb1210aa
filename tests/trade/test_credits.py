"""Credit notes come with what causes them: returns settled with a credit, changes after billing; deliveries bill."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.amending import Change, accept_amendment, propose_amendment
from coatingcat.trade.actions.invoices import issue_credit_note, issue_invoice
from coatingcat.trade.actions.returning import agree_to_return, ask_return, credit_return
from coatingcat.trade.models import Billing, Invoice, Order, Return
from coatingcat.trade.queries.billing import billed_of, standing_of, supplement_for
from coatingcat.trade.refusals import NotAllowed, NothingToBill
from coatingcat.trade.words import AmendmentWhy, CreditWhy, ReturnSort, ReturnWhy, Side
from tests.members.people import force_in
from tests.trade import billing as bill
from tests.trade import factories as make
from tests.trade import firms

pytestmark = pytest.mark.django_db


def amounts(order):
    rows = Invoice.objects.filter(order=order).order_by("issued_at", "number")
    return [(one.kind, one.net, one.why) for one in rows]


def changed(order, line, change):
    """A change of one line that the seller proposed and the buyer accepted."""
    found = propose_amendment(
        order=order,
        by=order.buyer_id,
        side=Side.OPERATOR,
        submission=bill.uuid4(),
        why=AmendmentWhy.PRICE,
        changes={line: change},
    )
    accept_amendment(amendment=found, by=order.buyer_id, side=Side.BUYER)
    return found


def claimed(order, packs):
    line = order.lines.get()
    found = ask_return(
        order=order,
        by=order.buyer_id,
        submission=bill.uuid4(),
        sort=ReturnSort.CLAIM,
        why=ReturnWhy.QUALITY,
        packs={line.pk: packs},
        note=Clear("Lumps"),
    )
    agree_to_return(found=found, by=order.buyer_id, side=Side.OPERATOR)
    return found


@pytest.mark.parametrize(
    ("billed", "credited", "left"),
    [(5, ["200.00"], 0), (4, ["100.00"], 0), (3, [], 0), (2, [], 1)],
    ids=["all billed", "one of the two", "what stays", "less than what stays"],
)
def test_a_claim_settled_with_a_credit_credits_what_was_billed_and_never_bills_the_rest(billed, credited, left):
    order = make.order(None, make.offer(price="100"), quantity=5)
    order = make.delivered(order)
    issue_invoice(order=order, submission=bill.uuid4(), packs={order.lines.get().pk: billed})
    found = claimed(order, 2)
    note = credit_return(found=found, by=order.buyer_id, side=Side.OPERATOR)
    with pytest.raises(NotAllowed):  # once
        credit_return(found=found, by=order.buyer_id, side=Side.OPERATOR)
    assert [str(one[1].quantize(Decimal("0.01"))) for one in amounts(order)[1:]] == credited
    assert (note is not None) == bool(credited)
    (one,) = billed_of(order).values()
    assert one.left == left
    if not left:
        with pytest.raises(NothingToBill):
            issue_invoice(order=order, submission=bill.uuid4())


@pytest.mark.parametrize(
    ("billed", "quantity", "price", "credited"),
    [
        (10, 6, None, "400"),  # fewer packs
        (10, 10, "90", "100"),  # a lower price
        (10, 6, "90", "460"),  # both: what stays billed is 6 at 90
        (4, 6, "90", "40"),
        (4, 6, None, None),
    ],
)
def test_an_accepted_change_credits_what_was_billed_beyond_it(billed, quantity, price, credited):
    order = bill.ordered(make.offer(price="100"), quantity=10)
    line = order.lines.get()
    issue_invoice(order=order, submission=bill.uuid4(), packs={line.pk: billed})
    changed(order, line.pk, Change(quantity, Decimal(price) if price else None))
    assert [(one[1], one[2]) for one in amounts(order)[1:]] == ([(Decimal(credited), "AMENDED")] if credited else [])
    (one,) = billed_of(Order.objects.get(pk=order.pk)).values()
    if credited and one.left:  # the rest is billed at the price that holds now, to the coin
        issue_invoice(order=order, submission=bill.uuid4())
    (one,) = billed_of(Order.objects.get(pk=order.pk)).values()
    line.refresh_from_db()
    if credited:
        assert one.net == line.total_money


@pytest.mark.parametrize(
    ("billed", "quantity", "price", "papers"),
    [
        (10, 10, "110", [("invoice", "100", "13.00")]),
        (4, 10, "110", [("invoice", "40", "5.20")]),
        (10, 12, "110.05", [("invoice", "100.50", "13.07")]),  # 13.065, half up
        (10, 6, "110", [("credit", "400", "52.00"), ("invoice", "60", "7.80")]),
        (0, 10, "110", []),
    ],
)
def test_a_price_that_rises_is_billed_for_the_packs_that_were_billed(billed, quantity, price, papers):
    order = bill.ordered(make.offer(price="100"), quantity=10)
    line = order.lines.get()
    if billed:
        issue_invoice(order=order, submission=bill.uuid4(), packs={line.pk: billed})
    change = changed(order, line.pk, Change(quantity, Decimal(price)))
    made = list(Invoice.objects.filter(order=order).order_by("issued_at", "number"))[bool(billed) :]
    assert [(one.kind, one.net, one.tax) for one in made] == [(k, Decimal(n), Decimal(t)) for k, n, t in papers]
    supplement = supplement_for(change.pk)
    assert (supplement is not None) == any(kind == "invoice" for kind, *_ in papers)
    if supplement:
        assert [(one.packs, one.net) for one in supplement.lines.all()] == [(0, supplement.net)]
    order = Order.objects.get(pk=order.pk)
    if billed_of(order)[line.pk].left:
        issue_invoice(order=order, submission=bill.uuid4())
    line.refresh_from_db()
    assert billed_of(order)[line.pk].net == line.total_money
    assert standing_of(order).account.due == order.money + order.tax_money


def test_a_reduction_that_was_granted_stays_granted_when_the_price_rises():
    order = bill.ordered(make.offer(price="100"), quantity=10)
    key = order.lines.get().pk
    bill.billed(order)
    issue_credit_note(
        order=order, submission=bill.uuid4(), why=CreditWhy.PRICE, by=None, packs={}, reductions={key: Decimal(30)}
    )
    change = changed(order, key, Change(10, Decimal(110)))
    assert (supplement_for(change.pk).net, billed_of(order)[key].net.amount) == (100, 1070)


def test_the_rate_is_that_of_the_order_and_the_sellers_own_only_where_none_was_known():
    order = bill.ordered(make.offer(price="100"), quantity=1)
    Billing.objects.create(vat_percent=Decimal(7))
    assert [(one.rate, one.tax) for one in bill.billed(order).taxes.all()] == [(13, 13)]
    other = bill.ordered(make.offer(price="100"), quantity=1)
    Order.objects.filter(pk=other.pk).update(tax_rate=None, tax=None)
    assert [(one.rate, one.tax) for one in bill.billed(other).taxes.all()] == [(7, 7)]


def test_a_cancelled_order_owes_nothing_that_was_billed():
    order = bill.ordered(make.offer(price="100"), quantity=3)
    bill.billed(order)
    how = {"order": order, "by": order.buyer_id, "submission": bill.uuid4(), "why": AmendmentWhy.NEED}
    change = propose_amendment(side=Side.BUYER, cancels=True, **how)
    accept_amendment(amendment=change, by=make.buyer(), side=Side.OPERATOR)
    assert [(one[0], one[2]) for one in amounts(order)] == [("invoice", ""), ("credit", "CANCELLED")]
    assert standing_of(order).account.due.amount == 0


def test_a_delivery_is_billed_on_its_page_once_with_its_packs_prefilled():
    seller = firms.seller()
    order = bill.ordered(make.offer(price="100"), quantity=5, seller=seller)
    make.sent(order, 2)
    desk = force_in(Client(headers={"accept-language": "en"}), firms.owner_of(seller.company))
    path = f"/supply/orders/{order.code}/deliveries/1/"
    page = desk.get(path).content.decode()
    line = order.lines.get()
    field = re.search(rf'name="packs_{line.pk}" value="(\d+)"', page)
    assert (field[1], "¥200.00" in page or "200.00" in page) == ("2", True)
    form = {"submission": re.search(r'name="submission" value="([^"]+)"', page)[1], f"packs_{line.pk}": "2"}
    assert desk.post(f"{path}bill/", form | {f"packs_{line.pk}": "6"}).status_code == 422
    assert not Invoice.objects.exists()
    for _ in range(2):
        assert desk.post(f"{path}bill/", form).status_code in {302, 422}
    (invoice,) = Invoice.objects.all()
    assert (invoice.net, invoice.delivery.number, invoice.number in desk.get(path).content.decode()) == (200, 1, True)


def test_the_page_of_a_return_leads_to_its_credit_note():
    seller = firms.seller()
    order = bill.ordered(make.offer(price="100"), quantity=2, seller=seller)
    bill.billed(order)
    Order.objects.filter(pk=order.pk).update(seller=seller)
    delivery = make.sent(order)
    make.arrive(delivery=delivery, by=order.buyer_id, side=Side.BUYER)
    found = claimed(Order.objects.get(pk=order.pk), 1)
    desk = force_in(Client(headers={"accept-language": "en"}), firms.owner_of(seller.company))
    path = f"/supply/orders/{order.code}/returns/{found.code}/"
    assert desk.post(f"{path}credit/").status_code == 302
    assert Return.objects.get().settlement == "CREDIT"
    note = Invoice.objects.get(kind="credit")
    assert f"/invoices/{note.number}.pdf" in desk.get(path).content.decode()
