"""Guide formulations, line by line, and the solutions they add up to."""

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import facts
from coatingcat.catalog.words import TECHNOLOGIES, Status


class Formulation(models.Model):
    """A recipe to start from: published by a maker, or constructed from textbook practice and labelled so."""

    code = facts.key()
    name = facts.text()
    type = facts.text()
    segment = facts.link("catalog.Segment", related_name="formulations")
    technology = facts.text()
    basis = facts.text()
    """What the amounts are: `weight %`, `weight % of part`, `lb per 100 US gal`, …"""
    mix_ratio = facts.text()
    """Parts by weight, such as `100:46`; empty where there is one part or the source gives none."""
    computed_pvc = facts.number()
    """%; of constructed emulsion paints only, binder density 1.1 g/mL."""
    supplier = facts.text()
    """Who published it, as printed."""
    note = facts.text()
    source = facts.text()
    status = facts.text(default=Status.CONSTRUCTED)
    fingerprint = facts.fingerprint()

    class Meta:
        ordering = ["code"]
        constraints = [
            facts.one_of("formulation_status", "status", Status),
            models.CheckConstraint(condition=Q(technology__in=["", *TECHNOLOGIES]), name="formulation_technology"),
            models.CheckConstraint(condition=~Q(name=""), name="formulation_named"),
            models.CheckConstraint(
                condition=~Q(status=Status.VERIFIED) | Q(source__startswith="http"), name="formulation_verified_where"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_constructed(self) -> bool:
        return self.status == Status.CONSTRUCTED


class FormulationLine(models.Model):
    """An ingredient in a part. The role belongs to this use of it, not to the material."""

    formulation = facts.link("catalog.Formulation", related_name="lines", on_delete=models.CASCADE)
    number = facts.whole()
    part = facts.text()
    ingredient = facts.text()
    """As printed."""
    role = facts.text()
    amount = facts.number()
    """In the formulation's basis."""
    percent = facts.number()
    """% by weight of its part; the parts sum to 100."""
    substance = facts.link("catalog.Substance", null=True, blank=True, related_name="lines")
    product = facts.link("catalog.Product", null=True, blank=True, related_name="lines")

    class Meta:
        ordering = ["formulation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["formulation", "number"], name="formulation_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0) | Q(amount=None), name="formulation_line_amount"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="formulation_line_percent"),
            models.CheckConstraint(condition=~Q(ingredient=""), name="formulation_line_named"),
        ]

    def __str__(self) -> str:
        return f"{self.formulation_id}/{self.number} {self.ingredient}"


class Solution(models.Model):
    """A landing page: a segment coated by a technology, for which there is at least one formulation."""

    segment = facts.link("catalog.Segment", related_name="solutions")
    technology = facts.text()

    class Meta:
        ordering = ["segment", "technology"]
        constraints = [
            models.UniqueConstraint(fields=["segment", "technology"], name="solution_once"),
            models.CheckConstraint(condition=Q(technology__in=list(TECHNOLOGIES)), name="solution_technology"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} × {self.technology}"
