"""Many lines at once: pasted, of an earlier order, of saved and shared carts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coatingcat.members.words import CompanyRole
from coatingcat.trade.actions.materials import Material
from coatingcat.trade.models import CartLine, Offer, SavedCart, SavedLine
from coatingcat.trade.rules.quick_lines import NO_QUANTITY, Wanted, Wrong, lines_of
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def held() -> dict[str, int]:
    return dict(CartLine.objects.values_list("offer__sku", "quantity"))


def test_lines_are_read_by_tab_comma_semicolon_or_the_last_space():
    read = lines_of("SKU,quantity\n\nA-1\t4\nB 2;１２\n Epoxy Resin 828  3\nC-3, 2.5\nD-4")
    assert read == [
        Wanted(3, "A-1\t4", "A-1", 4),
        Wanted(4, "B 2;１２", "B 2", 12),
        Wanted(5, "Epoxy Resin 828  3", "Epoxy Resin 828", 3),
        Wrong(6, "C-3, 2.5", NO_QUANTITY),
        Wrong(7, "D-4", NO_QUANTITY),
    ]


def test_what_is_right_goes_in_and_what_is_wrong_stays_in_the_box_with_its_reason(client):
    one, lots = make.offer(sku="EP-828-25"), make.offer(sku="EP-1001-20", multiple=5)
    pasted = f"ep-828-25\t4\nEP-828-26\t1\nEP-1001-20, 7\n{one.product.name}; 2\nEP-828-25 x"

    page = text(client.post("/cart/quick/", {"lines": pasted}))

    assert held() == {one.sku: 6}
    assert "2 lines are in your cart now." in page
    for shown in ("EP-828-26\t1", "Near it: EP-828-25", "Enter 5 or 10.", "no whole number", "EP-1001-20, 7"):
        assert shown in page.replace("EP-828-25, ", ""), shown
    assert lots.pk not in CartLine.objects.values_list("offer_id", flat=True)


def test_nothing_right_or_too_many_lines_change_nothing(client):
    make.offer(sku="A-1")
    many = client.post("/cart/quick/", {"lines": "A-1 1\n" * 201})
    assert (many.status_code, "These are 201 lines" in text(many)) == (422, True)
    for sent in ({"lines": ""}, {"lines": "nothing 4"}, {"lines": "\n\n"}):
        assert client.post("/cart/quick/", sent).status_code == 422
    binary = SimpleUploadedFile("x.csv", b"A-1\0,1")
    assert client.post("/cart/quick/", {"file": binary}).status_code == 422
    assert CartLine.objects.count() == 0


def test_a_file_in_chinese_encoding_fills_a_guests_cart(guest):
    make.offer(sku="A-1")
    file = SimpleUploadedFile("lines.csv", "货号,数量\nA-1,3\n".encode("gb18030"))
    assert guest.post("/cart/quick/", {"file": file})["Location"] == "/cart/"
    assert held() == {"A-1": 3}
    assert "A-1" in text(guest.get("/cart/"))


def test_a_code_of_the_company_names_its_pack():
    owner = firms.worker()
    company, offer = firms.firm(owner=owner), make.offer(sku="A-1")
    Material.objects.create(company=company, code="4711", product=offer.product, status="APPROVED")
    browser(owner).post("/cart/quick/", {"lines": "4711 5"})
    assert held() == {"A-1": 5}


def test_an_order_is_ordered_again_at_todays_prices_without_what_is_gone(client, member):
    kept, gone = make.offer(sku="A-1"), make.offer(sku="B-2")
    order = make.order(member.pk, kept, gone, quantity=3)
    Offer.objects.filter(pk=gone.pk).update(is_active=False)

    page = text(client.post(f"/orders/{order.code}/reorder/", follow=True))

    assert held() == {"A-1": 3}
    assert "is no longer offered and was left out" in page
    assert browser(firms.worker()).post(f"/orders/{order.code}/reorder/").status_code == 404


def test_a_saved_cart_is_its_owners_alone(client, member):
    make.put(member.pk, make.offer(sku="A-1"), quantity=2)
    made = client.post("/me/carts/", {"name": "给王工的样板"})
    saved = SavedCart.objects.get()
    assert made["Location"] == f"/me/carts/{saved.pk}/"
    assert "给王工的样板" in text(client.get("/me/carts/"))
    other = browser(firms.worker())
    assert other.get(f"/me/carts/{saved.pk}/").status_code == 404
    assert other.post(f"/me/carts/{saved.pk}/acts/", {"act": "order"}).status_code == 404
    CartLine.objects.all().delete()
    assert client.post(f"/me/carts/{saved.pk}/acts/", {"act": "order"})["Location"] == "/cart/"
    assert held() == {"A-1": 2}
    client.post(f"/me/carts/{saved.pk}/acts/", {"act": "delete"})
    assert (SavedCart.objects.count(), SavedLine.objects.count()) == (0, 0)


def test_a_shared_cart_is_filled_by_the_company_and_says_who_added_what():
    owner = firms.worker()
    company = firms.firm(owner=owner)
    buyer, viewer = firms.join(company, CompanyRole.BUYER), firms.join(company, CompanyRole.VIEWER)
    first, second = make.offer(sku="A-1"), make.offer(sku="B-2")
    make.put(owner.pk, first)
    browser(owner).post("/me/carts/", {"name": "Weekly", "is_shared": "on"})
    saved = SavedCart.objects.get()
    make.put(buyer.pk, first, second, quantity=4)

    assert browser(buyer).post(f"/me/carts/{saved.pk}/acts/", {"act": "add"}).status_code == 302
    assert browser(viewer).post(f"/me/carts/{saved.pk}/acts/", {"act": "add"}).status_code == 403
    assert browser(viewer).post("/me/carts/", {"name": "Mine", "is_shared": "on"}).status_code == 422
    assert browser(firms.worker()).get(f"/me/carts/{saved.pk}/").status_code == 404

    lines = list(saved.lines.values_list("offer__sku", "quantity", "added_by__member"))
    assert lines == [("A-1", 5, owner.pk), ("B-2", 4, buyer.pk)]
    page = text(browser(viewer).get(f"/me/carts/{saved.pk}/"))
    assert "Weekly" in page
    assert f"added by {buyer.public_name}" in page


@pytest.mark.parametrize("path", ["/me/carts/"])
def test_a_list_costs_the_same_for_one_and_for_three(client, member, path, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.put(member.pk, make.offer())
    client.post(path, {"name": "One"})
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for name in ("Two", "Three"):
        client.post(path, {"name": name})
    with CaptureQueriesContext(connection) as three:
        client.get(path)
    assert len(one) == len(three)
