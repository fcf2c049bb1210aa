"""Reads of outreach."""

from collections.abc import Sequence
from dataclasses import dataclass

from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.gate import Denied, warm

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
