"""Accounts that nobody may enter until their owner has set a new password."""

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models.member import BY_SYSTEM, Member
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.words import Kind, Purpose, keeping


class Freeze(models.Model):
    """An account is closed since `at`, by a rule or by its owner's press in the letter; a new password lifts it."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    member = personal(
        models.ForeignKey(Member, on_delete=models.CASCADE, related_name="freezes"),
        kind=Kind.PERSON_ID,
        subject="member_id",
        purposes={Purpose.ACCOUNT, Purpose.ACCOUNT_SECURITY, Purpose.OWN_DATA},
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    at = personal(
        models.DateTimeField(default=now),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes={Purpose.ACCOUNT_SECURITY, Purpose.OWN_DATA},
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    is_by_owner = nonpersonal(models.BooleanField(), "pressed in the letter, or decided by the rule")
    lifted_at = personal(
        models.DateTimeField(null=True),
        kind=Kind.SIGN_IN,
        subject="member_id",
        purposes={Purpose.ACCOUNT_SECURITY, Purpose.OWN_DATA},
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )

    class Meta:
        db_table = "members_freeze"
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=models.Q(lifted_at=None), name="frozen_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"freeze {self.id}"
