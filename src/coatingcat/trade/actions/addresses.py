"""The ship-to book: what can happen to its addresses."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from coatingcat.ground.clock import now
from coatingcat.members.models import Company
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import ShipTo
from coatingcat.trade.refusals import TooMany
from coatingcat.trade.words import MAX_ADDRESSES


@dataclass(frozen=True, slots=True)
class Told:
    """An address as it was typed."""

    label: Clear[str]
    name: Clear[str]
    phone: Clear[str]
    email: Clear[str]
    address: Clear[str]


@transaction.atomic
def save_address(*, by: UUID, told: Told, is_own: bool, company: Company | None = None) -> ShipTo:
    """Put an address into the member's book, or into that of the company they act for.

    `is_own`: the member takes the goods in. Anybody else becomes a subject of their own (I.2a). Raises TooMany.
    """
    book = ShipTo.objects.filter(company=company) if company else ShipTo.objects.filter(owner_id=by)
    if book.count() >= MAX_ADDRESSES:
        raise TooMany
    subject_id = by if is_own else new_subject(Subject.Sort.CONSIGNEE).pk
    found = ShipTo(owner_id=None if company else by, company=company, subject_id=subject_id)
    return _fill(found, told)


@transaction.atomic
def change_address(*, entry: ShipTo, told: Told) -> ShipTo:
    """Correct an address of the book; orders that were placed keep theirs."""
    return _fill(ShipTo.objects.select_for_update(of=("self",)).get(pk=entry.pk), told)


def _fill(entry: ShipTo, told: Told) -> ShipTo:
    entry.label, entry.name, entry.phone = told.label, told.name, told.phone
    entry.email, entry.address, entry.last_used = told.email, told.address, now()
    entry.save()
    return entry


@transaction.atomic
def remove_address(*, entry: ShipTo, by: UUID) -> None:
    """Take an address out of the book; another person's keys die with it. `by`: who takes it out."""
    _forget([entry], spared=by)


def addresses_about(subject_id: UUID) -> int:
    """How many addresses stand in somebody's own book, or name them in any."""
    return _about(subject_id).count()


@transaction.atomic
def forget_addresses(subject_id: UUID) -> int:
    """Delete the addresses of somebody's own book, and those that name them; how many went."""
    found = list(_about(subject_id).select_for_update())
    _forget(found, spared=subject_id)
    return len(found)


def _about(subject_id: UUID) -> QuerySet[ShipTo]:
    return ShipTo.objects.filter(Q(owner_id=subject_id) | Q(subject_id=subject_id)).order_by()


def forget_unused_addresses(at: datetime | None = None) -> int:
    """Delete the addresses that nobody has used for their time. Returns how many."""
    with transaction.atomic():
        over = ShipTo.objects.filter(last_used__lte=(at or now()) - keeping.ADDRESS.for_).order_by()
        found = list(over.select_for_update(skip_locked=True))
        _forget(found)
        return len(found)


def _forget(entries: list[ShipTo], spared: UUID | None = None) -> None:
    """Persons who are named here only leave nothing readable; members keep the keys of their accounts."""
    ShipTo.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    named = {entry.subject_id for entry in entries} - {spared}
    own = Subject.objects.filter(pk__in=named, sort=Subject.Sort.CONSIGNEE.value).values_list("pk", flat=True)
    for subject_id in list(own):
        destroy_keys(subject_id=subject_id)
