"""Messages with a one-time code, and registrations that wait for one."""

import functools

from django.db import models
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models.member import BY_SYSTEM
from coatingcat.members.words import Channel, Letter, Use
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import DigestField, SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_SHORT = Text("短期使用，随后自动删除", "Used for a short while, then deleted by itself")
_CHANNELS = [(Channel.EMAIL.value, _("E-mail")), (Channel.SMS.value, _("Text message"))]
_of_code = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.ACCOUNT, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
    keep=keeping.CODE,
    fixed_because=_SHORT,
)


class Code(models.Model):
    """A message about an account on its way out, mostly with a one-time code in it.

    Whoever asks for a code gets a row under a subject of its own, so that asking costs the same whether the address
    is known or not; a job looks the address up, gives the row to the member it finds, and chooses the letter.
    """

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_code(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="codes"),
        kind=Kind.PERSON_ID,
        erase="delete row",
    )
    use = nonpersonal(
        models.CharField(max_length=16, choices=[(u.value, u.name) for u in Use]), "what the code is good for"
    )
    letter = nonpersonal(
        models.CharField(max_length=20, choices=[(x.value, x.name) for x in Letter]), "which text it goes out with"
    )
    channel = nonpersonal(models.CharField(max_length=5, choices=_CHANNELS), "e-mail or text message")
    address = _of_code(SealedText(max_length=254), kind=Kind.EMAIL)
    code = _of_code(SealedText(max_length=12, digest="code_digest", null=True), kind=Kind.CREDENTIAL, exported=False)
    code_digest = _of_code(DigestField(of="code", db_index=False), kind=Kind.CREDENTIAL, exported=False)
    language = nonpersonal(models.CharField(max_length=10), "language of the message")
    about = nonpersonal(models.UUIDField(null=True), "random key of the sign-in that a notice tells of")
    attempts = nonpersonal(models.PositiveSmallIntegerField(default=0), "how often a wrong code was typed")
    created_at = _of_code(models.DateTimeField(default=now, db_index=True), kind=Kind.SIGN_IN, erase="delete row")
    addressed_at = nonpersonal(models.DateTimeField(null=True), "when the job had looked the address up")
    expires_at = nonpersonal(models.DateTimeField(), "end of the code's life")
    used_at = nonpersonal(models.DateTimeField(null=True), "when the code was used up")

    class Meta:
        db_table = "members_code"

    def __str__(self) -> str:
        return f"{self.letter} by {self.channel}"


_of_registration = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.ACCOUNT, Purpose.OWN_DATA},
    keep=keeping.UNFINISHED,
    fixed_because=_SHORT,
)


class Registration(models.Model):
    """A light account that waits for its code. Finished, it turns into a member; unfinished, it goes in a day."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_registration(
        models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="registration"),
        kind=Kind.PERSON_ID,
        erase="delete row",
    )
    channel = nonpersonal(models.CharField(max_length=5, choices=_CHANNELS), "e-mail or text message")
    address = _of_registration(
        SealedText(max_length=254),
        kind=Kind.EMAIL,
        required_for="account",
        reason=Text(
            "用于登录和接收验证码。会员资格另需其余信息，届时再询问",
            "To sign you in and to send you codes. Membership asks for more, later and with its reasons",
        ),
    )
    password = personal(
        models.CharField(max_length=128),
        kind=Kind.CREDENTIAL,
        subject="subject_id",
        purposes={Purpose.ACCOUNT},
        keep=keeping.UNFINISHED,
        erase="delete row",
        exported=False,
        fixed_because=BY_SYSTEM,
    )
    declared_adult_at = _of_registration(models.DateTimeField(null=True), kind=Kind.AGE, erase="delete row")
    language = nonpersonal(models.CharField(max_length=10), "language of the page it was made on")
    created_at = _of_registration(
        models.DateTimeField(default=now, db_index=True), kind=Kind.ACCOUNT_STATE, erase="delete row"
    )

    class Meta:
        db_table = "members_registration"

    def __str__(self) -> str:
        return f"registration {self.id}"
