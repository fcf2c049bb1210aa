"""The access review (III.3c): everybody who read or may read of others, what for, and how their duties stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from coatingcat.ground.clock import now
from coatingcat.members.models import Member
from coatingcat.members.queries.staff import staff
from coatingcat.privacy.audit import Row, part
from coatingcat.privacy.queries.readers import Read, people_between, reads_between, reviewed_at, standings
from coatingcat.privacy.rules.duties import Standing
from coatingcat.privacy.words import ROLE_PURPOSES, STAFF, Purpose, Role, Text

PERIOD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read or may read of others. `member` is None for the program's jobs and for who has left."""

    subject_id: UUID | None
    member: Member | None
    roles: tuple[Role, ...]
    standing: Standing
    reads: tuple[Read, ...]
    people: int
    reviewed_at: datetime | None

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What the roles allow."""
        allowed = set().union(*(ROLE_PURPOSES[role] for role in self.roles))
        return tuple(purpose for purpose in Purpose if purpose in allowed)

    @property
    def is_due(self) -> bool:
        """Whether somebody with a role waits for this year's review."""
        return bool(self.roles) and (self.reviewed_at is None or self.reviewed_at < now() - PERIOD)


def review(until: datetime | None = None) -> list[Reader]:
    """Every reader of the last 365 days and everybody with a role of the staff; nobody is left out. Seven queries.

    Members who opened only whom they themselves named, such as a consignee, are readers too.
    """
    until = until or now()
    since = until - PERIOD
    reads, people = reads_between(since, until), people_between(since, until)
    members = {member.pk: member for member in staff()}
    others = [who for who in reads if who is not None and who not in members]
    members |= {member.pk: member for member in Member.objects.filter(pk__in=others)}
    ids = [*members, *(who for who in others if who not in members)]
    duties, reviewed = standings(ids), reviewed_at(ids)
    found = [
        Reader(
            who,
            members.get(who),
            tuple(r for r in STAFF if who in members and r in members[who].role_set),
            duties[who],
            tuple(reads.get(who, ())),
            people.get(who, 0),
            reviewed.get(who),
        )
        for who in ids
    ]
    if None in reads:
        found.append(Reader(None, None, (), Standing(), tuple(reads[None]), people.get(None, 0), None))
    return sorted(found, key=lambda r: (not r.roles, -r.people, str(r.subject_id)))


def reviews_due() -> int:
    """How many on the staff wait for this year's review; two queries."""
    ids = [member.pk for member in staff()]
    reviewed = reviewed_at(ids)
    return sum(1 for who in ids if who not in reviewed or reviewed[who] < now() - PERIOD)


@part("access-review.csv", Text("访问权限审查", "Access review"))
def reviewed(since: datetime) -> Iterator[Row]:
    """Who read what of others in the last year, staff by public number, and how their duties stand (III.3c)."""
    for reader in review():
        duties = {
            "reader": reader.member.public_id if reader.member else "jobs" if reader.subject_id is None else "left",
            "roles": " ".join(role.name for role in reader.roles),
            "undertaking": reader.standing.signed_at or "",
            "training": reader.standing.trained_at or "",
            "reviewed": reader.reviewed_at or "",
        }
        for read in reader.reads or (None,):
            yield duties | {
                "purpose": read.purpose if read else "",
                "label": read.label if read else "",
                "reason": read.reason if read else "",
                "people": read.people if read else 0,
            }
