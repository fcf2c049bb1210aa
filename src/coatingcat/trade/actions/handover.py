"""Goods go to a carrier, and with them, by privacy's door, what the carrier needs to deliver them (I.2a-2, F.7)."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.disclosure import Record, disclose
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.words import Purpose, Reason
from coatingcat.trade.models import Delivery, Order, Parcel
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.rules import CLAIMABLE, SHIPPABLE
from coatingcat.trade.words import CARRIER, State

TOLD = (
    "trade.Consignee.name",
    "trade.Consignee.phone",
    "trade.Consignee.address",
    "trade.Parcel.packs",
    "trade.Parcel.weight_kg",
)
"""What a carrier needs. What the goods are for, and for whom they were ordered, is none of its business."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What is given to a carrier: its key among the recipients of data, and the parcel from outside."""

    carrier: str
    packs: int
    weight_kg: Decimal
    """Gross, with packing."""


@transaction.atomic
def hand_over(
    *, order: Order, handed: Handed, submission: UUID, actor: Actor, delivery: Delivery | None = None
) -> Parcel:
    """Hand a parcel of a confirmed order to a carrier, once for each submission.

    Raises NotAllowed for an order that is not to be shipped, or a carrier without a contract in force; ShareRefused if
    the door says no. Nothing is written then.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("consignee").get(pk=order.pk)
    earlier = Parcel.objects.filter(order=order, submission=submission).first()
    if earlier is not None:
        return earlier
    known = {known.key: known for known in recipients_like(CARRIER)}
    if State(order.state) not in SHIPPABLE | CLAIMABLE or handed.carrier not in known:
        raise NotAllowed
    parcel = Parcel.objects.create(
        order=order,
        delivery=delivery,
        submission=submission,
        carrier=handed.carrier,
        carrier_name=known[handed.carrier].name.en,
        packs=handed.packs,
        weight_kg=handed.weight_kg,
    )
    disclose(
        recipient=handed.carrier,
        purpose=Purpose.ORDER_FULFILMENT,
        records=[Record((order.consignee, parcel), TOLD)],
        actor=actor,
        about=parcel.pk,
        reason=Reason.DELIVERY,
        code=order.code,
    )
    _tell_consignee(order)
    return parcel


def _tell_consignee(order: Order) -> None:
    """A letter for each parcel: a person is told once of each address, so a moment stands in it."""
    moment = int(now().timestamp() * 1000)
    if not order.consignee.is_buyer:
        later(
            "outreach.tell",
            letter="parcel_for_consignee",
            subject_id=order.consignee.subject_id,
            path=f"privacy/recipients/{moment}/",
        )
