"""Restricting what is done with a person's data, and letting it go again (PIPL 44, 47)."""

from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.privacy.actions.cases import note_act
from coatingcat.privacy.models import Case, Restriction, Subject
from coatingcat.privacy.words.cases import Move


def restrict(*, subject_id: UUID, by: UUID | None = None, case: Case | None = None) -> bool:
    """From now on the gate opens this person's values only to show, answer and prove. Whether that was new."""
    return _turn(subject_id, by, case, is_on=True)


def lift_restriction(*, subject_id: UUID, by: UUID | None = None, case: Case | None = None) -> bool:
    """The person's data may be used again as declared. Whether it was restricted."""
    return _turn(subject_id, by, case, is_on=False)


def _turn(subject_id: UUID, by: UUID | None, case: Case | None, *, is_on: bool) -> bool:
    with transaction.atomic():
        subject = Subject.objects.select_for_update().get(pk=subject_id)
        if (subject.restricted_at is not None) is is_on:
            return False
        Subject.objects.filter(pk=subject_id).update(restricted_at=now() if is_on else None)
        Restriction.objects.create(subject_id=subject_id, is_on=is_on, case=case, actor=by)
        if case is not None and by is not None:
            note_act(case=case, move=Move.RESTRICT if is_on else Move.LIFT, by=by)
    return True
