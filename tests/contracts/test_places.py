"""An erasure forgets nothing: every declared personal value lies in a place, and every place can be cleared."""

from django.apps import apps
from django.db import models

from coatingcat.privacy.actions.erasures.clearing import place_of, places_in_order
from coatingcat.privacy.actions.erasures.tables import tables
from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.places import places
from coatingcat.privacy.sealed import DigestField, SealedField


def test_every_personal_declaration_belongs_to_a_place_that_is_cleared():
    known = set(places_in_order())
    assert {entry.label: place for entry, d in personal_entries() if (place := place_of(entry, d)) not in known} == {}


def test_places_speak_of_labels_that_are_declared():
    declared = {entry.label for entry, _ in personal_entries()}
    assert {label for place in places().values() for label in place.labels} - declared == set()


def test_every_erase_rule_is_one_that_is_carried_out():
    wrong = {}
    for entry, declaration in personal_entries():
        sealed = isinstance(entry.field, SealedField | DigestField)
        allowed = {"delete row", "unlink"} | ({"destroy key"} if sealed or entry.field is None else set())
        with_the_row = any(
            d.erase == "delete row" and d.subject == declaration.subject
            for other, d in personal_entries()
            if entry.field is not None and other.field is not None and other.field.model is entry.field.model
        )
        if declaration.erase not in allowed and not with_the_row:
            wrong[entry.label] = declaration.erase
    assert wrong == {}


def test_no_row_that_stays_hangs_on_a_row_that_goes():
    """Else the row could not go: the database would refuse, and the erasure would never be proven."""
    found = {table.model: table for table in tables()}
    going = {model for model, table in found.items() if table.deletes}
    hanging = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not field.is_relation or field.related_model not in going or model in going:
                continue
            if field.remote_field.on_delete not in {models.CASCADE, models.SET_NULL}:
                hanging.add(f"{model._meta.label}.{field.name}")
    assert hanging - TAKEN_CARE_OF == set()


TAKEN_CARE_OF: set[str] = set()
"""Relations that a place of its own takes care of."""
