"""What trade hears."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

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
