"""The pages of invoices and payments, walked as buyer and as seller; papers are real text in both languages."""

import contextlib
import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from coatingcat.ground.paper import LacksGlyphs, Paper, draw, fonts
from coatingcat.ground.paper.fonts import OURS, covered
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.words import Role
from coatingcat.trade.actions.admitting import admit_to_order
from coatingcat.trade.models import BankAccount, Delivery, DeliveryLine, Invoice, Payment, PaymentNotice
from coatingcat.trade.queries import invoice_lists
from tests.members.people import force_in, full_member
from tests.trade import billing as bill
from tests.trade import factories as make
from tests.trade import firms, quoting

pytestmark = pytest.mark.django_db


def browser(member):
    return force_in(Client(headers={"accept-language": "en"}), member)


def text_of(response):
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(response.content)).pages[0].extract_text()


def hidden(page, name="submission"):
    return re.findall(rf'name="{name}" value="([^"]+)"', page.content.decode())


@pytest.fixture
def company(db):
    return firms.firm("Werft & Söhne 造船")


@pytest.fixture
def seller(db):
    return firms.seller()


@pytest.fixture
def order(company, seller):
    return bill.ordered(
        make.offer(price=Decimal("1234.50")), buyer=firms.owner_of(company).pk, company=company, seller=seller
    )


def test_seller_bills_buyer_reads_announces_and_seller_writes_down(order, company, seller):
    buyer, supplier = browser(firms.owner_of(company)), browser(firms.owner_of(seller.company))
    sent = {"currency": "CNY", "holder": "Supplier", "bank": "Bank", "number": "6222021001116245702", "bank_code": ""}
    assert supplier.post("/supply/invoices/accounts/", sent).status_code == 302
    page = supplier.get(f"/supply/orders/{order.code}/account/")
    line = order.lines.get()
    form = {"submission": hidden(page)[0], f"packs_{line.pk}": "4"}
    for _ in range(2):  # sent twice, issued once
        assert supplier.post(f"/supply/orders/{order.code}/account/invoices/", form).status_code == 302
    invoice = Invoice.objects.get()
    assert (invoice.net, invoice.gross) == (Decimal("4938.00"), Decimal("5876.22"))
    too_many = supplier.post(
        f"/supply/orders/{order.code}/account/invoices/", {"submission": uuid4(), f"packs_{line.pk}": "7"}
    )
    assert too_many.status_code == 422
    assert Invoice.objects.count() == 1

    at = f"/orders/{order.code}/invoices/{invoice.number}"
    assert "Unpaid" in buyer.get("/invoices/").content.decode()
    assert invoice.number in buyer.get(f"{at}/").content.decode()
    english, chinese = (text_of(buyer.get(f"{at}.pdf?language={code}")) for code in ("en", "zh-hans"))
    for shown in (invoice.number, "4,938.00", "1,234.50", "Werft & Söhne 造船", "6222 0210 0111 6245 702"):
        assert shown in english
        assert shown in chinese
    assert "CNY" in english
    assert "¥4,938.00" in chinese
    assert buyer.get(f"{at}.pdf").content == buyer.get(f"{at}.pdf").content
    told = {
        "submission": hidden(buyer.get(f"/orders/{order.code}/payment/"))[0],
        "amount": "5876.22",
        "on": "2026-11-20",
    }
    for _ in range(2):
        assert buyer.post(f"/orders/{order.code}/payment/announcement/", told).status_code == 302
    assert PaymentNotice.objects.count() == 1
    moved = {"submission": uuid4(), "kind": "receipt", "amount": "5876.22", "on": "2026-11-21", "bank_reference": "B1"}
    for _ in range(2):
        assert supplier.post(f"/supply/orders/{order.code}/account/payments/", moved).status_code == 302
    assert Payment.objects.count() == 1
    assert "Paid" in buyer.get(f"/orders/{order.code}/payment/").content.decode()
    back = {"submission": uuid4(), "why": "RETURNED", "line": line.pk, "packs": "1", "reduction": ""}
    assert supplier.post(f"/supply/orders/{order.code}/account/credits/", back).status_code == 302
    assert "Overpaid" in supplier.get(f"/supply/orders/{order.code}/account/").content.decode()
    note = Invoice.objects.get(kind="credit")
    assert "1,234.50" in text_of(buyer.get(f"/orders/{order.code}/invoices/{note.number}.pdf"))
    official = supplier.post(
        f"/supply/orders/{order.code}/invoices/{invoice.number}/tax-invoice/", {"number": "12345678"}
    )
    assert official.status_code == 302
    assert "12345678" in text_of(buyer.get(f"{at}.pdf?language=en"))


def test_a_wrong_number_is_said_and_nothing_kept(seller):
    supplier = browser(firms.owner_of(seller.company))
    sent = {"currency": "EUR", "holder": "S", "bank": "B", "number": "DE89 3704 0044 0532 0130 01", "bank_code": ""}
    page = supplier.post("/supply/invoices/accounts/", sent)
    assert page.status_code == 422
    assert "check digits" in page.content.decode()
    assert not BankAccount.objects.exists()
    assert (
        supplier.post("/supply/invoices/accounts/", {**sent, "number": "DE89 3704 0044 0532 0130 00"}).status_code
        == 302
    )


def test_strangers_find_no_paper_of_others(order, seller):
    invoice = bill.billed(order)
    stranger, other = browser(firms.worker()), browser(firms.owner_of(firms.seller().company))
    for path in ("payment/", "confirmation.pdf", f"invoices/{invoice.number}/", f"invoices/{invoice.number}.pdf"):
        assert stranger.get(f"/orders/{order.code}/{path}").status_code == 404
    for path in ("account/", "confirmation.pdf", f"invoices/{invoice.number}.pdf"):
        assert other.get(f"/supply/orders/{order.code}/{path}").status_code == 404
    sent = other.post(f"/supply/orders/{order.code}/account/payments/", {"kind": "receipt", "amount": "1"})
    assert sent.status_code == 404
    assert not Payment.objects.exists()


