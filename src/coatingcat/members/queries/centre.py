"""What the member's own pages read."""

from typing import Any
from uuid import UUID

from coatingcat.members.models import BrowserSession, Correction, Member, OptionalDetails, SignIn, TotpDevice


def devices_of(member: Member) -> list[BrowserSession]:
    """Browsers signed in now, latest first."""
    return list(BrowserSession.objects.filter(member=member).order_by("-seen_at")[:50])


def sign_ins_of(member: Member, limit: int = 20) -> list[SignIn]:
    return list(SignIn.objects.filter(member=member).order_by("-at")[:limit])


def corrections_of(member: Member, limit: int = 20) -> list[Correction]:
    return list(Correction.objects.filter(member=member).order_by("-at")[:limit])


def has_authenticator(member: Member) -> bool:
    """Whether a second step is asked for at sign-in."""
    return TotpDevice.objects.filter(pk=member.pk).exclude(confirmed_at=None).exists()


def is_last_factor_of_staff(member: Member, passkey_id: UUID | None = None) -> bool:
    """Whether a member of the staff would be without a second factor, were this passkey (None: the authenticator) gone."""
    if not member.role_set:
        return False
    if passkey_id is None:
        return not member.passkeys.exists()
    return not has_authenticator(member) and not member.passkeys.exclude(pk=passkey_id).exists()


def optional_value(member: Member, field: str) -> Any:
    """The sealed optional detail, or None."""
    row = OptionalDetails.objects.filter(pk=member.pk).first()
    return getattr(row, field) if row else None


def waits_for(member: Member) -> str:
    """What a member still has to do to be a full one: `membership`, `contact`, or nothing."""
    if member.is_full:
        return ""
    return "contact" if hasattr(member, "membership") else "membership"
