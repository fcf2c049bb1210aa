"""What trade hears."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from coatingcat.trade.access import counter_for, note_counter
from coatingcat.trade.actions import merge_guest_cart
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
