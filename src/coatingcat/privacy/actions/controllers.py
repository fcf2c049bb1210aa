"""A new administrator is announced, everybody is told, and each person answers (IV.2-1; PIPL 22)."""

from datetime import date
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import today
from coatingcat.ground.jobs import later
from coatingcat.privacy.models import ControllerAnswer, ControllerChange, Subject
from coatingcat.privacy.policy.snapshot import Snapshot
from coatingcat.privacy.queries.controllers import people, report

BATCH = 500


class ControllerRefused(Exception):
    """The new administrator would protect people worse, or takes effect before anybody could object."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@transaction.atomic
def announce_controller(
    *, name: str, contact: str, theirs: Snapshot, takes_effect_on: date, by: UUID | None
) -> ControllerChange:
    """Tell everybody who is to take over, and when; nothing is handed over by this. Raises ControllerRefused."""
    if not name or not contact:
        raise ControllerRefused("name")
    if takes_effect_on <= today():
        raise ControllerRefused("day")
    if not report(theirs).comparison.is_acceptable:
        raise ControllerRefused("weaker")
    change = ControllerChange.objects.create(
        name=name, contact=contact, declarations=theirs.as_json(), takes_effect_on=takes_effect_on, by=by
    )
    later("privacy.tell_controller_change", change_id=change.pk)
    return change


@transaction.atomic
def tell_controller_change(*, change_id: UUID, after: UUID | None = None) -> int:
    """Tell the next members, and ask for those after them. Returns how many; done twice, nobody is told twice."""
    members = people().filter(sort=Subject.Sort.MEMBER)
    if after is not None:
        members = members.filter(pk__gt=after)
    batch = list(members.values_list("pk", flat=True)[:BATCH])
    for subject_id in batch:
        later("outreach.tell", letter="controller_change", subject_id=subject_id, path=f"me/controller/{change_id}/")
    if len(batch) == BATCH:
        later("privacy.tell_controller_change", change_id=change_id, after=batch[-1])
    return len(batch)


def answer_controller(*, change: ControllerChange, subject_id: UUID, agree: bool, language: str) -> ControllerAnswer:
    """Write down what a person says; the latest word counts."""
    return ControllerAnswer.objects.create(
        change=change, subject_id=subject_id, is_agreed=agree, language=language[:10]
    )
