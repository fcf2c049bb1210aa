"""What members sign in with besides a password."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models.member import Member
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, keeping

_credential = functools.partial(
    personal,
    kind=Kind.CREDENTIAL,
    subject="member_id",
    purposes={Purpose.ACCOUNT},
    keep=keeping.ACCOUNT,
    exported=False,
    editable_at="members:security",
)
_about_credential = functools.partial(
    personal,
    kind=Kind.CREDENTIAL,
    subject="member_id",
    purposes={Purpose.ACCOUNT, Purpose.OWN_DATA},
    keep=keeping.ACCOUNT,
    erase="delete row",
    editable_at="members:security",
)


class Passkey(models.Model):
    """A WebAuthn credential: the public half of a key whose private half never leaves the member's device."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    member = _about_credential(models.ForeignKey(Member, on_delete=models.CASCADE, related_name="passkeys"))
    credential_id = _credential(models.BinaryField(max_length=1023, unique=True), erase="delete row")
    public_key = _credential(models.BinaryField(max_length=2048), erase="delete row")
    sign_count = nonpersonal(models.PositiveBigIntegerField(default=0), "counter of the authenticator, against copies")
    name = personal(
        SealedText(max_length=60),
        kind=Kind.CREDENTIAL,
        subject="member_id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        editable_at="members:security",
    )
    created_at = _about_credential(models.DateTimeField(default=now))
    used_at = _about_credential(models.DateTimeField(null=True))

    class Meta:
        db_table = "members_passkey"

    def __str__(self) -> str:
        return f"passkey {self.id}"


class TotpDevice(models.Model):
    """An authenticator app. It counts from `confirmed_at` on, once a first code has proved it."""

    member = _about_credential(
        models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="totp")
    )
    secret = _credential(SealedText(max_length=64))
    confirmed_at = _about_credential(models.DateTimeField(null=True))
    last_step = nonpersonal(models.BigIntegerField(default=0), "last time step used, so that no code counts twice")

    class Meta:
        db_table = "members_totpdevice"

    def __str__(self) -> str:
        return f"authenticator of {self.member_id}"


class RecoveryCode(models.Model):
    """One way in for whoever lost the authenticator; only a keyed digest of the code is kept."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    member = _about_credential(models.ForeignKey(Member, on_delete=models.CASCADE, related_name="recovery_codes"))
    digest = _credential(models.BinaryField(max_length=32), erase="delete row")
    used_at = _about_credential(models.DateTimeField(null=True))

    class Meta:
        db_table = "members_recoverycode"
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code {self.id}"
