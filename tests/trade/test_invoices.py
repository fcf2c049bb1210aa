"""Invoices and credit notes are numbered without a gap, never changed, and add up to what the buyer keeps."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from coatingcat.ground.clock import frozen, now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.trade.actions.invoices import issue_credit_note, issue_invoice, note_tax_invoice
from coatingcat.trade.actions.keeping import forget_old_orders
from coatingcat.trade.actions.payments import announce_payment, record_payment, reverse_payment
from coatingcat.trade.models import Invoice, InvoiceLine, Order, Payment, PaymentNotice
from coatingcat.trade.queries import invoice_lists
from coatingcat.trade.queries.billing import standing_of
from coatingcat.trade.refusals import NotAllowed, NothingToBill, OtherBody, TooMuch
from coatingcat.trade.rules.billing import billed_for
from coatingcat.trade.words import CreditWhy, Moved, Settled
from tests.trade import billing as bill
from tests.trade import factories as make
from tests.trade import firms

pytestmark = pytest.mark.django_db


def keys(order):
    return [line.pk for line in order.lines.all()]


def numbers(**which):
    return list(Invoice.objects.filter(**which).order_by("serial").values_list("number", flat=True))


def test_an_invoice_bills_what_is_left_with_tax_and_tells_the_buyer():
    company = firms.firm("Yacht Paints")
    order = bill.ordered(make.offer(price=Decimal("33.3333")), quantity=3, company=company)
    line = order.lines.get()
    invoice = bill.billed(order)
    again = issue_invoice(order=order, submission=invoice.submission)
    assert again == invoice
    assert Invoice.objects.count() == 1
    assert (invoice.net, invoice.tax, invoice.gross) == (line.line_total, 0, line.line_total)  # the firm is abroad
    assert invoice.buyer_company == {
        "name": "Yacht Paints",
        "tax_id": company.registration_number,
        "country": "DE",
        "address": "",
    }
    with pytest.raises(NothingToBill):
        bill.billed(order)
    run_jobs_now()
    assert Notice.objects.get(letter="invoice_issued").path == f"orders/{order.code}/invoices/{invoice.number}/"


def test_numbers_have_no_gap_even_where_an_invoice_failed():
    order, other = bill.ordered(), bill.ordered()
    with pytest.raises(RuntimeError), transaction.atomic():
        bill.billed(order)
        raise RuntimeError
    with pytest.raises(NotAllowed):
        issue_invoice(order=order, submission=uuid4(), packs={keys(order)[0]: 11})
    first, second = bill.billed(order), bill.billed(other)
    assert [first.number[-6:], second.number[-6:]] == ["-00001", "-00002"]
    seller = firms.seller()
    theirs = bill.billed(bill.ordered(seller=seller))
    assert theirs.number == first.number  # a series of their own
    assert theirs.issuer["name"] == "Supplier"


def test_what_was_placed_only_is_no_contract_and_is_not_billed():
    order = make.order()
    with pytest.raises(NotAllowed):
        bill.billed(order)
    assert not Invoice.objects.exists()


def test_parts_and_returns_add_up_to_what_the_buyer_keeps():
    order = bill.ordered(make.offer(price=Decimal("0.3333")), make.offer(price=Decimal("7.77")), quantity=7)
    one, two = keys(order)
    issue_invoice(order=order, submission=uuid4(), packs={one: 3})
    issue_invoice(order=order, submission=uuid4(), packs={one: 4, two: 5})
    note = issue_credit_note(order=order, submission=uuid4(), why=CreditWhy.RETURNED, packs={one: 2, two: 1})
    assert note is not None
    assert issue_credit_note(order=order, submission=note.submission, why=CreditWhy.RETURNED, packs={one: 2}) == note
    lines = {line.pk: line for line in order.lines.all()}
    kept = billed_for(lines[one].total_money, 5, 7) + billed_for(lines[two].total_money, 4, 7)
    invoices = Invoice.objects.filter(order=order)
    net = sum(-paper.net if paper.is_credit else paper.net for paper in invoices)
    tax = sum(-paper.tax if paper.is_credit else paper.tax for paper in invoices)
    assert net == kept.amount
    assert tax == (kept * Decimal("0.13")).quantized().amount
    standing = standing_of(order)
    assert standing is not None
    assert standing.account.due.amount == net + tax
    assert note.number.startswith("CN")
    assert note.corrects_id == invoices.filter(kind="invoice").latest("issued_at").pk


def test_more_is_neither_credited_than_billed_nor_paid_back_twice():
    order = bill.ordered(quantity=4)
    (key,) = keys(order)
    issue_invoice(order=order, submission=uuid4(), packs={key: 2})
    less = issue_credit_note(order=order, submission=uuid4(), why=CreditWhy.PRICE, reductions={key: Decimal("41.00")})
    assert less is not None
    for bad in ({"packs": {key: 3}}, {"reductions": {key: Decimal("200.01")}}, {"packs": {key: -1}}):
        with pytest.raises(NotAllowed):
            issue_credit_note(order=order, submission=uuid4(), why=CreditWhy.MISTAKE, **bad)
    back = issue_credit_note(order=order, submission=uuid4(), why=CreditWhy.RETURNED, packs={key: 2})
    assert back is not None
    assert (less.net, back.net) == (Decimal("41.00"), Decimal("200.00"))  # of 241.00
    nothing = issue_credit_note(order=order, submission=uuid4(), why=CreditWhy.RETURNED, packs={key: 1})
    assert nothing is None


def test_the_database_itself_refuses_changes_and_billing_beyond_the_order():
    invoice = bill.billed(bill.ordered(quantity=2))
    note_tax_invoice(invoice=invoice, number="24312000000012345678")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("trade_invoice", "trade_invoiceline", "trade_invoicetax", "trade_taxinvoice"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with (
                pytest.raises(IntegrityError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    line = invoice.lines.get()
    other = bill.billed(bill.ordered())
    with pytest.raises(IntegrityError, match="would be billed for 3 of 2 packs"), transaction.atomic():
        InvoiceLine.objects.create(invoice=other, order_line=line.order_line, packs=1, net=1, rate=13, name="x")
    with pytest.raises(OtherBody):
        note_tax_invoice(invoice=invoice, number="99999999")


def test_payments_are_written_down_once_and_the_state_follows():
    order = bill.ordered(quantity=1)
    invoice = bill.billed(order)
    assert invoice.gross == Decimal("136.17")  # 120.50 and 13 %, rounded half up
    seen = []
    for amount, kind in (("36.17", Moved.RECEIPT), ("100", Moved.RECEIPT), ("10", Moved.RECEIPT), ("10", Moved.REFUND)):
        payment = bill.received(order, amount, kind, source=f"line {len(seen)}")
        bill.received(order, amount, kind, source=f"line {len(seen)}")
        seen.append(standing_of(order).account.settled)
    assert seen == [Settled.PARTLY, Settled.PAID, Settled.OVERPAID, Settled.PAID]
    assert Payment.objects.count() == 4
    with pytest.raises(OtherBody):
        bill.received(order, "11", Moved.REFUND, source=payment.source)
    with pytest.raises(TooMuch):
        bill.received(order, "136.18", Moved.REFUND)
    with pytest.raises(NotAllowed):
        bill.received(order, "1.005")
    by = make.buyer()
    wrong = Payment.objects.get(source="line 1")
    assert reverse_payment(payment=wrong, by=by) == reverse_payment(payment=wrong, by=by)
    standing = standing_of(order)
    assert (standing.account.settled, standing.account.open.amount) == (Settled.PARTLY, Decimal(100))
    assert standing.invoices[0].open.amount == Decimal(100)
    run_jobs_now()
    assert {notice.path for notice in Notice.objects.filter(letter="payment_received")} == {
        f"orders/{order.code}/payment/{number}/" for number in (1, 2, 3)
    }


def test_an_announcement_settles_nothing_and_is_kept_once():
    order = bill.ordered()
    bill.billed(order)
    given = {"order": order, "by": order.buyer_id, "money": order.money, "on": order.placed_at.date()}
    key = uuid4()
    assert announce_payment(submission=key, **given) == announce_payment(submission=key, **given)
    assert PaymentNotice.objects.count() == 1
    assert standing_of(order).account.settled is Settled.UNPAID
    with pytest.raises(OtherBody):
        announce_payment(submission=key, **{**given, "order": bill.ordered()})


def test_papers_go_with_the_order_when_its_time_is_over():
    order = bill.ordered()
    bill.billed(order)
    (key,) = keys(order)
    issue_credit_note(order=order, submission=uuid4(), why=CreditWhy.RETURNED, packs={key: 1})
    reverse_payment(payment=bill.received(order, "5"), by=make.buyer())
    assert forget_old_orders() == 0
    Order.objects.filter(pk=order.pk).update(state="delivered")
    Order.objects.filter(pk=order.pk).update(state="completed", ended_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert forget_old_orders() == 1
    assert not Invoice.objects.exists()
    assert not Payment.objects.exists()


def test_a_refund_needs_the_money():
    order = bill.ordered()
    with pytest.raises(TooMuch):
        record_payment(order=order, kind=Moved.REFUND, money=order.money, on=order.placed_at.date(), source="x")
    assert not Payment.objects.exists()


def test_a_list_of_invoices_goes_on_beyond_a_page_and_the_database_narrows_as_the_sums_do(monkeypatch):
    monkeypatch.setattr(invoice_lists, "INVOICES_PER_PAGE", 2)
    monkeypatch.setattr(invoice_lists, "_PORTION", 3)
    offer = make.offer(price="100")
    papers = [bill.billed(bill.ordered(offer, quantity=1)) for _ in range(7)]
    _, partly, paid, overpaid, refunded, credited, back = (one.order for one in papers)
    for order, amount in ((partly, "1"), (paid, "113"), (overpaid, "113"), (refunded, "113"), (back, "113")):
        received = bill.received(order, amount)
    reverse_payment(payment=received, by=back.buyer_id)  # so that all is open again
    for order in (overpaid, refunded, credited):
        issue_credit_note(order=order, submission=uuid4(), why=CreditWhy.RETURNED, packs={keys(order)[0]: 1})
    bill.received(refunded, "113", Moved.REFUND)
    wanted = {
        None: papers,
        Settled.UNPAID: [papers[0], papers[6]],
        Settled.PARTLY: [papers[1]],
        Settled.PAID: [papers[2]],
        Settled.OVERPAID: [papers[3]],
        Settled.REFUNDED: [papers[4]],
    }
    for state, rows in wanted.items():
        expected = sorted(rows, key=lambda one: (one.issued_at, one.number), reverse=True)
        found, number, more = [], 0, True
        while more:
            number += 1
            page = invoice_lists.invoices_of(Order.objects.all(), state=state, page=number)
            found, more = [*found, *(one.invoice for one in page.rows)], page.has_more
            assert len(page.rows) <= 2
        assert found == expected, state
    with frozen(now() + timedelta(days=60)):
        page = invoice_lists.invoices_of(Order.objects.all(), overdue=True)
        assert (len(page.rows), page.has_more) == (2, True)
        rest = invoice_lists.invoices_of(Order.objects.all(), overdue=True, page=2)
        assert {one.invoice for one in (*page.rows, *rest.rows)} == {papers[0], papers[1], papers[6]}
