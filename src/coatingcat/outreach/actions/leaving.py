"""The last word to somebody who is being erased, and what no longer goes to whoever asked to be."""

from uuid import UUID

from coatingcat.outreach.actions.delivery import deliver
from coatingcat.outreach.actions.telling import tell
from coatingcat.outreach.models import Dispatch
from coatingcat.outreach.words import ON_BEHALF, State


def drop_waiting(subject_id: UUID) -> None:
    """Whatever still waits to go to this person goes no more, but what answers their own request (V.3-2)."""
    Dispatch.objects.filter(subject_id=subject_id, state=State.QUEUED.value).exclude(template__in=ON_BEHALF).delete()


def say_farewell(subject_id: UUID, path: str) -> None:
    """Tell the person that the erasure begins, and where the receipt will be, and see that it leaves the house now."""
    tell(letter="erasure_begun", subject_id=subject_id, path=path)
    for dispatch_id in Dispatch.objects.filter(
        subject_id=subject_id, template="erasure_begun", state=State.QUEUED.value
    ).values_list("pk", flat=True):
        deliver(dispatch_id=dispatch_id)
