"""Who is on the staff: roles given and taken, with a record; and telling them something."""

from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.members.models import BrowserSession, Member
from coatingcat.members.queries.review import PERIOD
from coatingcat.members.queries.staff import staff
from coatingcat.privacy.actions.staff import record_review, record_role
from coatingcat.privacy.queries.readers import people_between
from coatingcat.privacy.words import Role


class LastOfficer(Exception):
    """Somebody must remain who answers for personal data (PIPL 52)."""


def set_roles(*, member: Member, roles: frozenset[Role], by: UUID | None) -> frozenset[Role]:
    """Give and take roles until the member has these; what changed. A record says who did it, None: at the machine.

    Raises LastOfficer if nobody would be left as privacy officer.
    """
    with transaction.atomic():
        # One change of roles at a time: two officers must not take the last role from each other.
        everyone = list(Member.objects.select_for_update().exclude(roles="").order_by("pk"))
        found = next((m for m in everyone if m.pk == member.pk), None) or Member.objects.get(pk=member.pk)
        changed = found.role_set ^ roles
        others = [m for m in everyone if m.pk != found.pk and Role.PRIVACY_OFFICER in m.role_set]
        if Role.PRIVACY_OFFICER in changed & found.role_set and not others:
            raise LastOfficer
        for role in sorted(changed, key=lambda r: r.name):
            record_role(subject_id=found.pk, role=role, is_granted=role in roles, by=by)
        if changed:
            found.roles = member.roles = " ".join(sorted(role.name.lower() for role in roles))
            found.save(update_fields=["roles"])
    return frozenset(changed)


def decide_review(*, member: Member, by: UUID, is_kept: bool) -> None:
    """Keep somebody's access or take all roles away, and write the decision down. Raises LastOfficer."""
    people = people_between(now() - PERIOD, now()).get(member.pk, 0)
    with transaction.atomic():
        record_review(subject_id=member.pk, by=by, is_kept=is_kept, roles=member.role_set, people=people)
        if not is_kept:
            set_roles(member=member, roles=frozenset(), by=by)


def tell_staff(*, letter: str, path: str, roles: frozenset[Role]) -> int:
    """Tell everybody who has one of these roles something, once each; how many are told."""
    told = [member for member in staff() if member.role_set & roles]
    with transaction.atomic():
        for member in told:
            later("outreach.tell", letter=letter, subject_id=member.pk, path=path)
    return len(told)


def revoke_sessions(*, whose: str) -> int:
    """Delete the sessions of everybody (`all`), of the `staff`, or of one subject; how many went."""
    rows = BrowserSession.objects.exclude(member=None)
    if whose == "staff":
        rows = rows.filter(member_id__in=[member.pk for member in staff()])
    elif whose != "all":
        rows = rows.filter(member_id=UUID(whose))
    return rows.delete()[0]
