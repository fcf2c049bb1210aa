"""Reads of versions of the policy."""

from uuid import UUID

from django.db.models import Count

from coatingcat.ground.clock import now
from coatingcat.privacy.models import PolicyAnswer, PolicyComment, PolicyMove, PolicyVersion, Subject
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.policy.versions import shipped, standings
from coatingcat.privacy.words import PolicyState


def accepted_version(subject_id: UUID) -> str:
    """Name of the version that applies to the subject's data; one query."""
    return Subject.objects.filter(pk=subject_id).values_list("accepted_version", flat=True).first() or ""


def asks_for_an_answer() -> bool:
    """Whether any version in force was material to those who came before it; no query."""
    return any(
        standing.is_material and standing.state in {PolicyState.IN_FORCE, PolicyState.SUPERSEDED}
        for standing in standings().values()
    )


def material_since(accepted: str) -> tuple[str, ...]:
    """The material versions that came into force after the accepted one, oldest first; no query."""
    order = [version.name for version in reversed(shipped())]
    after = order[order.index(accepted) + 1 :] if accepted in order else order
    known, current = standings(), current_version()
    upto = after[: after.index(current) + 1] if current in after else []
    return tuple(name for name in upto if name in known and known[name].is_material)


def waits_for_answer(subject_id: UUID) -> bool:
    """Whether the subject has still to say yes or not now to the version in force. Two queries, none mostly."""
    if not asks_for_an_answer() or not material_since(accepted_version(subject_id)):
        return False
    return not PolicyAnswer.objects.filter(subject_id=subject_id, version=current_version()).exists()


def open_for_comments() -> str:
    """Name of the version that is open for comments; empty if none is. No query."""
    for name, standing in standings().items():
        if standing.state is PolicyState.COMMENT and standing.comment_until and standing.comment_until > now():
            return name
    return ""


def comments_on(version: str) -> list[PolicyComment]:
    """Every comment on a version, latest first, still sealed."""
    return list(PolicyComment.objects.filter(version_id=version).order_by("-at", "-pk")[:200])


def comments_by(subject_id: UUID) -> list[PolicyComment]:
    return list(PolicyComment.objects.filter(subject_id=subject_id).order_by("-at", "-pk")[:50])


def answers_of(subject_id: UUID) -> list[PolicyAnswer]:
    """What the subject said to versions, latest first."""
    return list(PolicyAnswer.objects.filter(subject_id=subject_id).order_by("-at", "-pk")[:50])


def moves_of(version: str) -> list[PolicyMove]:
    """How a version came to where it is, oldest first."""
    return list(PolicyMove.objects.filter(version_id=version).order_by("at", "pk"))


def version_row(name: str) -> PolicyVersion | None:
    return PolicyVersion.objects.filter(pk=name).first()


def answers_to(version: str) -> dict[str, int]:
    """How many people said what to a version, by the answer that stands; numbers only."""
    latest = PolicyAnswer.objects.filter(version=version).order_by("subject", "-at", "-id").distinct("subject")
    rows = PolicyAnswer.objects.filter(pk__in=latest.values("pk")).values("answer").annotate(count=Count("pk"))
    return {row["answer"]: row["count"] for row in rows.order_by()}
