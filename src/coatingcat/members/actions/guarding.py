"""How unusual a sign-in is, and what closes an account (I.2b-0 iii)."""

import functools
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from coatingcat.ground.clock import ZONE, now
from coatingcat.members.actions.codes import notify_verified
from coatingcat.members.models import BrowserSession, Freeze, Member, SignIn
from coatingcat.members.rules import Seen, signals_of
from coatingcat.members.words import Letter, Signal
from coatingcat.privacy.monthly import digest_for_month

FREEZE_LINK_DAYS = 30
_LOOKED_AT = 200


def place_digest(member_id: UUID, network: str, at: datetime, *, is_new: bool = False) -> bytes | None:
    """A network under the key of a month and for this member alone: it tells whether two places are one, nothing else.

    The key of the month is destroyed six months after the month (CSL 23): from then on nobody can try networks against
    a place in an old backup. None without a network, or once the key is gone.
    """
    if not network:
        return None
    digest = digest_for_month(member_id.bytes + network.encode(), at, use="place of a sign-in", is_new=is_new)
    return digest and digest[:16]


def signals_at(*, member: Member, device: str, network: str, country: str, failures: int = 0) -> tuple[Signal, ...]:
    """What is unusual about a sign-in that is about to happen, against those of the last six months. One query, and one
    for each of their months."""
    rows = SignIn.objects.filter(member=member).order_by("-at")[:_LOOKED_AT]
    here = functools.cache(lambda month: place_digest(member.pk, network, month))
    before = [Seen(r.at.astimezone(ZONE), r.device, _is_here(r, here), r.country) for r in rows]
    return signals_of(device=device, country=country, at=now().astimezone(ZONE), before=before, failures=failures)


def _is_here(row: SignIn, here: Callable[[datetime], bytes | None]) -> bool | None:
    """Whether that sign-in came from the same network; None if either is not known, or not comparable any more.

    `here` gives the present network's digest under the key of a month.
    """
    digest = here(_month(row.at)) if row.place is not None else None
    return hmac.compare_digest(bytes(row.place), digest) if row.place is not None and digest else None


def _month(at: datetime) -> datetime:
    """A moment of the same month in Shanghai, the same for all of it."""
    return at.astimezone(ZONE).replace(day=2, hour=0, minute=0, second=0, microsecond=0)


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
