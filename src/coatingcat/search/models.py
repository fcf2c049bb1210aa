"""The outbox of the index."""

from django.db import models

from coatingcat.privacy.declarations import nonpersonal


class Change(models.Model):
    """A document must be looked at again. Written in the transaction that changed it, gone once the index has followed.

    Nothing may be read into the order of ids: a transaction that began earlier may commit later.
    """

    id = nonpersonal(models.BigAutoField(primary_key=True), "serial number of the note")
    kind = nonpersonal(models.CharField(max_length=60), "kind of a public document")
    key = nonpersonal(models.CharField(max_length=200), "key of a public document")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
