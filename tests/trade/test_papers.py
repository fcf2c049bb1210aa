"""The ship-to book, and what stands on the papers of an order."""

import pytest

from coatingcat.ground.clock import frozen, now
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import SubjectKey
from coatingcat.privacy.words import Purpose, Role, keeping
from coatingcat.trade.actions.addresses import forget_addresses, forget_unused_addresses
from coatingcat.trade.models import CheckoutDraft, Order, OrderTerms, ShipTo
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser, new_member

pytestmark = pytest.mark.django_db

CONSIGNEE = {"name": "王收货", "phone": "138 0013 8000", "email": "goods@dock.example", "address": "上海市码头路 7 号"}
PROJECT = {"yearly_demand": "1200", "demand_unit": "kg"}


def text(response) -> str:
    return response.content.decode()


def living(subject_id) -> int:
    return SubjectKey.objects.filter(subject_id=subject_id, destroyed_at=None).count()


def test_an_address_that_was_kept_is_chosen_the_next_time(client, member):
    make.put_in(client, make.offer())
    client.post("/checkout/consignee/", {**CONSIGNEE, "keep": "on"})
    entry = ShipTo.objects.get()
    assert (entry.owner_id, entry.subject_id == member.pk) == (member.pk, False)
    CheckoutDraft.objects.all().delete()

    page = text(client.get("/checkout/consignee/"))
    assert "上海市码头路 7 号" in page
    assert client.post("/checkout/consignee/", {"saved": entry.pk})["Location"] == "/checkout/project/"
    named = CheckoutDraft.objects.get().consignee
    assert named.subject_id not in {entry.subject_id, member.pk}
    client.post(f"/me/addresses/{entry.pk}/removal/")
    assert (ShipTo.objects.count(), living(entry.subject_id)) == (0, 0)
    assert living(named.subject_id) == 1
    for gone in (entry.pk, "x", ""):
        assert client.post("/checkout/consignee/", {"saved": gone}).status_code == 422


def test_a_book_is_ones_own_and_the_companys_is_its_buyers():
    owner = firms.worker()
    company = firms.firm(owner=owner)
    buyer, viewer, stranger = firms.join(company, CompanyRole.BUYER), firms.join(company, CompanyRole.VIEWER), None
    stranger = firms.worker()
    browser(owner).post("/me/addresses/", {**CONSIGNEE, "label": "Plant 2", "is_shared": "on"})
    browser(owner).post("/me/addresses/", {**CONSIGNEE, "label": "Home"})
    shared, own = ShipTo.objects.get(company=company), ShipTo.objects.get(company=None)

    for who, seen in ((owner, {"Plant 2", "Home"}), (buyer, {"Plant 2"}), (viewer, {"Plant 2"}), (stranger, set())):
        page = text(browser(who).get("/me/addresses/"))
        assert {label for label in ("Plant 2", "Home") if label in page} == seen
    for who, entry, status in ((buyer, shared, 302), (viewer, shared, 404), (stranger, shared, 404), (buyer, own, 404)):
        sent = {**CONSIGNEE, "label": "Moved"}
        assert browser(who).post(f"/me/addresses/{entry.pk}/", sent).status_code == status
    assert browser(stranger).post(f"/me/addresses/{shared.pk}/removal/").status_code == 404


def test_addresses_go_with_their_owner_and_after_two_years(client, member):
    client.post("/me/addresses/", {**CONSIGNEE, "label": "Dock"})
    client.post("/me/addresses/", {**CONSIGNEE, "label": "Mine", "is_buyer": "on"})
    other = ShipTo.objects.exclude(subject_id=member.pk).get().subject_id
    with frozen(now() + keeping.ADDRESS.for_):
        assert forget_unused_addresses() == 2
    assert (living(other), living(member.pk) > 0) == (0, True)
    client.post("/me/addresses/", {**CONSIGNEE, "label": "Dock"})
    named = ShipTo.objects.get().subject_id
    assert forget_addresses(member.pk) == 1
    assert (ShipTo.objects.count(), living(named)) == (0, 0)


def test_a_company_gets_its_invoice_and_its_number_on_the_order():
    owner = firms.worker()
    company = firms.firm("Coatings GmbH", owner=owner)
    OrderTerms.objects.create(company=company, needs_po_number=True)
    client = browser(owner)
    make.put_in(client, make.offer())
    client.post("/checkout/consignee/", CONSIGNEE)
    assert f'<option value="{company.pk}" selected>' in text(client.get("/checkout/project/"))

    wrong = client.post("/checkout/project/", {**PROJECT, "bill_to": company.pk})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["po_number"])
    sent = {**PROJECT, "bill_to": company.pk, "po_number": "PO-2026/7", "invoice_title": "Not me"}
    client.post("/checkout/project/", sent)
    review = text(client.get("/checkout/review/"))
    assert "PO-2026/7" in review
    order = make.submit(**make.submission(owner.pk))

    kept = Order.objects.get(pk=order.pk)
    assert (kept.po_number, kept.bill_to, kept.invoice_title) == ("PO-2026/7", company, None)


def test_a_private_persons_title_lies_sealed_and_another_company_is_no_choice(client, member):
    other = firms.firm("Other", owner=new_member("other@paint.example"))
    make.put_in(client, make.offer())
    client.post("/checkout/consignee/", CONSIGNEE)
    assert client.post("/checkout/project/", {**PROJECT, "bill_to": other.pk}).status_code == 302
    assert CheckoutDraft.objects.get().bill_to is None
    wrong = client.post("/checkout/project/", {**PROJECT, "invoice_tax_id": "91310000"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["invoice_title"])
    client.post("/checkout/project/", {**PROJECT, "invoice_title": "李四", "invoice_tax_id": "91310000"})
    order = Order.objects.get(pk=make.submit(**make.submission(member.pk)).pk)
    assert "李四" not in repr(order.invoice_title)
    with purpose(Purpose.ORDER_FULFILMENT, actor=Actor(member.pk, frozenset({Role.MEMBER}), "t")):
        assert (order.invoice_title.open(), order.invoice_tax_id.open()) == ("李四", "91310000")
