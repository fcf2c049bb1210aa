"""What happened to members."""

from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True)
class PositionTaken:
    """A member acts for a company from now on."""

    subject_id: UUID
    company_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PositionEnded:
    """A member acts for a company no longer."""

    subject_id: UUID
    company_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class CompanyCertified:
    """A company's licence was seen and agreed on; `until` is its last day (I.1c)."""

    company_id: UUID
    until: date
    at: datetime
