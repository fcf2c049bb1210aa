"""A seller or agent may see on this site what an order tells of people; the ledger says since when (F.22; IV.1)."""

from uuid import UUID

from coatingcat.privacy.actions.disclosure import Record, admit
from coatingcat.privacy.models import Share
from coatingcat.privacy.words import Purpose
from coatingcat.trade.models import Order, OrderMessage

ORDER_TOLD = (
    "trade.Consignee.name",
    "trade.Consignee.phone",
    "trade.Consignee.email",
    "trade.Consignee.address",
    "trade.Order.background",
    "trade.Order.yearly_demand",
    "trade.Order.demand_unit",
    "trade.Order.invoice_title",
    "trade.Order.invoice_tax_id",
    "trade.OrderMessage.text",
    "trade.OrderMessage.file",
)
"""What executes an order: to whom the goods go, what they are for, and what both sides write about it."""


def admit_to_order(*, order: Order, recipient: str, by: UUID | None, about: UUID) -> Share:
    """Let the people of a recipient see the answers of an order. `about`: the order for its seller, the assignment for
    an agent; once for each. Raises ShareRefused; nothing is written then."""
    return admit(
        recipient=recipient,
        purpose=Purpose.ORDER_FULFILMENT,
        records=[Record((order, order.consignee, OrderMessage(order=order)), ORDER_TOLD)],
        by=by,
        about=about,
    )
