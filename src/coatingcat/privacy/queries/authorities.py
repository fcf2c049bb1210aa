"""Demands of authorities, and whom they are about."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from coatingcat.privacy.declarations import find, given_to, personal_entries
from coatingcat.privacy.models import AuthorityRequest
from coatingcat.privacy.places import Hold
from coatingcat.privacy.sealed import DigestField, digest_of
from coatingcat.privacy.words import Text, keeping

AUTHORITY = "authority"
"""The declared recipient that stands for every authority."""


def demandable() -> list[str]:
    """The fields an authority can be given at all, by label."""
    return list(given_to(AUTHORITY))


def requests() -> models.QuerySet[AuthorityRequest]:
    """Every demand, latest first."""
    return AuthorityRequest.objects.select_related("decision").order_by("-at", "-id")


def subjects_named(typed: str) -> set[UUID]:
    """Whom a demand names by e-mail address, mobile number, or a number such as an order's: by exact look-up only."""
    return _by_digest(typed) | _by_number(typed)


def _by_digest(typed: str) -> set[UUID]:
    found: set[UUID] = set()
    for entry, declaration in personal_entries():
        field: Any = entry.field
        if isinstance(field, DigestField):
            try:
                digest = digest_of(field.model, field.of, typed)
            except ValueError:
                continue
            found |= _subjects(field.model, declaration.subject, {field.name: digest})
    return found


def _by_number(typed: str) -> set[UUID]:
    found: set[UUID] = set()
    for label in demandable():
        model, field = _place(label)
        if getattr(field, "unique", False) and isinstance(field, models.CharField):
            found |= _subjects(model, find(label).subject, {field.name: typed.upper()})
    return found


def rows_of(label: str, subject_id: UUID) -> list[models.Model]:
    """The rows in which a field holds something about a person."""
    model, _ = _place(label)
    path = find(label).subject.replace(".", "__")
    return list(model._base_manager.filter(**{path: subject_id}).order_by("pk"))


def _subjects(model: type[models.Model], subject: str, wanted: dict[str, Any]) -> set[UUID]:
    path = subject.replace(".", "__")
    return {found for found in model._base_manager.filter(**wanted).values_list(path, flat=True) if found}


def _place(label: str) -> tuple[type[models.Model], Any]:
    name, _, field = label.rpartition(".")
    model = apps.get_model(name)
    return model, model._meta.get_field(field)


_INSTRUMENTS = Text("由其录入的法律文书", "Legal instruments that this officer entered")


def instrument_holds(subject_id: UUID) -> list[Hold]:
    """Why the hold key of an officer who leaves lives on: the instruments entered are sealed under it, and prove for
    three years why data was given to an authority (IV.3)."""
    entered = AuthorityRequest.objects.filter(by_id=subject_id, instrument__isnull=False)
    found = entered.aggregate(count=models.Count("pk"), last=models.Max("at"))
    if not found["count"]:
        return []
    ends = found["last"] + keeping.EVIDENCE.for_
    return [Hold(_INSTRUMENTS, found["count"], keeping.EVIDENCE.article, ends)]
