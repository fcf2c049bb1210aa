"""How a seller bills and where it is paid: facts of companies, entered at their counter."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.sellers import Seller
from coatingcat.trade.words import TERMS_DAYS, Bill

_OF_SELLER = "of a company that sells, about no person"


class Billing(models.Model):
    """What stands on a seller's invoices beside its name; of the operator where no seller is named."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="billing"), _OF_SELLER
    )
    tax_id = nonpersonal(models.CharField(max_length=40, blank=True, default=""), _OF_SELLER)
    address = nonpersonal(models.CharField(max_length=200, blank=True, default=""), _OF_SELLER)
    country = nonpersonal(models.CharField(max_length=2, default="CN"), _OF_SELLER)
    vat_percent = nonpersonal(models.DecimalField(max_digits=5, decimal_places=2, null=True), _OF_SELLER)
    """What its sales at home bear, from the next order on; null: the standard rate of its country (`rules.taxes`)."""
    terms_days = nonpersonal(models.PositiveSmallIntegerField(default=TERMS_DAYS), _OF_SELLER)
    changed_at = nonpersonal(models.DateTimeField(default=now), "when it was entered")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller"], nulls_distinct=False, name="billing_once"),
            models.CheckConstraint(condition=Q(vat_percent__gte=0, vat_percent__lt=100), name="billing_vat"),
            models.CheckConstraint(condition=Q(terms_days__lte=365), name="billing_terms"),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="billing_country"),
        ]

    def __str__(self) -> str:
        return f"billing of {self.seller_id or 'the operator'}"

    @property
    def own_rate(self) -> Decimal | None:
        """The same as a fraction; None: the standard rate."""
        return None if self.vat_percent is None else self.vat_percent / 100


class BankAccount(models.Model):
    """Where a seller is paid in a currency. Another account ends this one: what invoices named stays readable."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="bank_accounts"), _OF_SELLER
    )
    currency = nonpersonal(models.CharField(max_length=3), _OF_SELLER)
    holder = nonpersonal(models.CharField(max_length=120), _OF_SELLER)
    bank = nonpersonal(models.CharField(max_length=120), _OF_SELLER)
    number = nonpersonal(models.CharField(max_length=34), _OF_SELLER)
    """IBAN, or the number as the bank writes it."""
    bank_code = nonpersonal(models.CharField(max_length=12, blank=True, default=""), _OF_SELLER)
    """BIC (ISO 9362), or the 12 digits of CNAPS."""
    since = nonpersonal(models.DateTimeField(default=now), "from when")
    ended_at = nonpersonal(models.DateTimeField(null=True), "until when")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "currency"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="bankaccount_one_for_a_currency",
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="bankaccount_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} account of {self.seller_id or 'the operator'}"


class Series(models.Model):
    """The last number given in a series of invoices or credit notes of a seller's year: no number is ever left out."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    seller = nonpersonal(models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="+"), _OF_SELLER)
    kind = nonpersonal(models.CharField(max_length=8), "invoice or credit note")
    year = nonpersonal(models.PositiveSmallIntegerField(), "year of issue in Shanghai")
    last = nonpersonal(models.PositiveIntegerField(default=0), "a counter")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "kind", "year"], nulls_distinct=False, name="series_once"),
            models.CheckConstraint(condition=Q(kind__in=[b.value for b in Bill]), name="series_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"
