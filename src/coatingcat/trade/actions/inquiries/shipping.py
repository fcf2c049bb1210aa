"""A sample goes out, and with it, by privacy's door, what the carrier needs to deliver it (I.2a-2)."""

from decimal import Decimal

from django.db import transaction

from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.disclosure import Record, disclose
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.queries.recipients import recipients_like
from coatingcat.privacy.words import Purpose, Reason
from coatingcat.trade.actions.inquiries.moving import move_inquiry
from coatingcat.trade.models import Inquiry, SampleParcel
from coatingcat.trade.refusals import NotAllowed
from coatingcat.trade.words import CARRIER, InquiryState, Side

CARRIER_IS_TOLD = (
    "trade.Consignee.name",
    "trade.Consignee.phone",
    "trade.Consignee.address",
    "trade.SampleParcel.packs",
    "trade.SampleParcel.weight_kg",
)
"""What a carrier needs. What the sample is for, and for whom it was asked, is none of its business."""


@transaction.atomic
def ship_sample(
    *, inquiry: Inquiry, carrier: str, tracking: str, packs: int, weight_kg: Decimal, side: Side, actor: Actor
) -> SampleParcel:
    """Send the sample of an approved inquiry, once. `carrier`: its key, or empty for the seller's own transport.

    Raises NotAllowed for an inquiry that is not approved or has no consignee, or a carrier without a contract in
    force; ShareRefused if the door says no. Nothing is written then.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",)).select_related("consignee").get(pk=inquiry.pk)
    earlier = SampleParcel.objects.filter(inquiry=inquiry).first()
    if earlier is not None:
        return earlier
    known = {known.key: known for known in recipients_like(CARRIER)}
    if inquiry.consignee is None or (carrier and carrier not in known) or actor.subject_id is None:
        raise NotAllowed
    parcel = SampleParcel.objects.create(
        inquiry=inquiry,
        carrier=carrier,
        carrier_name=known[carrier].name.en if carrier else "",
        tracking=tracking,
        packs=packs,
        weight_kg=weight_kg,
    )
    move_inquiry(inquiry=inquiry, to=InquiryState.SHIPPED, side=side, by=actor.subject_id)
    if carrier:
        disclose(
            recipient=carrier,
            purpose=Purpose.INQUIRIES,
            records=[Record((inquiry.consignee, parcel), CARRIER_IS_TOLD)],
            actor=actor,
            about=parcel.pk,
            reason=Reason.SAMPLE,
            code=inquiry.code,
        )
        if not inquiry.consignee.is_buyer:
            later(
                "outreach.tell",
                letter="parcel_for_consignee",
                subject_id=inquiry.consignee.subject_id,
                path="privacy/recipients/",
            )
    return parcel
