"""Declarations that fields of trade share, each said once."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Field

from coatingcat.privacy.declarations import personal
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

F = TypeVar("F", bound="Field[Any, Any]")

_FIXED = Text(
    "交易记录，依法须保存且不可更改；订单确认前可取消后重新下单",
    "A transaction record the law makes us keep as it was; until it is confirmed you can cancel and order again",
)
_SYSTEM = Text("系统产生的记录，不可编辑", "A record the system makes; it cannot be edited")


_PURPOSES = {Purpose.ORDER_FULFILMENT, Purpose.TRANSACTION_RECORDS, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA}


def order_record(
    field: F,
    *,
    subject: str = "buyer_id",
    kind: Kind = Kind.ORDER,
    exported: bool = True,
    also_for: Collection[Purpose] = (),
) -> F:
    """A fact of an order. It names nobody; it is the buyer's through their random number only (V.1b)."""
    return personal(
        field,
        kind=kind,
        subject=subject,
        purposes={*_PURPOSES, *also_for},
        keep=keeping.TRANSACTION,
        erase="unlink",
        exported=exported,
        fixed_because=_FIXED,
    )


def sealed_record(
    field: F,
    *,
    kind: Kind,
    subject: str,
    reason: Text,
    required_for: str = "",
    also_for: Collection[Purpose] = (),
) -> F:
    """What an order says in words of a person, sealed under a key that lives as long as the law asks (ECL 31)."""
    return personal(
        field,
        kind=kind,
        subject=subject,
        purposes={*_PURPOSES, *also_for},
        keep=keeping.TRANSACTION,
        reason=reason,
        required_for=required_for,
        fixed_because=_FIXED,
    )


def digest_record(field: F, *, kind: Kind, subject: str) -> F:
    """A keyed digest beside a sealed value, by which somebody who writes from that address is found (PIPL 50)."""
    return personal(
        field,
        kind=kind,
        subject=subject,
        purposes={Purpose.OWN_DATA},
        keep=keeping.TRANSACTION,
        exported=False,
        fixed_because=_FIXED,
    )


def cart_record(field: F, *, subject: str = "subject_id", exported: bool = True) -> F:
    """A fact of a cart; a guest's belongs to nobody we know and goes 30 days after its last use."""
    return personal(
        field,
        kind=Kind.CART,
        subject=subject,
        purposes={Purpose.SHOPPING, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        erase="delete row",
        exported=exported,
        editable_at="trade:cart",
    )


def guest_record(field: F) -> F:
    """What ties a cart to a browser; it goes 30 days after its last use."""
    return personal(
        field,
        kind=Kind.CART,
        subject="subject_id",
        purposes={Purpose.SHOPPING},
        keep=keeping.GUEST_CART,
        erase="delete row",
        exported=False,
        fixed_because=_SYSTEM,
    )


def draft_record(field: F, *, kind: Kind = Kind.ORDER, exported: bool = True) -> F:
    """An answer of a checkout that is not finished; it goes after a day."""
    return personal(
        field,
        kind=kind,
        subject="subject_id",
        purposes={Purpose.ORDER_FULFILMENT, Purpose.OWN_DATA},
        keep=keeping.UNFINISHED,
        erase="delete row",
        exported=exported,
        editable_at="trade:checkout_project",
    )


_INQUIRED = {Purpose.INQUIRIES, Purpose.OWN_DATA}
_SENT = Text(
    "已发送给供应商，不可更改；可以补充消息或撤回",
    "Sent to the supplier as it was; you can add a message, or withdraw it",
)


def inquiry_record(
    field: F,
    *,
    subject: str = "inquiry.buyer_id",
    kind: Kind = Kind.INQUIRY,
    exported: bool = True,
    also_for: Collection[Purpose] = (),
) -> F:
    """A fact of an inquiry. It names nobody; it is the buyer's through their random number only."""
    return personal(
        field,
        kind=kind,
        subject=subject,
        purposes={*_INQUIRED, *also_for},
        keep=keeping.INQUIRY,
        erase="unlink",
        exported=exported,
        fixed_because=_SENT,
    )


def sealed_inquiry(
    field: F, *, kind: Kind, reason: Text, subject: str = "inquiry.buyer_id", also_for: Collection[Purpose] = ()
) -> F:
    """What an inquiry says in words, sealed under a key that dies with the account (III.3a)."""
    return personal(
        field,
        kind=kind,
        subject=subject,
        purposes={*_INQUIRED, *also_for},
        keep=keeping.INQUIRY,
        reason=reason,
        fixed_because=_SENT,
    )


def actor_record(field: F) -> F:
    """Who did it on the other side, for the review of their work; the buyer is shown the side alone."""
    return personal(
        field,
        kind=Kind.OPENING,
        subject="by",
        purposes={Purpose.OWN_DATA, Purpose.EVIDENCE},
        keep=keeping.EVIDENCE,
        erase="unlink",
        exported=False,
        fixed_because=_SYSTEM,
    )


def inquiry_draft_record(field: F, *, kind: Kind = Kind.INQUIRY, exported: bool = True) -> F:
    """An answer of an inquiry that was not sent; it goes after a day."""
    return personal(
        field,
        kind=kind,
        subject="subject_id",
        purposes=_INQUIRED,
        keep=keeping.UNFINISHED,
        erase="delete row",
        exported=exported,
        editable_at="trade:inquiry_new",
    )
