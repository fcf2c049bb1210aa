"""What people of one company see of each other's inquiries, quotes and orders: goods, sums and steps, and nobody in them."""

import io
from decimal import Decimal

import pytest
from django.test import Client
from pypdf import PdfReader

from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.words import CompanyRole
from coatingcat.outreach.models import Notice
from coatingcat.privacy.models import Opening, Share
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.assigning import assign
from coatingcat.trade.models import Order, QuoteAnswer
from coatingcat.trade.words import Side, State
from tests.members.machines import Program, key_for
from tests.members.people import force_in
from tests.trade import approving, asking, firms, quoting
from tests.trade import billing as bill
from tests.trade import factories as make

pytestmark = pytest.mark.django_db


def at(member) -> Client:
    return force_in(Client(headers={"accept-language": "en"}), member)


@pytest.fixture
def company():
    return firms.firm("Paint Ltd")


@pytest.fixture
def asked(company):
    """A quote for what the company's formulator asked for."""
    formulator = firms.join(company, CompanyRole.FORMULATOR)
    inquiry = quoting.wanted(firms.seller(), by=formulator.pk, company=company)[0]
    return quoting.quote(inquiry, note="Between us")


def test_a_colleague_sees_goods_and_prices_and_nothing_that_was_written(company, asked):
    client, inquiry = at(firms.join(company, CompanyRole.BUYER)), asked.inquiry
    asker = inquiry.buyer.member.public_name
    listed = client.get("/inquiries/").content.decode()
    assert (inquiry.code in listed, f"asked by {asker}" in listed) == (True, True)
    page = client.get(f"/inquiries/{inquiry.code}/").content.decode()
    assert inquiry.lines.get().name in page
    quoted = client.get(f"/quotes/{asked.code}/").content.decode()
    assert ("40.00" in quoted, "Between us" in quoted, "To the checkout" in quoted) == (True, False, False)
    for key in ("background", "yearly_demand", "application"):
        assert asking.TEXTS[key] not in page
    assert client.get(f"/quotes/{asked.code}.pdf")["Content-Type"] == "application/pdf"
    assert asked.code in client.get(f"/quotes/for/{inquiry.code}/").content.decode()
    acts = {f"/quotes/{asked.code}/{act}/" for act in ("order", "refusal", "counter-offer")}
    acts |= {f"/inquiries/{inquiry.code}/{act}/" for act in ("messages", "steps")}
    assert {client.post(act).status_code for act in acts} == {404}
    assert (Opening.objects.filter(label__startswith="trade.Inquiry").exists(), QuoteAnswer.objects.exists()) == (
        False,
        False,
    )


def test_who_asks_for_nobody_sees_nothing(company, asked):
    others = firms.firm("Other Ltd")
    for member in (firms.join(company, CompanyRole.VIEWER), firms.owner_of(others), firms.worker()):
        client = at(member)
        paths = (f"/inquiries/{asked.inquiry.code}/", f"/quotes/{asked.code}/", f"/quotes/{asked.code}.pdf")
        assert {client.get(path).status_code for path in paths} == {404}
        assert asked.inquiry.code not in client.get("/inquiries/").content.decode()
        assert asked.code not in client.get("/quotes/").content.decode()


TOLD = {*make.CONSIGNEE.values(), "船舶涂料", "Titled Ltd"}
"""To whom the goods of an order go, what they are for, and whose title its invoice is to bear."""


def told_by(answer) -> set[str]:
    """Which of these an answer tells, whatever it is."""
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer["Content-Type"] == "application/pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        text = content.decode()
    return {value for value in TOLD if value in text}


def test_to_whom_an_order_goes_and_what_for_is_told_to_who_ordered_alone(company):
    buyer = firms.join(company, CompanyRole.BUYER)
    order = bill.ordered(make.offer(price="100"), buyer=buyer.pk, company=company)
    order.invoice_title = Clear("Titled Ltd")
    order.save(update_fields=["invoice_title"])
    invoice, code = bill.billed(order), order.code
    make.arrive(delivery=make.sent(order), by=buyer.pk, side=Side.BUYER)
    pages = (
        "",
        "confirmation.pdf",
        "delivery-notes/1.pdf",
        f"invoices/{invoice.number}.pdf",
        "deliveries/1/",
        "payment/",
    )
    paths = [f"/orders/{code}/{page}" for page in pages] + [
        "/orders/",
        "/orders/export/?format=json",
        "/orders/export/",
    ]
    mine = [told_by(at(buyer).get(path)) for path in paths]
    printed = {make.CONSIGNEE["name"], make.CONSIGNEE["phone"], make.CONSIGNEE["address"]}
    assert mine[:4] == [TOLD, printed, printed, {"Titled Ltd"}]
    for role in (CompanyRole.OWNER, CompanyRole.APPROVER):
        who = firms.owner_of(company) if role is CompanyRole.OWNER else firms.join(company, role)
        assert [told_by(at(who).get(path)) for path in paths] == [set()] * len(paths)
        program = Program(key_for(who)) if role is CompanyRole.OWNER else None
        for path in (
            (f"orders/{code}", f"orders/{code}/invoices/{invoice.number}", "orders", "invoices") if program else ()
        ):
            assert told_by(program("get", path)) == set()
        assert not Opening.objects.filter(actor=who.pk, label__startswith="trade.").exists()


