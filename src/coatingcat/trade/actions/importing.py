"""Offers from a file: checked row by row, written together, the same file a second time without effect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from coatingcat.catalog.models import Product
from coatingcat.trade.models import Offer, Seller, Stock
from coatingcat.trade.rules.offer_file import Fault, OfferRow, rows_of

_FIELDS = (
    "product_id",
    "pack_size",
    "pack_unit",
    "price",
    "currency",
    "minimum",
    "multiple",
    "lead_days",
    "is_demonstration",
    "is_active",
)
_BATCH = 1000


@dataclass
class Imported:
    """What an import did; `faults` name the rows that were left out."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    faults: list[Fault] = field(default_factory=list)


class _DryRun(Exception):
    """Takes everything back."""


def import_offers(*, path: Path, dry_run: bool = False, withdraw_others: bool = False) -> Imported:
    """Read a file of the operator's offers, by SKU; rows with faults are left out and reported, the others go in together.

    `withdraw_others` ends every offer of the operator that the file does not name. With `dry_run` nothing is written.
    """
    report, rows = Imported(), []
    for row in _read(path):
        if isinstance(row, OfferRow):
            rows.append(row)
        else:
            report.faults += row
    try:
        with transaction.atomic():
            _write(*_sorted(path.name, rows, report))
            if withdraw_others and not _is_unusable(report):
                named = [row.sku for row in rows] + [f.value for f in report.faults if f.field == "sku"]
                report.withdrawn = (
                    Offer.objects.filter(is_active=True, seller=None).exclude(sku__in=named).update(is_active=False)
                )
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


@transaction.atomic
def enter_offers(*, seller: Seller, rows: Sequence[OfferRow]) -> Imported:
    """A seller's offers by SKU, as from a file, but all of them or none: with `faults` nothing was written."""
    report = Imported()
    found = _sorted("", list(rows), report, seller)
    if not report.faults:
        _write(*found)
    return report


def _read(path: Path) -> Iterable[OfferRow | list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return [[Fault(path.name, 0, "", "unreadable", type(error).__name__)]]
    return rows_of(path.name, text.splitlines(keepends=True))


def _is_unusable(report: Imported) -> bool:
    return any(fault.code in {"unreadable", "missing_column"} for fault in report.faults)


def _sorted(
    file: str, rows: list[OfferRow], report: Imported, seller: Seller | None = None
) -> tuple[list[Offer], list[OfferRow]]:
    """What is to be written, each with its row; the rest is counted or reported."""
    known = set(Product.objects.filter(pk__in={row.product_id for row in rows}).values_list("pk", flat=True))
    held = {o.sku: o for o in Offer.objects.filter(sku__in=[row.sku for row in rows])}
    # In SKU order, as orders take stock: an import and an order at once do not wait for each other in a ring.
    stocks = {
        s.offer_id: s
        for s in Stock.objects.select_for_update(of=("self",)).filter(offer__sku__in=list(held)).order_by("offer__sku")
    }
    offers, fresh = [], []
    for row in rows:
        before = held.get(row.sku)
        stock = stocks.get(before.pk) if before else None
        fault = _contradiction(file, row, known, stock)
        if before is not None and before.seller_id != (seller.pk if seller else None):
            fault = Fault(file, row.row, "sku", "taken", row.sku)
        if fault is not None:
            report.faults.append(fault)
            continue
        offer = _as_offer(row, seller)
        same_stock = (stock.onhand if stock else None) == row.stock
        if before is not None and same_stock and all(getattr(before, f) == getattr(offer, f) for f in _FIELDS):
            report.unchanged += 1
            continue
        report.new += before is None
        report.changed += before is not None
        offers.append(offer)
        fresh.append(row)
    return offers, fresh


def _contradiction(file: str, row: OfferRow, known: set[str], stock: Stock | None) -> Fault | None:
    if row.product_id not in known:
        return Fault(file, row.row, "product_id", "product", row.product_id)
    if stock is not None and stock.allocated > (row.stock or 0):
        return Fault(file, row.row, "stock", "promised", str(stock.allocated))
    return None


def _as_offer(row: OfferRow, seller: Seller | None) -> Offer:
    return Offer(
        seller=seller,
        sku=row.sku,
        product_id=row.product_id,
        pack_size=row.pack_size,
        pack_unit=row.pack_unit,
        price=row.price,
        currency=row.currency,
        minimum=row.minimum,
        multiple=row.multiple,
        lead_days=row.lead_days,
        is_demonstration=row.is_demonstration,
        is_active=True,
    )


def _write(offers: list[Offer], rows: list[OfferRow]) -> None:
    Offer.objects.bulk_create(offers, _BATCH, update_conflicts=True, unique_fields=["sku"], update_fields=list(_FIELDS))
    ids = dict(Offer.objects.filter(sku__in=[row.sku for row in rows]).values_list("sku", "pk"))
    kept = [Stock(offer_id=ids[row.sku], onhand=row.stock) for row in rows if row.stock is not None]
    Stock.objects.bulk_create(kept, _BATCH, update_conflicts=True, unique_fields=["offer"], update_fields=["onhand"])
    Stock.objects.filter(offer_id__in=[ids[row.sku] for row in rows if row.stock is None]).delete()
