"""A company keeps its list of materials. Every change is written down beside it."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from coatingcat.ground.clock import now
from coatingcat.members.access import may
from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRight
from coatingcat.trade.models import Material, MaterialChange
from coatingcat.trade.refusals import AlreadyListed, RightMissing
from coatingcat.trade.rules.materials import MaterialRow
from coatingcat.trade.words import MaterialStatus


@transaction.atomic
def list_material(*, by: Position, row: MaterialRow) -> Material:
    """Put a material on the list of the company somebody acts for. Raises RightMissing, AlreadyListed."""
    _demand(by)
    made = Material(company_id=by.company_id, code=row.code, status=row.status.name, notes=row.notes)
    made.product_id, made.grade, made.supplier = row.product or None, row.grade, row.supplier
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyListed from error
    _note([made], by.member_id)
    return made


@transaction.atomic
def change_material(*, by: Position, material: Material, status: MaterialStatus, notes: str) -> None:
    """Say anew how far the company has come with a material. The same once more changes nothing."""
    _demand(by)
    rows = Material.objects.select_for_update().filter(pk=material.pk, company_id=by.company_id)
    found = rows.first()
    if found is None or (found.status, found.notes) == (status.name, notes):
        return
    found.status, found.notes, found.changed_at = status.name, notes, now()
    found.save(update_fields=["status", "notes", "changed_at"])
    _note([found], by.member_id)


@transaction.atomic
def drop_material(*, by: Position, material: Material) -> None:
    """Take a material off the list; what became of it before stays written down."""
    _demand(by)
    found = Material.objects.select_for_update().filter(pk=material.pk, company_id=by.company_id).first()
    if found is None:
        return
    MaterialChange.objects.create(
        company_id=found.company_id, material=found.pk, code=found.code, status="", by_id=by.member_id
    )
    found.delete()


@transaction.atomic
def take_in_materials(*, by: Position, rows: Sequence[MaterialRow]) -> tuple[int, int]:
    """Put rows of a file on the list, or change what is there; how many are new, and how many changed.

    All or none. The same file again changes nothing.
    """
    _demand(by)
    there = {_key(one): one for one in Material.objects.select_for_update().filter(company_id=by.company_id)}
    made, changed, moment = [], [], now()
    for row in rows:
        found = there.get((row.code, row.product, row.grade, row.supplier))
        if found is None:
            new = Material(company_id=by.company_id, code=row.code, grade=row.grade, supplier=row.supplier)
            new.product_id, new.status, new.notes = row.product or None, row.status.name, row.notes
            made.append(new)
        elif (found.status, found.notes) != (row.status.name, row.notes):
            found.status, found.notes, found.changed_at = row.status.name, row.notes, moment
            changed.append(found)
    Material.objects.bulk_create(made)
    Material.objects.bulk_update(changed, ["status", "notes", "changed_at"], batch_size=500)
    _note([*made, *changed], by.member_id)
    return len(made), len(changed)


def _key(one: Material) -> tuple[str, str, str, str]:
    return one.code, one.product_id or "", one.grade, one.supplier


def _note(materials: Sequence[Material], by: UUID) -> None:
    MaterialChange.objects.bulk_create(
        MaterialChange(
            company_id=one.company_id, material=one.pk, code=one.code, status=one.status, notes=one.notes, by_id=by
        )
        for one in materials
    )


def _demand(by: Position) -> None:
    if not may(by, CompanyRight.KEEP_MATERIALS):
        raise RightMissing(CompanyRight.KEEP_MATERIALS)
