"""The ship-to book as its owner, or the people of its company, see it."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from coatingcat.members.models import Company
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear, digest_of
from coatingcat.trade.models import ShipTo
from coatingcat.trade.words import MAX_ADDRESSES


def addresses_of(subject_id: UUID, company: Company | None) -> Sequence[ShipTo]:
    """The member's own addresses and those of their company, last used first; one query."""
    return list(_book(subject_id, company)[: 2 * MAX_ADDRESSES])


def address_of(subject_id: UUID, company: Company | None, pk: UUID) -> ShipTo | None:
    """One of them; None if it stands in another's book or in none."""
    return _book(subject_id, company).filter(pk=pk).first()


def _book(subject_id: UUID, company: Company | None) -> QuerySet[ShipTo]:
    mine = Q(owner_id=subject_id)
    return ShipTo.objects.filter(mine | Q(company=company) if company else mine)


def addressees_by_email(address: Clear[str]) -> set[UUID]:
    """Subjects without an account who stand in a book with this address; one query."""
    found = ShipTo.objects.filter(
        email_digest=digest_of(ShipTo, "email", address), subject__sort=Subject.Sort.CONSIGNEE.value
    )
    return set(found.values_list("subject_id", flat=True))
