"""How quickly and how reliably a seller serves, in numbers without anybody in them."""

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.models.sellers import Seller

_COUNTED = "counted over at least five transactions; nobody is in it"


class SellerStatistic(models.Model):
    """Figures of the last 90 days, worked out every night. What rests on fewer than five cases is null: too few yet."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.CASCADE, related_name="statistics"), "a company"
    )
    """None: the operator."""
    counted_at = nonpersonal(models.DateTimeField(default=now), "when it was counted")
    answer_minutes = nonpersonal(models.PositiveIntegerField(null=True), _COUNTED)
    """Median time to the first answer of an inquiry."""
    on_time = nonpersonal(models.PositiveSmallIntegerField(null=True), _COUNTED)
    """Per cent of deliveries that left by the promised day."""
    quoted = nonpersonal(models.PositiveSmallIntegerField(null=True), _COUNTED)
    """Per cent of requests for a quote that got one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller"], nulls_distinct=False, name="sellerstatistic_once"),
            models.CheckConstraint(
                condition=(Q(on_time=None) | Q(on_time__lte=100)) & (Q(quoted=None) | Q(quoted__lte=100)),
                name="sellerstatistic_per_cent",
            ),
        ]

    def __str__(self) -> str:
        return f"statistics of {self.seller_id or 'the operator'}"
