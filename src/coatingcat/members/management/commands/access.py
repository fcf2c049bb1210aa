"""`coatingcat access review`: every reader of the last year; `access grant`: the first officer, at the machine itself."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coatingcat.members.actions.staff import LastOfficer, set_roles
from coatingcat.members.models import Member
from coatingcat.members.queries.review import review
from coatingcat.privacy.words import STAFF, Role


class Command(BaseCommand):
    help = "Who reads personal data, and who may."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["review", "grant", "take"])
        parser.add_argument("member", nargs="?", default="", help="public number of a member (M-…)")
        parser.add_argument("role", nargs="?", default="", choices=["", *(role.name.lower() for role in STAFF)])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "review":
            for reader in review():
                self.stdout.write(json.dumps(_line(reader), ensure_ascii=False))
            return
        member = Member.objects.filter(public_id=options["member"]).first()
        if member is None or not options["role"]:
            raise CommandError("Name a member by number (M-…) and a role.")
        role = frozenset({Role[options["role"].upper()]})
        roles = member.role_set | role if options["verb"] == "grant" else member.role_set - role
        try:
            set_roles(member=member, roles=roles, by=None)
        except LastOfficer:
            raise CommandError("Somebody must remain who is privacy officer.") from None
        self.stdout.write(f"{member.public_id}: {', '.join(sorted(r.name.lower() for r in roles)) or 'no role'}")


def _line(reader: Any) -> dict[str, Any]:
    return {
        "reader": str(reader.subject_id) if reader.subject_id else "jobs",
        "member": reader.member.public_id if reader.member else None,
        "roles": [role.name for role in reader.roles],
        "purposes": [purpose.name for purpose in reader.purposes],
        "undertaking": reader.standing.signed_at and reader.standing.signed_at.isoformat(),
        "training": reader.standing.trained_at and reader.standing.trained_at.isoformat(),
        "people": reader.people,
        "reads": [
            {"label": r.label, "purpose": r.purpose, "people": r.people, "values": r.values} for r in reader.reads
        ],
        "reviewed": reader.reviewed_at and reader.reviewed_at.isoformat(),
    }
