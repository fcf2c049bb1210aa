"""Reads of messages and of how people are reached."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from coatingcat.members.models import Invitation, Member
from coatingcat.members.words import Channel
from coatingcat.outreach.models import Dispatch
from coatingcat.outreach.words import ON_BEHALF
from coatingcat.privacy.gate import Actor, Denied, purpose, warm
from coatingcat.privacy.models import CaseLink, Claimant, Guardianship, Subject
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.models import Consignee

_SHOWN = 100


def purpose_of(letter: str, subject_id: UUID, job: str = "") -> AbstractContextManager[None]:
    """What a letter's address and words are opened for: the service; or, of somebody whose data is restricted, their
    own rights on their own behalf, if it is such a letter."""
    if letter in ON_BEHALF and Subject.objects.filter(pk=subject_id).exclude(restricted_at=None).exists():
        return _on_behalf(letter, subject_id)
    return purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system(job or f"outreach.{letter}"[:40]))


def _on_behalf(letter: str, subject_id: UUID) -> AbstractContextManager[None]:
    return purpose(Purpose.OWN_DATA, actor=Actor(subject_id, frozenset({Role.SUBJECT}), f"outreach.{letter}"[:40]))


@dataclass(frozen=True)
class Message:
    """A dispatch with its words; None where they have been erased."""

    dispatch: Dispatch
    address: str | None
    title: str | None
    body: str | None


def latest_messages() -> list[Message]:
    """The latest 100 messages, opened as they were sent. Two queries, and two for each person whose data is restricted."""
    dispatches: Sequence[Dispatch] = list(Dispatch.objects.order_by("-created_at", "-pk")[:_SHOWN])
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("demo tray")):
        warm(dispatches, "address")
        messages = [_opened(dispatch) for dispatch in dispatches]
    return [_opened_on_behalf(message) for message in messages]


def _opened_on_behalf(message: Message) -> Message:
    dispatch = message.dispatch
    if message.body is not None or dispatch.template not in ON_BEHALF:
        return message
    with _on_behalf(dispatch.template, dispatch.subject_id):
        return _opened(dispatch)


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
    path: str = ""
    """The page of this site that somebody without an account is led to, whatever it is about."""


def reach(subject_id: UUID) -> Reached | None:
    """How a person of any sort is reached; None if nothing is held. Needs SERVICE_MESSAGES; raises Denied."""
    member = Member.objects.filter(pk=subject_id).first()
    if member is not None:
        if not member.verified_channels:
            return None
        channel = member.verified_channels[0]
        return Reached(channel, Clear(member.contact(channel).open()), member.language)
    guardian = Guardianship.objects.filter(guardian_id=subject_id, address__isnull=False).first()
    if guardian is not None:
        return Reached(Channel(guardian.channel), Clear(guardian.address.open()), guardian.language)
    invitation = Invitation.objects.filter(subject_id=subject_id).first()
    if invitation is not None:
        return Reached(Channel.EMAIL, Clear(invitation.address.open()), invitation.language)
    consignee = Consignee.objects.filter(subject_id=subject_id).order_by("-created_at").first()
    if consignee is not None:
        order = getattr(consignee, "order", None)
        return Reached(Channel.EMAIL, Clear(consignee.email.open()), order.language if order else "zh-hans")
    return _reach_claimant(subject_id)


_CASE = re.compile(r"me/cases/(CS-[0-9A-Z-]+)/")


def page_for(subject_id: UUID, path: str) -> str:
    """The page that a letter about a case leads to: for a guardian or consignee without an account the one behind the
    link of this case, for everybody else the path as it is. Needs SERVICE_MESSAGES; raises Denied."""
    found = _CASE.match(path)
    if found is None:
        return path
    link = CaseLink.objects.filter(case__code=found[1], case__subject_id=subject_id, revoked_at=None).first()
    return path if link is None else f"cases/{link.token.open()}/"


def _reach_claimant(subject_id: UUID) -> Reached | None:
    """Somebody who asked without an account: by the address given with the request, led to its link."""
    link = CaseLink.objects.select_related("case").filter(case__subject_id=subject_id).first()
    claimant = Claimant.objects.filter(subject_id=subject_id).first()
    if link is None or link.revoked_at is not None or claimant is None:
        return None
    address = Clear(claimant.email.open())
    return Reached(Channel.EMAIL, address, link.case.language, path=f"cases/{link.token.open()}/")
