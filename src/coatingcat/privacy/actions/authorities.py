"""An authority demands data: one officer enters the demand with its instrument, another one decides (IV.3)."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import ZONE
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.disclosure import Demand, Record, disclose
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.models import (
    AuthorityDecision,
    AuthorityRequest,
    Instrument,
    RequestedPerson,
    Share,
    SharedPerson,
)
from coatingcat.privacy.queries.authorities import AUTHORITY, demandable, rows_of
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.rules.transfers import is_abroad
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import Purpose, Reason, ShareQuestion

TOLD_AT = time(9, tzinfo=ZONE)
"""When persons are told after the day until which a law kept it silent."""


@transaction.atomic
def enter_demand(
    *,
    by: UUID,
    authority: str,
    country: str,
    article: str,
    reference: str,
    instrument: Clear[Content] | None,
    age_key: str,
    labels: Collection[str],
    subjects: Collection[UUID],
    approval: str = "",
    silent_until: date | None = None,
    silent_article: str = "",
) -> AuthorityRequest:
    """Keep what an authority demands, with the instrument it rests on; nothing goes out by this.

    Raises ShareRefused without an instrument, for a foreign authority without the approval of the Chinese one, for
    fields no authority may be given, for nobody at all, and for silence without the law that orders it.
    """
    if instrument is None or not reference:
        raise ShareRefused(ShareQuestion.INSTRUMENT, AUTHORITY)
    if is_abroad(country) and not approval:
        raise ShareRefused(ShareQuestion.ABROAD, AUTHORITY, country)
    if not labels or not set(labels) <= set(demandable()):
        raise ShareRefused(ShareQuestion.FIELD, AUTHORITY)
    if not subjects or (silent_until and not silent_article):
        raise ShareRefused(ShareQuestion.EMPTY, AUTHORITY)
    request = AuthorityRequest.objects.create(
        by_id=by,
        authority=authority,
        country=country,
        article=article,
        reference=reference,
        approval=approval,
        digest=hashlib.sha256(instrument.value.data).digest(),
        age_key=age_key,
        labels=" ".join(sorted(set(labels))),
        silent_until=silent_until,
        silent_article=silent_article,
    )
    Instrument.objects.create(request=request, file=instrument)
    RequestedPerson.objects.bulk_create(RequestedPerson(request=request, subject_id=one) for one in set(subjects))
    return request


@transaction.atomic
def decide_demand(*, request: AuthorityRequest, actor: Actor, approve: bool) -> Share | None:
    """A second officer decides, once; approved, the extract leaves by the door. Returns what went out, if anything.

    Raises ShareRefused for the officer who entered the demand, and where the door says no; nothing is written then.
    """
    by = actor.subject_id
    assert by is not None
    request = AuthorityRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    earlier = AuthorityDecision.objects.filter(request=request).first()
    if earlier is not None:
        return Share.objects.filter(recipient=AUTHORITY, about=request.pk).first()
    if by == request.by_id:
        raise ShareRefused(ShareQuestion.SECOND, AUTHORITY)
    AuthorityDecision.objects.create(request=request, by_id=by, is_approved=approve)
    if not approve:
        return None
    share = disclose(
        recipient=AUTHORITY,
        purpose=Purpose.LEGAL_DISCLOSURE,
        records=_demanded(request),
        actor=actor,
        about=request.pk,
        leave_out=True,
        silent_until=request.silent_until,
        reason=Reason.AUTHORITY,
        demand=Demand(
            authority=request.authority,
            country=request.country,
            reference=request.reference if hasattr(request, "instrument") else "",
            approval=request.approval,
            age_key=request.age_key,
            asked_by=request.by_id,
            approved_by=by,
        ),
    )
    _tell(share, request)
    return share


def _demanded(request: AuthorityRequest) -> list[Record]:
    """A record for each row about one of the persons, with the fields demanded of it and no more."""
    by_model: dict[str, list[str]] = {}
    for label in request.label_list:
        by_model.setdefault(label.rpartition(".")[0], []).append(label)
    return [
        Record((row,), tuple(labels))
        for person in request.people.order_by("pk")
        for labels in by_model.values()
        for row in rows_of(labels[0], person.subject_id)
    ]


def _tell(share: Share, request: AuthorityRequest) -> None:
    """The persons are told now, or the day after the silence a law orders."""
    until = request.silent_until
    at = datetime.combine(until + timedelta(days=1), TOLD_AT) if until else None
    for subject_id in _persons(share):
        later("outreach.tell", at=at, letter="disclosed_to_authority", subject_id=subject_id, path="me/recipients/")


def _persons(share: Share) -> list[UUID]:
    rows = SharedPerson.everything.filter(share=share).order_by("pk")
    return list(rows.values_list("subject_id", flat=True))
