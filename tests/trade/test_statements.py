"""A bank statement is looked through, reported line by line, and written down once."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.trade.actions.reminding import remind_of_invoices
from coatingcat.trade.models import Payment
from coatingcat.trade.rules.references import reference_for, spaced
from coatingcat.trade.rules.statement import UnreadableStatement, read_statement
from tests.members.people import force_in
from tests.trade import billing as bill
from tests.trade import firms


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"date,amount,reference\n{text}".encode()))
def test_whatever_is_sent_is_read_or_refused(content):
    try:
        lines = read_statement(content)
    except UnreadableStatement:
        return
    assert all(line.row >= 2 for line in lines)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("¥ 12", "12"), ("-3.10", "-3.10"), ("x", None)],
)
def test_amounts_are_read_as_banks_write_them(text, amount):
    (line,) = read_statement(f"日期;金额;附言\n2026-11-20;{text};z\n".encode("gb18030"))
    assert (None if line.amount is None else str(line.amount)) == amount


@pytest.mark.django_db
def test_dry_run_reports_every_line_and_the_second_step_writes_the_matched_ones_once():
    seller = firms.seller()
    order, other = bill.ordered(seller=seller, buyer=firms.worker().pk), bill.ordered(seller=firms.seller())
    bill.billed(order)
    good, foreign = spaced(reference_for(order.code)), reference_for(other.code)
    rows = [
        "date,amount,currency,reference,bank reference",
        f"2026-11-20,100.00,CNY,{good},B1",
        f"2026-11-20,100.00,CNY,{good},B1",
        f"2026-11-20,50,EUR,{good},B2",
        f"2026-11-20,-7,CNY,{good},B3",
        f"2026-11-20,8,CNY,{foreign},B4",
        f"2026-11-20,9,CNY,{good[:-1]}?,B5",
        "2026-11-20,10,CNY,thanks,B6",
        f"2026-13-20,11,CNY,{good},B7",
    ]
    client = force_in(Client(headers={"accept-language": "en"}), firms.owner_of(seller.company))

    def upload():
        file = SimpleUploadedFile("s.csv", "\n".join(rows).encode(), content_type="text/csv")
        page = client.post("/supply/invoices/statement/", {"file": file})
        assert page.status_code == 200
        return page.content.decode()

    page = upload()
    said = re.findall(r'<span class="badge[^"]*">([^<]+)</span></td></tr>', page)
    assert said == [
        "will be written down",
        "will be written down",
        "another currency than the order&#x27;s",
        "no money that came in: passed over",
        "no such order here",
        "a reference with a typing error: look at it",
        "no reference",
        "day or amount cannot be read",
    ]
    assert not Payment.objects.exists()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    for _ in range(2):
        assert client.post("/supply/invoices/statement/", {"seen": seen[1]}).status_code == 302
    assert Payment.objects.filter(order=order).count() == 2
    assert upload().count("written down before") == 2
    assert client.post("/supply/invoices/statement/", {"seen": seen[1] + "x"}).status_code == 422
    assert Payment.objects.count() == 2


@pytest.mark.django_db
def test_open_invoices_are_reminded_of_on_three_days_once_each():
    open_one, paid = bill.billed(), bill.billed()
    bill.received(paid.order, str(paid.gross))
    due = open_one.due_on
    told = []
    for days in (-1, 0, 1, 7, 8, 14, 40):
        told.append(remind_of_invoices(on=due + timedelta(days=days)))
        remind_of_invoices(on=due + timedelta(days=days))
    assert told == [0, 1, 1, 1, 1, 1, 0]
    run_jobs_now()
    letters = Notice.objects.filter(letter__startswith="invoice_due").order_by("letter")
    assert sorted(letters.values_list("letter", "subject_id")) == [
        (f"invoice_due_{days}", open_one.order.buyer_id) for days in (0, 14, 7)
    ]
