"""Carts put aside under a name: to be ordered again, or filled together by the people of a company."""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models import Company, Position
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, keeping
from coatingcat.trade.models.offers import Offer
from coatingcat.trade.words import MAX_QUANTITY

_saved = functools.partial(
    personal,
    kind=Kind.CART,
    purposes={Purpose.SHOPPING, Purpose.OWN_DATA},
    keep=keeping.ACCOUNT,
    editable_at="trade:saved_carts",
)


class SavedCart(models.Model):
    """Lines under a name. Where a company is named, its people see them, and those who may buy add to them."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    owner = _saved(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="saved_carts"),
        subject="owner_id",
        erase="delete row",
        exported=False,
    )
    name = _saved(SealedText(max_length=60), subject="owner_id")
    """What its owner calls it: it may name people, so it lies sealed."""
    company = nonpersonal(
        models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="shared_carts"), "a company"
    )
    """With whose people it is shared; None: with nobody."""
    changed_at = _saved(models.DateTimeField(default=now), subject="owner_id", erase="delete row")

    class Meta:
        ordering = ["-changed_at", "id"]

    def __str__(self) -> str:
        return f"saved cart {self.id}"


class SavedLine(models.Model):
    """So many packs of an offer, or kg of a product that has none, and who put them there."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    cart = nonpersonal(
        models.ForeignKey(SavedCart, on_delete=models.CASCADE, related_name="lines"), "random key of a cart"
    )
    offer = _saved(
        models.ForeignKey(Offer, null=True, on_delete=models.CASCADE), subject="cart.owner_id", erase="delete row"
    )
    product = _saved(
        models.ForeignKey(Product, null=True, on_delete=models.CASCADE), subject="cart.owner_id", erase="delete row"
    )
    quantity = _saved(models.PositiveIntegerField(), subject="cart.owner_id", erase="delete row")
    added_by = _saved(
        models.ForeignKey(Position, null=True, on_delete=models.SET_NULL, related_name="+"),
        subject="added_by.member_id",
        erase="unlink",
        exported=False,
    )
    """Null: the owner, or somebody who has left the site since; what they added stays the company's."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offer__isnull=False, product=None) | Q(offer=None, product__isnull=False),
                name="savedline_of_one",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="savedline_quantity"),
            models.UniqueConstraint(fields=["cart", "offer"], name="savedline_offer_once"),
            models.UniqueConstraint(fields=["cart", "product"], name="savedline_product_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.offer_id or self.product_id}"
