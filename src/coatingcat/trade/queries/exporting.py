"""Orders as files, portion by portion: what was ordered, for how much, and how far it has come. No name is opened."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from coatingcat.trade.models import Delivery, DeliveryLine, Order, OrderLine

_PORTION = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Beginnings of cells that spreadsheets compute."""

OF_ORDER = (
    "order",
    "po_number",
    "state",
    "placed_at",
    "confirmed_at",
    "promised_on",
    "delivered_at",
    "ended_at",
    "seller",
)
OF_LINE = (
    "position", "product", "maker", "sku", "pack", "quantity", "unit_price", "line_total", "currency", "shipped",
    "delivered", "returned",
)  # fmt: skip


def as_csv(orders: QuerySet[Order]) -> Iterator[str]:
    """One row for each line, the order's own columns repeated, under a byte order mark for spreadsheets."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([*OF_ORDER, *OF_LINE])
    yield "\ufeff"
    for order in _portions(orders):
        facts = _order(order)
        for line in order.lines.all():
            rows.writerow([_cell(value) for value in (*facts.values(), *_line(line).values())])
        yield _taken(text)
    yield _taken(text)


def as_json(orders: QuerySet[Order]) -> Iterator[str]:
    """A list of orders, each with its lines and deliveries. Amounts are texts, exact to the last digit."""
    yield "[\n"
    for number, order in enumerate(_portions(orders)):
        facts = _order(order) | {
            "total": order.total,
            "tax_rate": order.tax_rate,
            "is_tax_estimated": order.is_tax_estimated,
            "tax": order.tax,
            "currency": order.currency,
            "lines": [_line(line) for line in order.lines.all()],
            "deliveries": [_delivery(one) for one in order.deliveries.all()],
        }
        yield ("" if number == 0 else ",\n") + json.dumps(facts, ensure_ascii=False, default=_plain)
    yield "\n]\n"


def _portions(orders: QuerySet[Order]) -> Iterator[Order]:
    deliveries = Delivery.objects.prefetch_related(
        Prefetch("lines", DeliveryLine.objects.select_related("line").defer("line__offer"))
    )
    whole = orders.select_related("seller__company").prefetch_related("lines", Prefetch("deliveries", deliveries))
    return whole.iterator(chunk_size=_PORTION)


def _order(order: Order) -> dict[str, Any]:
    return {
        "order": order.code,
        "po_number": order.po_number,
        "state": order.state,
        "placed_at": order.placed_at,
        "confirmed_at": order.confirmed_at,
        "promised_on": order.promised_on,
        "delivered_at": order.delivered_at,
        "ended_at": order.ended_at,
        "seller": order.seller.company.name if order.seller else "",
    }


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "position": line.position,
        "product": line.name,
        "maker": line.supplier,
        "sku": line.sku,
        "pack": line.pack,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "line_total": line.line_total,
        "currency": line.currency,
        "shipped": line.shipped,
        "delivered": line.delivered,
        "returned": line.returned,
    }


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "number": delivery.number,
        "state": delivery.state,
        "carrier": delivery.carrier_name,
        "tracking": delivery.tracking,
        "shipped_at": delivery.shipped_at,
        "delivered_at": delivery.delivered_at,
        "lines": [
            {
                "position": one.line.position,
                "quantity": one.quantity,
                "batch": one.batch,
                "best_before": one.best_before,
            }
            for one in delivery.lines.all()
        ],
    }


def _cell(value: Any) -> str:
    """A cell that a spreadsheet takes for text, whatever somebody typed into it."""
    text = "" if value is None else _plain(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _taken(text: io.StringIO) -> str:
    told = text.getvalue()
    text.seek(0)
    text.truncate()
    return told
