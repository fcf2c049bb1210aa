"""The verbs of outreach."""

from coatingcat.outreach.actions.delivery import Gateway, deliver, forget_old_messages, use_gateway
from coatingcat.outreach.actions.letters import (
    confirm_order,
    notify_consignee,
    send_code,
    tell_order_cancelled,
    tell_order_confirmed,
)
from coatingcat.outreach.actions.telling import tell, title_of
from coatingcat.outreach.actions.writing import write

__all__ = [
    "Gateway",
    "confirm_order",
    "deliver",
    "forget_old_messages",
    "notify_consignee",
    "send_code",
    "tell",
    "tell_order_cancelled",
    "tell_order_confirmed",
    "title_of",
    "use_gateway",
    "write",
]
