"""Who is told of a new administrator, who objected, and whose data would be handed over."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from coatingcat.privacy.models import ControllerAnswer, ControllerChange, Subject, SubjectKey
from coatingcat.privacy.policy.controllers import Comparison, compare
from coatingcat.privacy.policy.snapshot import Snapshot, snapshot


def people() -> QuerySet[Subject]:
    """Everybody whose data is readable here, and so would change hands."""
    alive = SubjectKey.objects.filter(subject_id=OuterRef("pk"), destroyed_at=None)
    return Subject.objects.filter(Exists(alive)).order_by("pk")


def answers_to(change: ControllerChange) -> dict[UUID, bool]:
    """The latest word of each person who said one."""
    rows = ControllerAnswer.objects.filter(change=change).order_by("subject_id", "-at", "-id").distinct("subject_id")
    return dict(rows.values_list("subject_id", "is_agreed"))


@dataclass(frozen=True, slots=True)
class Report:
    """A handover tried out: nothing is written by it, and nobody is told."""

    comparison: Comparison
    people: int
    told: int
    """Members, who get a letter and a page to object on."""
    objectors: int
    agreed: int
    handed_over: int
    """Persons whose data would go: without objectors, and where something is asked anew only who agreed."""


def report(theirs: Snapshot, change: ControllerChange | None = None) -> Report:
    """What a handover would do today. Raises TypeError or ValueError for declarations that are none."""
    comparison = compare(snapshot(), theirs)
    living = set(people().values_list("pk", flat=True))
    members = set(people().filter(sort=Subject.Sort.MEMBER).values_list("pk", flat=True))
    answers = answers_to(change) if change else {}
    objectors = {subject for subject, is_agreed in answers.items() if not is_agreed} & living
    agreed = {subject for subject, is_agreed in answers.items() if is_agreed} & living
    going = (agreed if comparison.anew else living - objectors) if comparison.is_acceptable else set()
    return Report(comparison, len(living), len(members), len(objectors), len(agreed), len(going))


def may_be_handed_over(change: ControllerChange, subject_id: UUID) -> bool:
    """Whether a person's data may go to the new administrator."""
    comparison = compare(snapshot(), Snapshot.from_json(change.declarations))
    answer = answers_to(change).get(subject_id)
    return comparison.is_acceptable and (answer is True or (answer is None and not comparison.anew))


def latest_change() -> ControllerChange | None:
    return ControllerChange.objects.order_by("-at", "-id").first()


def unanswered_change(subject_id: UUID) -> ControllerChange | None:
    """The change a person has not said anything to yet; two queries, one where nothing was announced."""
    change = latest_change()
    if change is None or ControllerAnswer.objects.filter(change=change, subject_id=subject_id).exists():
        return None
    return change
