"""Offers from files, and what a product's page shows of them."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils.translation import override

from coatingcat.catalog.models import Product
from coatingcat.ground.slots import filled
from coatingcat.trade.actions import import_offers
from coatingcat.trade.management.commands.offers import SAMPLE
from coatingcat.trade.models import Offer, Stock
from coatingcat.trade.queries import offers_of
from coatingcat.trade.rules.offer_file import OfferRow, rows_of
from tests.trade import factories as make
from tests.trade import firms

pytestmark = pytest.mark.django_db

HEADER = "product_id,sku,pack,unit,price,currency,min,multiple,stock,lead_days,label"


@pytest.fixture
def product() -> Product:
    return make.product()


def file(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "offers.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def told(path: Path) -> list[tuple[int, str, str, str]]:
    return [(f.row, f.field, f.code, f.value) for f in import_offers(path=path).faults]


def test_offers_are_taken_in_once(tmp_path, product):
    path = file(
        tmp_path,
        f"{product.pk},A-25,25,kg,980.50,CNY,2,2,40,3,demonstration",
        f"{product.pk},A-200,200,kg,,,,,,,",
    )
    first, second = import_offers(path=path), import_offers(path=path)

    assert (first.new, first.changed, first.unchanged, first.faults) == (2, 0, 0, [])
    assert (second.new, second.changed, second.unchanged, second.faults) == (0, 0, 2, [])
    columns = ("sku", "pack_size", "price", "currency", "minimum", "multiple", "lead_days", "is_demonstration")
    assert list(Offer.objects.order_by("pack_size").values_list(*columns)) == [
        ("A-25", Decimal(25), Decimal("980.5"), "CNY", 2, 2, 3, True),
        ("A-200", Decimal(200), None, "", 1, 1, None, False),
    ]
    assert list(Stock.objects.values_list("offer__sku", "onhand", "allocated")) == [("A-25", 40, 0)]


def test_rows_with_faults_are_left_out_and_named(tmp_path, product):
    good = f"{product.pk},GOOD,25,kg,10,CNY,1,1,1,1,"
    path = file(
        tmp_path,
        good,
        f"{product.pk},GOOD,25,kg,10,CNY,1,1,1,1,",
        "P-NONE,S1,25,kg,10,CNY,1,1,1,1,",
        f"{product.pk},S2,0,stone,1e3,EURO,0,-1,1.5,9999,promotion",
        f"{product.pk},,25,kg,10,,1,1,1,1,",
        f"{product.pk},S3,25,kg",
        f"{product.pk},S4\x00,25,kg,10,CNY,1,1,1,1,",
    )
    assert told(path) == [
        (3, "sku", "duplicate", "GOOD"),
        (5, "price", "number", "1e3"),
        (5, "pack", "number", "0"),
        (5, "min", "whole", "0"),
        (5, "multiple", "whole", "-1"),
        (5, "stock", "whole", "1.5"),
        (5, "lead_days", "whole", "9999"),
        (5, "unit", "unit", "stone"),
        (5, "currency", "currency", "EURO"),
        (5, "label", "label", "promotion"),
        (6, "sku", "empty", ""),
        (6, "currency", "currency", ""),
        (7, "", "cells", ""),
        (8, "", "characters", ""),
        (4, "product_id", "product", "P-NONE"),
    ]
    assert list(Offer.objects.values_list("sku", flat=True)) == ["GOOD"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"sku,pack\nA,25"])
def test_a_file_that_is_none_changes_nothing(tmp_path, content):
    make.offer()
    path = tmp_path / "offers.csv"
    path.write_bytes(content)
    report = import_offers(path=path, withdraw_others=True)
    assert {fault.code for fault in report.faults} <= {"unreadable", "missing_column"}
    assert report.faults
    assert Offer.objects.filter(is_active=True).count() == 1


def test_every_fault_has_words_in_both_languages(tmp_path):
    for row in import_offers(path=tmp_path / "missing.csv").faults:
        assert row.reason.en == "the file cannot be read: FileNotFoundError"
        assert row.remedy.zh == "请另存为带表头的 UTF-8 逗号分隔文件。"


def test_stock_that_is_promised_cannot_be_imported_away(tmp_path, product):
    offer = make.offer(product=product, sku="A", stock=9)
    make.order(None, offer, quantity=4)
    for stock in ("3", ""):
        assert told(file(tmp_path, f"{product.pk},A,25,kg,10,CNY,1,1,{stock},1,")) == [(2, "stock", "promised", "4")]
    assert list(Stock.objects.values_list("onhand", "allocated")) == [(9, 4)]
    assert told(file(tmp_path, f"{product.pk},A,25,kg,10,CNY,1,1,4,1,")) == []
    assert list(Stock.objects.values_list("onhand", "allocated")) == [(4, 4)]


def test_a_dry_run_writes_nothing_and_others_are_withdrawn_on_demand(tmp_path, product):
    old = make.offer(product=product)
    path = file(tmp_path, f"{product.pk},NEW,25,kg,10,CNY,1,1,1,1,")
    assert import_offers(path=path, dry_run=True, withdraw_others=True).new == 1
    assert list(Offer.objects.values_list("sku", "is_active")) == [(old.sku, True)]
    assert import_offers(path=path, withdraw_others=True).withdrawn == 1
    assert dict(Offer.objects.values_list("sku", "is_active")) == {old.sku: False, "NEW": True}


def test_the_command_ends_with_an_error_if_rows_were_refused(tmp_path, product, capsys):
    path = file(tmp_path, "P-NONE,S1,25,kg,10,CNY,1,1,1,1,")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("offers", "import", str(path), "--language", "en")


def test_the_demonstration_offers_are_sound_and_say_what_they_are():
    rows = list(rows_of(SAMPLE.name, SAMPLE.read_text().splitlines(keepends=True)))
    assert all(isinstance(row, OfferRow) and row.is_demonstration for row in rows)
    assert len({row.product_id for row in rows}) >= 60
    assert any(row.price is None for row in rows)


def shown(product: Product) -> str:
    with override("zh-hans"):
        return str(filled("product.offers", RequestFactory().get("/"), product=product))


def test_a_products_page_shows_packs_prices_and_that_they_are_constructed(product, django_assert_num_queries):
    make.offer(product=product, stock=3, is_demonstration=True, minimum=2)
    make.offer(product=product, price=None, currency="", pack_size=Decimal(200), stock=None)
    make.offer(product=product, is_active=False, pack_size=Decimal(777))
    shown(product)  # what is hazardous about it is read once for each edition
    with django_assert_num_queries(1):
        page = shown(product)
    for words in ("演示报价", "25 kg", "¥120.50", "¥4.82", "200 kg", "3 件", "至少 2 件"):
        assert words in page, words
    assert "777" not in page
    assert page.count("<form") == 2
    assert 'value="2"' in page


def test_a_product_without_an_offer_can_be_asked_for(product):
    page = shown(product)
    assert f'name="product" value="{product.pk}"' in page


def test_a_row_may_name_its_seller_and_withdrawal_stays_with_the_sellers_named(tmp_path, product):
    seller, other = firms.seller(product.supplier), firms.seller(product.supplier)
    old, theirs = make.offer(seller=seller), make.offer(seller=other)
    operators = make.offer()
    header = f"{HEADER},seller,ladder"
    rows = (
        f"{product.pk},BY-KEY,25,kg,10,CNY,1,1,,1,,{seller.recipient},5:9",
        f"{product.pk},BY-NUMBER,25,kg,10,CNY,1,1,,1,,{seller.company.registration_number},",
        f"{product.pk},{theirs.sku},25,kg,10,CNY,1,1,,1,,{seller.recipient},",
        f"{product.pk},NOBODYS,25,kg,10,CNY,1,1,,1,,nobody,",
    )
    report = import_offers(path=file(tmp_path, *rows, header=header), withdraw_others=True)
    assert [(f.row, f.code, f.value) for f in report.faults] == [(4, "taken", theirs.sku), (5, "seller", "nobody")]
    assert dict(Offer.objects.values_list("sku", "seller")) == {
        "BY-KEY": seller.pk,
        "BY-NUMBER": seller.pk,
        old.sku: seller.pk,
        theirs.sku: other.pk,
        operators.sku: None,
    }
    assert list(Offer.objects.filter(is_active=False)) == [old]
    assert [step.minimum for one in offers_of(product.pk) for step in one.ladder if one.offer.sku == "BY-KEY"] == [1, 5]
