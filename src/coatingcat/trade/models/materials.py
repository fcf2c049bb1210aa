"""A company's own list of raw materials: its internal code, what suppliers call it, and how far it has come with it."""

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models import Company
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.words import Kind, Purpose, Text, keeping
from coatingcat.trade.words import MaterialStatus

_COMPANYS = "a company's record of a raw material, about no person"
_STATUSES = [status.name for status in MaterialStatus]


class Material(models.Model):
    """That a product, or a grade this catalogue does not have, goes by an internal code, and whether it may be used.

    One code may have several grades: what is approved as equal. Seen by the company's own people and nobody else.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="materials"), _COMPANYS)
    code = nonpersonal(models.CharField(max_length=40), _COMPANYS)
    product = nonpersonal(
        models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="materials"), _COMPANYS
    )
    grade = nonpersonal(models.CharField(max_length=200, blank=True, default=""), _COMPANYS)
    """Trade name of what the catalogue does not have."""
    supplier = nonpersonal(models.CharField(max_length=200, blank=True, default=""), _COMPANYS)
    status = nonpersonal(models.CharField(max_length=12, default=MaterialStatus.NOT_STARTED.name), _COMPANYS)
    notes = nonpersonal(
        models.CharField(max_length=1000, blank=True, default=""),
        "a company's note about a product; the form says not to name people",
    )
    changed_at = nonpersonal(models.DateTimeField(default=now), _COMPANYS)

    class Meta:
        ordering = ["code", "id"]
        indexes = [models.Index(fields=["product", "company"], name="material_of_product")]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "code", "product", "grade", "supplier"], nulls_distinct=False, name="material_once"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="material_coded"),
            models.CheckConstraint(condition=Q(status__in=_STATUSES), name="material_status"),
            models.CheckConstraint(
                condition=Q(product__isnull=False, grade="", supplier="") | (Q(product=None) & ~Q(grade="")),
                name="material_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def as_status(self) -> MaterialStatus:
        return MaterialStatus[self.status]


class MaterialChange(models.Model):
    """How a material stood after somebody changed it. Only ever added."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+"), _COMPANYS)
    material = nonpersonal(models.UUIDField(db_index=True), "random key of a row, which may be gone")
    code = nonpersonal(models.CharField(max_length=40), _COMPANYS)
    status = nonpersonal(models.CharField(max_length=12, blank=True), _COMPANYS)
    """Empty: it was taken off the list."""
    notes = nonpersonal(models.CharField(max_length=1000, blank=True, default=""), _COMPANYS)
    at = nonpersonal(models.DateTimeField(default=now), "when")
    by = personal(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="material_changes"),
        kind=Kind.PERSON_ID,
        subject="by_id",
        purposes={Purpose.SHOPPING, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        erase="unlink",
        exported=False,
        fixed_because=Text("由系统记录", "Recorded by the system"),
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["", *_STATUSES]), name="materialchange_status"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.status}"

    @property
    def as_status(self) -> MaterialStatus | None:
        return MaterialStatus[self.status] if self.status else None
