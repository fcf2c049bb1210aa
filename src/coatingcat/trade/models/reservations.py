"""Packs that are kept for somebody for a while, for a quote, say; those of an order are its lines."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.offers import Offer

_OF_GOODS = "about goods, not about a person"


class Reservation(models.Model):
    """So many packs of an offer until then. They count as allocated: what is reserved is sold to nobody else.

    At any moment `Stock.allocated` is the sum of an offer's reservations and of the allocated lines that have not left
    the house (`queries.stocks.miscounted`).
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    about = nonpersonal(models.UUIDField(db_index=True), "random key of the quote or the like it is for")
    offer = nonpersonal(models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="reservations"), _OF_GOODS)
    packs = nonpersonal(models.PositiveIntegerField(), _OF_GOODS)
    made_at = nonpersonal(models.DateTimeField(default=now), _OF_GOODS)
    until = nonpersonal(models.DateTimeField(db_index=True), _OF_GOODS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "offer"], name="reservation_once"),
            models.CheckConstraint(condition=Q(packs__gte=1), name="reservation_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} of {self.offer_id} until {self.until}"
