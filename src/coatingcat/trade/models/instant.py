"""When a seller gives a price at once: three questions, then a price."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.sellers import Seller
from coatingcat.trade.rules.instant import Policy
from coatingcat.trade.words import Incoterm, PaymentTerms, Timing

_OF_POLICY = "a seller's rule for everybody, about no person"


class InstantPolicy(models.Model):
    """When a seller gives a price at once, and on which terms. Empty lists ask for nothing."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.CASCADE, related_name="instant_policies"), _OF_POLICY
    )
    """None: the operator."""
    name = nonpersonal(models.CharField(max_length=80), _OF_POLICY)
    is_on = nonpersonal(models.BooleanField(default=True), _OF_POLICY)
    products = nonpersonal(ArrayField(models.CharField(max_length=64), default=list, blank=True), _OF_POLICY)
    makers = nonpersonal(ArrayField(models.CharField(max_length=64), default=list, blank=True), _OF_POLICY)
    segments = nonpersonal(ArrayField(models.CharField(max_length=64), default=list, blank=True), _OF_POLICY)
    countries = nonpersonal(ArrayField(models.CharField(max_length=2), default=list, blank=True), _OF_POLICY)
    timings = nonpersonal(ArrayField(models.CharField(max_length=8), default=list, blank=True), _OF_POLICY)
    least_kg = nonpersonal(models.DecimalField(max_digits=12, decimal_places=2, default=0), _OF_POLICY)
    """Of the yearly volume."""
    certified_only = nonpersonal(models.BooleanField(default=True), _OF_POLICY)
    min_packs = nonpersonal(models.PositiveIntegerField(default=1), _OF_POLICY)
    discount = nonpersonal(models.DecimalField(max_digits=5, decimal_places=2, default=0), _OF_POLICY)
    """Per cent off the list price."""
    incoterm = nonpersonal(models.CharField(max_length=3, default=Incoterm.EXW.value), _OF_POLICY)
    place = nonpersonal(models.CharField(max_length=60), _OF_POLICY)
    payment = nonpersonal(models.CharField(max_length=12, default=PaymentTerms.ADVANCE.name), _OF_POLICY)
    lead_days = nonpersonal(models.PositiveIntegerField(), _OF_POLICY)
    valid_days = nonpersonal(models.PositiveIntegerField(default=14), _OF_POLICY)

    class Meta:
        verbose_name_plural = "instant policies"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lt=100), name="instant_discount"),
            models.CheckConstraint(
                condition=Q(least_kg__gte=0, min_packs__gte=1, valid_days__range=(1, 180)), name="instant_figures"
            ),
            models.CheckConstraint(
                condition=Q(incoterm__in=[term.value for term in Incoterm]), name="instant_incoterm"
            ),
            models.CheckConstraint(condition=Q(payment__in=[one.name for one in PaymentTerms]), name="instant_payment"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def as_rule(self) -> Policy:
        return Policy(
            id=self.id,
            is_on=self.is_on,
            discount=self.discount,
            products=frozenset(self.products),
            makers=frozenset(self.makers),
            segments=frozenset(self.segments),
            countries=frozenset(self.countries),
            timings=frozenset(Timing[name] for name in self.timings),
            least_kg=self.least_kg,
            certified_only=self.certified_only,
            min_packs=self.min_packs,
        )
