"""What trade hears."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from coatingcat.ground.bus import hears
from coatingcat.ground.jobs import later
from coatingcat.trade.access import counter_for, note_counter
from coatingcat.trade.actions import merge_guest_cart
from coatingcat.trade.events import InquirySent, OrderPlaced
from coatingcat.trade.models import AssignmentRule
from coatingcat.trade.words import CART_COOKIE


@receiver(user_logged_in, dispatch_uid="trade.bring_cart")
def bring_cart(sender: Any, request: Any, user: Any, **others: Any) -> None:
    """The guest's cart comes along at the sign-in itself, so that other devices have it at once (F.5).

    The framework's signal and not our event SignedIn: only it knows the request, and with it the cookie.
    """
    token = getattr(request, "COOKIES", {}).get(CART_COOKIE)
    if token:
        merge_guest_cart(subject_id=user.pk, token=token)


@receiver(user_logged_in, dispatch_uid="trade.note_side")
def note_side(sender: Any, request: Any, user: Any, **others: Any) -> None:
    """Whether the person stands at the counter of a seller or agent, so that pages can show the way there unasked."""
    if getattr(request, "session", None) is not None:
        note_counter(request, counter_for(user.pk))


@hears(OrderPlaced)
def give_to_agent(event: OrderPlaced) -> None:
    """Where there are rules, they are asked about what was placed. Lost with the process, the order waits in the queue."""
    if AssignmentRule.objects.filter(ended_at=None).exists():
        later("trade.assign_by_rule", order_id=event.order_id)


@hears(InquirySent)
def give_inquiry_to_agent(event: InquirySent) -> None:
    """Likewise of an inquiry."""
    if AssignmentRule.objects.filter(ended_at=None).exists():
        later("trade.assign_by_rule", inquiry_id=event.inquiry_id)
