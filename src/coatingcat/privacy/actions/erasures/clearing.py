"""Places by name: the tables of the declarations, and what rooms registered beside them or in their stead."""

from uuid import UUID

from coatingcat.privacy.actions.erasures.tables import Table, leads_to_a_subject, tables
from coatingcat.privacy.declarations import Entry, Personal
from coatingcat.privacy.models import SubjectKey
from coatingcat.privacy.places import Place, places
from coatingcat.privacy.words import KeyKind, Text


def places_in_order() -> list[str]:
    """Every place: first those outside tables, which may need rows to find what is theirs, then tables, children first."""
    named = [table.name for table in tables()]
    return [name for name in places() if name not in named] + named


def place_of(entry: Entry, declaration: Personal) -> str | None:
    """The place a declaration lies in; None if an erasure would forget it."""
    for place in places().values():
        if entry.label in place.labels:
            return place.name
    field = entry.field
    if field is not None and leads_to_a_subject(field.model, declaration.subject):
        return f"table:{field.model._meta.label}"
    return None


def clear_place(name: str, subject_id: UUID, dead: frozenset[KeyKind]) -> int:
    """Clear a portion of a place; how much went, 0 once nothing is left."""
    place = places().get(name)
    return place.clear(subject_id) if place else _table(name).clear(subject_id, dead)


def remains_in(name: str, subject_id: UUID, dead: frozenset[KeyKind]) -> int:
    """How much a place still holds that should be gone."""
    place = places().get(name)
    return place.count(subject_id) if place else _table(name).count(subject_id, dead)


def kept_in(name: str, subject_id: UUID) -> int:
    """How many rows stay there as evidence or under a law."""
    return _table(name).staying(subject_id).count() if name.startswith("table:") and name not in places() else 0


def text_of(name: str) -> Text:
    """What lies in a place, for people. A place that is no more is named by its name."""
    place: Place | None = places().get(name)
    if place is not None:
        return place.text
    table = next((table for table in tables() if table.name == name), None)
    return table.text if table else Text(name, name)


def _table(name: str) -> Table:
    return next(table for table in tables() if table.name == name)


def dead_kinds(subject_id: UUID) -> frozenset[KeyKind]:
    """The kinds of keys under which nothing of this subject can be opened any more."""
    alive = SubjectKey.objects.filter(subject_id=subject_id, destroyed_at=None).values_list("kind", flat=True)
    return frozenset(KeyKind) - {KeyKind(kind) for kind in alive}
