"""Who is on the staff: roles given and taken, with a record; and telling them something."""

from uuid import UUID

from django.db import transaction

from coatingcat.ground.jobs import later
from coatingcat.members.models import Member
from coatingcat.members.queries.staff import staff
from coatingcat.privacy.actions.staff import record_role
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


def tell_staff(*, letter: str, path: str, roles: frozenset[Role]) -> int:
    """Tell everybody who has one of these roles something, once each; how many are told."""
    told = [member for member in staff() if member.role_set & roles]
    with transaction.atomic():
        for member in told:
            later("outreach.tell", letter=letter, subject_id=member.pk, path=path)
    return len(told)
