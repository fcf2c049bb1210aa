"""Saved carts as their owners, and the people of the company they are shared with, see them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from coatingcat.members.models import Position
from coatingcat.trade.models import SavedCart
from coatingcat.trade.words import MAX_SAVED


def saved_carts_of(subject_id: UUID, position: Position | None) -> Sequence[SavedCart]:
    """Somebody's own and those shared in their company, last changed first, with the number of lines; one query."""
    return list(_reachable(subject_id, position).annotate(count=Count("lines"))[: 2 * MAX_SAVED])


def saved_cart_of(subject_id: UUID, position: Position | None, pk: UUID) -> SavedCart | None:
    """One of them with its lines; None if it is another's or none."""
    found = _reachable(subject_id, position)
    lines = ("lines__offer__product", "lines__product", "lines__added_by__member__membership")
    return found.prefetch_related(*lines).filter(pk=pk).first()


def _reachable(subject_id: UUID, position: Position | None) -> QuerySet[SavedCart]:
    mine = Q(owner_id=subject_id, company=None)
    return SavedCart.objects.filter(mine | Q(company=position.company_id) if position else mine)
