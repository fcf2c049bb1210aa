"""Browsers that are signed in, and sign-ins that were."""

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models.member import Member
from coatingcat.members.words import Signal, Way
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_BY_DEVICE = Text(
    "由系统记录；可在“登录与安全”中退出该设备", "Recorded by the system; sign the device out under security"
)
_PURPOSES = {Purpose.ACCOUNT, Purpose.ACCOUNT_SECURITY, Purpose.OWN_DATA}


class BrowserSession(AbstractBaseSession):
    """One browser's session. The key lies here as a digest: a copy of this table signs nobody in.

    No address and no user agent is kept, only a coarse label from a closed list ("Chromium · Linux").
    """

    session_key = personal(
        models.CharField(max_length=64, primary_key=True),
        kind=Kind.CREDENTIAL,
        subject="member_id",
        purposes={Purpose.ACCOUNT, Purpose.SHOPPING},
        keep=keeping.SESSION,
        erase="delete row",
        exported=False,
        editable_at="members:security",
    )
    # `session_data` comes from the framework and is declared in `holdings`.
    expire_date = nonpersonal(models.DateTimeField(db_index=True), "when an unused session goes")
    member = personal(
        models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="browser_sessions"),
        kind=Kind.PERSON_ID,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SESSION,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )
    device = personal(
        models.CharField(max_length=60, blank=True),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SESSION,
        erase="delete row",
        editable_at="members:security",
    )
    created_at = personal(
        models.DateTimeField(default=now),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SESSION,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )
    seen_at = personal(
        models.DateTimeField(default=now),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SESSION,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )

    class Meta:
        db_table = "members_browsersession"

    def __str__(self) -> str:
        return f"session on {self.device or 'a browser'}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from coatingcat.members.sessions import SessionStore

        return SessionStore


class SignIn(models.Model):
    """That a member signed in: when, how, on what sort of device. Kept for six months (Cybersecurity Law)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    member = personal(
        models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sign_ins"),
        kind=Kind.PERSON_ID,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )
    at = personal(
        models.DateTimeField(default=now),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )
    device = personal(
        models.CharField(max_length=60),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )
    way = personal(
        models.CharField(max_length=12, choices=[(w.name, w.name) for w in Way]),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )

    place = personal(
        models.BinaryField(max_length=16, null=True),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes={Purpose.ACCOUNT_SECURITY},
        keep=keeping.SIGN_IN,
        erase="delete row",
        exported=False,
        fixed_because=_BY_DEVICE,
    )
    """HMAC of the network (IPv4 /16, IPv6 /32) under the key of the month and the member; no address can be read from it."""
    country = personal(
        models.CharField(max_length=2, blank=True, default=""),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )
    signals = personal(
        models.CharField(max_length=80, blank=True, default=""),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes=_PURPOSES,
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=_BY_DEVICE,
    )

    class Meta:
        db_table = "members_signin"
        indexes = [models.Index(fields=["member", "-at"], name="signin_latest")]

    def __str__(self) -> str:
        return f"sign-in by {self.way.lower()}"

    @property
    def signal_texts(self) -> list[Text]:
        """What was unusual about it, for the page and the letter."""
        return [Signal[name].value for name in self.signals.split() if name in Signal.__members__]

    @property
    def way_text(self) -> Text:
        """How it was done, for the page."""
        return Way[self.way].text
