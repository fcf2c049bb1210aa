"""Staff ask to see a minor's data, an officer decides (MR 36)."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from coatingcat.ground.clock import now
from coatingcat.privacy.models import MinorAccess
from coatingcat.privacy.rules.minors import ACCESS_DAYS
from coatingcat.privacy.words import Purpose
from coatingcat.privacy.words.minors import Decision, Reason


def ask_for_access(*, staff: UUID, ward_id: UUID, wanted: Purpose, reason: Reason) -> MinorAccess | None:
    """Ask an officer to let somebody of the staff see a minor's data for a purpose; None if that was asked already."""
    try:
        with transaction.atomic():
            return MinorAccess.objects.create(staff=staff, ward_id=ward_id, purpose=wanted.name, reason=reason.name)
    except IntegrityError:
        return None


def decide_access(*, access_id: UUID, officer: UUID, decision: Decision) -> bool:
    """Approve for a week, or refuse; False if it was decided already, is not there, or is one's own."""
    until = now() + timedelta(days=ACCESS_DAYS) if decision is Decision.APPROVED else None
    open_ones = MinorAccess.objects.filter(pk=access_id, decision="").exclude(staff=officer)
    return bool(open_ones.update(decision=decision.name, decided_by=officer, decided_at=now(), until=until))
