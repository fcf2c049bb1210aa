"""Tables as places: what an erasure does to the rows of one subject, read off the declarations (V.3; PIPL 47).

`delete row` removes the rows; `destroy key` leaves a row without its sealed value, once the key is dead; `unlink`
leaves evidence, which knows the person by a random number only. Everything is set-based and in portions.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Q

from coatingcat.privacy.declarations import Personal, personal_entries
from coatingcat.privacy.sealed import DigestField, Sealed, SealedField
from coatingcat.privacy.words import Keep, KeyKind, Kind, Text

PORTION = 20_000
"""Rows that go in one transaction."""
BLANK = bytes(64)
"""What stands in a column that may not be empty: a sealed value under no key there ever was."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one model that belong to people, and what an erasure does to them."""

    model: type[models.Model]
    paths: frozenset[str]
    deletes: frozenset[str]
    """Paths to a subject by which rows are deleted."""
    blanks: tuple[tuple[str, str, KeyKind], ...]
    """Path, field and key of what is taken out of rows that stay."""
    kinds: tuple[Kind, ...]
    keep: Keep | None
    """How long the rows that stay are kept, and by which rule; None if none stay."""

    @property
    def name(self) -> str:
        return f"table:{self.model._meta.label}"

    @property
    def text(self) -> Text:
        """What lies here, in the words of the declarations."""
        kinds = [kind for kind in self.kinds if kind is not Kind.PERSON_ID] or list[Kind](self.kinds)
        return Text("、".join(k.text.zh for k in kinds), ", ".join(k.text.en for k in kinds))

    def doomed(self, subject_id: UUID) -> "models.QuerySet[Any]":
        """The rows that are deleted."""
        return self._rows().filter(_of(self.deletes, subject_id)) if self.deletes else self._rows().none()

    def staying(self, subject_id: UUID) -> "models.QuerySet[Any]":
        """The rows that stay, and know nothing but a random number."""
        stays = self.paths - self.deletes
        if not stays:
            return self._rows().none()
        rows = self._rows().filter(_of(stays, subject_id))
        return rows.exclude(_of(self.deletes, subject_id)) if self.deletes else rows

    def readable(self, subject_id: UUID, dead: frozenset[KeyKind]) -> int:
        """How many rows that stay still carry a sealed value under a dead key."""
        wanted = Q(pk__in=[])
        for path, name, key in self.blanks:
            if key in dead:
                wanted |= _of({path}, subject_id) & _full(self.model, name)
        return self._rows().filter(wanted).count()

    def count(self, subject_id: UUID, dead: frozenset[KeyKind] = frozenset()) -> int:
        """What is still to be done here: rows to delete, and rows to take something out of."""
        return self.doomed(subject_id).count() + (self.readable(subject_id, dead) if dead else 0)

    def clear(self, subject_id: UUID, dead: frozenset[KeyKind]) -> int:
        """Remove a portion, in one transaction; how many rows were touched, 0 once there is nothing left."""
        with transaction.atomic():
            portion: Any = self.doomed(subject_id).order_by().values("pk")[:PORTION]
            if self.deletes and _dependents(self.model):
                portion = [row["pk"] for row in portion]  # the same rows for each of the statements
                _clear_dependents(self.model, portion)
            went = _raw_delete(self._rows().filter(pk__in=portion)) if self.deletes else 0
            for path, name, key in self.blanks:
                if key in dead and went < PORTION:
                    went += self._blank(path, name, subject_id)
        return went

    def _blank(self, path: str, name: str, subject_id: UUID) -> int:
        field = self.model._meta.get_field(name)
        rows = self._rows().filter(_of({path}, subject_id) & _full(self.model, name)).order_by().values("pk")[:PORTION]
        empty = None if field.null else Sealed(cast(SealedField, field), BLANK)
        return self._rows().filter(pk__in=rows).update(**{name: empty})

    def _rows(self) -> "models.QuerySet[Any]":
        return self.model._base_manager.all()


