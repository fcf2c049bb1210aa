"""For whom news is, and what became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from coatingcat.ground.clock import now
from coatingcat.members.models import Member, OptionalDetails
from coatingcat.members.words import Channel
from coatingcat.outreach.models import Campaign, Dispatch, NewsMessage, NewsStop
from coatingcat.privacy.gate import Actor, Denied, purpose, warm
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose

_AGREED = """
SELECT subject_id, id FROM (
    SELECT DISTINCT ON (subject_id) subject_id, id, act, expires_at FROM privacy_consent
    WHERE purpose = 'PRODUCT_NEWS' AND recipient IS NULL AND act <> 'requested' AND subject_id > %s
    ORDER BY subject_id, at DESC, id DESC
) AS latest
WHERE act = 'given' AND (expires_at IS NULL OR expires_at > %s) ORDER BY subject_id LIMIT %s
"""
"""Written out: the model's own way of saying "the latest of each" would ask for everybody's before it cut off."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a campaign is for, with the consent it rests on and where it goes."""

    member: Member
    consent: UUID
    addresses: dict[Channel, Clear[str]]


def agreed_after(after: UUID, limit: int) -> list[tuple[UUID, UUID]]:
    """The next subjects whose latest word on news is a yes, in the order of their ids, with the record of that yes."""
    with connection.cursor() as cursor:
        cursor.execute(_AGREED, [after, now(), limit])
        return [(subject_id, consent) for subject_id, consent in cursor.fetchall()]


def readers_of(campaign: Campaign, agreed: Iterable[tuple[UUID, UUID]]) -> Iterator[Reader]:
    """Those of them the campaign is for. The gate decides: who is a minor, restricted or erased is not among them.

    Four statements, however many there are.
    """
    consents = dict(agreed)
    members = list(Member.objects.filter(pk__in=consents).order_by("pk"))
    details = {row.pk: row for row in OptionalDetails.objects.filter(pk__in=consents)}
    stops = set(NewsStop.objects.filter(subject_id__in=consents).values_list("subject_id", "channel"))
    with purpose(Purpose.PRODUCT_NEWS, actor=Actor.system("outreach.send_news")):
        warm(members, "email", "mobile")
        warm(details.values(), "interests")
        for member in members:
            channels = [c for c in campaign.channels if c in member.verified_channels]
            wanted = [channel for channel in channels if (member.pk, channel.value) not in stops]
            try:
                if wanted and _fits(campaign.interest, details.get(member.pk)):
                    addresses = {channel: Clear(member.contact(channel).open()) for channel in wanted}
                    yield Reader(member, consents[member.pk], addresses)
            except Denied:
                continue


def _fits(interest: str, details: Any) -> bool:
    """Whether the interests somebody named have the campaign's in them; a campaign without one is for all."""
    if not interest:
        return True
    sealed = details.interests if details else None
    return sealed is not None and interest.casefold() in sealed.open().casefold()


def is_stopped(subject_id: UUID, channel: str) -> bool:
    return NewsStop.objects.filter(subject_id=subject_id, channel=channel).exists()


def stopped_channels(subject_id: UUID) -> frozenset[Channel]:
    """The channels somebody wants no news by."""
    rows = NewsStop.objects.filter(subject_id=subject_id).values_list("channel", flat=True)
    return frozenset(Channel(name) for name in rows)


def campaigns() -> "QuerySet[Campaign]":
    return Campaign.objects.order_by("-created_at", "-pk")


def outcome_of(campaign: Campaign) -> dict[str, int]:
    """How many messages are in which state, with failures by their names; numbers only."""
    rows = Dispatch.objects.filter(news__campaign=campaign).values("state", "failure").annotate(count=Count("pk"))
    return {row["failure"] or row["state"]: row["count"] for row in rows.order_by()}


def message_of(dispatch_id: UUID) -> NewsMessage | None:
    return NewsMessage.objects.filter(dispatch_id=dispatch_id).first()
