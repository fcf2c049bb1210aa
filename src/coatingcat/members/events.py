"""What happened to members."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MemberRegistered:
    """Somebody has a light account: one contact verified, 18 or over by own word."""

    subject_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class MembershipCompleted:
    """A member has given the eight obligatory details and verified both contacts (I.1a)."""

    subject_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member came in, by whatever way; the session key was changed just before."""

    subject_id: UUID
    at: datetime
    way: str


@dataclass(frozen=True, slots=True)
class DetailCorrected:
    """A member changed a detail; `label` names the field, the value stays where it is sealed (V.2; PIPL 46)."""

    subject_id: UUID
    label: str
    at: datetime
