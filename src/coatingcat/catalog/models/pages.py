"""Read models: what a page needs in one row, kept by whatever writes the catalogue."""

import functools
import json
from typing import Any

from django.db import models

from coatingcat.catalog.models import facts
from coatingcat.privacy.declarations import nonpersonal


class ProductPage(models.Model):
    """Everything a product page and a search document say about a product, in both languages, without joins.

    `facts` is written by `actions.pages`; `version` is of a
    sequence that no rollback and no removal turns back, so that it can be the key of every cache.
    """

    product = nonpersonal(
        models.OneToOneField("catalog.Product", primary_key=True, on_delete=models.CASCADE, related_name="page"),
        facts.PUBLISHED,
    )
    slug = facts.text(unique=True)
    version = nonpersonal(models.BigIntegerField(default=1), facts.KEPT)
    category_code = facts.text()
    name = facts.text()
    supplier_name = facts.text()
    facts = facts.text(default="{}")
    """JSON, as text: PostgreSQL writes that twice as fast, and nothing asks inside of it."""

    class Meta:
        indexes = [models.Index(fields=["category_code", "product"], name="page_category")]

    @functools.cached_property
    def content(self) -> dict[str, Any]:
        """The facts."""
        return dict(json.loads(self.facts))

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class PropertySpan(models.Model):
    """The smallest and largest figure of a property in the whole catalogue, against which a page draws its bars."""

    property = facts.key()
    lo = facts.number()
    hi = facts.number()
    count = facts.whole(default=0)

    def __str__(self) -> str:
        return f"{self.property}: {self.lo} to {self.hi}"


class Edition(models.Model):
    """One row: rises when names of categories, segments or suppliers change. What is cached of them is cached by it."""

    id = nonpersonal(models.SmallIntegerField(primary_key=True, default=1), facts.KEPT)
    number = nonpersonal(models.BigIntegerField(default=0), facts.KEPT)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="edition_single")]

    def __str__(self) -> str:
        return str(self.number)
