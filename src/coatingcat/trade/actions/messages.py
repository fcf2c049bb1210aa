"""What one side writes to the other, about an inquiry or an order."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coatingcat.ground.clock import ZONE, now
from coatingcat.ground.jobs import later
from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.trade.models import Assignment, Inquiry, InquiryMessage, Order, OrderMessage
from coatingcat.trade.words import Side


@transaction.atomic
def write_message(
    *,
    about: Inquiry | Order,
    side: Side,
    by: UUID,
    submission: UUID,
    text: Clear[str],
    file: Clear[Content] | None = None,
    tells: bool = True,
) -> InquiryMessage | OrderMessage:
    """Write to the other side, once for each submission. The other side hears of it once a day, without the contents.

    `tells`: no, where it goes with something that another letter tells of.
    """
    written: InquiryMessage | OrderMessage
    if isinstance(about, Inquiry):
        values = {"side": side.name, "by": by, "text": text, "file": file}
        known = InquiryMessage.objects.filter(inquiry=about, submission=submission).first()
        written = known or InquiryMessage.objects.create(inquiry=about, submission=submission, **values)
    else:
        values = {"side": side.name, "by": by, "text": text, "file": file}
        known_of_order = OrderMessage.objects.filter(order=about, submission=submission).first()
        written = known_of_order or OrderMessage.objects.create(order=about, submission=submission, **values)
    if tells:
        _tell_other_side(about, side)
    return written


def _tell_other_side(about: Inquiry | Order, side: Side) -> None:
    """Once a day and thread: the day stands in the way to the page, and a letter goes once for each way."""
    nouns, letter = ("inquiries", "inquiry_message") if isinstance(about, Inquiry) else ("orders", "order_message")
    day = f"{now().astimezone(ZONE):%Y%m%d}"
    if side is not Side.BUYER:
        later("outreach.tell", letter=letter, subject_id=about.buyer_id, path=f"{nouns}/{about.code}/{day}/")
        return
    which = {"order": about} if isinstance(about, Order) else {"inquiry": about}
    agents = Assignment.objects.filter(ended_at=None, **which).order_by().values("agent_id")
    executes = Q(company__agent__in=agents)
    if about.seller_id is not None:
        executes |= Q(company__seller=about.seller_id)
    people = Position.objects.filter(executes, ended_at=None).exclude(role=CompanyRole.VIEWER.name)
    for subject_id in people.order_by().values_list("member_id", flat=True).distinct():
        path = f"supply/{nouns}/{about.code}/{day}/"
        later("outreach.tell", letter=letter, subject_id=subject_id, path=path)
