"""Who is a minor, whose guardian is who, and what the yearly audit counts (MR 37)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models

from coatingcat.ground.clock import ZONE, today
from coatingcat.privacy import keys
from coatingcat.privacy.models import (
    Case,
    GuardianAccount,
    Guardianship,
    MinorAccess,
    MinorTally,
    Opening,
    Subject,
    SubjectKey,
)
from coatingcat.privacy.queries.cases import AnswerTimes, answer_times
from coatingcat.privacy.rules.minors import band
from coatingcat.privacy.words import STAFF, Role
from coatingcat.privacy.words.cases import UNANSWERED, CaseKind
from coatingcat.privacy.words.minors import Band, Tally

M = TypeVar("M", bound=models.Model)


def minors() -> "models.QuerySet[Subject]":
    """Every subject that is a minor today."""
    return Subject.objects.filter(minor_until__gt=today())


def is_minor(subject_id: UUID) -> bool:
    return minors().filter(pk=subject_id).exists()


def without_minors(rows: "models.QuerySet[M]", subject: str = "subject_id") -> "models.QuerySet[M]":
    """The rows of adults alone: every audience of marketing and every portrait goes through here (MR 24).

    `subject`: the field that holds the subject's id.
    """
    return rows.exclude(**{f"{subject}__in": minors().values("pk")})


def guardianship_of(ward_id: UUID) -> Guardianship | None:
    """Who answers for a minor now."""
    return Guardianship.objects.filter(ward_id=ward_id, ended_at=None).first()


def standing_guardianship(guardianship_id: UUID) -> Guardianship | None:
    """The guardianship, as long as the ward is a minor: from the day of full age on the guardian opens nothing."""
    return (
        Guardianship.objects.select_related("ward")
        .filter(pk=guardianship_id, ended_at=None, ward__minor_until__gt=today())
        .first()
    )


def wards_of(member_id: UUID) -> list[Guardianship]:
    """The minors whom a member answers for as their guardian, as long as they are minors. One query."""
    accounts = GuardianAccount.objects.select_related("guardianship__ward").filter(
        member_id=member_id, guardianship__ended_at=None, guardianship__ward__minor_until__gt=today()
    )
    return [account.guardianship for account in accounts.order_by("guardianship__since")]


def open_accesses() -> list[MinorAccess]:
    """What waits for an officer's decision, oldest first."""
    return list(MinorAccess.objects.filter(decision="").order_by("asked_at")[:100])


def decided_accesses(limit: int = 50) -> list[MinorAccess]:
    return list(MinorAccess.objects.exclude(decision="").order_by("-decided_at")[:limit])


def accesses_of(staff: UUID, limit: int = 50) -> list[MinorAccess]:
    return list(MinorAccess.objects.filter(staff=staff).order_by("-asked_at")[:limit])


@dataclass(frozen=True, slots=True)
class Audit:
    """The yearly report on minors: numbers only, no person."""

    year: int
    held: dict[Band, int]
    """Minors held today."""
    tallies: dict[Tally, int]
    asked: int
    """Times staff asked to see a minor's data."""
    approved: int
    refused: int
    waiting: int
    openings_by_staff: int
    """Values of minors that staff opened."""
    openings_by_guardians: int
    unapproved: int
    """Of these, values opened without a matching approval: always 0, or the gate has failed."""
    requests: int
    """What guardians asked."""
    owed: int
    """Of these, not answered yet."""
    answers: AnswerTimes
    """How long answers to guardians took (MR 34)."""


def audit(year: int) -> Audit:
    """The report of a year in Shanghai."""
    start, end = _bounds(year)
    asked = MinorAccess.objects.filter(asked_at__gte=start, asked_at__lt=end)
    decisions = Counter(asked.values_list("decision", flat=True))
    openings, by_guardians, unapproved = _openings(start, end)
    requests = Case.objects.filter(kind=CaseKind.GUARDIAN.code, opened_at__gte=start, opened_at__lt=end)
    return Audit(
        year=year,
        held=_held_by_band(),
        tallies=dict.fromkeys(Tally, 0) | {Tally[r.what]: r.count for r in MinorTally.objects.filter(year=year)},
        asked=sum(decisions.values()),
        approved=decisions["APPROVED"],
        refused=decisions["REFUSED"],
        waiting=decisions[""],
        openings_by_staff=openings,
        openings_by_guardians=by_guardians,
        unapproved=unapproved,
        requests=requests.count(),
        owed=requests.filter(state__in=[state.code for state in UNANSWERED]).count(),
        answers=answer_times(CaseKind.GUARDIAN, since=start, until=end),
    )


def _bounds(year: int, zone: ZoneInfo = ZONE) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def _held_by_band() -> dict[Band, int]:
    counts: Counter[Band] = Counter()
    members = minors().filter(sort=Subject.Sort.MEMBER)
    for until, number in members.values_list("minor_until").annotate(models.Count("pk")).order_by():
        found = band(_as_date(until), today())
        if found is not None:
            counts[found] += number
    return {each: counts[each] for each in Band}


def _as_date(until: date | None) -> date:
    assert until is not None
    return until


def _openings(start: datetime, end: datetime) -> tuple[int, int, int]:
    """How many values of minors staff and guardians opened, and how many staff opened without an approval in force."""
    ids = SubjectKey.objects.filter(subject__minor_until__gt=start, destroyed_at=None).values_list("id", flat=True)
    wards = {key.pseudonym: key.subject_id for key in keys.load([i.bytes for i in ids])}
    until = dict(Subject.objects.filter(pk__in=wards.values()).values_list("pk", "minor_until"))
    approvals = list(MinorAccess.objects.filter(decision="APPROVED", until__gt=start))
    total = by_guardians = unapproved = 0
    for opening in Opening.objects.filter(pseudonym__in=wards, at__gte=start, at__lt=end).exclude(actor=None):
        ward = wards[bytes(opening.pseudonym)]
        if opening.at.astimezone(ZONE).date() >= _as_date(until[ward]):
            continue
        if Role.GUARDIAN.name.lower() in opening.roles.split():
            by_guardians += opening.count
        if not _is_by_staff(opening):
            continue
        total += opening.count
        if not any(_covers(access, opening, ward) for access in approvals):
            unapproved += opening.count
    return total, by_guardians, unapproved


def _is_by_staff(opening: Opening) -> bool:
    names = {name.upper() for name in opening.roles.split()}
    return bool(names & {role.name for role in STAFF}) and Role.GUARDIAN.name not in names


def _covers(access: MinorAccess, opening: Opening, ward: UUID) -> bool:
    same = (access.staff, access.ward_id, access.purpose) == (opening.actor, ward, opening.purpose)
    return same and bool(access.decided_at and access.until and access.decided_at <= opening.at < access.until)
