"""The ship-to book as its owner, or the people of its company, see it."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from coatingcat.members.models import Position
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear, digest_of
from coatingcat.trade.models import ShipTo
from coatingcat.trade.words import MAX_ADDRESSES


def addresses_of(subject_id: UUID) -> Sequence[ShipTo]:
    """The member's own addresses and those of the company they act for, last used first; one query."""
    return list(_book(subject_id)[: 2 * MAX_ADDRESSES])


def address_of(subject_id: UUID, pk: UUID) -> ShipTo | None:
    """One of them; None if it stands in another's book or in none."""
    return _book(subject_id).filter(pk=pk).first()


def _book(subject_id: UUID) -> QuerySet[ShipTo]:
    acts = Position.objects.filter(member_id=subject_id, ended_at=None).values("company_id")
    return ShipTo.objects.filter(Q(owner_id=subject_id) | Q(company_id__in=acts))


def addressees_by_email(address: Clear[str]) -> set[UUID]:
    """Subjects without an account who stand in a book with this address; one query."""
    found = ShipTo.objects.filter(
        email_digest=digest_of(ShipTo, "email", address), subject__sort=Subject.Sort.CONSIGNEE.value
    )
    return set(found.values_list("subject_id", flat=True))
