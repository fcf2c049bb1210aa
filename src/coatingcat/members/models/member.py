"""Somebody who has registered."""

import functools
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext

from coatingcat.ground.clock import now
from coatingcat.ground.ids import public_code
from coatingcat.members.words import Channel
from coatingcat.privacy.declarations import personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear, DigestField, SealedEmail, SealedPhone, digest_of
from coatingcat.privacy.words import STAFF, Kind, Purpose, Role, Text, keeping

BY_SYSTEM = Text(
    "由系统产生，用于管理您的账号，不可编辑", "Made by the system to run your account; it cannot be edited"
)
_of_account = functools.partial(
    personal, subject="subject_id", purposes={Purpose.ACCOUNT, Purpose.OWN_DATA}, keep=keeping.ACCOUNT
)
_CONTACT = {
    Purpose.ACCOUNT,
    Purpose.MEMBERSHIP,
    Purpose.SERVICE_MESSAGES,
    Purpose.PRODUCT_NEWS,
    Purpose.OWN_DATA,
}


def new_public_id() -> str:
    """An id to show in public: random, telling no number of members (II.1)."""
    return public_code("M")


class Members(BaseUserManager["Member"]):
    """Finds members by what they type; there is no other look-up by person."""

    def by_contact(self, channel: Channel, address: "Clear[str]") -> "Member | None":
        """The member with this verified e-mail address or mobile number; one query."""
        field = "email" if channel is Channel.EMAIL else "mobile"
        return self.filter(**{f"{field}_digest": digest_of(Member, field, address)}).first()


class Member(AbstractBaseUser):
    """A person with an account. Its key is the subject's id, so that rooms above need no member to speak of a person.

    E-mail and mobile stand here only once they are verified; the other six obligatory details stand in
    `Membership`.
    """

    subject = personal(
        models.OneToOneField(Subject, on_delete=models.PROTECT, primary_key=True, related_name="member"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    public_id = _of_account(
        models.CharField(max_length=20, unique=True, default=new_public_id, editable=False),
        kind=Kind.PERSON_ID,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    nickname = personal(
        models.CharField(max_length=40, blank=True),
        kind=Kind.NICKNAME,
        subject="subject_id",
        purposes={Purpose.PUBLIC_PROFILE, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        erase="delete row",
        editable_at="members:nickname",
        reason=Text(
            "昵称由您自愿填写并公开显示，请勿填写真实姓名",
            "You choose it and it is public; do not use your real name",
        ),
    )
    email = personal(
        SealedEmail(digest="email_digest", null=True),
        kind=Kind.EMAIL,
        subject="subject_id",
        purposes=_CONTACT,
        keep=keeping.MEMBERSHIP,
        required_for="membership",
        editable_at="members:email",
        reason=Text(
            "用于登录，并接收验证码、订单确认等服务信息",
            "To sign you in and to send you codes, order confirmations and other service messages",
        ),
    )
    email_digest = _of_account(
        DigestField(of="email", unique=True), kind=Kind.EMAIL, exported=False, editable_at="members:email"
    )
    email_verified_at = _of_account(
        models.DateTimeField(null=True, editable=False),
        kind=Kind.ACCOUNT_STATE,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    mobile = personal(
        SealedPhone(digest="mobile_digest", null=True),
        kind=Kind.MOBILE,
        subject="subject_id",
        purposes=_CONTACT,
        keep=keeping.MEMBERSHIP,
        required_for="membership",
        editable_at="members:mobile",
        reason=Text(
            "用于登录和身份验证（网络安全法第 24 条），并在订单有问题时联系您",
            "To sign you in, to verify who you are (Cybersecurity Law Art. 24) and to reach you about an order",
        ),
    )
    mobile_digest = _of_account(
        DigestField(of="mobile", unique=True), kind=Kind.MOBILE, exported=False, editable_at="members:mobile"
    )
    mobile_verified_at = _of_account(
        models.DateTimeField(null=True, editable=False),
        kind=Kind.ACCOUNT_STATE,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    password = personal(
        models.CharField(max_length=128),
        kind=Kind.CREDENTIAL,
        subject="subject_id",
        purposes={Purpose.ACCOUNT},
        keep=keeping.ACCOUNT,
        erase="delete row",
        exported=False,
        editable_at="members:password",
    )
    roles = _of_account(
        models.CharField(max_length=80, blank=True, editable=False),
        kind=Kind.ACCOUNT_STATE,
        erase="delete row",
        fixed_because=Text("由平台授予", "Granted by the platform"),
    )
    declared_adult_at = _of_account(
        models.DateTimeField(null=True, editable=False),
        kind=Kind.AGE,
        erase="delete row",
        fixed_because=Text("您注册时所作的声明", "What you declared when you registered"),
    )
    language = _of_account(
        models.CharField(max_length=10, default="zh-hans"),
        kind=Kind.PREFERENCE,
        erase="delete row",
        editable_at="members:language",
    )
    page_language = _of_account(
        models.CharField(max_length=10, blank=True),
        kind=Kind.PREFERENCE,
        erase="delete row",
        editable_at="members:appearance",
        purposes={Purpose.SITE_PREFERENCES, Purpose.OWN_DATA},
    )
    """The language of the site the member chose by its button; empty: never chosen, the browser's then."""
    page_theme = _of_account(
        models.CharField(max_length=10, blank=True),
        kind=Kind.PREFERENCE,
        erase="delete row",
        editable_at="members:appearance",
        purposes={Purpose.SITE_PREFERENCES, Purpose.OWN_DATA},
    )
    last_login = _of_account(
        models.DateTimeField(null=True, blank=True),
        kind=Kind.SIGN_IN,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    registered_at = _of_account(
        models.DateTimeField(default=now, editable=False),
        kind=Kind.ACCOUNT_STATE,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )

    objects: ClassVar[Members] = Members()

    USERNAME_FIELD = "public_id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "members_member"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email_digest__isnull=False)
                | models.Q(mobile_digest__isnull=False)
                | models.Q(password=""),  # erased, and about to go
                name="member_is_reachable",
            )
        ]

    def __str__(self) -> str:
        return self.nickname or self.public_id

    @property
    def public_name(self) -> str:
        """What others see: the nickname or the public number; nothing of somebody who has left (V.3)."""
        is_gone = not self.password and self.email_verified_at is None and self.mobile_verified_at is None
        return gettext("former member") if is_gone else self.nickname or self.public_id

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles of staff this member has; most have none. Never from the request, no query."""
        return frozenset(Role[name.upper()] for name in self.roles.split()) & frozenset(STAFF)

    @property
    def verified_channels(self) -> tuple[Channel, ...]:
        """By what this member can be reached."""
        found = [(Channel.EMAIL, self.email_verified_at), (Channel.SMS, self.mobile_verified_at)]
        return tuple(channel for channel, at in found if at is not None)

    @property
    def is_full(self) -> bool:
        """Whether both contacts are verified and the other six details are given (I.1a). One query at most."""
        both = len(self.verified_channels) == len(Channel)
        return both and Member.objects.filter(pk=self.pk, membership__isnull=False).exists()

    def contact(self, channel: Channel) -> Any:
        """The sealed address of a channel, or None."""
        return self.email if channel is Channel.EMAIL else self.mobile

    def get_short_name(self) -> str:
        return self.nickname
