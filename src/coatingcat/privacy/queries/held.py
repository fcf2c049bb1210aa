"""Everything held about one person: which tables, which rows, read how. The declarations are the only list (V.1a).

Pages, exports and erasure plans walk the same tables.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from coatingcat.privacy.declarations import DeclarationError, Entry, Personal, find, personal_entries
from coatingcat.privacy.words import Act, ErasureWay, GivenBy, Purpose, Role, Text
from coatingcat.privacy.words.cases import AfterDeath, CaseKind, CaseState, Ground, Move, Relation
from coatingcat.privacy.words.minors import Guardianship

_readings: dict[str, Callable[[str], Text]] = {
    "privacy.Consent.purpose": lambda code: Purpose[code].text,
    "privacy.Consent.act": lambda code: Act(code).text,
    "privacy.Consent.given_by": lambda code: GivenBy[code].text,
    "privacy.Erasure.way": lambda code: ErasureWay[code].text,
    "privacy.RoleGrant.role": lambda code: Role[code].value,
    "privacy.GuardianConsent.act": lambda code: Act(code).text,
    "privacy.GuardianConsent.relation": lambda code: Guardianship[code].value,
    "privacy.Guardianship.relation": lambda code: Guardianship[code].value,
    "privacy.Case.kind": lambda code: CaseKind[code.upper()].text,
    "privacy.Case.state": lambda code: CaseState[code.upper()].value,
    "privacy.CaseStep.move": lambda code: Move[code.upper()].value,
    "privacy.CaseStep.ground": lambda code: Ground[code.upper()].value,
    "privacy.Kinship.relation": lambda code: Relation[code.upper()].value,
    "privacy.Arrangement.wish": lambda code: AfterDeath[code.upper()].value,
    "privacy.CorrectionFlow.label": lambda code: find(code).kind.text,
}
"""How values that are codes are read, by label."""


def reads(label: str, reading: Callable[[str], Text]) -> None:
    """Say how the codes of a field are read by people; in a room's `holdings`."""
    _readings[label] = reading


def as_words(label: str, value: str, language: str | None) -> str:
    """A code in the reader's language; what is no code (any more) as it is."""
    try:
        return _readings[label](value).in_language(language)
    except (LookupError, ValueError, DeclarationError):
        return value


@cache
def tables_with_people() -> "dict[type[models.Model], list[tuple[Entry, Personal]]]":
    """The personal fields of each table."""
    tables: dict[type[models.Model], list[tuple[Entry, Personal]]] = defaultdict(list)
    for entry, declaration in personal_entries():
        if entry.field is not None:
            tables[entry.field.model].append((entry, declaration))
    return dict(tables)


def rows_about(model: type[models.Model], entries: list[tuple[Entry, Personal]], subject_id: UUID) -> "QuerySet[Any]":
    """The rows of a table about a person, latest first; several paths may lead to the same person.

    Empty where persons are found by another way than an id, such as the log's pseudonyms.
    """
    wanted = models.Q()
    for path in {declaration.subject for _, declaration in entries}:
        end = _end_of(model, path)
        if end is not None:
            value = str(subject_id) if isinstance(end, models.JSONField) else subject_id
            wanted |= models.Q(**{path.replace(".", "__"): value})
    if not wanted:
        return model._default_manager.none()
    return model._default_manager.filter(wanted).order_by("-pk")


@cache
def _end_of(model: type[models.Model], path: str) -> Any:
    """The field a path ends at: a subject's id, or JSON that holds one; None if it ends at anything else."""
    first, _, rest = path.partition(".")
    try:
        field: Any = next(f for f in model._meta.concrete_fields if first in {f.name, f.attname})
    except StopIteration:
        return None
    if isinstance(field, models.JSONField):
        return field
    if rest:
        return _end_of(field.related_model, rest) if field.related_model else None
    return field if isinstance(field.target_field if field.is_relation else field, _IDS) else None


_IDS = (models.UUIDField, models.ForeignKey)
