"""Recipients and orders for the tests of the door."""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pyrage

from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.actions.disclosure import Record, disclose
from coatingcat.privacy.actions.recipients import enter_terms
from coatingcat.privacy.actions.staff import sign_undertaking
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.models import Share
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.actions import confirm_order
from coatingcat.trade.models import Order, Parcel
from tests.trade import factories as make

CONTRACT = {"country": "CN", "contract": "C-2026-7", "starts_on": date(2020, 1, 1), "ends_on": date(2099, 12, 31)}


def contracted(key: str = "carrier", **terms: Any) -> pyrage.x25519.Identity:
    """A recipient with a contract and a key; gives the half of the key that opens."""
    identity = pyrage.x25519.Identity.generate()
    enter_terms(key=key, by=None, **{**CONTRACT, "age_key": str(identity.to_public()), **terms})
    return identity


def desk(*roles: Role) -> Actor:
    """Somebody at the desk; at the order desk unless roles are named."""
    subject = new_subject("member").pk
    sign_undertaking(subject_id=subject, language="en")
    return Actor(subject, frozenset({Role.MEMBER, *(roles or (Role.FULFILMENT,))}), "test")


def parcel(order: Order | None = None, **facts: Any) -> Parcel:
    """A parcel of a confirmed order, without a word to anybody."""
    order = order or confirmed()
    facts = {"carrier": "carrier", "carrier_name": "C", "packs": 1, "weight_kg": Decimal("25.50"), **facts}
    return Parcel.objects.create(order=order, submission=uuid4(), **facts)


def confirmed(buyer: UUID | None = None, **other: Any) -> Order:
    order = make.order(buyer, **other)
    confirm_order(order=order)
    return Order.objects.select_related("consignee").get(pk=order.pk)


def told(one: Parcel, *labels: str) -> Record:
    """What the carrier would be told of a parcel; all that is declared unless labels are named."""
    labels = labels or (
        "trade.Consignee.name",
        "trade.Consignee.phone",
        "trade.Consignee.address",
        "trade.Parcel.packs",
    )
    return Record((one.order.consignee, one.order, one), labels)


def handed(*records: Record, **changes: Any) -> Share:
    """Through the door, to the carrier unless said otherwise."""
    given = {"recipient": "carrier", "purpose": Purpose.ORDER_FULFILMENT, "actor": desk(), **changes}
    return disclose(records=list(records), **given)


def content(share: Share, identity: pyrage.x25519.Identity) -> Any:
    """What the recipient reads."""
    return json.loads(pyrage.decrypt(bytes(share.package.content), [identity]))
