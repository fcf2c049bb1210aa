"""How unusual a sign-in is, and what closes an account (I.2b-0 iii)."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from coatingcat.ground.clock import ZONE, now
from coatingcat.members.actions.codes import notify_verified
from coatingcat.members.models import BrowserSession, Freeze, Member, SignIn
from coatingcat.members.rules import Seen, signals_of
from coatingcat.members.words import Letter, Signal
from coatingcat.privacy.keys import signing_key

FREEZE_LINK_DAYS = 30
_LOOKED_AT = 200


def place_digest(member_id: UUID, network: str, at: datetime) -> bytes | None:
    """A network under the key of a month and of this member alone: it tells whether two places are one, nothing else."""
    if not network:
        return None
    key = signing_key(f"place {at.astimezone(ZONE):%Y-%m}")
    return hmac.digest(key, member_id.bytes + network.encode(), "sha256")[:16]


def signals_at(*, member: Member, device: str, network: str, country: str, failures: int = 0) -> tuple[Signal, ...]:
    """What is unusual about a sign-in that is about to happen, against those of the last six months. One query."""
    rows = SignIn.objects.filter(member=member).order_by("-at")[:_LOOKED_AT]
    before = [Seen(r.at.astimezone(ZONE), r.device, _is_here(r, member, network), r.country) for r in rows]
    return signals_of(device=device, country=country, at=now().astimezone(ZONE), before=before, failures=failures)


def _is_here(row: SignIn, member: Member, network: str) -> bool | None:
    """Whether that sign-in came from the same network; None if either is not known."""
    if row.place is None or not network:
        return None
    return hmac.compare_digest(bytes(row.place), place_digest(member.pk, network, row.at) or b"")


def freeze(*, member: Member, by_owner: bool) -> bool:
    """Close the account: every browser is signed out, and nobody comes in before a new password is set.

    Whether it was open until now. The owner is told, by every verified contact.
    """
    try:
        with transaction.atomic():
            Freeze.objects.create(member=member, is_by_owner=by_owner)
            BrowserSession.objects.filter(member=member).delete()
            notify_verified(member=member, letter=Letter.ACCOUNT_FROZEN)
    except IntegrityError:
        return False
    return True


def freeze_by_letter(*, sign_in_id: UUID) -> bool:
    """The owner says that a sign-in was not theirs; False for one that is too long ago, or gone."""
    found = SignIn.objects.select_related("member").filter(pk=sign_in_id).first()
    if found is None or found.at < now() - timedelta(days=FREEZE_LINK_DAYS):
        return False
    freeze(member=found.member, by_owner=True)
    return True


def is_frozen(member: Member) -> bool:
    return Freeze.objects.filter(member=member, lifted_at=None).exists()


def lift_freeze(*, member: Member) -> None:
    """The owner has set a new password."""
    Freeze.objects.filter(member=member, lifted_at=None).update(lifted_at=now())
