"""The verbs of outreach."""

from coatingcat.outreach.actions.announcing import (
    announce,
    mark_announcement_read,
    publish_announcement,
    tell_everybody,
    withdraw_announcement,
)
from coatingcat.outreach.actions.delivery import Gateway, deliver, forget_old_messages, use_gateway
from coatingcat.outreach.actions.guardians import tell_guardian
from coatingcat.outreach.actions.letters import (
    confirm_order,
    notify_consignee,
    notify_sample_consignee,
    send_code,
    send_held_link,
    tell_order_cancelled,
    tell_order_confirmed,
)
from coatingcat.outreach.actions.telling import tell, title_of
from coatingcat.outreach.actions.writing import write

__all__ = [
    "Gateway",
    "announce",
    "confirm_order",
    "deliver",
    "forget_old_messages",
    "mark_announcement_read",
    "notify_consignee",
    "notify_sample_consignee",
    "publish_announcement",
    "send_code",
    "send_held_link",
    "tell",
    "tell_everybody",
    "tell_guardian",
    "tell_order_cancelled",
    "tell_order_confirmed",
    "title_of",
    "use_gateway",
    "withdraw_announcement",
    "write",
]
