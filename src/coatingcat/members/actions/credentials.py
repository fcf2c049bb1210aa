"""What a member signs in with besides a password: passkeys, an authenticator app, recovery codes."""

import hmac
import json
import struct
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pyotp
from django.db import transaction

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.members.models import Member, Passkey, RecoveryCode, TotpDevice
from coatingcat.members.rules import PASSKEYS_AT_MOST, RECOVERY_CODES, as_recovery_code, new_recovery_code
from coatingcat.privacy.keys import signing_key
from coatingcat.privacy.sealed import Clear


def _host() -> str:
    return urlsplit(config().public_url).hostname or "localhost"


def _refusals() -> tuple[type[Exception], ...]:
    """What py_webauthn and its decoders stumble over in hostile bytes; a fault of ours is none of these."""
    from webauthn.helpers.exceptions import WebAuthnException

    return WebAuthnException, ValueError, LookupError, TypeError, AttributeError, RecursionError, struct.error


def passkey_creation_options(*, member: Member) -> dict[str, Any]:
    """What the browser needs to make a passkey; the challenge in it belongs into the session.

    The passkey is named after the public id: an authenticator shows it to whoever holds the device.
    """
    import webauthn  # here and below: a fifth of a second that only those who use passkeys wait for
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name="CoatingCat",
        user_id=member.pk.bytes,
        user_name=str(member),
        user_display_name=str(member),
        attestation=structs.AttestationConveyancePreference.NONE,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=bytes(known))
            for known in member.passkeys.values_list("credential_id", flat=True)
        ],
    )
    return json.loads(webauthn.options_to_json(options))  # type: ignore[no-any-return]


def add_passkey(*, member: Member, answer: str, challenge: str, name: Clear[str]) -> Passkey | None:
    """The new passkey, if the browser's answer proves it; else None."""
    import webauthn

    try:
        proved = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=_host(),
            expected_origin=config().public_url,
            require_user_verification=True,
        )
    except _refusals():
        return None
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        known = Passkey.objects.filter(credential_id=proved.credential_id).exists()
        if known or member.passkeys.count() >= PASSKEYS_AT_MOST:
            return None
        return Passkey.objects.create(
            member=member,
            credential_id=proved.credential_id,
            public_key=proved.credential_public_key,
            sign_count=proved.sign_count,
            name=name,
        )


def passkey_request_options() -> dict[str, Any]:
    """What the browser needs to answer with any passkey of this site, whoever's it is."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=_host(), user_verification=UserVerificationRequirement.REQUIRED
    )
    return json.loads(webauthn.options_to_json(options))  # type: ignore[no-any-return]


def member_by_passkey(*, answer: str, challenge: str) -> Member | None:
    """The member whose passkey answered the challenge, else None."""
    import webauthn

    try:
        credential_id = webauthn.base64url_to_bytes(str(json.loads(answer)["id"]))
    except _refusals():
        return None
    with transaction.atomic():
        passkey = Passkey.objects.select_for_update().filter(credential_id=credential_id).first()
        if passkey is None:
            return None
        try:
            proved = webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=webauthn.base64url_to_bytes(challenge),
                expected_rp_id=_host(),
                expected_origin=config().public_url,
                credential_public_key=bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except _refusals():
            return None
        passkey.sign_count, passkey.used_at = proved.new_sign_count, now()
        passkey.save(update_fields=["sign_count", "used_at"])
        member: Member = passkey.member
        return member


def remove_passkey(*, member: Member, passkey_id: UUID) -> bool:
    """Forget one passkey of the member; False if it is not there or not theirs."""
    return bool(member.passkeys.filter(pk=passkey_id).delete()[0])


def begin_authenticator(*, member: Member) -> TotpDevice:
    """A fresh secret for an authenticator app, in place of one never confirmed. A confirmed one stays."""
    with transaction.atomic():
        device = TotpDevice.objects.select_for_update().filter(pk=member.pk).first() or TotpDevice(member=member)
        if device.confirmed_at is None:
            device.secret = Clear(pyotp.random_base32())
            device.save()
        return device


def confirm_authenticator(*, member: Member, step: int) -> list[str]:
    """Let the authenticator count from now on. Returns fresh recovery codes, to be shown once."""
    with transaction.atomic():
        TotpDevice.objects.filter(pk=member.pk).update(confirmed_at=now(), last_step=step)
        return renew_recovery_codes(member=member)


def remove_authenticator(*, member: Member) -> None:
    """Forget the authenticator and its recovery codes."""
    with transaction.atomic():
        TotpDevice.objects.filter(pk=member.pk).delete()
        member.recovery_codes.all().delete()


def renew_recovery_codes(*, member: Member) -> list[str]:
    """Ten new recovery codes, to be shown once; the old ones are void."""
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        member.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(member=member, digest=digest_of_recovery_code(member, code)) for code in codes
        )
    return codes


def digest_of_recovery_code(member: Member, typed: str) -> bytes:
    """What is kept of a recovery code: an HMAC under a key outside the database (32 bytes)."""
    text = member.pk.bytes + as_recovery_code(typed).encode()
    return hmac.digest(signing_key("members.recovery"), text, "sha256")
