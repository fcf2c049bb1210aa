"""What one side writes to the other, about an inquiry or an order."""

from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import ZONE, now
from coatingcat.ground.jobs import later
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.trade.actions.parties import tell_counter
from coatingcat.trade.models import Inquiry, InquiryMessage, Order, OrderMessage
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
    values = {"side": side.name, "by": by, "text": text, "file": file}
    written: InquiryMessage | OrderMessage
    if isinstance(about, Inquiry):
        written, _ = InquiryMessage.objects.get_or_create(inquiry=about, submission=submission, defaults=values)
    else:
        written, _ = OrderMessage.objects.get_or_create(order=about, submission=submission, defaults=values)
    if tells:
        _tell_other_side(about, side)
    return written


def _tell_other_side(about: Inquiry | Order, side: Side) -> None:
    """Once a day and thread: the day stands in the way to the page, and a letter goes once for each way."""
    nouns, letter = ("inquiries", "inquiry_message") if isinstance(about, Inquiry) else ("orders", "order_message")
    day = f"{now().astimezone(ZONE):%Y%m%d}"
    if side is not Side.BUYER:
        later("outreach.tell", letter=letter, subject_id=about.buyer_id, path=f"{nouns}/{about.code}/{day}/")
    else:
        tell_counter(about, letter=letter, path=f"supply/{nouns}/{about.code}/{day}/")
