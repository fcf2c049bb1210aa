"""Column kinds of the catalogue. None holds anything about a person, so each is declared so once, here."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from coatingcat.privacy.declarations import nonpersonal

PUBLISHED = "a published fact about a material or a trade, about no person"
KEPT = "book-keeping of the catalogue, about no person"


def text(*, why: str = PUBLISHED, **options: Any) -> "models.TextField[str, str]":
    """A text that may be empty: empty is `not known`."""
    return nonpersonal(models.TextField(**{"blank": True, "default": "", **options}), why)


def key(**options: Any) -> "models.TextField[str, str]":
    """A code given by whoever keeps the list, as primary key."""
    return nonpersonal(models.TextField(primary_key=True, **options), PUBLISHED)


def number(**options: Any) -> "models.FloatField[float | None, float | None]":
    """A measured number; null is `not known`."""
    return nonpersonal(models.FloatField(null=True, blank=True, **options), PUBLISHED)


def whole(*, why: str = PUBLISHED, **options: Any) -> "models.IntegerField[int, int]":
    return nonpersonal(models.IntegerField(**options), why)


def codes(**options: Any) -> "ArrayField[list[str], list[str]]":
    """Codes of an axis or of a list of hazards; empty is `not known`."""
    return nonpersonal(ArrayField(models.TextField(), default=list, blank=True, **options), PUBLISHED)


def link(to: str, **options: Any) -> "models.ForeignKey[Any, Any]":
    return nonpersonal(models.ForeignKey(to, **{"on_delete": models.PROTECT, **options}), PUBLISHED)


def fingerprint() -> "models.TextField[str, str]":
    """Digest of the row as imported: an import writes only rows whose digest differs."""
    return nonpersonal(models.TextField(default="", blank=True, editable=False), KEPT)


def one_of(name: str, field: str, allowed: Iterable[StrEnum]) -> models.CheckConstraint:
    """The column holds a value of the enum."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [item.value for item in allowed]}), name=name)


def all_of(name: str, field: str, allowed: Iterable[str]) -> models.CheckConstraint:
    """Every code in the array is on the axis."""
    return models.CheckConstraint(condition=Q(**{f"{field}__contained_by": list(allowed)}), name=name)