def test_an_approver_is_told_neither_before_nor_after(company):
    approving.rules(firms.owner_of(company))
    buyer, approver = (firms.join(company, role) for role in (CompanyRole.BUYER, CompanyRole.APPROVER))
    order = approving.waiting(buyer.pk)
    paths = [f"/orders/{order.code}/approval/", f"/orders/{order.code}/"]
    assert [told_by(at(approver).get(path)) for path in paths] == [set(), set()]
    assert at(approver).post(paths[0], {"decision": "APPROVED", "note": ""}).status_code == 302
    assert Order.objects.get(pk=order.pk).state == State.PLACED
    assert [told_by(at(approver).get(path)) for path in paths] == [set(), set()]
    assert not Opening.objects.filter(actor=approver.pk, label__startswith="trade.").exists()


@pytest.mark.parametrize("ends", ["refused", "taken back"])
def test_what_ended_within_a_company_never_was_its_sellers(company, ends):
    approving.rules(firms.owner_of(company))
    buyer, approver, seller = (
        *(firms.join(company, r) for r in (CompanyRole.BUYER, CompanyRole.APPROVER)),
        firms.seller(),
    )
    order = make.order(buyer.pk, make.offer(price=Decimal(2000), seller=seller))
    if ends == "refused":
        at(approver).post(f"/orders/{order.code}/approval/", {"decision": "REFUSED", "note": "No"})
    else:
        at(buyer).post(f"/orders/{order.code}/cancellation/", {"why": "not_needed", "note": "Our secret"})
    order.refresh_from_db()
    assert order.state == State.CANCELLED
    counter = at(firms.owner_of(seller.company))
    assert counter.get(f"/supply/orders/{order.code}/").status_code == 404
    assert order.code not in counter.get("/supply/orders/").content.decode()
    run_jobs_now()
    assert not Notice.objects.filter(subject_id=firms.owner_of(seller.company).pk).exists()
    assert not Share.objects.exists()


def test_a_seller_is_told_of_an_order_and_of_its_end_and_reads_why(company):
    buyer, seller = firms.owner_of(company), firms.seller()
    order = make.order(buyer.pk, make.offer(seller=seller))
    at(buyer).post(f"/orders/{order.code}/cancellation/", {"why": "not_needed", "note": "Found it in our cellar"})
    run_jobs_now()
    owner = firms.owner_of(seller.company)
    told = Notice.objects.filter(subject_id=owner.pk).values_list("letter", "path")
    path = f"supply/orders/{order.code}/"
    assert set(told) == {("order_received", path), ("order_taken_back", path)}
    agent = firms.agent(seller)
    assign(thing=Order.objects.get(pk=order.pk), agent=agent, by=None)  # one that comes later
    for who in (owner, firms.owner_of(agent.company)):
        assert "cellar" not in at(who).get(f"/{path}").content.decode()
        assert "cellar" in at(who).post(f"/{path}", {"reason": "RETURN"}).content.decode()


def test_a_colleagues_program_reads_what_their_pages_show_and_does_nothing(company):
    owner = firms.join(company, CompanyRole.OWNER)
    asked = quoting.quote(quoting.wanted(firms.seller(), by=owner.pk, company=company)[0], note="Between us")
    asker, colleague = (Program(key_for(one)) for one in (owner, firms.join(company, CompanyRole.OWNER)))
    inquiry, quote = f"inquiries/{asked.inquiry.code}", f"quotes/{asked.code}"
    assert [one["code"] for one in colleague("get", "inquiries").json()["items"]] == [asked.inquiry.code]
    assert [one["code"] for one in colleague("get", "quotes").json()["items"]] == [asked.code]
    own, seen = asker("get", inquiry).json(), colleague("get", inquiry).json()
    assert (own["background"], seen["background"], seen["lines"]) == (
        asking.TEXTS["background"],
        None,
        own["lines"],
    )
    assert (asker("get", quote).json()["note"], colleague("get", quote).json()["note"]) == ("Between us", None)
    acts = [(f"{inquiry}/messages", {"text": "Me too"}), (f"{inquiry}/steps", {"to": "WITHDRAWN"})]
    acts.append((f"{quote}/refusal", {"why": "PRICE"}))
    assert [colleague("post", path, body).status_code for path, body in acts] == [404, 404, 404]
    stranger = Program(key_for(firms.owner_of(firms.firm())))
    assert [stranger("get", path).status_code for path in (inquiry, quote)] == [404, 404]
