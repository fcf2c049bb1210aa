"""Coming in: by password, code, passkey, second step; and going out."""

import hmac
from uuid import UUID

import pyotp
from django.contrib.auth.hashers import make_password
from django.db import transaction

from coatingcat.config import config
from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.members.actions.codes import notify_verified, use_code
from coatingcat.members.actions.credentials import digest_of_recovery_code
from coatingcat.members.actions.guarding import lift_freeze, place_digest, signals_at
from coatingcat.members.events import SignedIn
from coatingcat.members.models import BrowserSession, Code, Member, RecoveryCode, SignIn, TotpDevice
from coatingcat.members.rules import as_code, verdict
from coatingcat.members.words import Channel, Letter, Use, Verdict, Way
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role

TOTP_STEP_SECONDS = 30


def member_by_password(*, channel: Channel, address: Clear[str], password: str) -> Member | None:
    """The member whose address and password these are, else None.

    An unknown address costs one hashing as well, so that time does not tell it from a wrong password.
    """
    member = Member.objects.by_contact(channel, address)
    if member is None:
        make_password(password)
        return None
    return member if member.check_password(password) else None


def member_by_code(*, code_id: UUID | None, use: Use, typed: str) -> Member | None:
    """The member to whom this code of a sign-in or reset was sent, else None. The code is used up."""
    code = use_code(code_id=code_id, use=use, typed=typed)
    return Member.objects.filter(pk=code.subject_id).first() if code else None


def note_sign_in(
    *, member: Member, way: Way, device: str, network: str = "", country: str = "", has_second_factor: bool = False
) -> None:
    """Write the sign-in down with what was unusual about it, and tell the member of that (F.1, I.2b-0 iii)."""
    with transaction.atomic():
        signals = signals_at(member=member, device=device, network=network, country=country)
        noted = SignIn.objects.create(
            member=member,
            way=way.name,
            device=device,
            place=place_digest(member.pk, network, now(), is_new=True),
            country=country,
            signals=" ".join(signal.name for signal in signals),
        )
        if verdict(signals, has_second_factor=has_second_factor) is not Verdict.NORMAL:
            notify_verified(member=member, letter=Letter.NEW_SIGN_IN, about=noted.pk)
        emit(SignedIn(member.pk, now(), way.name))


def set_new_password(*, member: Member, password: str) -> None:
    """Change the password, void every code under way, sign out every browser, and say so to the member."""
    with transaction.atomic():
        member.set_password(password)
        member.save(update_fields=["password"])
        Code.objects.filter(subject_id=member.pk, used_at=None).update(used_at=now())
        sign_out_everywhere(member=member)
        lift_freeze(member=member)
        notify_verified(member=member, letter=Letter.PASSWORD_CHANGED)


def sign_out_everywhere(*, member: Member, but: str = "") -> int:
    """Delete the member's sessions from the database, but the one with this key; how many went."""
    rows = BrowserSession.objects.filter(member=member).exclude(session_key=but)
    return rows.delete()[0]


def sign_out_device(*, member: Member, session_key: str) -> bool:
    """Delete one session of the member; False if it is not there or not theirs."""
    return bool(BrowserSession.objects.filter(member=member, session_key=session_key).delete()[0])


def pass_second_step(*, member: Member, typed: str) -> bool:
    """Whether `typed` is the authenticator's code of this half minute or a recovery code not used before."""
    return _is_totp(member, as_code(typed)) or _is_recovery_code(member, typed)


def _is_totp(member: Member, code: str) -> bool:
    with transaction.atomic():
        device = TotpDevice.objects.select_for_update().exclude(confirmed_at=None).filter(pk=member.pk).first()
        step = matching_step(device, code) if device else None
        if device is None or step is None:
            return False
        device.last_step = step
        device.save(update_fields=["last_step"])
        return True


def matching_step(device: TotpDevice, code: str) -> int | None:
    """The time step whose code this is: the present one or its neighbours (RFC 6238 5.2), never one used before."""
    actor = Actor(device.member_id, frozenset({Role.SUBJECT}), "members.second_step")
    with purpose(Purpose.ACCOUNT, actor=actor):
        totp = pyotp.TOTP(device.secret.open())
    here = int(now().timestamp()) // TOTP_STEP_SECONDS
    for step in (here, here - 1, here + 1):
        # A demonstration shows the code on the page, to many browsers at once: there a used one may be used again.
        is_fresh = step > device.last_step or config().is_demo
        if hmac.compare_digest(totp.generate_otp(step), code) and is_fresh:
            return step
    return None


def _is_recovery_code(member: Member, typed: str) -> bool:
    digest = digest_of_recovery_code(member, typed)
    return bool(RecoveryCode.objects.filter(member=member, digest=digest, used_at=None).update(used_at=now()))
