"""What sellers agreed to sell at: to everybody, to a group of companies, or to one company."""

from django.db import models
from django.db.models import F, Q

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money
from coatingcat.members.models import Company
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.offers import Offer
from coatingcat.trade.models.sellers import Seller
from coatingcat.trade.rules import unit_price

_BETWEEN_COMPANIES = "agreed between companies, about no person"


class PriceList(models.Model):
    """Prices of a seller in one currency: for one company, for a group of them, or, where neither is named, public."""

    id = nonpersonal(models.BigAutoField(primary_key=True), _BETWEEN_COMPANIES)
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="price_lists"), _BETWEEN_COMPANIES
    )
    """None: the operator."""
    name = nonpersonal(models.CharField(max_length=80), _BETWEEN_COMPANIES)
    currency = nonpersonal(models.CharField(max_length=3), _BETWEEN_COMPANIES)
    company = nonpersonal(
        models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="price_lists"), _BETWEEN_COMPANIES
    )
    tier = nonpersonal(models.CharField(max_length=20, blank=True, default=""), _BETWEEN_COMPANIES)
    """Group of companies, as `CompanyTier` puts them; empty: none."""
    valid_from = nonpersonal(models.DateField(default=today), _BETWEEN_COMPANIES)
    valid_to = nonpersonal(models.DateField(null=True), _BETWEEN_COMPANIES)
    """Last day; null: until it is ended."""
    order_minimum = nonpersonal(models.DecimalField(max_digits=14, decimal_places=4, null=True), _BETWEEN_COMPANIES)
    """Least sum of an order's goods, without VAT, for whom the list is for; null: this list asks for none."""

    class Meta:
        ordering = ["seller", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="pricelist_currency"),
            models.CheckConstraint(condition=Q(company=None) | Q(tier=""), name="pricelist_for_one_sort"),
            models.CheckConstraint(
                condition=Q(order_minimum=None) | Q(order_minimum__gt=0), name="pricelist_order_minimum"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="pricelist_valid"
            ),
            models.UniqueConstraint(
                fields=["seller", "currency", "name"], nulls_distinct=False, name="pricelist_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def minimum_money(self) -> Money | None:
        """Least sum of an order; None: this list asks for none."""
        return unit_price(self.order_minimum, self.currency)


class PriceRow(models.Model):
    """From so many packs a pack of an offer costs so much."""

    id = nonpersonal(models.BigAutoField(primary_key=True), _BETWEEN_COMPANIES)
    list = nonpersonal(models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="rows"), _BETWEEN_COMPANIES)
    offer = nonpersonal(
        models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="price_rows"), _BETWEEN_COMPANIES
    )
    minimum = nonpersonal(models.PositiveIntegerField(default=1), _BETWEEN_COMPANIES)
    price = nonpersonal(models.DecimalField(max_digits=14, decimal_places=4), _BETWEEN_COMPANIES)
    """Of one pack, without VAT."""

    class Meta:
        ordering = ["list", "offer", "minimum"]
        constraints = [
            models.UniqueConstraint(fields=["list", "offer", "minimum"], name="pricerow_once"),
            models.CheckConstraint(condition=Q(minimum__gte=1, price__gt=0), name="pricerow_sense"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} from {self.minimum}: {self.price}"


class CompanyTier(models.Model):
    """Into which group a seller has put a company."""

    id = nonpersonal(models.BigAutoField(primary_key=True), _BETWEEN_COMPANIES)
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.CASCADE, related_name="tiers"), _BETWEEN_COMPANIES
    )
    company = nonpersonal(
        models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tiers"), _BETWEEN_COMPANIES
    )
    tier = nonpersonal(models.CharField(max_length=20), _BETWEEN_COMPANIES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "company"], nulls_distinct=False, name="companytier_once"),
            models.CheckConstraint(condition=~Q(tier=""), name="companytier_named"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.tier}"


class OrderTerms(models.Model):
    """What a company wants its people to give with every order."""

    company = nonpersonal(
        models.OneToOneField(Company, primary_key=True, on_delete=models.CASCADE, related_name="order_terms"),
        _BETWEEN_COMPANIES,
    )
    needs_po_number = nonpersonal(models.BooleanField(default=False), _BETWEEN_COMPANIES)

    def __str__(self) -> str:
        return f"terms of {self.company_id}"
