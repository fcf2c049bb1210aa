"""Goods go to a carrier, and with them, by privacy's door, what the carrier needs to deliver them (I.2a-2, F.7)."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction

from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.disclosure import Record, disclose
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.words import Purpose, Reason
from coatingcat.trade.models import Order, Parcel
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import CARRIER, State

TOLD = (
    "trade.Consignee.name",
    "trade.Consignee.phone",
    "trade.Consignee.address",
    "trade.Parcel.packs",
    "trade.Parcel.weight_kg",
)
"""What a carrier needs. What the goods are for, and for whom they were ordered, is none of its business."""


@transaction.atomic
def hand_over(*, order: Order, carrier: str, packs: int, weight_kg: Decimal, submission: UUID, actor: Actor) -> Parcel:
    """Hand a parcel of a confirmed order to a carrier, once for each submission.

    Raises NotAllowed for an order that is not confirmed, or a carrier without a contract in force; ShareRefused if the
    door says no. Nothing is written then.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("consignee").get(pk=order.pk)
    earlier = Parcel.objects.filter(order=order, submission=submission).first()
    if earlier is not None:
        return earlier
    known = {known.key: known for known in recipients_like(CARRIER)}
    if order.state != State.CONFIRMED or carrier not in known:
        raise NotAllowed
    parcel = Parcel.objects.create(
        order=order,
        submission=submission,
        carrier=carrier,
        carrier_name=known[carrier].name.en,
        packs=packs,
        weight_kg=weight_kg,
    )
    disclose(
        recipient=carrier,
        purpose=Purpose.ORDER_FULFILMENT,
        records=[Record((order.consignee, parcel), TOLD)],
        actor=actor,
        about=parcel.pk,
        reason=Reason.DELIVERY,
        code=order.code,
    )
    later("outreach.tell", letter="parcel_handed_over", subject_id=order.buyer_id, path=f"orders/{order.code}/")
    if not order.consignee.is_buyer:
        later(
            "outreach.tell",
            letter="parcel_for_consignee",
            subject_id=order.consignee.subject_id,
            path="privacy/recipients/",
        )
    return parcel
