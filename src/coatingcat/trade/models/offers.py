"""What is sold: packs of products, at a price or on request, from stock or made to order."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from coatingcat.catalog.models import Product
from coatingcat.ground.money import Money
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.sellers import Seller
from coatingcat.trade.rules import UnfitLine, nearest_valid, per_unit, unfit, unit_price
from coatingcat.trade.words import PACK_UNITS, Unfit

_TERMS = "terms of an offer to everybody, about no person"


class Offer(models.Model):
    """A pack of a product, as the operator sells it. Quantities count packs; the price is that of one pack."""

    id = nonpersonal(models.BigAutoField(primary_key=True), _TERMS)
    product = nonpersonal(models.ForeignKey(Product, on_delete=models.PROTECT, related_name="offers"), _TERMS)
    sku = nonpersonal(models.CharField(max_length=40, unique=True), _TERMS)
    pack_size = nonpersonal(models.DecimalField(max_digits=12, decimal_places=3), _TERMS)
    pack_unit = nonpersonal(models.CharField(max_length=8), _TERMS)
    price = nonpersonal(models.DecimalField(max_digits=14, decimal_places=4, null=True), _TERMS)
    """Of one pack, without VAT; null: on request."""
    currency = nonpersonal(models.CharField(max_length=3, blank=True, default=""), _TERMS)
    minimum = nonpersonal(models.PositiveIntegerField(default=1), _TERMS)
    multiple = nonpersonal(models.PositiveIntegerField(default=1), _TERMS)
    lead_days = nonpersonal(models.PositiveIntegerField(null=True), _TERMS)
    """Working days until it leaves the warehouse; null: told with the confirmation."""
    is_demonstration = nonpersonal(models.BooleanField(default=False), _TERMS)
    """Constructed to show the program: no such offer exists, and every page says so."""
    is_active = nonpersonal(models.BooleanField(default=True), _TERMS)
    seller = nonpersonal(models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="offers"), _TERMS)
    """None: the operator."""
    is_price_public = nonpersonal(models.BooleanField(default=True), _TERMS)
    """Whether who is not signed in sees the price too."""

    class Meta:
        ordering = ["product", "pack_unit", "pack_size", "sku"]
        constraints = [
            models.CheckConstraint(condition=Q(pack_size__gt=0), name="offer_pack_size"),
            models.CheckConstraint(condition=Q(pack_unit__in=PACK_UNITS), name="offer_pack_unit"),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gt=0), name="offer_price"),
            models.CheckConstraint(
                condition=Q(price=None, currency="") | Q(price__isnull=False, currency__regex="^[A-Z]{3}$"),
                name="offer_currency",
            ),
            models.CheckConstraint(condition=Q(minimum__gte=1, multiple__gte=1), name="offer_quantities"),
        ]

    def __str__(self) -> str:
        return self.sku

    @property
    def money(self) -> Money | None:
        """The price of one pack; None: on request."""
        return unit_price(self.price, self.currency)

    def unfit(self, quantity: int) -> Unfit | None:
        """Why so many packs cannot be ordered; None if they can. Stock is not asked here."""
        return unfit(quantity, minimum=self.minimum, multiple=self.multiple) if self.is_active else Unfit.GONE

    @property
    def lowest(self) -> int:
        """The smallest quantity that can be ordered."""
        return nearest_valid(1, minimum=self.minimum, multiple=self.multiple)[0]

    @property
    def money_per_unit(self) -> Money | None:
        """The price of 1 kg, say, for comparing packs."""
        return per_unit(self.money, self.pack_size) if self.money else None

    @property
    def pack(self) -> str:
        """`25 kg`, without trailing zeros."""
        return pack(self.pack_size, self.pack_unit)


def pack(size: Decimal, unit: str) -> str:
    """A pack as people write it: `25 kg`, `0.5 L`."""
    return f"{size.normalize():f} {unit}"


def unfit_line(name: str, offer: Offer | None, quantity: int, *, line_id: int | None = None) -> UnfitLine | None:
    """What is wrong with so many packs of an offer, or kg of a product that has none; None if nothing is."""
    terms = {"minimum": offer.minimum if offer else 1, "multiple": offer.multiple if offer else 1}
    why = offer.unfit(quantity) if offer else unfit(quantity, **terms)
    if why is None:
        return None
    known_as = f"{name}, {offer.pack}" if offer else name
    return UnfitLine(line_id, known_as, quantity, why, () if why is Unfit.GONE else nearest_valid(quantity, **terms))


class Stock(models.Model):
    """Packs of an offer in the warehouse. An offer without this row is made to order and never runs out."""

    offer = nonpersonal(
        models.OneToOneField(Offer, primary_key=True, on_delete=models.CASCADE, related_name="stock"), _TERMS
    )
    onhand = nonpersonal(models.PositiveIntegerField(default=0), _TERMS)
    allocated = nonpersonal(models.PositiveIntegerField(default=0), _TERMS)
    """Promised to orders that have not left the house, and reserved."""
    restock_on = nonpersonal(models.DateField(null=True), _TERMS)
    """When more of it is expected; null: nobody has said."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(allocated__gte=0, allocated__lte=F("onhand")), name="stock_never_oversold"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.free} free"

    @property
    def free(self) -> int:
        """Packs nobody has ordered yet."""
        return self.onhand - self.allocated
