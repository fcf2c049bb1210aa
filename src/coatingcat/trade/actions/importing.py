"""Offers from a file: checked row by row, written together, the same file a second time without effect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from coatingcat.catalog.models import Product
from coatingcat.trade.actions.file_lists import keep_steps, steps_of_file
from coatingcat.trade.models import Offer, Representation, Seller, Stock
from coatingcat.trade.rules.offer_faults import Fault
from coatingcat.trade.rules.offer_file import OfferRow, rows_of

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
    "seller_id",
)
_BATCH = 1000
_SENT = "offers.csv"
MAX_ROWS = 5000


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
    """Read a file of offers, by SKU; rows with faults are left out and reported, the others go in together.

    `withdraw_others` ends every offer that the file does not name, of those sellers whom it names. With `dry_run`
    nothing is written.
    """
    return _taken(path.name, _read(path), _Sellers(), dry_run=dry_run, withdraw_others=withdraw_others)


def take_offers(*, text: str, seller: Seller | None, dry_run: bool = False) -> Imported:
    """The same of a text that a seller sent (None: the operator): only offers of its own, of makers it represents."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    if len(lines) > MAX_ROWS:
        return Imported(faults=[Fault(_SENT, 0, "", "too_many")])
    return _taken(_SENT, rows_of(_SENT, lines), _Sellers(seller, is_one=True), dry_run=dry_run, withdraw_others=False)


@transaction.atomic
def enter_offers(*, seller: Seller, rows: Sequence[OfferRow]) -> Imported:
    """A seller's offers by SKU, as from a file, but all of them or none: with `faults` nothing was written."""
    report = Imported()
    found = _sorted("", list(rows), _Sellers(seller, is_one=True), report)
    if not report.faults:
        _write(*found)
    return report


def _taken(
    file: str,
    read: Iterable[OfferRow | list[Fault]],
    sellers: "_Sellers",
    *,
    dry_run: bool,
    withdraw_others: bool,
) -> Imported:
    report, rows = Imported(), []
    for row in read:
        if isinstance(row, OfferRow):
            rows.append(row)
        else:
            report.faults += row
    try:
        with transaction.atomic():
            _write(*_sorted(file, rows, sellers, report))
            if withdraw_others and not _is_unusable(report):
                named = [row.sku for row in rows] + [f.value for f in report.faults if f.field == "sku"]
                others = Offer.objects.filter(sellers.named(rows), is_active=True).exclude(sku__in=named)
                report.withdrawn = others.update(is_active=False)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _read(path: Path) -> Iterable[OfferRow | list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return [[Fault(path.name, 0, "", "unreadable", type(error).__name__)]]
    return rows_of(path.name, text.splitlines(keepends=True))


def _is_unusable(report: Imported) -> bool:
    return any(fault.code in {"unreadable", "missing_column"} for fault in report.faults)


class _Sellers:
    """Who is meant by the column `seller`, and whose products each may sell."""

    def __init__(self, own: Seller | None = None, *, is_one: bool = False) -> None:
        known = Seller.objects.filter(closing_at=None, ended_at=None).select_related("company")
        if is_one:
            known = known.filter(pk=own.pk) if own else known.none()
        self._own = own
        self._by_name: dict[str, Seller] = {}
        for one in known:
            self._by_name |= {one.recipient: one, one.company.registration_number: one}
        pairs = Representation.objects.filter(seller__in=set(self._by_name.values()))
        self._represented = set(pairs.values_list("seller_id", "maker_id"))

    def of(self, row: OfferRow) -> Seller | None:
        """Raises KeyError for nobody who may be meant."""
        return self._by_name[row.seller] if row.seller else self._own

    def may_sell(self, seller: Seller | None, maker: str) -> bool:
        return seller is None or (seller.pk, maker) in self._represented

    def named(self, rows: Iterable[OfferRow]) -> Q:
        """Offers of those sellers whom the rows name; the operator's, where none does."""
        found = {self.of(row) for row in rows if not row.seller or row.seller in self._by_name} or {self._own}
        wanted = Q(seller__in=[one for one in found if one is not None])
        return wanted | Q(seller=None) if None in found else wanted


def _sorted(file: str, rows: list[OfferRow], sellers: _Sellers, report: Imported) -> tuple[list[Offer], list[OfferRow]]:
    """What is to be written, each with its row; the rest is counted or reported."""
    known = dict(Product.objects.filter(pk__in={row.product_id for row in rows}).values_list("pk", "supplier_id"))
    held = {o.sku: o for o in Offer.objects.filter(sku__in=[row.sku for row in rows])}
    # In SKU order, as orders take stock: an import and an order at once do not wait for each other in a ring.
    stocks = {
        s.offer_id: s
        for s in Stock.objects.select_for_update(of=("self",)).filter(offer__sku__in=list(held)).order_by("offer__sku")
    }
    steps = steps_of_file(offers=list(held.values()))
    offers, fresh = [], []
    for row in rows:
        before = held.get(row.sku)
        stock = stocks.get(before.pk) if before else None
        fault = _contradiction(file, row, known, sellers, before, stock)
        if fault is not None:
            report.faults.append(fault)
            continue
        offer = _as_offer(row, sellers.of(row))
        same_stock = (stock.onhand if stock else None) == row.stock
        same_steps = row.steps is None or row.steps == steps.get(before.pk if before else 0, ())
        if (
            before is not None
            and same_stock
            and same_steps
            and all(getattr(before, f) == getattr(offer, f) for f in _FIELDS)
        ):
            report.unchanged += 1
            continue
        report.new += before is None
        report.changed += before is not None
        offers.append(offer)
        fresh.append(row)
    return offers, fresh


def _contradiction(
    file: str, row: OfferRow, known: dict[str, str], sellers: _Sellers, before: Offer | None, stock: Stock | None
) -> Fault | None:
    try:
        seller = sellers.of(row)
    except KeyError:
        return Fault(file, row.row, "seller", "seller", row.seller)
    if row.product_id not in known:
        return Fault(file, row.row, "product_id", "product", row.product_id)
    if before is not None and before.seller_id != (seller.pk if seller else None):
        return Fault(file, row.row, "sku", "taken", row.sku)
    if not sellers.may_sell(seller, known[row.product_id]):
        return Fault(file, row.row, "product_id", "maker", row.product_id)
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
    keep_steps([(offer, ids[row.sku], row.steps) for offer, row in zip(offers, rows, strict=True)])
