"""What guardian and minor read together, from the declarations themselves."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from coatingcat.members.models import Member
from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.models import GuardianRequest, Guardianship, Subject
from coatingcat.privacy.queries.minors import is_minor, standing_guardianship
from coatingcat.privacy.words import Kind, Purpose, Text

_ASKED_FOR = ("members.Registration.", "members.Member.", "members.Membership.")


@dataclass(frozen=True, slots=True)
class Collected:
    """One detail that a minor's account needs, and why."""

    kind: Kind
    reason: Text


@cache
def collected_of_minors() -> tuple[Collected, ...]:
    """The details asked for, in the order of the lists; optional ones rest on purposes closed to minors."""
    found: dict[Kind, Collected] = {}
    for entry, declaration in personal_entries():
        if declaration.required_for and declaration.reason and entry.label.startswith(_ASKED_FOR):
            found.setdefault(declaration.kind, Collected(declaration.kind, declaration.reason))
    return tuple(found[kind] for kind in Kind if kind in found)


def purposes_for_minors() -> list[Purpose]:
    """What a member's data serves, less what is closed to minors."""
    used = {p for entry, d in personal_entries() if entry.label.startswith(_ASKED_FOR) for p in d.purposes}
    return [p for p in Purpose if p in used and p.open_to_minors]


def closed_to_minors() -> list[Purpose]:
    """What stays off for a minor, whoever agrees (MR 24)."""
    return [p for p in Purpose if not p.open_to_minors]


class Stage:
    """How far the asking of a guardian has come, as the minor's browser may know it."""

    WAITING, AGREED, REGISTERED, GONE = "waiting", "agreed", "registered", "gone"


def stage_of(request_id: UUID) -> tuple[str, Guardianship | None]:
    """Waiting for the guardian, agreed, registered since, or gone: refused and not answered look alike, as nothing is kept."""
    if GuardianRequest.objects.filter(pk=request_id).exists():
        return Stage.WAITING, None
    found = standing_guardianship(request_id)
    if found is None:
        return Stage.GONE, None
    return (Stage.AGREED if found.ward.sort == Subject.Sort.APPLICANT else Stage.REGISTERED), found


def is_minor_member(member: Member) -> bool:
    """Whether the member is a minor today; whoever declared to be an adult costs no query."""
    return member.declared_adult_at is None and is_minor(member.pk)


def has_come_of_age(member: Member) -> bool:
    """Whether a former minor has yet to confirm being of age."""
    return member.declared_adult_at is None and not is_minor(member.pk)
