"""Keys by which programs of a company act, and the answers they may be given once more."""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models.companies import Company
from coatingcat.members.models.member import Member
from coatingcat.members.scopes import Scope, scopes_in
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_of_key = functools.partial(
    personal,
    kind=Kind.CREDENTIAL,
    subject="member_id",
    purposes={Purpose.MEMBERSHIP, Purpose.OWN_DATA},
    keep=keeping.ACCOUNT,
    fixed_because=Text("密钥只能撤销或更换", "A key can only be revoked or replaced"),
)
_TECHNICAL = "a random number and times of a program of a company"


class ApiKey(models.Model):
    """A program acts for a company as the member who made the key: it can do no more than they, and ends with them."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(
        models.ForeignKey(Company, on_delete=models.CASCADE, related_name="api_keys"), "a company, about no person"
    )
    member = _of_key(
        models.ForeignKey(Member, on_delete=models.CASCADE, related_name="api_keys"), erase="delete row", exported=False
    )
    name = _of_key(SealedText(max_length=60), reason=Text("便于您辨认密钥", "So that you can tell your keys apart"))
    head = _of_key(models.CharField(max_length=20), erase="delete row")
    """The first letters of the key: enough to recognise it, too few to use it."""
    digest = _of_key(models.BinaryField(max_length=32, unique=True), erase="delete row", exported=False)
    """SHA-256 of the key, which is shown once and kept nowhere."""
    scopes = nonpersonal(models.CharField(max_length=600), "what a program of a company may do")
    created_at = _of_key(models.DateTimeField(default=now), erase="delete row")
    expires_at = nonpersonal(models.DateTimeField(), _TECHNICAL)
    last_used_on = _of_key(models.DateField(null=True), erase="delete row")
    """The day, no more: what a program does hour by hour is nobody's business here."""
    ended_at = nonpersonal(models.DateTimeField(null=True), _TECHNICAL)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="apikey_ends"),
            models.CheckConstraint(condition=~Q(scopes=""), name="apikey_may_something"),
        ]

    def __str__(self) -> str:
        return f"key {self.id}"

    @property
    def as_scopes(self) -> frozenset[Scope]:
        return scopes_in(self.scopes)

    @property
    def scope_list(self) -> list[Scope]:
        return sorted(self.as_scopes, key=lambda scope: scope.value)

    @property
    def is_alive(self) -> bool:
        return self.ended_at is None and self.expires_at > now()


class KeptAnswer(models.Model):
    """What a program was answered to a write, for 24 hours: the same write again gets the same answer, and does nothing."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    key = nonpersonal(
        models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="answers"), "random key of a row"
    )
    token_digest = nonpersonal(models.BinaryField(max_length=32), "SHA-256 of a random number of one submission")
    call_digest = nonpersonal(models.BinaryField(max_length=32), "SHA-256 by which a changed request is noticed")
    status = nonpersonal(models.PositiveSmallIntegerField(), "HTTP status")
    answer = personal(
        SealedText(max_length=400_000),
        kind=Kind.ORDER,
        subject="key.member_id",
        purposes={Purpose.MEMBERSHIP},
        keep=keeping.REPLAY,
        exported=False,
        fixed_because=Text("接口应答的副本，24 小时后删除", "A copy of an answer of the API, deleted after 24 hours"),
    )
    """Headers and body as JSON, sealed: it may name orders."""
    at = nonpersonal(models.DateTimeField(default=now, db_index=True), _TECHNICAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "token_digest"], name="keptanswer_once")]

    def __str__(self) -> str:
        return f"answer {self.id}"
