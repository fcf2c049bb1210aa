"""How people come to a company without being asked, and how a company changes hands."""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models.companies import Company, Position
from coatingcat.members.models.member import BY_SYSTEM, Member
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.words import Kind, Purpose, keeping

_COMPANYS = "a mail domain of a company, about no person"
_of_wish = functools.partial(
    personal,
    purposes={Purpose.MEMBERSHIP, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
    keep=keeping.INVITATION,
    erase="delete row",
    fixed_because=BY_SYSTEM,
)


class DomainClaim(models.Model):
    """That the addresses of a mail domain are a company's. A domain is one company's, whoever else would have it."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="domains"), _COMPANYS)
    domain = nonpersonal(models.CharField(max_length=253, unique=True), _COMPANYS)
    claimed_at = nonpersonal(models.DateTimeField(default=now), _COMPANYS)

    class Meta:
        ordering = ["domain"]
        constraints = [models.CheckConstraint(condition=Q(domain__regex=r"^[^@\s]+\.[^@\s]+$"), name="domain_shape")]

    def __str__(self) -> str:
        return self.domain


class JoinRequest(models.Model):
    """That somebody with an address at a company's domain asks to act for it; gone once answered, or after 14 days."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = _of_wish(
        models.ForeignKey(Company, on_delete=models.CASCADE, related_name="join_requests"),
        subject="member_id",
        kind=Kind.POSITION,
    )
    member = _of_wish(
        models.OneToOneField(Member, on_delete=models.CASCADE, related_name="join_request"),
        subject="member_id",
        kind=Kind.PERSON_ID,
        exported=False,
    )
    asked_at = _of_wish(models.DateTimeField(default=now, db_index=True), subject="member_id", kind=Kind.ACCOUNT_STATE)

    def __str__(self) -> str:
        return f"request {self.id}"


class OwnershipOffer(models.Model):
    """That an owner offers a colleague to own the company in their place; gone once answered, or after 14 days."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    by = _of_wish(
        models.OneToOneField(Position, on_delete=models.CASCADE, related_name="ownership_offered"),
        subject="by.member_id",
        kind=Kind.POSITION,
        exported=False,
    )
    to = _of_wish(
        models.ForeignKey(Position, on_delete=models.CASCADE, related_name="ownership_offers"),
        subject="to.member_id",
        kind=Kind.POSITION,
        exported=False,
    )
    asked_at = _of_wish(
        models.DateTimeField(default=now, db_index=True), subject="to.member_id", kind=Kind.ACCOUNT_STATE
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(by=models.F("to")), name="ownership_to_another")]

    def __str__(self) -> str:
        return f"offer {self.id}"
