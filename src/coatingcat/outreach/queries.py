"""Reads of outreach."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from coatingcat.members.models import Member
from coatingcat.members.words import Channel
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.gate import Denied, warm
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.models import Consignee

_SHOWN = 100


@dataclass(frozen=True)
class Message:
    """A dispatch with its words; None where they have been erased."""

    dispatch: Dispatch
    address: str | None
    title: str | None
    body: str | None


def latest_messages() -> list[Message]:
    """The latest 100 messages, opened; needs the purpose SERVICE_MESSAGES. Two queries."""
    dispatches: Sequence[Dispatch] = list(Dispatch.objects.order_by("-created_at", "-pk")[:_SHOWN])
    warm(dispatches, "address")
    return [_opened(dispatch) for dispatch in dispatches]


def _opened(dispatch: Dispatch) -> Message:
    try:
        return Message(dispatch, dispatch.address.open(), dispatch.title.open(), dispatch.body.open())
    except Denied:
        return Message(dispatch, None, None, None)


@dataclass(frozen=True)
class Reached:
    """Where a person can be written to, and in which language."""

    channel: Channel
    address: Clear[str]
    language: str


def reach(subject_id: UUID) -> Reached | None:
    """How a person of any sort is reached; None if nothing is held. Needs SERVICE_MESSAGES; raises Denied."""
    member = Member.objects.filter(pk=subject_id).first()
    if member is not None:
        if not member.verified_channels:
            return None
        channel = member.verified_channels[0]
        return Reached(channel, Clear(member.contact(channel).open()), member.language)
    consignee = Consignee.objects.filter(subject_id=subject_id).order_by("-created_at").first()
    if consignee is not None:
        order = getattr(consignee, "order", None)
        return Reached(Channel.EMAIL, Clear(consignee.email.open()), order.language if order else "zh-hans")
    return None
