"""What outreach hears of trade: written into the outbox of webhooks while it happens."""

from coatingcat.ground.bus import hears
from coatingcat.outreach.actions.webhooks import note_inquiry, note_order
from coatingcat.trade.events import InquiryMoved, InquirySent, OrderPlaced, OrderStepped


@hears(OrderPlaced, at_once=True)
def order_placed(event: OrderPlaced) -> None:
    note_order(order_id=event.order_id, type_="order.placed", at=event.at)


@hears(OrderStepped, at_once=True)
def order_stepped(event: OrderStepped) -> None:
    note_order(order_id=event.order_id, type_=f"order.{event.what.lower()}", at=event.at)


@hears(InquirySent, at_once=True)
def inquiry_sent(event: InquirySent) -> None:
    note_inquiry(inquiry_id=event.inquiry_id, type_="inquiry.sent", at=event.at)


@hears(InquiryMoved, at_once=True)
def inquiry_moved(event: InquiryMoved) -> None:
    note_inquiry(inquiry_id=event.inquiry_id, type_=f"inquiry.{event.state.lower()}", at=event.at)