def test_the_delivery_note_names_the_consignee_to_the_buyer_and_to_who_says_why(order, company, seller):
    delivery = Delivery.objects.create(order=order, number=1, submission=uuid4(), transport="CARRIER", tracking="SF1")
    DeliveryLine.objects.create(delivery=delivery, line=order.lines.get(), quantity=3, batch="B-77")
    buyer, supplier = browser(firms.owner_of(company)), browser(firms.owner_of(seller.company))
    note = text_of(buyer.get(f"/orders/{order.code}/delivery-notes/1.pdf"))
    for shown in ("B-77", "SF1", make.CONSIGNEE["name"], make.CONSIGNEE["address"]):
        assert shown in note
    assert "1,234.50" not in note
    assert make.CONSIGNEE["name"] in text_of(buyer.get(f"/orders/{order.code}/confirmation.pdf"))
    at = f"/supply/orders/{order.code}/delivery-notes/1/"
    assert make.CONSIGNEE["name"] not in supplier.get(at).content.decode()
    assert supplier.post(at, {"reason": ""}).status_code == 422
    admit_to_order(order=order, recipient=seller.recipient, by=None, about=order.pk)
    assert make.CONSIGNEE["name"] in text_of(supplier.post(at, {"reason": "DELIVERY"}))


def test_a_colleague_sees_the_order_and_not_to_whom_it_goes(order, company):
    colleague = browser(firms.join(company, CompanyRole.OWNER))
    paper = text_of(colleague.get(f"/orders/{order.code}/confirmation.pdf"))
    assert "1,234.50" in paper
    assert make.CONSIGNEE["name"] not in paper


def test_lists_ask_the_same_of_the_database_for_one_and_for_three(company, seller):
    buyer = browser(firms.owner_of(company))
    counts = []
    for wanted in (1, 3):
        while Invoice.objects.count() < wanted:
            bill.billed(bill.ordered(buyer=firms.owner_of(company).pk, company=company, seller=seller))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert buyer.get("/invoices/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_character_of_a_paper_has_a_glyph_or_the_paper_is_refused(monkeypatch):
    at = datetime(2026, 11, 26, tzinfo=UTC)
    paper = Paper(title="账单", number="1", house="镕鑫喆 Łódź Ά. № ₽ „Größe“ Việt Nam")
    content = draw(paper, language="zh-hans", at=at)
    assert "镕鑫喆 Łódź Ά. № ₽ „Größe“ Việt Nam" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    monkeypatch.setattr(fonts, "OF_MACHINE", ())
    with pytest.raises(LacksGlyphs) as refused:
        draw(Paper(title="x", number="1", house="水𓀀"), language="en", at=at)
    assert refused.value.characters == "𓀀"
    points = [ord(letter) for code in range(0x8140, 0xFEFF) if (letter := _in_gbk(code))]
    assert len(points) > 20_000
    assert [point for point in points if not covered(OURS[0]) >= {point}] == []


def _in_gbk(code):
    with contextlib.suppress(UnicodeDecodeError):
        letter = code.to_bytes(2, "big").decode("gbk")
        return letter if len(letter) == 1 and 0x4E00 <= ord(letter) <= 0x9FA5 else ""


def test_the_operator_sees_all_and_a_visitor_is_asked_to_sign_in(order):
    bill.billed(order)
    desk = browser(full_member(email="desk@stage.example", mobile="+8613900139111", roles=Role.FULFILMENT.name))
    assert order.code in desk.get("/desk/invoices/").content.decode()
    assert desk.get(f"/desk/orders/{order.code}/account/").status_code == 200
    assert desk.get("/desk/invoices/billing/").status_code == 200
    assert Client().get("/invoices/").status_code == 302


def test_a_quote_is_printed_for_its_buyer_alone():
    member = firms.worker()
    (inquiry,) = quoting.wanted(None, by=member.pk)
    quote, buyer = quoting.quote(inquiry), browser(member)
    paper = text_of(buyer.get(f"/quotes/{quote.code}.pdf"))
    for shown in (quote.code, quote.inquiry.code, quote.incoterm, quote.lines.all()[0].name):
        assert shown in paper
    assert browser(firms.worker()).get(f"/quotes/{quote.code}.pdf").status_code == 404


def test_a_list_of_invoices_leads_to_older_ones_and_keeps_its_filter(monkeypatch, company):
    monkeypatch.setattr(invoice_lists, "INVOICES_PER_PAGE", 1)
    buyer = firms.join(company, CompanyRole.BUYER)
    offer = make.offer(price="100")
    older, newer = (bill.billed(bill.ordered(offer, buyer=buyer.pk, company=company)) for _ in range(2))
    client = force_in(Client(headers={"accept-language": "en"}), buyer)
    first, second, beyond = (client.get("/invoices/", {"state": "unpaid", "page": page}) for page in (1, 2, 3))
    shown = [[row.invoice for row in page.context["rows"]] for page in (first, second, beyond)]
    assert shown == [[newer], [older], []]
    ways = [(page.context["newer"], page.context["older"]) for page in (first, second, beyond)]
    one, two, three = (f"?state=unpaid&page={number}" for number in (1, 2, 3))
    assert ways == [("", two), (one, ""), (two, "")]
    assert three not in second.content.decode()
    assert "Newer invoices" in beyond.content.decode()
