"""Carts: a member's, kept across devices, or a guest's, kept under a random cookie (F.5)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.trade.models.offers import Offer
from coatingcat.trade.models.records import cart_record, guest_record
from coatingcat.trade.words import MAX_QUANTITY


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose cart: a member's, or else the guest's whose cookie this is."""

    subject_id: UUID | None = None
    token: str | None = None

    def __repr__(self) -> str:
        return "Owner(•••)"


class Cart(models.Model):
    """Of one subject or of one browser, never of both: a member's cart cannot be reached by a cookie."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = cart_record(
        models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="cart"), exported=False
    )
    token_digest = guest_record(models.BinaryField(max_length=32, null=True, unique=True))
    """SHA-256 of the cookie's 256 random bits: a copy of the database opens no cart."""
    last_used = guest_record(models.DateTimeField(default=now, db_index=True))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=None, token_digest__isnull=False)
                | Q(subject__isnull=False, token_digest__isnull=True),
                name="cart_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"cart {self.id}"


class CartLine(models.Model):
    """So many packs of an offer, or a product that has none and is asked for."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    cart = nonpersonal(models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines"), "random key of a cart")
    offer = cart_record(models.ForeignKey(Offer, null=True, on_delete=models.CASCADE), subject="cart.subject_id")
    product = cart_record(models.ForeignKey(Product, null=True, on_delete=models.CASCADE), subject="cart.subject_id")
    """Where there is no offer to order by."""
    quantity = cart_record(models.PositiveIntegerField(), subject="cart.subject_id")
    """Packs; kg where there is no offer."""
    price_seen = cart_record(
        models.DecimalField(max_digits=14, decimal_places=4, null=True), subject="cart.subject_id", exported=False
    )
    """Of one pack, when it was last shown and taken note of: a change since is said aloud."""
    currency_seen = cart_record(
        models.CharField(max_length=3, blank=True, default=""), subject="cart.subject_id", exported=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offer__isnull=False, product=None) | Q(offer=None, product__isnull=False),
                name="cartline_of_one",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="cartline_quantity"),
            models.UniqueConstraint(fields=["cart", "offer"], name="cartline_offer_once"),
            models.UniqueConstraint(fields=["cart", "product"], name="cartline_product_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.offer_id or self.product_id}"
