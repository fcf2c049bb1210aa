"""Decisions about consents: which act an answer is, when the site may ask, when a yes ends."""

from datetime import datetime, timedelta

from coatingcat.privacy.words import Act, Purpose

COOL_DOWN = timedelta(days=180)
"""How long the site does not ask by itself after a no: no frequent re-asking (PIPL 16; NDSR 22)."""


def act_of(*, yes: bool, stood: bool) -> Act:
    """What an answer is: a no to what stood takes it back."""
    if yes:
        return Act.GIVEN
    return Act.WITHDRAWN if stood else Act.REFUSED


def stands(act: Act | None, *, expires_at: datetime | None, at: datetime) -> bool:
    """Whether a latest word is a yes that has not come to its end."""
    return act is Act.GIVEN and (expires_at is None or expires_at > at)


def may_ask(latest: Act | None, *, said_at: datetime | None, at: datetime) -> bool:
    """Whether the site may ask by itself. The person may answer without being asked at any time."""
    if latest is None or said_at is None:
        return True
    if latest is Act.GIVEN:
        return False
    return not latest.is_no or at - said_at >= COOL_DOWN


def end_of(purpose: Purpose, *, given_at: datetime) -> datetime | None:
    """When a yes to the purpose comes to its end; None: it stands until it is withdrawn."""
    return given_at + timedelta(days=purpose.consent_days) if purpose.consent_days else None


def next_moment(wanted: datetime, *, latest: datetime | None) -> datetime:
    """The moment of a new record: after the latest one, whatever the clocks of two machines say."""
    return wanted if latest is None or wanted > latest else latest + timedelta(microseconds=1)
