"""Keys of months, for what belongs to a moment rather than to a person: network records."""

from django.db import models

from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.keys import Epoch


class MonthKey(models.Model):
    """The key of one month, wrapped by an epoch's. It dies six months after the month's end (CSL 23)."""

    month = nonpersonal(models.DateField(primary_key=True), "first day of a month in Shanghai")
    epoch = nonpersonal(models.ForeignKey(Epoch, on_delete=models.PROTECT), "which epoch's key wraps it")
    wrapped = nonpersonal(models.BinaryField(null=True), "random key, encrypted; empty once destroyed")
    destroyed_at = nonpersonal(models.DateTimeField(null=True), "when the key was destroyed")

    class Meta:
        db_table = "privacy_monthkey"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped=None, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at=None),
                name="monthkey_destroyed_means_gone",
            )
        ]

    def __str__(self) -> str:
        return f"key of {self.month:%Y-%m}"