def _of(paths: "frozenset[str] | set[str]", subject_id: UUID) -> Q:
    wanted = Q()
    for path in sorted(paths):
        wanted |= Q(**{path.replace(".", "__"): subject_id})
    return wanted


def _full(model: type[models.Model], name: str) -> Q:
    """Rows in which a field still carries something."""
    field = model._meta.get_field(name)
    return Q(**{f"{name}__isnull": False}) if field.null else ~Q(**{name: Sealed(cast(SealedField, field), BLANK)})


def _raw_delete(rows: "models.QuerySet[Any]") -> int:
    return rows._raw_delete(rows.db) or 0  # one statement, no collecting


def _dependents(model: type[models.Model]) -> list[Any]:
    return [r for r in model._meta.related_objects if r.on_delete in {models.CASCADE, models.SET_NULL}]


def _clear_dependents(model: type[models.Model], rows: Any) -> None:
    """What hangs on rows that go: goes with them where the model says so, or lets go of them."""
    for relation in _dependents(model):
        child, name = relation.related_model, relation.field.name
        hanging = child._base_manager.filter(**{f"{name}__in": rows})
        if relation.on_delete is models.CASCADE:
            _clear_dependents(child, hanging.values("pk"))
            _raw_delete(hanging)
        else:
            hanging.update(**{name: None})


@cache
def tables() -> tuple[Table, ...]:
    """Every table that holds rows of people, those that hang on others first, so that they can go in this order."""
    entries: dict[type[models.Model], list[tuple[Any, Personal]]] = defaultdict(list)
    for entry, declaration in personal_entries():
        if entry.field is not None and leads_to_a_subject(entry.field.model, declaration.subject):
            entries[entry.field.model].append((entry.field, declaration))
    found = {model: _table(model, fields) for model, fields in entries.items()}
    return tuple(found[model] for model in _children_first(list(found)))


def _table(model: type[models.Model], entries: list[tuple[Any, Personal]]) -> Table:
    deletes = frozenset(d.subject for _, d in entries if d.erase == "delete row")
    blanks = tuple(
        (d.subject, f.name, _key_of(f))
        for f, d in entries
        if d.erase == "destroy key" and d.subject not in deletes and isinstance(f, SealedField | DigestField)
    )
    kinds = tuple(sorted({d.kind for _, d in entries}, key=list(Kind).index))
    keeps = [d.keep for _, d in entries if d.subject not in deletes]
    keep = max(keeps, key=lambda keep: keep.for_, default=None)
    return Table(model, frozenset(d.subject for _, d in entries), deletes, blanks, kinds, keep)


def _key_of(field: Any) -> KeyKind:
    source = field.model._meta.get_field(field.of) if isinstance(field, DigestField) else field
    return cast(SealedField, source).key


def leads_to_a_subject(model: type[models.Model], path: str) -> bool:
    """Whether a declared path can be followed in the database to a subject's id; other ways need a place of their own."""
    *steps, last = path.split(".")
    try:
        for step in steps:
            field = model._meta.get_field(step)
            if not field.is_relation or field.related_model is None:
                return False
            model = field.related_model
        found: Any = model._meta.get_field(last)
    except FieldDoesNotExist:
        return False
    while found.is_relation:
        found = found.target_field
    return isinstance(found, models.UUIDField)


def _children_first(found: list[type[models.Model]]) -> list[type[models.Model]]:
    """In an order in which whatever points at a table comes before it."""
    placed: list[type[models.Model]] = []

    def place(model: type[models.Model], above: tuple[type[models.Model], ...] = ()) -> None:
        if model in placed or model in above:
            return
        for relation in model._meta.related_objects:
            if relation.related_model in found:
                place(relation.related_model, (*above, model))
        placed.append(model)

    for model in found:
        place(model)
    return placed
