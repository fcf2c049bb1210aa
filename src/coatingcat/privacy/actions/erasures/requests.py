"""Somebody asks to be erased, or takes the request back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from coatingcat.config import config
from coatingcat.ground.clock import ZONE, Due, add_working_days, now, today
from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.consents import record_consent
from coatingcat.privacy.models import Erasure, Subject
from coatingcat.privacy.places import request_steps
from coatingcat.privacy.policy.versions import current_version
from coatingcat.privacy.queries.consents import consent_groups
from coatingcat.privacy.receipts import code_of, digest_of_code
from coatingcat.privacy.words import Act, ErasureWay
from coatingcat.privacy.words.erasures import (
    ALARM_WORKING_DAYS,
    BOUND_WORKING_DAYS,
    GRACE_DAYS_AT_MOST,
    PROMISED_WORKING_DAYS,
    WITH_CANCELLATION,
    WITHOUT_LETTERS,
)


@transaction.atomic
def request_erasure(*, subject_id: UUID, by: UUID | None, way: ErasureWay, grace_days: int | None = None) -> Erasure:
    """Ask that somebody be erased; the request that stands already, if there is one.

    In this very transaction pushes stop and the data is restricted to being shown, exported and proven (V.3-2,
    V.3-3). `by`: who asks; None is the program. `grace_days` (0 to 3, else as configured) is the time in which the
    request can be withdrawn; with 0 it is carried out by the next free worker.
    """
    subject = Subject.objects.select_for_update().get(pk=subject_id)
    standing = Erasure.objects.filter(subject_id=subject_id, withdrawn_at=None, proven_at=None).first()
    if standing is not None:
        return standing
    days = config().grace_days if grace_days is None else grace_days
    if not 0 <= days <= GRACE_DAYS_AT_MOST:
        raise ValueError(f"The time to withdraw is 0 to {GRACE_DAYS_AT_MOST} days.")
    erasure = _written(subject, by, way, days)
    _restrict(subject)
    _withdraw_consents(subject_id)
    for step in request_steps():
        step(subject_id)
    if way not in WITHOUT_LETTERS:
        later("outreach.tell", letter="erasure_requested", subject_id=subject_id, path=receipt_path(erasure))
    later("privacy.erase", erasure_id=erasure.pk, at=erasure.grace_ends_at if days else None)
    return erasure


def receipt_path(erasure: Erasure) -> str:
    """Where the person finds how far it is and, in the end, the receipt: a path of this site."""
    return f"receipts/{code_of(erasure.pk)}/"


def _written(subject: Subject, by: UUID | None, way: ErasureWay, grace_days: int) -> Erasure:
    at, erasure_id = now(), new_id()
    dates = _dates(today())
    return Erasure.objects.create(
        id=erasure_id,
        subject=subject,
        by=by,
        way=way.name,
        requested_at=at,
        grace_ends_at=at + timedelta(days=grace_days),
        due=dates[0].date,
        bound=dates[1].date,
        alarm_on=dates[2].date,
        is_provisional=any(found.provisional for found in dates),
        has_restricted=subject.restricted_at is None,
        code_digest=digest_of_code(code_of(erasure_id)),
    )


def _dates(received: date) -> tuple[Due, Due, Due]:
    """Promised day, own bound and alarm; the day of receipt is not counted (V.3-2)."""
    days = (PROMISED_WORKING_DAYS, BOUND_WORKING_DAYS, ALARM_WORKING_DAYS)
    due, bound, alarm = (add_working_days(received, count) for count in days)
    return due, bound, alarm


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a request made now."""

    grace_ends_at: datetime
    bound: date
    due: date
    is_provisional: bool


def planned_days() -> Days:
    """Until when a request made now could be withdrawn, and by when it would be done (V.3-2)."""
    due, bound, _ = _dates(today())
    return Days(now() + timedelta(days=config().grace_days), bound.date, due.date, due.provisional or bound.provisional)


def _restrict(subject: Subject) -> None:
    if subject.restricted_at is None:
        Subject.objects.filter(pk=subject.pk).update(restricted_at=now())


def _withdraw_consents(subject_id: UUID) -> None:
    """Whatever rests on consent ends with the request, pushes above all (V.3-2)."""
    language = get_language() or "zh-hans"
    standing = [row for group in consent_groups(subject_id) for row in group.rows if row.stands]
    for row in standing:
        record_consent(
            subject_id=subject_id,
            purpose=row.purpose,
            recipient=row.recipient.key if row.recipient else None,
            act=Act.WITHDRAWN,
            words=WITH_CANCELLATION.in_language(language),
            policy_version=current_version(),
            language=language,
        )


@transaction.atomic
def withdraw_erasure(*, subject_id: UUID) -> bool:
    """Take the request back while that is possible; whether it was.

    The restriction ends, if it was the request's. Consents stay withdrawn: only the person gives them again.
    """
    subject = Subject.objects.select_for_update().get(pk=subject_id)
    erasure = (
        Erasure.objects.select_for_update()
        .filter(subject=subject, withdrawn_at=None, unreadable_at=None, grace_ends_at__gt=now())
        .first()
    )
    if erasure is None:
        return False
    Erasure.objects.filter(pk=erasure.pk).update(withdrawn_at=now())
    if erasure.has_restricted:
        Subject.objects.filter(pk=subject.pk).update(restricted_at=None)
    later("outreach.tell", letter="erasure_withdrawn", subject_id=subject_id, path=receipt_path(erasure))
    return True


def recompute_dates() -> int:
    """Work out again the days of open erasures that rested on a year not published then; how many have changed."""
    changed = 0
    for erasure in Erasure.objects.filter(is_provisional=True, withdrawn_at=None, proven_at=None):
        dates = _dates(erasure.requested_at.astimezone(ZONE).date())
        provisional = any(found.provisional for found in dates)
        if not provisional:
            Erasure.objects.filter(pk=erasure.pk).update(
                due=dates[0].date, bound=dates[1].date, alarm_on=dates[2].date, is_provisional=False
            )
            changed += 1
    return changed
